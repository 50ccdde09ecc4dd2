//! Casting a ballot. What arrives here bears no cookie, no session, no address and no time; what is kept bears none either.

use std::sync::Arc;

use ballot::{Cast, Checked, Hash, KeptBallot, Text, base64url};
use kernel::{Moment, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use web::{Quiet, QuietAnswer};

use crate::evaluations::record::{self, WINDOW};
use crate::keys::Opened;
use crate::services::Services;

/// Bytes that a ballot may have: its signatures and some thousand characters of words.
pub(super) const LIMIT: usize = 64 * 1024;

pub(crate) const KEPT: &str = "SELECT sealed FROM ballot_slots WHERE slot = $1";
pub(crate) const COUNT: &str =
    "UPDATE evaluation_boxes SET cast_count = cast_count + 1 WHERE id = $1 AND cast_count < issued";
pub(crate) const PUT: &str = "INSERT INTO ballot_slots (slot, box_id, sealed) VALUES ($1, $2, $3)";
pub(crate) const REPLACE: &str = "UPDATE ballot_slots SET sealed = $2 WHERE slot = $1";

/// What stands in a slot, sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub leaf: Hash,
    pub ballot: KeptBallot,
    pub texts: Vec<Text>,
}

/// A ballot as it is sent; `PROTOCOL.md` of the ballot core says what its fields are.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "describes the body for the OpenAPI document; the core reads it")]
pub(super) struct Sent {
    manifest: String,
    #[schemars(rename = "box")]
    box_code: String,
    revision: u32,
    answers: Vec<SentAnswer>,
    key: String,
    randomizer: String,
    issuer_signature: String,
    signature: String,
}

/// An answer as it is sent.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "describes the body for the OpenAPI document; the core reads it")]
struct SentAnswer {
    question: String,
    choice: Option<String>,
    text: Option<String>,
    salt: Option<String>,
}

/// What the voter keeps.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Receipt {
    /// Hash of the ballot on the board.
    leaf: String,
    /// Signature of the board's key over it.
    receipt: String,
}

/// Why a ballot that is in order is not taken.
enum Refused {
    NotOpen,
    Older,
    Full,
}

impl Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "not_open",
            Self::Older => "older_revision",
            Self::Full => "box_full",
        }
    }
}

pub(super) fn cast(services: &Arc<Services>, quiet: &Quiet, body: &[u8]) -> QuietAnswer {
    match taken(services, quiet, body) {
        Ok(receipt) => QuietAnswer { status: 200, body: serde_json::to_vec(&receipt).unwrap_or_default() },
        Err(answer) => answer,
    }
}

fn busy(problem: &Problem) -> QuietAnswer {
    // The problem speaks of the database, never of a ballot.
    tracing::error!(%problem, "a ballot could not be taken");
    QuietAnswer::error(503, "busy")
}

fn taken(services: &Arc<Services>, quiet: &Quiet, body: &[u8]) -> Result<Receipt, QuietAnswer> {
    let cast = Cast::parse(body).map_err(|_| QuietAnswer::error(400, "malformed"))?;
    // Commitments in the place of words are for bundles: words that nobody has seen cannot be counted.
    if cast.answers.iter().any(|answer| answer.commitment.is_some()) {
        return Err(QuietAnswer::error(422, "wrong_form"));
    }
    let opened = opened(services, quiet, &cast.manifest)?;
    let checked = opened.electoral.check(&cast).map_err(|refusal| {
        QuietAnswer::error(if refusal == ballot::Refusal::UnknownBox { 404 } else { 422 }, refusal.code())
    })?;
    let box_code = checked.ballot.box_code.clone();
    let leaf = checked.leaf;
    keep(quiet, &opened, checked)?;
    let signature = opened.board.sign_receipt(&opened.electoral.hash(), &box_code, &leaf);
    Ok(Receipt { leaf: leaf.to_string(), receipt: base64url(&signature) })
}

fn opened(services: &Arc<Services>, quiet: &Quiet, manifest: &Hash) -> Result<Arc<Opened>, QuietAnswer> {
    if let Some(opened) = services.keyring.by_manifest(manifest) {
        return Ok(opened);
    }
    let (ring, hash) = (Arc::clone(services), manifest.to_string());
    let found = quiet.db.read(move |c| match record::by_hash(c, &hash)? {
        Some(id) => Ok(match ring.keyring.opened(c, id) {
            Ok(opened) => Ok(opened),
            // Its keys are gone: it is closed.
            Err(Problem::Refused(_)) => Err(QuietAnswer::error(409, "not_open")),
            Err(problem) => return Err(problem),
        }),
        None => Ok(Err(QuietAnswer::error(404, "unknown_manifest"))),
    });
    found.unwrap_or_else(|problem| Err(busy(&problem)))
}

fn keep(quiet: &Quiet, opened: &Arc<Opened>, checked: Checked) -> Result<(), QuietAnswer> {
    let slot = opened.slot(&checked.ballot.box_code, &checked.ballot.key);
    let place = opened.boxes.get(&checked.ballot.box_code).copied().unwrap_or_default();
    let (leaf, revision) = (checked.leaf, checked.ballot.revision);
    let content = Slot { leaf, ballot: checked.ballot, texts: checked.texts };
    let sealed = serde_json::to_vec(&content)
        .map_err(Problem::unexpected)
        .and_then(|content| opened.seal(&slot, &content, quiet.chance.as_ref()))
        .map_err(|problem| busy(&problem))?;
    let (now, opened) = (quiet.clock.now(), Arc::clone(opened));
    let outcome = quiet.db.write_unaudited("take a ballot", move |tx: &mut Tx| {
        let open = tx.maybe(WINDOW, &[&opened.evaluation], |row| {
            let (state, from, until): (String, Moment, Moment) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(state == "open" && from <= now && now < until)
        })?;
        if open != Some(true) {
            return Ok(Err(Refused::NotOpen));
        }
        let before = tx.maybe(KEPT, &[&slot], |row| row.get::<Vec<u8>>(0))?;
        let Some(before) = before else {
            if tx.run(COUNT, &[&place])? == 0 {
                return Ok(Err(Refused::Full));
            }
            tx.run(PUT, &[&slot, &place, &sealed])?;
            return Ok(Ok(()));
        };
        let before: Slot =
            serde_json::from_slice(&opened.open(&slot, &before)?).map_err(Problem::unexpected)?;
        // The same ballot again: its receipt was lost.
        if before.leaf == leaf {
            return Ok(Ok(()));
        }
        if before.ballot.revision >= revision {
            return Ok(Err(Refused::Older));
        }
        tx.run(REPLACE, &[&slot, &sealed])?;
        Ok(Ok(()))
    });
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(refused)) => Err(QuietAnswer::error(409, refused.code())),
        Err(problem) => Err(busy(&problem)),
    }
}
