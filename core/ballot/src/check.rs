//! The check of a ballot: everything that can be decided without a database.

use std::collections::HashMap;
use std::fmt;

use crate::answers::{self, Filled};
use crate::bytes::Hash;
use crate::cast::{self, Cast, KeptBallot, Text};
use crate::credential::{self, VerifyingKey};
use crate::form::Form;
use crate::manifest::{Manifest, ManifestFault};
use crate::signing;

/// Why a ballot is not taken. Each has a code that the voter's browser puts into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It names another manifest.
    UnknownManifest,
    /// The manifest has no such box.
    UnknownBox,
    /// Its answers do not fit the form of its box, or its revision is 0.
    WrongForm,
    /// The issuer of this box has not signed its key.
    BadCredential,
    /// Its key has not signed it.
    BadSignature,
}

impl Refusal {
    /// The code of the protocol.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownManifest => "unknown_manifest",
            Self::UnknownBox => "unknown_box",
            Self::WrongForm => "wrong_form",
            Self::BadCredential => "bad_credential",
            Self::BadSignature => "bad_signature",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

/// A ballot that is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its hash on the board.
    pub leaf: Hash,
    /// The ballot without its words.
    pub ballot: KeptBallot,
    /// The words, apart.
    pub texts: Vec<Text>,
    /// What each question of the form was answered with.
    pub filled: Vec<Filled>,
}

/// A manifest made ready for checking many ballots.
#[derive(Debug, Clone)]
pub struct Electoral {
    manifest: Manifest,
    hash: Hash,
    boxes: HashMap<String, (VerifyingKey, Form)>,
}

impl Electoral {
    /// Reads a manifest.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(manifest: &[u8]) -> Result<Self, ManifestFault> {
        let (manifest, hash) = Manifest::parse(manifest)?;
        let ready = |code: &str| {
            let (one, form) = manifest.box_of(code)?;
            Some((one.code.clone(), (VerifyingKey::from_der(&one.issuer_key)?, form.clone())))
        };
        let boxes = manifest.boxes.iter().filter_map(|one| ready(&one.code)).collect();
        Ok(Self { boxes, hash, manifest })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its hash.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Checks a ballot: manifest, box, answers, credential, signature.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self, cast: &Cast) -> Result<Checked, Refusal> {
        if cast.manifest != self.hash {
            return Err(Refusal::UnknownManifest);
        }
        let (issuer, form) = self.boxes.get(&cast.box_code).ok_or(Refusal::UnknownBox)?;
        if cast.revision == 0 {
            return Err(Refusal::WrongForm);
        }
        let filled = answers::fill(form, &cast.answers).ok_or(Refusal::WrongForm)?;
        let said = answers::statement(form, &filled);
        let statement = cast::statement(&self.hash, &cast.box_code, cast.revision, &said);
        if !signing::verify(&cast.key, &statement, &cast.signature) {
            return Err(Refusal::BadSignature);
        }
        if !issuer.verify(&cast.randomizer, &credential::message(&cast.key), &cast.issuer_signature) {
            return Err(Refusal::BadCredential);
        }
        let (ballot, texts) = cast.apart(form, &filled);
        Ok(Checked { leaf: cast::leaf(cast, &statement), ballot, texts, filled })
    }
}
