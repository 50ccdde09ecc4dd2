//! The voter's side of the protocol, as a browser runs it. The server has no use for it; tests, crash runs and benches do.

use blind_rsa_signatures::{BlindSignature, BlindingResult, PublicKeySha384PSSRandomized};
use ring::signature::{Ed25519KeyPair, KeyPair};

use crate::Fill;
use crate::answers::{self, Answer};
use crate::bytes::Hash;
use crate::cast::{self, Cast};
use crate::credential::{self, Given, IssuerError, SIGNATURE};
use crate::form::Form;
use crate::manifest::Manifest;

/// A request for a credential: what the browser keeps between asking and casting.
pub struct Request {
    one_time: Ed25519KeyPair,
    key: [u8; 32],
    issuer: PublicKeySha384PSSRandomized,
    blinding: BlindingResult,
}

/// A credential: a key of one use that the issuer has signed without seeing it.
pub struct Credential {
    one_time: Ed25519KeyPair,
    key: [u8; 32],
    randomizer: [u8; 32],
    issuer_signature: [u8; SIGNATURE],
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Request")
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credential")
    }
}

/// Makes a key of one use and blinds it for a box with that public key.
///
/// # Errors
/// [`IssuerError::Key`] when the public key cannot be read.
pub fn ask(issuer_key: &[u8], fill: &mut Fill<'_>) -> Result<Request, IssuerError> {
    let mut seed = [0; 32];
    fill(&mut seed);
    let one_time = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| IssuerError::Key)?;
    let mut key = [0; 32];
    for (to, from) in key.iter_mut().zip(one_time.public_key().as_ref()) {
        *to = *from;
    }
    let issuer = PublicKeySha384PSSRandomized::from_der(issuer_key).map_err(|_| IssuerError::Key)?;
    let blinding = issuer.blind(&mut Given(fill), credential::message(&key)).map_err(|_| IssuerError::Key)?;
    Ok(Request { one_time, key, issuer, blinding })
}

impl Request {
    /// What is sent to the issuer.
    pub fn blinded(&self) -> &[u8] {
        &self.blinding.blind_message.0
    }

    /// Unblinds and checks the issuer's answer.
    ///
    /// # Errors
    /// [`IssuerError::Malformed`] when it is not a signature of this box over this key.
    pub fn finish(self, blind_signature: &[u8]) -> Result<Credential, IssuerError> {
        let answer = BlindSignature(blind_signature.to_vec());
        let signature = self
            .issuer
            .finalize(&answer, &self.blinding, credential::message(&self.key))
            .map_err(|_| IssuerError::Malformed)?;
        let randomizer = self.blinding.msg_randomizer.ok_or(IssuerError::Malformed)?.0;
        let issuer_signature = signature.0.try_into().map_err(|_| IssuerError::Malformed)?;
        Ok(Credential { one_time: self.one_time, key: self.key, randomizer, issuer_signature })
    }
}

/// A key of one use whose message is to be signed without blinding: by somebody who holds the issuing key and needs many
/// ballots, to measure or to try what stuffing would do.
pub struct Unsigned {
    one_time: Ed25519KeyPair,
    key: [u8; 32],
    randomizer: [u8; 32],
}

impl std::fmt::Debug for Unsigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unsigned")
    }
}

impl Unsigned {
    /// A new key.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when the library refuses it.
    pub fn new(fill: &mut Fill<'_>) -> Result<Self, IssuerError> {
        let mut seed = [0; 32];
        fill(&mut seed);
        let one_time = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| IssuerError::Key)?;
        let mut key = [0; 32];
        for (to, from) in key.iter_mut().zip(one_time.public_key().as_ref()) {
            *to = *from;
        }
        let mut randomizer = [0; 32];
        fill(&mut randomizer);
        Ok(Self { one_time, key, randomizer })
    }

    /// What is signed: RSASSA-PSS with SHA-384 and a salt of 48 bytes.
    pub fn prepared(&self) -> Vec<u8> {
        [self.randomizer.as_slice(), &credential::message(&self.key)].concat()
    }

    /// With the signature over [`Unsigned::prepared`].
    pub fn signed(self, issuer_signature: [u8; SIGNATURE]) -> Credential {
        Credential { one_time: self.one_time, key: self.key, randomizer: self.randomizer, issuer_signature }
    }
}

impl Credential {
    /// A signed ballot; `None` when the answers do not fit the form.
    pub fn cast(
        &self,
        manifest: &Hash,
        box_code: &str,
        form: &Form,
        revision: u32,
        answers: &[Answer],
    ) -> Option<Cast> {
        let filled = answers::fill(form, answers)?;
        let said = answers::statement(form, &filled);
        let statement = cast::statement(manifest, box_code, revision, &said);
        let mut signature = [0; 64];
        for (to, from) in signature.iter_mut().zip(self.one_time.sign(&statement).as_ref()) {
            *to = *from;
        }
        Some(Cast {
            manifest: *manifest,
            box_code: box_code.to_owned(),
            revision,
            answers: answers.to_vec(),
            key: self.key,
            randomizer: self.randomizer,
            issuer_signature: self.issuer_signature,
            signature,
        })
    }
}

/// What a browser checks before it blinds anything: that the manifest it was sent is the one it was told to expect.
pub fn expected(manifest: &[u8], hash: &Hash) -> Option<Manifest> {
    let (manifest, found) = Manifest::parse(manifest).ok()?;
    (found == *hash).then_some(manifest)
}
