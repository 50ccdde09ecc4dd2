//! Issuing a credential: that it was issued is recorded, neither when nor in which order, and nothing of what was signed.

use std::sync::Arc;

use ballot::{base64url, from_base64url, sha256};
use kernel::{Capacity, PersonId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use web::{Done, Rejection, SignedIn, Writing, parsed};

use crate::evaluations::record::{self, EvaluationId, State};
use crate::services::Services;

pub(crate) const ENTITLED: &str = "SELECT v.way, k.asked FROM evaluation_voters v
    LEFT JOIN ballot_credentials k ON k.box_id = v.box_id AND k.person_id = v.person_id
    WHERE v.box_id = $1 AND v.person_id = $2";
pub(crate) const KEEP: &str = "INSERT INTO ballot_credentials (box_id, person_id, asked) VALUES ($1, $2, $3)";
pub(crate) const COUNT: &str =
    "UPDATE evaluation_boxes SET issued = issued + 1 WHERE id = $1 AND issued + paper < roster";

/// A blinded message, with the box it is for.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    #[serde(deserialize_with = "parsed")]
    id: EvaluationId,
    /// Code of the box.
    #[serde(rename = "box")]
    box_code: String,
    /// 384 bytes in base64url.
    blinded: String,
    /// For whom the page was made, as it says itself.
    holder: String,
}

/// The issuer's answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Issued {
    blind_signature: String,
}

pub(super) fn issue(
    services: &Arc<Services>,
    cx: &mut Writing<'_, SignedIn>,
    asked: Asked,
) -> Result<Done, Rejection> {
    let who = cx.principal().ok_or(Problem::SignInNeeded)?;
    // Neither a delegate nor a program votes for anybody.
    if who.capacity != Capacity::Oneself {
        return Err(Problem::refused("ballots-in-person").into());
    }
    let person = who.person.ok_or(Problem::Missing)?;
    // Somebody else has signed in since the page was made.
    if asked.holder != super::page::holder(asked.id, who.user) {
        return Err(Problem::SignInNeeded.into());
    }
    let (id, ring) = (asked.id, Arc::clone(services));
    let box_code = asked.box_code.clone();
    let (opened, place) = cx.read(move |c| {
        let found = record::find(c, id)?;
        if found.state != State::Open {
            return Err(Problem::refused("ballots-not-open"));
        }
        let opened = ring.keyring.opened(c, id)?;
        let place = *opened.boxes.get(&box_code).ok_or(Problem::Missing)?;
        // Nobody else's message is worth the work of signing.
        if !c.exists(ENTITLED, &[&place, &person])? {
            return Err(Problem::Missing);
        }
        Ok((opened, place))
    })?;
    let issuer = opened.issuer(&asked.box_code).ok_or(Problem::Missing)?;
    let malformed = || Problem::field("blinded", "ballots-blinded-wrong");
    let blinded = from_base64url(&asked.blinded).ok_or_else(malformed)?;
    // Whatever does not fit the key leaves no trace; the answer goes out only after the record is durable.
    let answer = issuer.blind_sign(&blinded).map_err(|_| malformed())?;
    let hash = sha256(&blinded).to_string();
    cx.store().write_unaudited("issue a credential", move |tx| record_issue(tx, id, place, person, &hash))?;
    let issued = Issued { blind_signature: base64url(&answer) };
    Ok(Done::to(format!("/evaluations/{id}/vote")).view(&issued))
}

/// Records that a credential was issued to this person in this box, for the blinded message with that hash.
///
/// # Errors
/// [`Problem::Missing`] when they may not vote there, [`Problem::Refused`] when it is not the time, they took paper, or another
/// message of theirs was signed.
pub(crate) fn record_issue(
    tx: &mut Tx,
    id: EvaluationId,
    place: i64,
    person: PersonId,
    hash: &str,
) -> Result<(), Problem> {
    let found = record::find(tx, id)?;
    if found.state != State::Open || !found.windows.issuing(tx.now()) {
        return Err(Problem::refused("ballots-not-issuing"));
    }
    let entitled = tx.maybe(ENTITLED, &[&place, &person], |row| {
        Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?))
    })?;
    match entitled {
        None => Err(Problem::Missing),
        Some((way, _)) if way == "paper" => Err(Problem::refused("ballots-took-paper")),
        // A reply that was lost is given again; another key is not.
        Some((_, Some(before))) if before == hash => Ok(()),
        Some((_, Some(_))) => Err(Problem::refused("ballots-issued-already")),
        Some((_, None)) => {
            tx.run(KEEP, &[&place, &person, &hash])?;
            match tx.run(COUNT, &[&place])? {
                0 => Err(Problem::unexpected("more credentials than voters")),
                _ => Ok(()),
            }
        }
    }
}
