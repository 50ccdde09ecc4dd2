//! What was recorded for a cycle, and what came of it.

use std::collections::BTreeMap;

use kernel::{OrgId, Problem};
use scoring::{ChoiceCount, Input, Mark, Participant, Score, Tally};
use store::{Conn, Error};

use crate::cycles::record::CycleId;

pub(crate) const PARTICIPANTS: &str =
    "SELECT id, key, name, category FROM appraisal_participants WHERE cycle_id = $1 ORDER BY key";
pub(crate) const MARKS: &str = "SELECT p.key, m.indicator, m.reviewer, m.mark FROM appraisal_marks m
    JOIN appraisal_participants p ON p.id = m.participant_id WHERE p.cycle_id = $1";
pub(crate) const TALLIES: &str =
    "SELECT p.key, t.indicator, t.voters, t.due, t.issued, t.returned, t.spoilt, t.choices
    FROM appraisal_tallies t JOIN appraisal_participants p ON p.id = t.participant_id WHERE p.cycle_id = $1";
pub(crate) const RESULTS: &str =
    "SELECT p.key, p.org_id, p.category, r.rank, r.total, r.grade, r.grade_name, r.grade_place
    FROM appraisal_participants p JOIN appraisal_results r ON r.participant_id = p.id WHERE p.cycle_id = $1";

/// Where somebody really stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Real {
    pub org: OrgId,
    pub category: String,
    pub rank: u32,
    pub total: String,
    pub grade: String,
    pub grade_name: String,
    pub grade_place: u32,
}

/// Results of the cycle by the key of the participant.
pub(crate) fn results(c: &mut Conn, cycle: CycleId) -> Result<BTreeMap<String, Real>, Error> {
    let rows = c.all(RESULTS, &[&cycle], |row| {
        let real = Real {
            org: row.get(1)?,
            category: row.get(2)?,
            rank: row.get(3)?,
            total: row.get(4)?,
            grade: row.get(5)?,
            grade_name: row.get(6)?,
            grade_place: row.get(7)?,
        };
        Ok((row.get::<String>(0)?, real))
    })?;
    Ok(rows.into_iter().collect())
}

/// Everything that was recorded for the cycle.
pub(crate) fn inputs(c: &mut Conn, cycle: CycleId) -> Result<Input, Problem> {
    let participants = c.all(PARTICIPANTS, &[&cycle], |row| {
        Ok(Participant { key: row.get(1)?, name: row.get(2)?, category: row.get(3)? })
    })?;
    let marks = c.all(MARKS, &[&cycle], |row| {
        Ok(Mark {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            reviewer: row.get(2)?,
            mark: Score::from_thousandths(row.get(3)?),
            source: None,
        })
    })?;
    let tallies = c.all(TALLIES, &[&cycle], |row| {
        Ok(Tally {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            group: row.get(2)?,
            due: row.get(3)?,
            issued: row.get(4)?,
            returned: row.get(5)?,
            spoilt: row.get(6)?,
            choices: row.json::<Vec<ChoiceCount>>(7)?,
            source: None,
        })
    })?;
    Ok(Input { participants, marks, tallies, ..Input::default() })
}
