//! Writing facts, events and vetoes.

use kernel::{Day, Problem, RecordRef};
use scoring::FactValue;
use store::{Json, Tx};

use crate::cycles::actions::touch;
use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

pub(crate) const SET_FACT: &str =
    "INSERT INTO appraisal_facts (participant_id, fact, value, note, entered_at, entered_by)
    VALUES ($1, $2, $3, '', $4, $5) ON CONFLICT (participant_id, fact) DO UPDATE SET value = excluded.value,
    entered_at = excluded.entered_at, entered_by = excluded.entered_by";
pub(crate) const FORGET_FACT: &str = "DELETE FROM appraisal_facts WHERE participant_id = $1 AND fact = $2";
pub(crate) const ADD_EVENT: &str =
    "INSERT INTO appraisal_events (participant_id, event, happened, count, note, entered_at,
    entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
pub(crate) const FORGET_EVENT: &str = "DELETE FROM appraisal_events WHERE id = $1 AND participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $2)";
pub(crate) const ADD_VETO: &str =
    "INSERT INTO appraisal_vetoes (participant_id, veto, note, entered_at, entered_by)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (participant_id, veto) DO UPDATE SET note = excluded.note,
    entered_at = excluded.entered_at, entered_by = excluded.entered_by";
pub(crate) const FORGET_VETO: &str = "DELETE FROM appraisal_vetoes WHERE participant_id = $1 AND veto = $2";

fn reference(participant: ParticipantId) -> RecordRef {
    RecordRef::new("figures", participant.0)
}

/// Sets a measured fact, or forgets it.
pub(crate) fn set_fact(
    tx: &mut Tx,
    participant: ParticipantId,
    fact: &str,
    before: Option<&FactValue>,
    value: Option<&FactValue>,
) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    match value {
        Some(value) => tx.run(SET_FACT, &[&participant, &fact, &Json(value), &now, &by])?,
        None => tx.run(FORGET_FACT, &[&participant, &fact])?,
    };
    let said = |value: Option<&FactValue>| serde_json::json!({ "fact": fact, "value": value });
    tx.note(&reference(participant), Some(&said(before)), Some(&said(value)))?;
    Ok(())
}

/// Records events of one kind.
pub(crate) fn add_event(
    tx: &mut Tx,
    cycle: CycleId,
    participant: ParticipantId,
    event: &str,
    happened: Day,
    count: u32,
    note: &str,
) -> Result<i64, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let id = tx.insert(ADD_EVENT, &[&participant, &event, &happened, &count, &note, &now, &by])?;
    let after = serde_json::json!({ "event": event, "happened": happened, "count": count, "note": note });
    tx.note_new(&reference(participant), &after)?;
    touch(tx, cycle)?;
    Ok(id)
}

/// Takes back a recorded event.
///
/// # Errors
/// [`Problem::Missing`] when the cycle has no such event.
pub(crate) fn forget_event(tx: &mut Tx, cycle: CycleId, event: i64) -> Result<(), Problem> {
    if tx.run(FORGET_EVENT, &[&event, &cycle])? == 0 {
        return Err(Problem::Missing);
    }
    tx.note_gone(&RecordRef::new("figures", 0), &serde_json::json!({ "event": event }))?;
    touch(tx, cycle)
}

/// Records or takes back what caps the grade of an organisation.
pub(crate) fn set_veto(
    tx: &mut Tx,
    cycle: CycleId,
    participant: ParticipantId,
    veto: &str,
    note: Option<&str>,
) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    match note {
        Some(note) => tx.run(ADD_VETO, &[&participant, &veto, &note, &now, &by])?,
        None => tx.run(FORGET_VETO, &[&participant, &veto])?,
    };
    let after = serde_json::json!({ "veto": veto, "note": note });
    tx.note(&reference(participant), None::<&()>, Some(&after))?;
    touch(tx, cycle)
}
