//! Correcting a result that is up or published: a working version beside the one that is shown, released when it is right.

use kernel::{Problem, Say};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Tx;
use web::{Done, Rejection, Writing};

use super::actions::{self, reference};
use super::record::{self, VersionState};
use crate::cycles::computing::{self, Computation};
use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::policy::PublishCycle;

pub(crate) const DROP: &str = "DELETE FROM appraisal_versions WHERE id = $1 AND state = 'working'";

/// Longest reason in characters.
const REASON: usize = 1_000;

/// Why a correction is begun.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct CorrectionForm {
    id: CycleId,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

pub(super) fn begin(cx: &mut Writing<'_, PublishCycle>, input: CorrectionForm) -> Result<Done, Rejection> {
    let reason = input.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Problem::field("reason", "appraisal-reason-needed").into());
    }
    let id = input.id;
    let computation = computing::compute(cx, id)?;
    cx.write(move |tx| open(tx, &computation, &reason))?;
    Ok(Done::to(format!("/cycles/{id}/deliberation")).say("appraisal-correction-begun"))
}

/// Begins a correction: the working version starts as what is entered gives now.
///
/// # Errors
/// [`Problem::Refused`] when the result is not up, or a correction is open already.
pub(crate) fn open(tx: &mut Tx, computation: &Computation, reason: &str) -> Result<(), Problem> {
    let cycle = computation.current(tx)?;
    if !cycle.state.is_public() || cycle.working.is_some() {
        return Err(Problem::refused(Say::new("appraisal-correction-not-now").with("year", cycle.year)));
    }
    let id = actions::write_working(tx, &cycle, &computation.computed, reason)?;
    tx.note_new(&reference(id), &serde_json::json!({ "cycle": cycle.id, "reason": reason }))
        .map_err(Problem::from)
}

pub(super) fn release(cx: &mut Writing<'_, PublishCycle>, input: OfCycle) -> Result<Done, Rejection> {
    let id = input.id;
    // Figures may have been corrected beside decisions; what is released is what is entered now.
    let computation = computing::compute(cx, id)?;
    let number = cx.write(move |tx| {
        let cycle = computation.current(tx)?;
        correcting(&cycle)?;
        actions::write_working(tx, &cycle, &computation.computed, "")?;
        let state =
            if cycle.state == State::Published { VersionState::Published } else { VersionState::Noticed };
        let version = actions::freeze(tx, &cycle, state)?;
        let about = crate::cycles::actions::reference(id);
        let corrected = serde_json::json!({ "year": cycle.year, "version": version.number });
        tx.emit("appraisal.corrected", &about, &corrected)?;
        Ok(version.number)
    })?;
    let say = Say::new("appraisal-correction-released").with("n", number);
    Ok(Done::to(format!("/cycles/{id}/versions")).say(say))
}

fn correcting(cycle: &Cycle) -> Result<(), Problem> {
    if cycle.state.is_public() && cycle.working.is_some() {
        return Ok(());
    }
    Err(Problem::refused(Say::new("appraisal-correction-none").with("year", cycle.year)))
}

pub(super) fn drop(cx: &mut Writing<'_, PublishCycle>, input: OfCycle) -> Result<Done, Rejection> {
    let id = input.id;
    cx.write(move |tx| {
        let cycle = cycles::find(tx, id, true)?;
        correcting(&cycle)?;
        let Some(working) = cycle.working else { return Ok(()) };
        let version = record::find(tx, working)?;
        tx.run(crate::cycles::actions::FORGET_WORKING, &[&id])?;
        tx.run(actions::DROP_RESULTS, &[&working])?;
        tx.run(DROP, &[&working])?;
        Ok(tx.note_gone(&reference(working), &version.reason)?)
    })?;
    Ok(Done::to(format!("/cycles/{id}/versions")).say("appraisal-correction-dropped"))
}
