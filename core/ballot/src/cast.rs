//! A ballot as it is sent, and as it is kept once its words have gone apart.

use serde::{Deserialize, Serialize};

use crate::answers::{Answer, Filled};
use crate::bytes::{Hash, array, frame, unframe};
use crate::credential::SIGNATURE;
use crate::form::{Form, Kind};
use crate::merkle;

const BALLOT: &[u8] = b"jinwei/ballot/1";
const LEAF: &[u8] = b"jinwei/leaf/1";

/// A ballot as the voter's browser sends it, and, with commitments in the place of words, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// Hash of the manifest that the voter saw.
    pub manifest: Hash,
    /// Code of the box.
    #[serde(rename = "box")]
    pub box_code: String,
    /// 1 for the first ballot under this key, then counting up.
    pub revision: u32,
    /// Answers in any order.
    pub answers: Vec<Answer>,
    /// Public key of one use, Ed25519.
    #[serde(with = "array")]
    pub key: [u8; 32],
    /// Random bytes before the message that was blinded.
    #[serde(with = "array")]
    pub randomizer: [u8; 32],
    /// The issuer's signature over the key of one use.
    #[serde(with = "array")]
    pub issuer_signature: [u8; SIGNATURE],
    /// Signature of the ballot by the key of one use.
    #[serde(with = "array")]
    pub signature: [u8; 64],
}

/// A voter's words, apart from the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Code of the question.
    pub question: String,
    /// The words.
    pub text: String,
}

/// A ballot without its words: what is counted, put on the board and recounted.
pub type KeptBallot = Cast;

impl Cast {
    /// Reads a ballot from JSON.
    ///
    /// # Errors
    /// What the reader says; nothing of the content.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The ballot in as few bytes as it takes, for where it is kept until closing; manifest and box are known there.
    ///
    /// # Errors
    /// When the answers cannot be written, which does not happen.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let answers = serde_json::to_vec(&self.answers)?;
        Ok(frame(&[
            &self.revision.to_be_bytes(),
            &answers,
            &self.key,
            &self.randomizer,
            &self.issuer_signature,
            &self.signature,
        ]))
    }

    /// Reads what [`Cast::to_bytes`] has written; `None` for anything else.
    pub fn from_bytes(manifest: Hash, box_code: &str, bytes: &[u8]) -> Option<Self> {
        let items = unframe(bytes)?;
        let [revision, answers, key, randomizer, issuer_signature, signature] = items.as_slice() else {
            return None;
        };
        Some(Self {
            manifest,
            box_code: box_code.to_owned(),
            revision: u32::from_be_bytes((*revision).try_into().ok()?),
            answers: serde_json::from_slice(answers).ok()?,
            key: (*key).try_into().ok()?,
            randomizer: (*randomizer).try_into().ok()?,
            issuer_signature: (*issuer_signature).try_into().ok()?,
            signature: (*signature).try_into().ok()?,
        })
    }

    /// The ballot with commitments in the place of words, in the order of its form, and the words on their own.
    pub(crate) fn apart(&self, form: &Form, filled: &[Filled]) -> (KeptBallot, Vec<Text>) {
        let answers = form.questions.iter().zip(filled).filter_map(|(question, filled)| {
            let blank = Answer {
                question: question.code.clone(),
                choice: None,
                text: None,
                salt: None,
                commitment: None,
            };
            match filled {
                Filled::Choice(code) => Some(Answer { choice: Some(code.clone()), ..blank }),
                Filled::Text(hash) => Some(Answer { commitment: Some(*hash), ..blank }),
                Filled::Blank => None,
            }
        });
        let is_text = |code: &str| form.question(code).is_some_and(|question| question.kind == Kind::Text);
        let words = self.answers.iter().filter(|answer| is_text(&answer.question)).filter_map(|answer| {
            Some(Text { question: answer.question.clone(), text: answer.text.clone()? })
        });
        (Self { answers: answers.collect(), ..self.clone() }, words.collect())
    }
}

/// What the key of one use signs.
pub(crate) fn statement(manifest: &Hash, box_code: &str, revision: u32, answers: &[u8]) -> Vec<u8> {
    frame(&[BALLOT, &manifest.0, box_code.as_bytes(), &revision.to_be_bytes(), answers])
}

/// Hash by which a ballot stands on the board.
pub(crate) fn leaf(cast: &Cast, statement: &[u8]) -> Hash {
    merkle::leaf(&frame(&[
        LEAF,
        statement,
        &cast.key,
        &cast.randomizer,
        &cast.issuer_signature,
        &cast.signature,
    ]))
}
