//! Counting: how often each choice of each question was made in each box.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::Filled;
use crate::check::Checked;
use crate::form::Kind;
use crate::manifest::Manifest;

/// What a box came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxTally {
    /// Code of the box.
    #[serde(rename = "box")]
    pub box_code: String,
    /// Ballots counted.
    pub ballots: u32,
    /// Its questions, in the order of the form.
    pub questions: Vec<QuestionTally>,
}

/// What a question came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionTally {
    /// Code of the question.
    pub question: String,
    /// How often each choice was made, in the order of the form; empty for words.
    pub choices: Vec<(String, u32)>,
    /// Ballots that answered it, by a choice or in words.
    pub answered: u32,
}

/// Counts checked ballots, in the order of the manifest's boxes. Integers only; the order of the ballots does not matter.
pub fn tally<'a>(manifest: &Manifest, ballots: impl IntoIterator<Item = &'a Checked>) -> Vec<BoxTally> {
    let mut by_box: BTreeMap<&str, Vec<&Checked>> = BTreeMap::new();
    for ballot in ballots {
        by_box.entry(&ballot.ballot.box_code).or_default().push(ballot);
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    manifest
        .boxes
        .iter()
        .map(|one| {
            let cast = by_box.get(one.code.as_str()).map_or(&[][..], Vec::as_slice);
            let questions = manifest.forms.get(&one.group.code).map_or(&[][..], |form| &form.questions);
            let questions = questions.iter().enumerate().map(|(at, question)| {
                let given = || cast.iter().filter_map(|ballot| ballot.filled.get(at));
                let chose =
                    |code: &str| given().filter(|f| matches!(f, Filled::Choice(c) if c == code)).count();
                let choices = question.choices.iter().filter(|_| question.kind == Kind::Choice);
                QuestionTally {
                    question: question.code.clone(),
                    choices: choices
                        .map(|choice| (choice.code.clone(), count(chose(&choice.code))))
                        .collect(),
                    answered: count(given().filter(|filled| **filled != Filled::Blank).count()),
                }
            });
            BoxTally {
                box_code: one.code.clone(),
                ballots: count(cast.len()),
                questions: questions.collect(),
            }
        })
        .collect()
}
