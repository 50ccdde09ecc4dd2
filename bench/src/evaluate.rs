//! `scoring::evaluate` on the sample organ, once, ten times and a hundred times as large.

use anyhow::Context;
use scoring::{ChoiceCount, Input, Mark, Participant, Scheme, Score, SourceRef, Tally, evaluate};
use serde::Serialize;

use crate::Setting;
use crate::rounds::{Spread, timed};

const SCHEME: &str = include_str!("../../samples/scheme.toml");

/// One size.
#[derive(Debug, Serialize)]
pub struct Evaluated {
    /// How many times the reference organ.
    pub times: usize,
    /// Organisations appraised.
    pub organisations: usize,
    /// Seconds of one evaluation.
    pub seconds: Spread,
}

pub fn measure(setting: &Setting) -> anyhow::Result<Vec<Evaluated>> {
    let scheme = Scheme::from_toml(SCHEME)?;
    let mass =
        scheme.indicators.iter().find(|one| one.is_ballots()).context("the scheme has a mass evaluation")?;
    let sizes = [1, 10, 100];
    let inputs = sizes.map(|times| {
        let organ = sample::Organ::generate(sample::SEED, &sample::Size::times(times));
        input(&organ, &mass.name)
    });
    let mut seconds = sizes.map(|_| Vec::new());
    for _ in 0..setting.rounds(9, 3) {
        for ((times, input), seconds) in sizes.iter().zip(&inputs).zip(&mut seconds) {
            // Small ones several times, so that each size takes about as long.
            let often = 100 / times;
            let (took, ()) = timed(|| {
                for _ in 0..often {
                    let outcome = evaluate(&scheme, input)?;
                    anyhow::ensure!(outcome.standings.len() == input.participants.len(), "all are ranked");
                }
                Ok(())
            })?;
            seconds.push(took / u32::try_from(often)?);
        }
    }
    let sizes = sizes.iter().zip(&inputs).zip(&seconds);
    Ok(sizes
        .map(|((times, input), seconds)| Evaluated {
            times: *times,
            organisations: input.participants.len(),
            seconds: Spread::of_times(seconds),
        })
        .collect())
}

/// What the workbooks of the newest year would be read into.
fn input(organ: &sample::Organ, mass: &str) -> Input {
    let mut input = Input::default();
    let Some(year) = organ.years.last() else { return input };
    let source = |file: &str, cell: String| {
        Some(SourceRef { file: format!("{}年{file}.xlsx", year.year), sheet: "Sheet1".into(), cell })
    };
    for (line, body) in year.bodies.iter().enumerate() {
        let Some(organisation) = organ.organisations.get(body.organisation) else { continue };
        let key = organisation.code.clone();
        input.participants.push(Participant {
            key: key.clone(),
            name: organisation.name.clone(),
            category: body.category.word().to_owned(),
        });
        for (reviewer, marks) in body.marks.iter().enumerate() {
            for ((column, mark), indicator) in ('C'..).zip(marks).zip(sample::INDICATORS) {
                input.marks.push(Mark {
                    participant: key.clone(),
                    indicator: indicator.name.to_owned(),
                    reviewer: format!("评委{}", reviewer + 1),
                    // In half points there, in thousandths here.
                    mark: Score::from_thousandths(i64::from(*mark) * 500),
                    source: source("评分表", format!("{column}{}", line + 4)),
                });
            }
        }
        for (group, tally) in sample::GROUPS.iter().zip(body.tallies) {
            let counts = sample::CHOICES.iter().zip(tally.choices).chain([(&"不了解", tally.unknown)]);
            let choices = counts.map(|(choice, count)| ChoiceCount {
                choice: (*choice).to_owned(),
                count,
                source: source("群众评价汇总表", format!("H{}", line + 3)),
            });
            input.tallies.push(Tally {
                participant: key.clone(),
                indicator: mass.to_owned(),
                group: (*group).to_owned(),
                due: tally.due,
                issued: tally.issued,
                returned: tally.returned,
                choices: choices.collect(),
                spoilt: tally.spoilt,
                source: source("群众评价汇总表", format!("C{}", line + 3)),
            });
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_gives_the_published_ranking() {
        let scheme = Scheme::from_toml(SCHEME).unwrap();
        let organ = sample::Organ::generate(sample::SEED, &sample::Size::default());
        let mass = scheme.indicators.iter().find(|one| one.is_ballots()).unwrap();
        let outcome = evaluate(&scheme, &input(&organ, &mass.name)).unwrap();
        assert_eq!(outcome.standings.len(), organ.bodies().count());
    }
}
