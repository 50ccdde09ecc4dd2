//! Making a promise.

use kernel::access::Reach;
use kernel::{OrgId, Problem, RecordRef, Say};
use store::{Conn, Tx};

use super::record;
use super::rules::{Aim, may_promise};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::self_assessments::record::reaches;

pub(crate) const MAKE: &str = "INSERT INTO appraisal_promises
    (participant_id, grade, grade_name, grade_place, rank, measures, made_at, made_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (participant_id) DO UPDATE SET grade = excluded.grade,
    grade_name = excluded.grade_name, grade_place = excluded.grade_place, rank = excluded.rank,
    measures = excluded.measures, made_at = excluded.made_at, made_by = excluded.made_by";
pub(crate) const FORGET: &str = "DELETE FROM appraisal_promises WHERE participant_id = $1";

/// A published cycle, the participant within reach, and whether a promise may still be made.
///
/// # Errors
/// [`Problem::Missing`] when the cycle is not published or the organisation lies outside.
pub(super) fn promising(
    c: &mut Conn,
    cycle: CycleId,
    org: OrgId,
    reach: &Reach,
) -> Result<(Cycle, Participant, bool), Problem> {
    let cycle = cycles::find(c, cycle, false)?;
    let participant = participants::find(c, cycle.id, org)?;
    if !reaches(reach, &participant) {
        return Err(Problem::Missing);
    }
    let next = cycles::of_year(c, cycle.year.saturating_add(1))?.map(|next| next.state);
    let open = may_promise(cycle.state, next);
    Ok((cycle, participant, open))
}

/// The same for a write.
///
/// # Errors
/// As [`promising`], and [`Problem::Refused`] when it is too early or too late.
pub(super) fn open(tx: &mut Tx, cycle: CycleId, org: OrgId, reach: &Reach) -> Result<Participant, Problem> {
    let (cycle, participant, open) = promising(tx, cycle, org, reach)?;
    if !open {
        return Err(Problem::refused(Say::new("promise-closed").with("year", cycle.year)));
    }
    Ok(participant)
}

fn said(aim: &Aim, measures: &str) -> serde_json::Value {
    let grade = aim.grade.as_ref().map(|(code, _, _)| code);
    serde_json::json!({ "grade": grade, "rank": aim.rank, "measures": measures })
}

fn reference(participant: &Participant) -> RecordRef {
    RecordRef::new("promise", participant.id.0)
}

/// Makes a promise, or puts another in its place.
pub(super) fn make(
    tx: &mut Tx,
    cycle: CycleId,
    participant: &Participant,
    aim: &Aim,
    measures: &str,
) -> Result<(), Problem> {
    let before = record::find(tx, cycle, participant.org)?;
    let (code, name, place) = match &aim.grade {
        Some((code, name, place)) => (code.as_str(), name.as_str(), Some(*place)),
        None => ("", "", None),
    };
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(MAKE, &[&participant.id, &code, &name, &place, &aim.rank, &measures, &now, &by])?;
    let before = before.map(|before| said(&before.aim, &before.measures));
    tx.note(&reference(participant), before.as_ref(), Some(&said(aim, measures)))?;
    Ok(())
}

/// Takes a promise back.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(super) fn forget(tx: &mut Tx, cycle: CycleId, participant: &Participant) -> Result<(), Problem> {
    let before = record::find(tx, cycle, participant.org)?.ok_or(Problem::Missing)?;
    tx.run(FORGET, &[&participant.id])?;
    tx.note_gone(&reference(participant), &said(&before.aim, &before.measures))?;
    Ok(())
}
