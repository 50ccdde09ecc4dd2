//! What the office decides on a measure: accept it, send it back, give it more time, stop it. Nobody decides on a measure
//! of a body they work for, nor on what they handed in themselves.

use kernel::Problem;
use store::Tx;

use super::record::{self, Answer, Extension, ExtensionId, Measure, MeasureId, reference};
use super::rules::State;
use crate::history::note;

pub(crate) const ACCEPT: &str = "UPDATE measures SET state = 'done', percent = 100, done_on = $2, reason = '', updated_at = $3 WHERE id = $1";
pub(crate) const SEND_BACK: &str =
    "UPDATE measures SET state = 'running', handed_in_on = NULL, reason = $2, updated_at = $3 WHERE id = $1";
pub(crate) const STOP: &str =
    "UPDATE measures SET state = 'stopped', reason = $2, updated_at = $3 WHERE id = $1";
pub(crate) const DECIDE: &str = "UPDATE measure_extensions SET state = $2, answer = $3, decided_on = $4,
    decided_by = $5 WHERE id = $1";
pub(crate) const MOVE_DUE: &str = "UPDATE measures SET due = $2, updated_at = $3 WHERE id = $1";

/// What somebody who decides must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Own {
    /// They work for the lead body.
    pub works_there: bool,
}

impl Own {
    fn check(self, by: &str, actor: &str) -> Result<(), Problem> {
        if self.works_there || by == actor {
            return Err(Problem::refused("measure-own"));
        }
        Ok(())
    }
}

/// Accepts what was handed in (验收通过).
///
/// # Errors
/// [`Problem::Refused`] unless it was handed in, and for one's own.
pub(crate) fn accept(tx: &mut Tx, id: MeasureId, own: Own) -> Result<Measure, Problem> {
    let before = handed_in(tx, id, own)?;
    let (today, now) = (tx.today(), tx.now());
    tx.run(ACCEPT, &[&id, &today, &now])?;
    noted(tx, &before, "measure-accepted", "")
}

/// Sends it back (退回): it is under way again.
///
/// # Errors
/// [`Problem::Refused`] unless it was handed in, and for one's own.
pub(crate) fn send_back(tx: &mut Tx, id: MeasureId, reason: &str, own: Own) -> Result<Measure, Problem> {
    let before = handed_in(tx, id, own)?;
    let now = tx.now();
    tx.run(SEND_BACK, &[&id, &reason, &now])?;
    noted(tx, &before, "measure-sent-back", reason)
}

fn handed_in(tx: &mut Tx, id: MeasureId, own: Own) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::HandedIn {
        return Err(Problem::refused("measure-not-handed-in"));
    }
    own.check(&before.handed_in_by, &tx.actor_code())?;
    Ok(before)
}

/// Stops a measure (中止).
///
/// # Errors
/// [`Problem::Refused`] when it is a draft or settled, and for one's own.
pub(crate) fn stop(tx: &mut Tx, id: MeasureId, reason: &str, own: Own) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if !before.state.is_open() {
        return Err(Problem::refused("measure-not-open"));
    }
    own.check("", &tx.actor_code())?;
    let now = tx.now();
    tx.run(STOP, &[&id, &reason, &now])?;
    noted(tx, &before, "measure-stopped", reason)
}

/// Grants or refuses a later day. The old day stays in the request.
///
/// # Errors
/// [`Problem::Missing`] for a request of another measure, [`Problem::Refused`] when it is decided or one's own.
pub(crate) fn decide(
    tx: &mut Tx,
    id: MeasureId,
    extension: ExtensionId,
    grants: bool,
    answer: &str,
    own: Own,
) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    let all = record::extensions(tx, id)?;
    let one: Extension = all.into_iter().find(|one| one.id == extension).ok_or(Problem::Missing)?;
    if one.state != Answer::Asked {
        return Err(Problem::refused("measure-extension-decided"));
    }
    if !before.state.is_open() {
        return Err(Problem::refused("measure-not-open"));
    }
    own.check(&one.asked_by, &tx.actor_code())?;
    let (today, now, by) = (tx.today(), tx.now(), tx.actor_code());
    let state = if grants { Answer::Granted } else { Answer::Refused };
    tx.run(DECIDE, &[&extension, &state, &answer, &today, &by])?;
    if !grants {
        return noted(tx, &before, "measure-extension-refused", answer);
    }
    tx.run(MOVE_DUE, &[&id, &one.new_due, &now])?;
    noted(tx, &before, "measure-extension-granted", answer)
}

fn noted(tx: &mut Tx, before: &Measure, did: &'static str, reason: &str) -> Result<Measure, Problem> {
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, reason, Some(before), &after)?;
    Ok(after)
}
