//! What is asked on a ballot.

use serde::{Deserialize, Serialize};

/// The questions put to one voter group, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Form {
    /// One or more; their codes differ.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its code; the code of the indicator where its answers are scored.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// Whether a choice or words are asked for.
    pub kind: Kind,
    /// Whether a ballot without an answer is refused.
    pub required: bool,
    /// Whether the answers go into the appraisal.
    pub scored: bool,
    /// What may be chosen; empty for words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Most characters of an answer in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// By one of its choices.
    Choice,
    /// In the voter's own words.
    Text,
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// What stands on the ballot.
    pub name: String,
}

impl Form {
    /// The question of that code.
    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.code == code)
    }

    /// What is wrong with the form itself: a sentence for the log; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        if self.questions.is_empty() {
            return Some("a form without questions".into());
        }
        for (at, question) in self.questions.iter().enumerate() {
            let code = &question.code;
            if code.is_empty() || self.questions.iter().take(at).any(|other| other.code == *code) {
                return Some(format!("question code {code:?} is empty or stands twice"));
            }
            let fits = match question.kind {
                Kind::Choice => question.choices.len() >= 2 && question.limit.is_none(),
                Kind::Text => question.choices.is_empty() && question.limit.is_some() && !question.scored,
            };
            if !fits {
                return Some(format!("question {code:?} does not fit its kind"));
            }
            for (at, choice) in question.choices.iter().enumerate() {
                let twice = question.choices.iter().take(at).any(|other| other.code == choice.code);
                if choice.code.is_empty() || twice {
                    return Some(format!("choice {:?} of {code:?} is empty or stands twice", choice.code));
                }
            }
        }
        None
    }
}
