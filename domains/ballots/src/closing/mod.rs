//! Closing an evaluation: no more ballots, then the board, the tallies and the sealed bundle in one transaction, then the keys
//! are destroyed and nothing is left of the order in which anything came.

mod bundle;
mod count;
pub(crate) mod results;
mod work;

use kernel::{Moment, Problem};
use store::Tx;

use crate::evaluations::actions::{REMARK, SET_STATE};
use crate::evaluations::record::{self, EvaluationId, State};

pub use bundle::{Unpacked, pack, unpack};
pub(crate) use work::{STATEMENTS, clean_up, close, handlers, owner};

/// The job that closes at the announced time.
pub(crate) const JOB: &str = "ballots.close";
/// The job that destroys the keys afterwards.
pub(crate) const DESTROY: &str = "ballots.destroy_keys";

/// Plans the closing for that time.
///
/// # Errors
/// When the database fails.
pub(crate) fn plan(tx: &mut Tx, id: EvaluationId, until: Moment) -> Result<(), Problem> {
    tx.enqueue(JOB, &work::Work { evaluation: id, now: false }, Some(until))?;
    Ok(())
}

/// Closes before the announced time, for a reason that the board will show.
///
/// # Errors
/// [`Problem::Refused`] when it is not open.
pub(crate) fn early(tx: &mut Tx, id: EvaluationId, reason: &str) -> Result<(), Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Open {
        return Err(Problem::refused("ballots-not-open"));
    }
    let said = format!("{} → {}: {reason}", before.windows.cast_until, tx.now());
    let remark = if before.remark.is_empty() { said } else { format!("{}\n{said}", before.remark) };
    tx.run(REMARK, &[&id, &remark])?;
    tx.run(SET_STATE, &[&id, &State::Closing])?;
    tx.enqueue(JOB, &work::Work { evaluation: id, now: true }, None)?;
    let said = |state: State, remark: &str| serde_json::json!({ "state": state, "remark": remark });
    Ok(tx.note(
        &before.record(),
        Some(&said(State::Open, &before.remark)),
        Some(&said(State::Closing, &remark)),
    )?)
}

/// Gives an evaluation up without a count: its keys were lost, or something went wrong that a count could not mend. Everything
/// that was cast is removed; the cycle may have another.
///
/// # Errors
/// [`Problem::Refused`] when it is neither open nor being counted.
pub(crate) fn void(tx: &mut Tx, id: EvaluationId, reason: &str) -> Result<(), Problem> {
    let before = record::find(tx, id)?;
    if !matches!(before.state, State::Open | State::Closing) {
        return Err(Problem::refused("ballots-not-open"));
    }
    let said = format!("{}: {reason}", tx.now());
    let remark = if before.remark.is_empty() { said } else { format!("{}\n{said}", before.remark) };
    tx.run(REMARK, &[&id, &remark])?;
    tx.run(SET_STATE, &[&id, &State::Void])?;
    work::remove_all(tx, id)?;
    tx.enqueue(DESTROY, &work::Work { evaluation: id, now: true }, None)?;
    let said = |state: State, remark: &str| serde_json::json!({ "state": state, "remark": remark });
    Ok(tx.note(
        &before.record(),
        Some(&said(before.state, &before.remark)),
        Some(&said(State::Void, &remark)),
    )?)
}
