//! What may be set up, and the forms that follow from it.

use std::collections::BTreeMap;

use ballot::{Choice, Form, Kind, Question};
use kernel::contracts::EvaluatedCycle;
use kernel::{FieldError, Say};

use super::record::{OwnQuestion, Windows};
use crate::civil;

/// Most characters of an answer in words.
const WORDS: u32 = 500;
/// Most characters of a question.
pub(crate) const QUESTION: usize = 120;
/// Most questions that an office adds.
pub(crate) const QUESTIONS: usize = 8;
/// Steps, in per cent, in which turnout is shown before closing.
pub(crate) const STEP: u32 = 10;

/// Reads the four times of a form.
///
/// # Errors
/// What is wrong, field by field.
pub(crate) fn windows(typed: [&str; 4]) -> Result<Windows, Vec<FieldError>> {
    const NAMES: [&str; 4] = ["issue_from", "issue_until", "cast_from", "cast_until"];
    let mut errors = Vec::new();
    let mut read = typed.iter().zip(NAMES).map(|(text, name)| {
        civil::read(text).unwrap_or_else(|| {
            errors.push(FieldError { field: name.into(), say: "ballots-time-wrong".into() });
            kernel::Moment(0)
        })
    });
    let mut next = || read.next().unwrap_or(kernel::Moment(0));
    let windows = Windows { issue_from: next(), issue_until: next(), cast_from: next(), cast_until: next() };
    if errors.is_empty() {
        let mut wrong =
            |field: &str, key: &'static str| errors.push(FieldError { field: field.into(), say: key.into() });
        if windows.issue_until <= windows.issue_from {
            wrong("issue_until", "ballots-until-before-from");
        }
        if windows.cast_until <= windows.cast_from {
            wrong("cast_until", "ballots-until-before-from");
        }
        if windows.cast_from < windows.issue_from {
            wrong("cast_from", "ballots-cast-before-issue");
        }
        if windows.issue_until > windows.cast_until {
            wrong("issue_until", "ballots-issue-after-cast");
        }
    }
    if errors.is_empty() { Ok(windows) } else { Err(errors) }
}

/// Smallest cell that is shown: 5 at least, and that of words no smaller and 10 at least.
pub(crate) fn minimum(field: &str, typed: &str, least: u32) -> Result<u32, FieldError> {
    let number = kernel::names::fold(typed).parse().ok().filter(|n| (least..=50).contains(n));
    let say = Say::new("ballots-minimum-wrong").with("least", least);
    number.ok_or_else(|| FieldError { field: field.into(), say })
}

/// Voter groups of a cycle, each once: code and name.
pub(crate) fn groups(cycle: &EvaluatedCycle) -> Vec<(String, String)> {
    let mut groups: Vec<(String, String)> = Vec::new();
    for group in cycle.questions.iter().flat_map(|question| &question.groups) {
        if groups.iter().all(|(code, _)| *code != group.0) {
            groups.push(group.clone());
        }
    }
    groups
}

/// The form of each voter group: what the scheme scores, then a grade for each dimension where that is wanted, then what the
/// office adds.
pub(crate) fn forms(
    cycle: &EvaluatedCycle,
    by_dimension: bool,
    own: &[OwnQuestion],
) -> BTreeMap<String, Form> {
    let choices = |all: &[(String, String)]| -> Vec<Choice> {
        all.iter().map(|(code, name)| Choice { code: code.clone(), name: name.clone() }).collect()
    };
    let scale = cycle.questions.first().map(|question| choices(&question.choices)).unwrap_or_default();
    let by_choice = |code: String, text: String, choices: Vec<Choice>, scored: bool| Question {
        code,
        text,
        kind: Kind::Choice,
        required: scored,
        scored,
        choices,
        limit: None,
    };
    let form = |group: &String| {
        let asked = cycle.questions.iter().filter(|q| q.groups.iter().any(|(code, _)| code == group));
        let mut questions: Vec<Question> = asked
            .map(|q| by_choice(q.indicator.clone(), q.name.clone(), choices(&q.choices), true))
            .collect();
        if by_dimension {
            // A dimension that is nothing but the mass evaluation has been asked for already.
            let scored = |name: &String| cycle.questions.iter().any(|question| question.name == *name);
            questions.extend(cycle.dimensions.iter().filter(|(_, name)| !scored(name)).map(
                |(code, name)| by_choice(format!("dimension-{code}"), name.clone(), scale.clone(), false),
            ));
        }
        let mine = |one: &&(usize, &OwnQuestion)| one.1.groups.is_empty() || one.1.groups.contains(group);
        for (at, question) in own.iter().enumerate().collect::<Vec<_>>().iter().filter(mine) {
            let code = format!("own-{}", at + 1);
            questions.push(if question.in_words {
                Question {
                    code,
                    text: question.text.clone(),
                    kind: Kind::Text,
                    required: false,
                    scored: false,
                    choices: Vec::new(),
                    limit: Some(WORDS),
                }
            } else {
                by_choice(code, question.text.clone(), scale.clone(), false)
            });
        }
        Form { questions }
    };
    groups(cycle).into_iter().map(|(code, _)| (code.clone(), form(&code))).collect()
}

/// Turnout as it is shown before closing: rounded down to a step, in per cent; `None` where there are so few that a step names
/// somebody.
pub(crate) fn turnout(part: u32, of: u32, minimum: u32) -> Option<u32> {
    if of < minimum {
        return None;
    }
    let share = u64::from(part) * 100 / u64::from(of.max(1));
    u32::try_from(share).ok().map(|share| share / STEP * STEP)
}

#[cfg(test)]
mod tests {
    use kernel::contracts::ScoredQuestion;

    use super::*;

    fn cycle() -> EvaluatedCycle {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        EvaluatedCycle {
            id: 1,
            year: 2015,
            questions: vec![ScoredQuestion {
                indicator: "mass".into(),
                name: "群众评价".into(),
                choices: vec![pair("good", "好"), pair("poor", "差")],
                groups: vec![pair("members", "党员"), pair("staff", "群众")],
            }],
            dimensions: vec![pair("team", "领导班子")],
            organisations: Vec::new(),
        }
    }

    #[test]
    fn each_group_is_asked_what_is_meant_for_it() {
        let own = [
            OwnQuestion { text: "意见".into(), in_words: true, groups: Vec::new() },
            OwnQuestion { text: "党费".into(), in_words: false, groups: vec!["members".into()] },
        ];
        let forms = forms(&cycle(), true, &own);
        let codes =
            |group: &str| -> Vec<&str> { forms[group].questions.iter().map(|q| q.code.as_str()).collect() };
        assert_eq!(codes("members"), ["mass", "dimension-team", "own-1", "own-2"]);
        assert_eq!(codes("staff"), ["mass", "dimension-team", "own-1"]);
        assert!(forms.values().all(|form| form.fault().is_none()));
    }

    #[test]
    fn turnout_is_told_in_steps_and_not_of_few() {
        assert_eq!(turnout(19, 30, 5), Some(60));
        assert_eq!(turnout(30, 30, 5), Some(100));
        assert_eq!(turnout(2, 30, 5), Some(0));
        assert_eq!(turnout(3, 4, 5), None);
    }

    #[test]
    fn windows_must_make_sense() {
        let good = ["2015-12-01T09:00", "2015-12-05T18:00", "2015-12-06T09:00", "2015-12-10T18:00"];
        assert!(windows(good).unwrap().are_apart());
        let wrong = |at: usize, text| {
            let mut typed = good;
            typed[at] = text;
            windows(typed).unwrap_err()[0].field.clone()
        };
        assert_eq!(wrong(0, "tomorrow"), "issue_from");
        assert_eq!(wrong(1, "2015-11-05T18:00"), "issue_until");
        assert_eq!(wrong(3, "2015-12-06T09:00"), "cast_until");
        assert_eq!(wrong(2, "2015-11-30T09:00"), "cast_from");
        assert_eq!(wrong(1, "2015-12-11T18:00"), "issue_until");
    }
}
