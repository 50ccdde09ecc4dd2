//! Typing a tally, and counting what two persons agree on.

use kernel::{Problem, RecordRef, Say};
use store::{Json, Tx};

use super::record::{self, Entry};
use super::rules::Counts;
use crate::cycles::actions as cycles;
use crate::cycles::record::{self as cycle_record, Cycle, CycleId};
use crate::participants::ParticipantId;

pub(crate) const TYPE: &str =
    "INSERT INTO appraisal_tally_entries (participant_id, indicator, voters, typed, issued,
    returned, spoilt, choices, entered_at, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (participant_id, indicator, voters, typed) DO UPDATE SET issued = excluded.issued,
    returned = excluded.returned, spoilt = excluded.spoilt, choices = excluded.choices,
    entered_at = excluded.entered_at, entered_by = excluded.entered_by";
pub(crate) const FORGET: &str = "DELETE FROM appraisal_tally_entries
    WHERE participant_id = $1 AND indicator = $2 AND voters = $3";
pub(crate) const COUNT: &str = "INSERT INTO appraisal_tallies (participant_id, indicator, voters, due, issued, returned,
    spoilt, choices, file, sheet, cell) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (participant_id, indicator, voters) DO UPDATE SET due = excluded.due, issued = excluded.issued,
    returned = excluded.returned, spoilt = excluded.spoilt, choices = excluded.choices, file = excluded.file,
    sheet = excluded.sheet, cell = excluded.cell";
pub(crate) const UNCOUNT: &str = "DELETE FROM appraisal_tallies
    WHERE participant_id = $1 AND indicator = $2 AND voters = $3";
pub(crate) const SET_ELECTORATE: &str = "INSERT INTO appraisal_electorates (participant_id, voters, due)
    VALUES ($1, $2, $3) ON CONFLICT (participant_id, voters) DO UPDATE SET due = excluded.due";

/// The record of a participant's tallies for the audit trail.
pub(crate) fn reference(participant: ParticipantId) -> RecordRef {
    RecordRef::new("tally", participant.0)
}

/// A cycle in which figures may be entered: while it is under way, or while a correction is open.
///
/// # Errors
/// [`Problem::Refused`] otherwise.
pub(crate) fn taking_figures(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = cycle_record::find(tx, id, true)?;
    let correcting = cycle.state.is_public() && cycle.working.is_some();
    if cycle.opened.is_some() && (cycle.state.takes_figures() || correcting) {
        return Ok(cycle);
    }
    Err(Problem::refused(Say::new("appraisal-figures-closed").with("year", cycle.year)))
}

/// What came of typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A second person has to type the same.
    First,
    /// The two agree, and it counts.
    Agreed,
    /// The fields in which the two differ.
    Differs(Vec<String>),
}

/// Types the counts of one voter group. Who typed before types anew; another person is the second. What counted before
/// stops counting until both agree again.
pub(crate) fn enter(
    tx: &mut Tx,
    participant: ParticipantId,
    indicator: &str,
    voters: &str,
    due: u32,
    counts: &Counts,
) -> Result<Typed, Problem> {
    let mut known = record::entries_of(tx, participant)?;
    known.retain(|entry| entry.indicator == indicator && entry.voters == voters);
    let (now, by) = (tx.now(), tx.actor_code());
    let own = known.iter().find(|entry| entry.by == by).map(|entry| entry.typed);
    let other = known.iter().find(|entry| entry.by != by);
    let typed = own.unwrap_or_else(|| other.map_or(1, |other| if other.typed == 1 { 2 } else { 1 }));
    if own.is_none() && known.len() == 2 {
        // A third person begins anew: the first two could not agree.
        tx.run(FORGET, &[&participant, &indicator, &voters])?;
        known.clear();
    }
    let typed = if known.is_empty() { 1 } else { typed };
    let all: [&dyn store::ToSql; 10] = [
        &participant,
        &indicator,
        &voters,
        &i64::from(typed),
        &counts.issued,
        &counts.returned,
        &counts.spoilt,
        &Json(&counts.choices),
        &now,
        &by,
    ];
    tx.run(TYPE, &all)?;
    let after =
        serde_json::json!({ "indicator": indicator, "voters": voters, "typed": typed, "counts": counts });
    tx.note(&reference(participant), None::<&()>, Some(&after))?;
    match known.iter().find(|entry| entry.by != by) {
        None => {
            tx.run(UNCOUNT, &[&participant, &indicator, &voters])?;
            Ok(Typed::First)
        }
        Some(Entry { counts: before, .. }) => {
            let differences = before.differences(counts);
            if !differences.is_empty() {
                tx.run(UNCOUNT, &[&participant, &indicator, &voters])?;
                return Ok(Typed::Differs(differences));
            }
            count(tx, participant, indicator, voters, due, counts)?;
            Ok(Typed::Agreed)
        }
    }
}

fn count(
    tx: &mut Tx,
    participant: ParticipantId,
    indicator: &str,
    voters: &str,
    due: u32,
    counts: &Counts,
) -> Result<(), Problem> {
    let all: [&dyn store::ToSql; 11] = [
        &participant,
        &indicator,
        &voters,
        &due,
        &counts.issued,
        &counts.returned,
        &counts.spoilt,
        &Json(&counts.choice_counts()),
        &"",
        &"",
        &"",
    ];
    tx.run(COUNT, &all)?;
    Ok(())
}

/// Counts a tally that was read from a workbook.
pub(crate) fn take(
    tx: &mut Tx,
    participant: ParticipantId,
    tally: &scoring::Tally,
    codes: (&str, &str),
) -> Result<(), Problem> {
    let source = tally.source.clone().unwrap_or_default();
    let (indicator, voters) = codes;
    let all: [&dyn store::ToSql; 11] = [
        &participant,
        &indicator,
        &voters,
        &tally.due,
        &tally.issued,
        &tally.returned,
        &tally.spoilt,
        &Json(&tally.choices),
        &source.file,
        &source.sheet,
        &source.cell,
    ];
    tx.run(COUNT, &all)?;
    tx.run(SET_ELECTORATE, &[&participant, &voters, &tally.due])?;
    Ok(())
}

/// Notes that the tallies of a cycle have changed.
pub(crate) fn changed(tx: &mut Tx, cycle: CycleId) -> Result<(), Problem> {
    cycles::touch(tx, cycle)
}
