//! Casting a ballot. What arrives here bears no cookie, no session, no address and no time; what is kept bears none either.

use std::sync::Arc;

use ballot::{Cast, Hash, base64url};
use kernel::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Quiet, QuietAnswer};

use super::slots;
use crate::evaluations::record;
use crate::keys::Opened;
use crate::services::Services;

/// Bytes that a ballot may have: its signatures and some thousand characters of words.
pub(super) const LIMIT: usize = 64 * 1024;

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
    match slots::keep(&quiet.db, quiet.chance.as_ref(), quiet.clock.now(), &opened, checked) {
        Ok(Ok(())) => {}
        Ok(Err(refused)) => return Err(QuietAnswer::error(409, refused.code())),
        Err(problem) => return Err(busy(&problem)),
    }
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
