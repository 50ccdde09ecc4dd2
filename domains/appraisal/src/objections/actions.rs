//! Raising, answering and taking back.

use kernel::{Day, Problem, RecordRef, Say};
use store::Tx;

use super::record::{self, ObjectionId, State};
use crate::cycles::record::{self as cycles, CycleId, State as CycleState};
use crate::notices::rules;
use crate::participants::ParticipantId;

pub(crate) const ADD: &str =
    "INSERT INTO appraisal_objections (cycle_id, participant_id, state, words, raised_at,
    raised_by, answer_due, answer) VALUES ($1, $2, 'received', $3, $4, $5, $6, '') RETURNING id";
pub(crate) const ANSWER: &str = "UPDATE appraisal_objections SET state = $2, answer = $3, answered_at = $4,
    answered_by = $5 WHERE id = $1 AND state = 'received'";

fn reference(id: ObjectionId) -> RecordRef {
    RecordRef::new("objection", id.0)
}

/// Raises an objection while the notice is up; gives the day by which it is answered.
///
/// # Errors
/// [`Problem::Refused`] before the notice, after its last day, and once the result is published.
pub(crate) fn raise(
    tx: &mut Tx,
    id: CycleId,
    about: Option<ParticipantId>,
    words: &str,
) -> Result<(ObjectionId, Day), Problem> {
    let cycle = cycles::find(tx, id, true)?;
    let (today, now, by) = (tx.today(), tx.now(), tx.actor_code());
    let up = cycle.notice.filter(|_| cycle.state == CycleState::Notice);
    if !up.is_some_and(|notice| notice.from <= today && today <= notice.until) {
        return Err(Problem::refused(Say::new("appraisal-objection-not-now").with("year", cycle.year)));
    }
    let due = web::workdays(tx)?.after(today, rules::ANSWER);
    let objection: ObjectionId = tx.insert(ADD, &[&id, &about, &words, &now, &by, &due])?;
    let after = serde_json::json!({ "cycle": id, "words": words, "due": due });
    tx.note_new(&reference(objection), &after)?;
    tx.emit("appraisal.objected", &reference(objection), &serde_json::json!({ "year": cycle.year }))?;
    Ok((objection, due))
}

/// Answers an objection, or takes it back.
///
/// # Errors
/// [`Problem::Refused`] when it is settled already.
pub(crate) fn settle(
    tx: &mut Tx,
    id: ObjectionId,
    state: State,
    answer: &str,
) -> Result<record::Objection, Problem> {
    let before = record::find(tx, id)?;
    let (now, by) = (tx.now(), tx.actor_code());
    if tx.run(ANSWER, &[&id, &state.code(), &answer, &now, &by])? == 0 {
        return Err(Problem::refused("appraisal-objection-settled"));
    }
    let after = serde_json::json!({ "state": state.code(), "answer": answer });
    tx.note(&reference(id), Some(&before), Some(&after))?;
    tx.emit("appraisal.objection_settled", &reference(id), &serde_json::json!({ "state": state.code() }))?;
    Ok(before)
}
