//! Writing the working version, and freezing it.

use std::collections::BTreeMap;

use kernel::{Problem, RecordRef, Say};
use store::{Json, Tx};

use super::record::{self, Change, Line, Version, VersionId, VersionState};
use crate::cycles::computed::Computed;
use crate::cycles::record::Cycle;
use crate::participants;

pub(crate) const ADD: &str = "INSERT INTO appraisal_versions (cycle_id, number, state, scheme_id, summary, input, changes,
    reason, digest, computed_at, computed_by) VALUES ($1, $2, 'working', $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
pub(crate) const RENEW: &str =
    "UPDATE appraisal_versions SET scheme_id = $2, summary = $3, input = $4, changes = $5,
    digest = $6, computed_at = $7, computed_by = $8 WHERE id = $1 AND state = 'working'";
pub(crate) const LAST_NUMBER: &str =
    "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM appraisal_versions WHERE cycle_id = $1";
pub(crate) const DROP_RESULTS: &str = "DELETE FROM appraisal_results WHERE version_id = $1";
pub(crate) const ADD_RESULT: &str =
    "INSERT INTO appraisal_results (version_id, participant_id, rank, of_all, panel, mass,
    total, grade, grade_name, grade_place, portrait, explanation)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
pub(crate) const WORKS_ON: &str = "UPDATE appraisal_cycles SET working_version = $2 WHERE id = $1";
pub(crate) const FREEZE: &str = "UPDATE appraisal_versions SET state = $2, frozen_at = COALESCE(frozen_at, $3),
    published_at = CASE WHEN $2 = 'published' THEN $3 ELSE published_at END,
    published_by = CASE WHEN $2 = 'published' THEN $4 ELSE published_by END WHERE id = $1 AND state <> 'published'";
pub(crate) const SHOW: &str =
    "UPDATE appraisal_cycles SET shown_version = $2, working_version = NULL WHERE id = $1";

/// The record of a version for the audit trail.
pub(crate) fn reference(id: VersionId) -> RecordRef {
    RecordRef::new("version", id.0)
}

/// Writes a computed result as the working version of the cycle: a new one, or in place of the working one that is there.
/// The participants must have been entered.
///
/// # Errors
/// [`Problem::Unexpected`] when a participant is unknown.
pub(crate) fn write_working(
    tx: &mut Tx,
    cycle: &Cycle,
    computed: &Computed,
    reason: &str,
) -> Result<VersionId, Problem> {
    let changes = match cycle.shown {
        Some(shown) => changes(&record::lines(tx, shown)?, computed),
        None => Vec::new(),
    };
    let (now, by) = (tx.now(), tx.actor_code());
    let id = match cycle.working {
        Some(id) => {
            tx.run(DROP_RESULTS, &[&id])?;
            let (summary, changes) = (Json(&computed.summary), Json(&changes));
            let rest: [&dyn store::ToSql; 8] =
                [&id, &cycle.scheme, &summary, &computed.input_text, &changes, &computed.digest, &now, &by];
            tx.run(RENEW, &rest)?;
            id
        }
        None => {
            let last: i64 = tx.scalar(LAST_NUMBER, &[&cycle.id])?;
            let (summary, changes) = (Json(&computed.summary), Json(&changes));
            let all: [&dyn store::ToSql; 10] = [
                &cycle.id,
                &(last + 1),
                &cycle.scheme,
                &summary,
                &computed.input_text,
                &changes,
                &reason,
                &computed.digest,
                &now,
                &by,
            ];
            let id: VersionId = tx.insert(ADD, &all)?;
            tx.run(WORKS_ON, &[&cycle.id, &id])?;
            id
        }
    };
    let entered = participants::of_cycle(tx, cycle.id)?;
    let numbers = participants::by_key(&entered);
    for one in &computed.taking_part {
        let s = &one.standing;
        let known = numbers.get(s.participant.as_str());
        let participant = known.ok_or_else(|| Problem::unexpected("a result of nobody"))?.id;
        let [panel, mass, total] = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string());
        let (portrait, explanation) = (Json(&one.portrait), Json(&one.explanation));
        let all: [&dyn store::ToSql; 12] = [
            &id,
            &participant,
            &s.rank,
            &s.of,
            &panel,
            &mass,
            &total,
            &s.grade.code,
            &s.grade.name,
            &one.grade_place,
            &portrait,
            &explanation,
        ];
        tx.run(ADD_RESULT, &all)?;
    }
    Ok(id)
}

/// What differs from the version that is shown.
fn changes(before: &[Line], computed: &Computed) -> Vec<Change> {
    let then: BTreeMap<&str, &Line> = before.iter().map(|line| (line.name.as_str(), line)).collect();
    let change = |one: &crate::cycles::computed::TakingPart| {
        let (line, s) = (then.get(one.standing.name.as_str())?, &one.standing);
        let total = s.total.published.to_string();
        let same = line.total == total && line.rank == s.rank && line.grade == s.grade.name;
        (!same).then(|| Change {
            name: s.name.clone(),
            category: s.category.clone(),
            total: (line.total.clone(), total),
            rank: (line.rank, s.rank),
            grade: (line.grade.clone(), s.grade.name.clone()),
        })
    };
    computed.taking_part.iter().filter_map(change).collect()
}

/// Freezes the working version and shows it; it never changes again.
///
/// # Errors
/// [`Problem::Refused`] when nothing has been computed.
pub(crate) fn freeze(tx: &mut Tx, cycle: &Cycle, state: VersionState) -> Result<Version, Problem> {
    let Some(id) = cycle.working else {
        return Err(Problem::refused(Say::new("appraisal-not-computed").with("year", cycle.year)));
    };
    settle(tx, id, state)?;
    tx.run(SHOW, &[&cycle.id, &id])?;
    Ok(record::find(tx, id)?)
}

/// Marks a version as noticed or published.
pub(crate) fn settle(tx: &mut Tx, id: VersionId, state: VersionState) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(FREEZE, &[&id, &state.code(), &now, &by])?;
    let after = serde_json::json!({ "state": state.code() });
    tx.note(&reference(id), None::<&()>, Some(&after))?;
    Ok(())
}
