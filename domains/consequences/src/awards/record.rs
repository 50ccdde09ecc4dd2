//! An award of a year.

use kernel::{Day, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use super::rules::{Conditions, State, Subject};

kernel::id_type!(
    /// Number of an award.
    AwardId
);
store::id_columns!(AwardId);

/// An award of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Award {
    pub id: AwardId,
    /// The published cycle whose grades count.
    pub cycle: i64,
    pub cycle_year: i16,
    /// Version of its results when the award was set up, and again when the list was put up.
    pub version: u32,
    pub name: String,
    pub subject: Subject,
    pub conditions: Conditions,
    /// Last day for nominations.
    pub due: Option<Day>,
    pub state: State,
    pub notice: Option<Notice>,
    /// When the list became final.
    pub finished: Option<Day>,
}

/// The time in which a list is put up for notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Notice {
    /// First day.
    pub from: Day,
    /// Working days.
    pub days: u32,
    /// Last day.
    pub until: Day,
}

pub(crate) const ALL: &str =
    "SELECT id, cycle_id, cycle_year, version, name, subject, conditions, due, state, notice_from,
    notice_days, notice_until, finished_at FROM awards ORDER BY cycle_year DESC, id";
pub(crate) const FIND: &str =
    "SELECT id, cycle_id, cycle_year, version, name, subject, conditions, due, state, notice_from,
    notice_days, notice_until, finished_at FROM awards WHERE id = $1";
pub(crate) const SAME: &str = "SELECT id FROM awards WHERE cycle_id = $1 AND name = $2";

fn award(row: &Row<'_>) -> Result<Award, store::Error> {
    let notice = match (row.get::<Option<Day>>(9)?, row.get::<Option<u32>>(10)?, row.get::<Option<Day>>(11)?)
    {
        (Some(from), Some(days), Some(until)) => Some(Notice { from, days, until }),
        _ => None,
    };
    Ok(Award {
        id: row.get(0)?,
        cycle: row.get(1)?,
        cycle_year: row.get(2)?,
        version: row.get(3)?,
        name: row.get(4)?,
        subject: row.get(5)?,
        conditions: row.json(6)?,
        due: row.get(7)?,
        state: row.get(8)?,
        notice,
        finished: row.get::<Option<kernel::Moment>>(12)?.map(kernel::Moment::day),
    })
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: AwardId) -> RecordRef {
    RecordRef::new("award", id.0)
}

/// Awards of all years, the latest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Award>, Problem> {
    Ok(c.all(ALL, &[], award)?)
}

/// One award.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: AwardId) -> Result<Award, Problem> {
    c.maybe(FIND, &[&id], award)?.ok_or(Problem::Missing)
}

/// The award of that name in a cycle.
pub(crate) fn named(c: &mut Conn, cycle: i64, name: &str) -> Result<Option<AwardId>, Problem> {
    Ok(c.maybe(SAME, &[&cycle, &name], |row| row.get(0))?)
}
