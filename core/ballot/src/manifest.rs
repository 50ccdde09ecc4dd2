//! The manifest: everything that holds for one evaluation, frozen when it is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bytes::{Hash, array, sha256, string};
use crate::credential::VerifyingKey;
use crate::form::Form;

/// What stands in the manifest; its very bytes are hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the protocol: 1.
    pub version: u32,
    /// Number of the evaluation in its installation.
    pub evaluation: i64,
    /// What it is called.
    pub title: String,
    /// The year appraised.
    pub year: i32,
    /// The organ that holds it.
    pub organ: String,
    /// When credentials are issued.
    pub issuing: Window,
    /// When ballots are taken.
    pub casting: Window,
    /// Cells of fewer ballots are withheld.
    pub minimum: u32,
    /// Words are shown only from as many ballots on.
    pub minimum_text: u32,
    /// Steps, in per cent, in which turnout is shown before closing.
    pub step: u32,
    /// Public key of the board, Ed25519.
    #[serde(with = "array")]
    pub board_key: [u8; 32],
    /// Forms by the code of the voter group.
    pub forms: BTreeMap<String, Form>,
    /// The boxes, in the order in which they are shown.
    pub boxes: Vec<BoxOfManifest>,
}

/// From when until when, in civil time of the organ to the minute, as `2015-12-01T09:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its beginning.
    pub from: String,
    /// Its end, which is no longer part of it.
    pub until: String,
}

/// A box: one organisation and one voter group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxOfManifest {
    /// `<organisation code>-<group code>`.
    pub code: String,
    /// The organisation that is evaluated.
    pub organisation: OrganisationOfManifest,
    /// The voter group.
    pub group: GroupOfManifest,
    /// Entitled persons.
    pub roster: u32,
    /// Salted hash of who they are.
    pub roster_hash: Hash,
    /// The issuer's public key: SubjectPublicKeyInfo DER.
    #[serde(with = "string")]
    pub issuer_key: Vec<u8>,
}

/// An organisation that is evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationOfManifest {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
}

/// A voter group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupOfManifest {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What is wrong with a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFault(pub String);

impl fmt::Display for ManifestFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ManifestFault {}

impl Manifest {
    /// The bytes that are kept, served and hashed.
    ///
    /// # Errors
    /// When it cannot be written, which does not happen to a checked manifest.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ManifestFault> {
        self.check()?;
        serde_json::to_vec(self).map_err(|error| ManifestFault(error.to_string()))
    }

    /// Reads and checks a manifest; gives its hash as well.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<(Self, Hash), ManifestFault> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| ManifestFault(error.to_string()))?;
        manifest.check()?;
        Ok((manifest, sha256(bytes)))
    }

    fn check(&self) -> Result<(), ManifestFault> {
        let fault = |text: String| Err(ManifestFault(text));
        if self.version != 1 {
            return fault(format!("version {} is not known here", self.version));
        }
        if self.minimum < 2 || self.minimum_text < self.minimum {
            return fault("the minimum is 2 at least, that of words no lower".into());
        }
        for (group, form) in &self.forms {
            if let Some(wrong) = form.fault() {
                return fault(format!("form of {group:?}: {wrong}"));
            }
        }
        let (mut codes, mut keys) = (BTreeSet::new(), BTreeSet::new());
        for one in &self.boxes {
            if one.code != format!("{}-{}", one.organisation.code, one.group.code) || !codes.insert(&one.code)
            {
                return fault(format!("box code {:?} is wrong or stands twice", one.code));
            }
            if !self.forms.contains_key(&one.group.code) {
                return fault(format!("box {:?} has no form", one.code));
            }
            if VerifyingKey::from_der(&one.issuer_key).is_none() {
                return fault(format!("the issuing key of box {:?} cannot be read", one.code));
            }
            // A blind signer cannot see what it signs: only a key of its own keeps a box apart from the others.
            if !keys.insert(&one.issuer_key) {
                return fault(format!("box {:?} shares its issuing key with another", one.code));
            }
        }
        Ok(())
    }

    /// The box of that code and its form.
    pub fn box_of(&self, code: &str) -> Option<(&BoxOfManifest, &Form)> {
        let found = self.boxes.iter().find(|one| one.code == code)?;
        Some((found, self.forms.get(&found.group.code)?))
    }
}
