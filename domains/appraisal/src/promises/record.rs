//! A promise.

use kernel::{Moment, OrgId};
use store::{Conn, Error, Row};

use super::rules::Aim;
use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

/// What an organisation aims at in the year after the cycle in which it made the promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Promise {
    pub participant: ParticipantId,
    pub org: OrgId,
    pub name: String,
    /// Category in the year in which it was made.
    pub category: String,
    pub aim: Aim,
    pub measures: String,
    pub made: Moment,
    pub made_by: String,
}

pub(crate) const OF_CYCLE: &str =
    "SELECT p.id, p.org_id, p.name, p.category, q.grade, q.grade_name, q.grade_place, q.rank, q.measures, q.made_at,
    q.made_by FROM appraisal_promises q JOIN appraisal_participants p ON p.id = q.participant_id
    WHERE p.cycle_id = $1 ORDER BY p.id";
pub(crate) const ONE: &str =
    "SELECT p.id, p.org_id, p.name, p.category, q.grade, q.grade_name, q.grade_place, q.rank, q.measures, q.made_at,
    q.made_by FROM appraisal_promises q JOIN appraisal_participants p ON p.id = q.participant_id
    WHERE p.cycle_id = $1 AND p.org_id = $2";
/// By the year of the cycle after which it was made: most organisations have made none, and then nothing else is read.
pub(crate) const OF_YEAR: &str =
    "SELECT p.id, p.org_id, p.name, p.category, q.grade, q.grade_name, q.grade_place, q.rank, q.measures, q.made_at,
    q.made_by FROM appraisal_promises q JOIN appraisal_participants p ON p.id = q.participant_id
    JOIN appraisal_cycles c ON c.id = p.cycle_id WHERE c.year = $1 AND p.org_id = $2";

fn promise(row: &Row<'_>) -> Result<Promise, Error> {
    let grade: String = row.get(4)?;
    let named: String = row.get(5)?;
    let place: Option<u32> = row.get(6)?;
    Ok(Promise {
        participant: row.get(0)?,
        org: row.get(1)?,
        name: row.get(2)?,
        category: row.get(3)?,
        aim: Aim { grade: place.map(|place| (grade, named, place)), rank: row.get(7)? },
        measures: row.get(8)?,
        made: row.get(9)?,
        made_by: row.get(10)?,
    })
}

/// All promises made after a cycle.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Promise>, Error> {
    c.all(OF_CYCLE, &[&cycle], promise)
}

/// That of one organisation.
pub(crate) fn find(c: &mut Conn, cycle: CycleId, org: OrgId) -> Result<Option<Promise>, Error> {
    c.maybe(ONE, &[&cycle, &org], promise)
}

/// That of one organisation after the cycle of a year.
pub(crate) fn after_year(c: &mut Conn, year: i16, org: OrgId) -> Result<Option<Promise>, Error> {
    c.maybe(OF_YEAR, &[&year, &org], promise)
}
