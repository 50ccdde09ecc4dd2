//! Answers: as they are sent, and as they are hashed and kept.

use serde::{Deserialize, Serialize};

use crate::bytes::{Hash, frame, sha256};
use crate::form::{Form, Kind};

const TEXT: &[u8] = b"jinwei/text/1";

/// One answer as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Code of the question.
    pub question: String,
    /// Code of the choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The voter's words; they stand on the ballot only as a commitment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// 32 random bytes that keep the commitment from being guessed, in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// In a bundle: the commitment instead of the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Hash>,
}

/// What a question was answered with, words already replaced by their commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filled {
    /// A choice, by its code.
    Choice(String),
    /// Words, by their commitment.
    Text(Hash),
    /// Nothing.
    Blank,
}

impl Filled {
    fn value(&self) -> &[u8] {
        match self {
            Self::Choice(code) => code.as_bytes(),
            Self::Text(commitment) => &commitment.0,
            Self::Blank => &[],
        }
    }
}

/// What stands on a ballot instead of words: SHA-256 over 32 random bytes and the words.
pub(crate) fn commitment(salt: &[u8; 32], text: &str) -> Hash {
    sha256(&frame(&[TEXT, salt, text.as_bytes()]))
}

/// Answers brought into the order of the form. Gives `None` when they do not fit it: an unknown question or choice, one answered
/// twice, a required one left blank, words that are too long or without salt.
pub(crate) fn fill(form: &Form, answers: &[Answer]) -> Option<Vec<Filled>> {
    let known = |answer: &Answer| form.question(&answer.question).is_some();
    if answers.len() > form.questions.len() || !answers.iter().all(known) {
        return None;
    }
    form.questions
        .iter()
        .map(|question| {
            let mut given = answers.iter().filter(|answer| answer.question == question.code);
            let answer = given.next();
            if given.next().is_some() {
                return None;
            }
            let filled = match (answer, question.kind) {
                (None, _) => Filled::Blank,
                (Some(answer), Kind::Choice) => match answer {
                    Answer { choice: Some(code), text: None, salt: None, commitment: None, .. } => {
                        question.choices.iter().find(|choice| choice.code == *code)?;
                        Filled::Choice(code.clone())
                    }
                    Answer { choice: None, text: None, salt: None, commitment: None, .. } => Filled::Blank,
                    _ => return None,
                },
                (Some(answer), Kind::Text) => match answer {
                    Answer { text: Some(text), salt: Some(salt), choice: None, commitment: None, .. } => {
                        let salt: [u8; 32] = crate::from_base64url(salt)?.try_into().ok()?;
                        let limit = question.limit.unwrap_or(0) as usize;
                        if text.trim().is_empty() || text.chars().count() > limit || text.contains('\0') {
                            return None;
                        }
                        Filled::Text(commitment(&salt, text))
                    }
                    Answer { commitment: Some(hash), text: None, salt: None, choice: None, .. } => {
                        Filled::Text(*hash)
                    }
                    Answer { commitment: None, text: None, salt: None, choice: None, .. } => Filled::Blank,
                    _ => return None,
                },
            };
            (filled != Filled::Blank || !question.required).then_some(filled)
        })
        .collect()
}

/// Answers as they are signed: code and value of every question, in the order of the form.
pub(crate) fn statement(form: &Form, filled: &[Filled]) -> Vec<u8> {
    let pairs = form.questions.iter().zip(filled);
    let items: Vec<&[u8]> =
        pairs.flat_map(|(question, filled)| [question.code.as_bytes(), filled.value()]).collect();
    frame(&items)
}
