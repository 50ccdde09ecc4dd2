//! An item of the list of a year.

use kernel::{Day, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use super::rules::State;

kernel::id_type!(
    /// Number of an item of key work.
    KeyWorkId
);
store::id_columns!(KeyWorkId);

/// An item of the list of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct KeyWork {
    pub id: KeyWorkId,
    pub year: i16,
    /// Its place on the list, from 1.
    pub place: u32,
    pub title: String,
    /// When it counts as done.
    pub standard: String,
    /// The lead body.
    pub org: OrgId,
    pub org_name: String,
    #[serde(skip)]
    pub org_path: String,
    pub due: Option<Day>,
    pub state: State,
    /// What was last said about it.
    pub word: String,
}

pub(crate) const FIND: &str =
    "SELECT id, year, place, title, standard, org_id, org_name, org_path, due, state, word
    FROM key_work WHERE id = $1";
pub(crate) const OF_YEAR: &str =
    "SELECT id, year, place, title, standard, org_id, org_name, org_path, due, state, word
    FROM key_work WHERE year = $1 ORDER BY place, id";
pub(crate) const DUE_BETWEEN: &str =
    "SELECT id, year, place, title, standard, org_id, org_name, org_path, due, state, word
    FROM key_work WHERE due >= $1 AND due <= $2 ORDER BY due, id";
pub(crate) const YEARS: &str = "SELECT DISTINCT year FROM key_work ORDER BY year DESC";
pub(crate) const LAST_PLACE: &str = "SELECT COALESCE(MAX(place), 0) FROM key_work WHERE year = $1";

/// The columns that [`item`] reads.
pub(crate) const COLUMNS: [&str; 11] =
    ["id", "year", "place", "title", "standard", "org_id", "org_name", "org_path", "due", "state", "word"];

/// Reads the columns of the statements above.
pub(crate) fn item(row: &Row<'_>) -> Result<KeyWork, store::Error> {
    Ok(KeyWork {
        id: row.get(0)?,
        year: row.get(1)?,
        place: row.get(2)?,
        title: row.get(3)?,
        standard: row.get(4)?,
        org: row.get(5)?,
        org_name: row.get(6)?,
        org_path: row.get(7)?,
        due: row.get(8)?,
        state: row.get(9)?,
        word: row.get(10)?,
    })
}

/// The record that links, files and the audit trail speak of.
pub(crate) fn reference(id: KeyWorkId) -> RecordRef {
    RecordRef::new("key-work", id.0)
}

/// One item.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: KeyWorkId) -> Result<KeyWork, Problem> {
    c.maybe(FIND, &[&id], item)?.ok_or(Problem::Missing)
}

/// The list of a year, in its order.
pub(crate) fn of_year(c: &mut Conn, year: i16) -> Result<Vec<KeyWork>, Problem> {
    Ok(c.all(OF_YEAR, &[&year], item)?)
}

/// Items with a day between those two.
pub(crate) fn due_between(c: &mut Conn, from: Day, to: Day) -> Result<Vec<KeyWork>, Problem> {
    Ok(c.all(DUE_BETWEEN, &[&from, &to], item)?)
}

/// Years that have a list, the latest first.
pub(crate) fn years(c: &mut Conn) -> Result<Vec<i16>, Problem> {
    Ok(c.all(YEARS, &[], |row| row.get(0))?)
}
