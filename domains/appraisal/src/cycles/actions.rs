//! Setting up, computing, publishing and removing a cycle.

use std::collections::BTreeMap;

use kernel::{OrgId, Problem, RecordRef, Say};
use store::{Json, Tx};

use super::computed::Computed;
use super::record::{self, Cycle, CycleId, State};
use crate::participants::{self, ParticipantId};
use crate::schemes::record::SchemeId;
use crate::versions::actions as versions;
use crate::versions::record::VersionState;

pub(crate) const CREATE: &str = "INSERT INTO appraisal_cycles
    (year, scheme_id, state, created_at, created_by) VALUES ($1, $2, 'draft', $3, $4) RETURNING id";
pub(crate) const SET_SCHEME: &str = "UPDATE appraisal_cycles SET scheme_id = $2 WHERE id = $1";
pub(crate) const SET_STATE: &str =
    "UPDATE appraisal_cycles SET state = $2, revision = revision + 1 WHERE id = $1";
pub(crate) const TOUCH: &str = "UPDATE appraisal_cycles SET revision = revision + 1 WHERE id = $1";
pub(crate) const PUBLISH: &str = "UPDATE appraisal_cycles SET state = 'published',
    published_at = COALESCE(published_at, $2), published_by = COALESCE(published_by, $3) WHERE id = $1";
pub(crate) const REMOVE: &str = "DELETE FROM appraisal_cycles WHERE id = $1";
pub(crate) const DROP_SUBMISSIONS: &str = "DELETE FROM appraisal_submissions WHERE cycle_id = $1";
pub(crate) const FORGET_WORKING: &str = "UPDATE appraisal_cycles SET working_version = NULL WHERE id = $1";
pub(crate) const DROP_RESULTS: &str = "DELETE FROM appraisal_results WHERE version_id IN
    (SELECT id FROM appraisal_versions WHERE cycle_id = $1)";
pub(crate) const DROP_VERSIONS: &str = "DELETE FROM appraisal_versions WHERE cycle_id = $1";
pub(crate) const DROP_MARKS: &str = "DELETE FROM appraisal_marks WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_BALLOT_COUNTS: &str = "DELETE FROM appraisal_ballot_counts WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_TALLIES: &str = "DELETE FROM appraisal_tallies WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_FACTS: &str = "DELETE FROM appraisal_facts WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_EVENTS: &str = "DELETE FROM appraisal_events WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_VETOES: &str = "DELETE FROM appraisal_vetoes WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_DECISIONS: &str = "DELETE FROM appraisal_decisions WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_ELECTORATES: &str = "DELETE FROM appraisal_electorates WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_PARTICIPANTS: &str = "DELETE FROM appraisal_participants WHERE cycle_id = $1";
pub(crate) const ADD_MARK: &str = "INSERT INTO appraisal_marks
    (participant_id, indicator, reviewer, mark, file, sheet, cell) VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const ADD_TALLY: &str = "INSERT INTO appraisal_tallies
    (participant_id, indicator, voters, due, issued, returned, spoilt, choices, file, sheet, cell)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// The record of a cycle for the audit trail, links and events.
pub(crate) fn reference(id: CycleId) -> RecordRef {
    RecordRef::new("cycle", id.0)
}

/// Sets up a cycle of that year with that scheme.
///
/// # Errors
/// [`Problem::Refused`] when the year has one already.
pub(crate) fn create(tx: &mut Tx, year: i16, scheme: SchemeId) -> Result<CycleId, Problem> {
    if record::of_year(tx, year)?.is_some() {
        return Err(Problem::field("year", Say::new("appraisal-year-taken").with("year", year)));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let id: CycleId = tx.insert(CREATE, &[&year, &scheme, &now, &by])?;
    tx.note_new(&reference(id), &serde_json::json!({ "year": year, "scheme": scheme, "state": "draft" }))?;
    Ok(id)
}

/// A cycle whose result is not yet for everybody and may still change.
///
/// # Errors
/// [`Problem::Refused`] once it is put up or published, [`Problem::Missing`] when there is none.
pub(crate) fn open(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = record::find(tx, id, true)?;
    if cycle.state.is_public() {
        return Err(Problem::refused(Say::new("appraisal-cycle-final").with("year", cycle.year)));
    }
    Ok(cycle)
}

/// A cycle that is brought in from workbooks and was not opened for work on the pages.
///
/// # Errors
/// As [`open`], and [`Problem::Refused`] when it was opened.
pub(crate) fn by_workbooks(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = open(tx, id)?;
    if cycle.opened.is_some() {
        return Err(Problem::refused(Say::new("appraisal-cycle-on-the-pages").with("year", cycle.year)));
    }
    Ok(cycle)
}

/// Moves a cycle to another state. Whether it may move is the caller's to know.
pub(crate) fn move_to(tx: &mut Tx, cycle: &Cycle, state: State) -> Result<(), Problem> {
    tx.run(SET_STATE, &[&cycle.id, &state])?;
    let said = |state: State| serde_json::json!({ "state": state.code() });
    tx.note(&reference(cycle.id), Some(&said(cycle.state)), Some(&said(state)))?;
    Ok(())
}

/// Notes that what the cycle is computed from has changed, so that a result computed meanwhile is not written.
pub(crate) fn touch(tx: &mut Tx, id: CycleId) -> Result<(), Problem> {
    tx.run(TOUCH, &[&id])?;
    Ok(())
}

/// Has the cycle computed by another version of its scheme from the next submission on.
pub(crate) fn use_scheme(tx: &mut Tx, id: CycleId, scheme: SchemeId) -> Result<(), Problem> {
    let cycle = open(tx, id)?;
    if cycle.scheme != scheme {
        tx.run(SET_SCHEME, &[&id, &scheme])?;
        let state = |scheme: SchemeId| serde_json::json!({ "scheme": scheme });
        tx.note(&reference(id), Some(&state(cycle.scheme)), Some(&state(scheme)))?;
    }
    Ok(())
}

/// Writes a ranking computed from workbooks in place of whatever was there.
///
/// # Errors
/// As [`by_workbooks`].
pub(crate) fn write(tx: &mut Tx, id: CycleId, computed: &Computed) -> Result<(), Problem> {
    let cycle = by_workbooks(tx, id)?;
    empty(tx, id)?;
    let mut numbers: BTreeMap<&str, ParticipantId> = BTreeMap::new();
    for one in &computed.taking_part {
        let participant = participants::add(tx, id, &one.org, &one.standing.category)?;
        numbers.insert(&one.standing.participant, participant);
    }
    for mark in &computed.input.marks {
        let Some(participant) = numbers.get(mark.participant.as_str()) else { continue };
        let source = mark.source.clone().unwrap_or_default();
        let thousandths = mark.mark.thousandths();
        let (at, by) = (&mark.indicator, &mark.reviewer);
        tx.run(ADD_MARK, &[participant, at, by, &thousandths, &source.file, &source.sheet, &source.cell])?;
    }
    for tally in &computed.input.tallies {
        let Some(participant) = numbers.get(tally.participant.as_str()) else { continue };
        let source = tally.source.clone().unwrap_or_default();
        tx.run(
            ADD_TALLY,
            &[
                participant,
                &tally.indicator,
                &tally.group,
                &tally.due,
                &tally.issued,
                &tally.returned,
                &tally.spoilt,
                &Json(&tally.choices),
                &source.file,
                &source.sheet,
                &source.cell,
            ],
        )?;
    }
    versions::write_working(tx, &Cycle { working: None, shown: None, ..cycle.clone() }, computed, "")?;
    if cycle.state != State::Deliberation {
        move_to(tx, &cycle, State::Deliberation)?;
    }
    tx.note(&reference(id), Some(&cycle.summary), Some(&computed.summary))?;
    tx.emit("appraisal.computed", &reference(id), &serde_json::json!({ "year": cycle.year }))?;
    Ok(())
}

fn empty(tx: &mut Tx, id: CycleId) -> Result<(), Problem> {
    const ALL: [&str; 12] = [
        FORGET_WORKING,
        DROP_RESULTS,
        DROP_VERSIONS,
        DROP_MARKS,
        DROP_TALLIES,
        DROP_BALLOT_COUNTS,
        DROP_FACTS,
        DROP_EVENTS,
        DROP_VETOES,
        DROP_DECISIONS,
        DROP_ELECTORATES,
        DROP_PARTICIPANTS,
    ];
    for sql in ALL {
        tx.run(sql, &[&id])?;
    }
    Ok(())
}

/// Publishes the working version, or else the one that was put up.
///
/// # Errors
/// [`Problem::Refused`] when nothing has been computed.
pub(crate) fn make_final(tx: &mut Tx, cycle: &Cycle) -> Result<(), Problem> {
    match (cycle.working, cycle.shown) {
        (None, Some(shown)) => versions::settle(tx, shown, VersionState::Published)?,
        _ => {
            versions::freeze(tx, cycle, VersionState::Published)?;
        }
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(PUBLISH, &[&cycle.id, &now, &by])?;
    let state = |state: State| serde_json::json!({ "state": state.code() });
    tx.note(&reference(cycle.id), Some(&state(cycle.state)), Some(&state(State::Published)))?;
    let orgs: Vec<OrgId> = tx.all(super::record::ORGS, &[&cycle.id], |row| row.get(0))?;
    let about = serde_json::json!({ "year": cycle.year, "orgs": orgs });
    tx.emit("appraisal.published", &reference(cycle.id), &about)?;
    Ok(())
}

/// Removes a cycle that was neither opened nor published, with everything that was brought in for it.
///
/// # Errors
/// As [`by_workbooks`].
pub(crate) fn remove(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = by_workbooks(tx, id)?;
    empty(tx, id)?;
    for submission in crate::submissions::record::of_cycle(tx, id)? {
        crate::submissions::actions::drop_files(tx, submission)?;
    }
    tx.run(DROP_SUBMISSIONS, &[&id])?;
    tx.run(REMOVE, &[&id])?;
    tx.note_gone(&reference(id), &cycle)?;
    Ok(cycle)
}
