//! Recusals (回避): declared by the office or the reviewer, and lifted by the office.

use std::collections::BTreeMap;

use kernel::{Problem, Say};
use scoring::Score;
use store::Tx;

use super::actions::{self, changeable};
use super::record::{self, Recusal, RecusedBy, Reviewer, ReviewerId, reference};
use super::rules;
use crate::cycles::actions::touch;
use crate::cycles::record::CycleId;
use crate::marking::record as sheets;
use crate::participants::Participant;

pub(crate) const DROP_MARKS: &str =
    "DELETE FROM appraisal_marks WHERE reviewer_id = $1 AND participant_id = $2";

/// Writes a recusal and removes the marks that were given; gives their number.
pub(crate) fn set(
    tx: &mut Tx,
    reviewer: &Reviewer,
    participant: &Participant,
    by: RecusedBy,
    reason: &str,
) -> Result<usize, Problem> {
    let marks = sheets::marks_of(tx, reviewer.id)?;
    let given: BTreeMap<String, Score> = marks
        .into_iter()
        .filter(|mark| mark.participant == participant.id)
        .map(|mark| (mark.indicator, mark.mark))
        .collect();
    tx.run(DROP_MARKS, &[&reviewer.id, &participant.id])?;
    actions::put(tx, reviewer, participant, Some(&Recusal { by, reason: reason.to_owned() }))?;
    let before = serde_json::json!({ "organisation": participant.name, "marks": given });
    let after =
        serde_json::json!({ "organisation": participant.name, "recused_by": by.code(), "reason": reason });
    tx.note(&reference(reviewer.id), Some(&before), Some(&after))?;
    Ok(given.len())
}

/// Has a reviewer keep away from an organisation; marks already given for it are removed.
///
/// # Errors
/// [`Problem::Invalid`] without a reason; [`Problem::Refused`] when it is recused already; as [`changeable`].
pub(crate) fn declare(
    tx: &mut Tx,
    cycle: CycleId,
    id: ReviewerId,
    participant: &Participant,
    by: RecusedBy,
    reason: &str,
) -> Result<usize, Problem> {
    changeable(tx, cycle)?;
    let reviewer = record::find(tx, cycle, id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::field("reason", "appraisal-reason-needed"));
    }
    let known = record::assignments_of(tx, id)?;
    if known.get(&participant.id).is_some_and(|one| one.recusal.is_some()) {
        let say = Say::new("panel-recused-already").with("label", &reviewer.label);
        return Err(Problem::refused(say.with("name", &participant.name)));
    }
    let removed = set(tx, &reviewer, participant, by, reason)?;
    touch(tx, cycle)?;
    Ok(removed)
}

/// Lets a reviewer mark an organisation again that somebody had them keep away from.
///
/// # Errors
/// [`Problem::Refused`] when it is the reviewer's own side, or the sheet is submitted; [`Problem::Missing`] without a
/// recusal; as [`declare`].
pub(crate) fn lift(
    tx: &mut Tx,
    cycle: CycleId,
    id: ReviewerId,
    participant: &Participant,
    reason: &str,
) -> Result<(), Problem> {
    changeable(tx, cycle)?;
    let reviewer = record::find(tx, cycle, id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::field("reason", "appraisal-reason-needed"));
    }
    let known = record::assignments_of(tx, id)?;
    let Some(before) = known.get(&participant.id).and_then(|one| one.recusal.as_ref()) else {
        return Err(Problem::Missing);
    };
    if rules::own_side(&reviewer, participant) {
        let say = Say::new("panel-recused-own").with("label", &reviewer.label);
        return Err(Problem::refused(say.with("name", &participant.name)));
    }
    let sheets = sheets::states(tx, cycle)?;
    if sheets.get(&(id, participant.category.clone())).is_some_and(|one| one.is_locked()) {
        let say = Say::new("panel-assign-submitted").with("label", &reviewer.label);
        return Err(Problem::refused(say.with("category", &participant.category)));
    }
    actions::put(tx, &reviewer, participant, None)?;
    let was = serde_json::json!({ "organisation": participant.name, "recused_by": before.by.code(), "reason": before.reason });
    let is = serde_json::json!({ "organisation": participant.name, "reason": reason });
    tx.note(&reference(id), Some(&was), Some(&is))?;
    touch(tx, cycle)
}
