//! What the committee decided about one participant, and whether it can be decided.

use super::fault::{Fault, Trouble};
use super::words::{Words, indicator};
use crate::input::{Decided, Decision};
use crate::number::{Ratio, Score};
use crate::outcome::DecidedFigure;
use crate::scheme::{Category, Grade, Scheme};

/// What a decision is about, resolved.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// Position of an indicator.
    Mark(usize),
    Total,
    Grade,
}

/// The decisions about one participant.
#[derive(Default)]
pub(crate) struct Decisions<'a>(Vec<(About, &'a Decision)>);

impl<'a> Decisions<'a> {
    fn about(&self, about: About) -> Option<&'a Decision> {
        self.0.iter().find(|(own, _)| *own == about).map(|(_, decision)| *decision)
    }

    /// The decided mark of the indicator at a position, with the reason.
    pub fn mark(&self, at: usize) -> Option<(Score, &'a Decision)> {
        match self.about(About::Mark(at)) {
            Some(decision @ Decision { what: Decided::Mark { mark, .. }, .. }) => Some((*mark, decision)),
            _ => None,
        }
    }

    /// The decided total, with the reason.
    pub fn total(&self) -> Option<(Score, &'a Decision)> {
        match self.about(About::Total) {
            Some(decision @ Decision { what: Decided::Total { total }, .. }) => Some((*total, decision)),
            _ => None,
        }
    }

    /// The decided grade, with the reason.
    pub fn grade<'s>(&self, scheme: &'s Scheme) -> Option<(&'s Grade, &'a Decision)> {
        match self.about(About::Grade) {
            Some(decision @ Decision { what: Decided::Grade { grade: word }, .. }) => {
                Some((grade(scheme, word)?, decision))
            }
            _ => None,
        }
    }

    /// Takes a decision in.
    pub(super) fn take(
        &mut self,
        scheme: &Scheme,
        words: &Words,
        category: &Category,
        decision: &'a Decision,
    ) -> Result<(), Trouble> {
        let about = check(scheme, words, category, &decision.what)?;
        self.0.push((about, decision));
        if decision.reason.trim().is_empty() {
            return Err(Trouble::DecisionWithoutReason { what: named(scheme, about) });
        }
        Ok(())
    }

    /// Sorts them and finds what was decided twice.
    pub(super) fn settle(&mut self, scheme: &Scheme, key: &str, faults: &mut Vec<Fault>) {
        self.0.sort_unstable();
        for ((a, _), (b, decision)) in self.0.iter().zip(self.0.iter().skip(1)) {
            if a == b {
                let trouble = Trouble::DuplicateDecision { what: named(scheme, *b) };
                faults.push(Fault { participant: key.to_owned(), trouble, source: decision.source.clone() });
            }
        }
    }
}

fn check(scheme: &Scheme, words: &Words, category: &Category, what: &Decided) -> Result<About, Trouble> {
    match what {
        Decided::Mark { indicator: word, mark } => {
            let (at, indicator) = indicator(words, word, category, |_| true)?;
            within(&indicator.code, *mark, indicator.full).map(|()| About::Mark(at))
        }
        Decided::Total { total } => within("total", *total, most(scheme)).map(|()| About::Total),
        Decided::Grade { grade: word } => match grade(scheme, word) {
            Some(_) => Ok(About::Grade),
            None => Err(Trouble::Unknown { what: "grade", word: word.clone() }),
        },
    }
}

fn within(what: &str, decided: Score, most: Score) -> Result<(), Trouble> {
    if decided < Score::ZERO || decided > most {
        return Err(Trouble::DecisionOutOfRange { what: what.to_owned(), decided, most });
    }
    Ok(())
}

/// The full mark and the bonuses that may lift a dimension above its weight.
fn most(scheme: &Scheme) -> Score {
    let exceeding = |code: &str| scheme.dimension(code).is_some_and(|dimension| dimension.may_exceed);
    let bonuses = scheme.indicators.iter().filter(|i| i.is_bonus() && exceeding(&i.dimension));
    let sum = bonuses.fold(scheme.full.thousandths(), |sum, i| sum.saturating_add(i.full.thousandths()));
    Score::from_thousandths(sum)
}

fn grade<'s>(scheme: &'s Scheme, word: &str) -> Option<&'s Grade> {
    scheme.grades.iter().find(|grade| grade.code == word || grade.name == word)
}

/// `total`, `grade` or the code of the indicator.
fn named(scheme: &Scheme, about: About) -> String {
    match about {
        About::Mark(at) => scheme.indicators.get(at).map(|i| i.code.clone()).unwrap_or_default(),
        About::Total => "total".to_owned(),
        About::Grade => "grade".to_owned(),
    }
}

impl Decision {
    /// The decided points beside the computed ones, both as published.
    pub(super) fn beside(
        &self,
        what: &str,
        computed: Option<&Ratio>,
        decided: Score,
        digits: u8,
    ) -> DecidedFigure {
        let published = |points: &Ratio| points.rounded(digits).to_string();
        DecidedFigure {
            what: what.to_owned(),
            computed: computed.map(published).unwrap_or_default(),
            decided: published(&decided.ratio()),
            reason: self.reason.clone(),
        }
    }
}
