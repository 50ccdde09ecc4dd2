//! Setting up, computing, publishing and removing a cycle.

use std::collections::BTreeMap;

use kernel::{OrgId, Problem, RecordRef, Say};
use store::{Json, Tx};

use super::computed::Computed;
use super::record::{self, Cycle, CycleId, State, Summary};
use crate::schemes::record::SchemeId;

pub(crate) const CREATE: &str = "INSERT INTO appraisal_cycles
    (year, scheme_id, state, summary, created_at, created_by) VALUES ($1, $2, 'draft', $3, $4, $5) RETURNING id";
pub(crate) const SET_SCHEME: &str = "UPDATE appraisal_cycles SET scheme_id = $2 WHERE id = $1";
pub(crate) const COMPUTED: &str =
    "UPDATE appraisal_cycles SET state = 'computed', summary = $2, computed_at = $3 WHERE id = $1";
pub(crate) const PUBLISH: &str = "UPDATE appraisal_cycles SET state = 'published', published_at = $2,
    published_by = $3 WHERE id = $1 AND state = 'computed'";
pub(crate) const REMOVE: &str = "DELETE FROM appraisal_cycles WHERE id = $1";
pub(crate) const DROP_SUBMISSIONS: &str = "DELETE FROM appraisal_submissions WHERE cycle_id = $1";
pub(crate) const DROP_RESULTS: &str = "DELETE FROM appraisal_results WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_MARKS: &str = "DELETE FROM appraisal_marks WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_TALLIES: &str = "DELETE FROM appraisal_tallies WHERE participant_id IN
    (SELECT id FROM appraisal_participants WHERE cycle_id = $1)";
pub(crate) const DROP_PARTICIPANTS: &str = "DELETE FROM appraisal_participants WHERE cycle_id = $1";
pub(crate) const ADD_PARTICIPANT: &str = "INSERT INTO appraisal_participants
    (cycle_id, org_id, key, name, category, path) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(crate) const ADD_MARK: &str = "INSERT INTO appraisal_marks
    (participant_id, indicator, reviewer, mark, file, sheet, cell) VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub(crate) const ADD_TALLY: &str = "INSERT INTO appraisal_tallies
    (participant_id, indicator, voters, due, issued, returned, spoilt, choices, file, sheet, cell)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(crate) const ADD_RESULT: &str = "INSERT INTO appraisal_results
    (participant_id, rank, of_all, panel, mass, total, grade, grade_name, grade_place, portrait, explanation)
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
    let id: CycleId = tx.insert(CREATE, &[&year, &scheme, &Json(&Summary::default()), &now, &by])?;
    tx.note_new(&reference(id), &serde_json::json!({ "year": year, "scheme": scheme, "state": "draft" }))?;
    Ok(id)
}

/// A cycle that may still change.
///
/// # Errors
/// [`Problem::Refused`] once it is published, [`Problem::Missing`] when there is none.
pub(crate) fn open(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = record::find(tx, id, true)?;
    if cycle.state == State::Published {
        return Err(Problem::refused(Say::new("appraisal-cycle-final").with("year", cycle.year)));
    }
    Ok(cycle)
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

/// Writes a computed ranking in place of whatever was there.
///
/// # Errors
/// As [`open`].
pub(crate) fn write(tx: &mut Tx, id: CycleId, computed: &Computed) -> Result<(), Problem> {
    let cycle = open(tx, id)?;
    empty(tx, id)?;
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for one in &computed.taking_part {
        let s = &one.standing;
        let args: [&dyn store::ToSql; 6] = [&id, &one.org, &s.participant, &s.name, &s.category, &one.path];
        let participant: i64 = tx.insert(ADD_PARTICIPANT, &args)?;
        numbers.insert(&s.participant, participant);
        let [panel, mass, total] = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string());
        tx.run(
            ADD_RESULT,
            &[
                &participant,
                &s.rank,
                &s.of,
                &panel,
                &mass,
                &total,
                &s.grade.code,
                &s.grade.name,
                &one.grade_place,
                &Json(&one.portrait),
                &Json(&one.explanation),
            ],
        )?;
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
    let now = tx.now();
    tx.run(COMPUTED, &[&id, &Json(&computed.summary), &now])?;
    tx.note(&reference(id), Some(&cycle.summary), Some(&computed.summary))?;
    tx.emit("appraisal.computed", &reference(id), &serde_json::json!({ "year": cycle.year }))?;
    Ok(())
}

fn empty(tx: &mut Tx, id: CycleId) -> Result<(), Problem> {
    for sql in [DROP_RESULTS, DROP_MARKS, DROP_TALLIES, DROP_PARTICIPANTS] {
        tx.run(sql, &[&id])?;
    }
    Ok(())
}

/// Publishes a computed cycle. That is final.
///
/// # Errors
/// [`Problem::Refused`] when it is not computed or published already.
pub(crate) fn publish(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = open(tx, id)?;
    if cycle.state != State::Computed {
        return Err(Problem::refused(Say::new("appraisal-not-computed").with("year", cycle.year)));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(PUBLISH, &[&id, &now, &by])?;
    let state = |state: State| serde_json::json!({ "state": state.code() });
    tx.note(&reference(id), Some(&state(cycle.state)), Some(&state(State::Published)))?;
    let orgs: Vec<OrgId> = tx.all(super::record::ORGS, &[&id], |row| row.get(0))?;
    tx.emit("appraisal.published", &reference(id), &serde_json::json!({ "year": cycle.year, "orgs": orgs }))?;
    Ok(cycle)
}

/// Removes a cycle that is not published, with everything that was brought in for it.
///
/// # Errors
/// [`Problem::Refused`] once it is published.
pub(crate) fn remove(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = open(tx, id)?;
    empty(tx, id)?;
    for submission in crate::submissions::record::of_cycle(tx, id)? {
        crate::submissions::actions::drop_files(tx, submission)?;
    }
    tx.run(DROP_SUBMISSIONS, &[&id])?;
    tx.run(REMOVE, &[&id])?;
    tx.note_gone(&reference(id), &cycle)?;
    Ok(cycle)
}
