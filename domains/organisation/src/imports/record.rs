//! Imports: what came in, from which file, by whom, and what became of it.

use kernel::{Moment, Problem, RecordRef};
use office::Manual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row, Tx};

use super::batch::Counts;
use super::roster::Roster;

kernel::id_type!(
    /// Number of an import.
    ImportId
);
store::id_columns!(ImportId);

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The file is here; nothing of it is applied.
    Draft,
    /// A background job applies it.
    Queued,
    /// It is applied.
    Applied,
    /// It was given up before it was applied.
    Discarded,
    /// It was applied and taken back.
    Undone,
}

impl State {
    /// How it stands in the database and in message keys (`import-state-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Applied => "applied",
            Self::Discarded => "discarded",
            Self::Undone => "undone",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Queued, Self::Applied, Self::Discarded, Self::Undone]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Its number.
    pub id: ImportId,
    /// What it is a roster of.
    pub roster: Roster,
    /// How far it is.
    pub state: State,
    /// Name of the file.
    pub file: String,
    /// SM3 of the file.
    pub hash: String,
    /// Columns set by hand.
    #[serde(skip)]
    pub(crate) mapping: Mapping,
    /// How many rows did what, once applied.
    pub counts: Counts,
    /// When the file came.
    pub uploaded_at: Moment,
    /// Who brought it, as in the audit trail.
    pub uploaded_by: String,
    /// When it was applied.
    pub applied_at: Option<Moment>,
    /// Who applied it.
    pub applied_by: String,
    /// When it was taken back.
    pub undone_at: Option<Moment>,
    /// Who took it back.
    pub undone_by: String,
    /// The job that applies it.
    pub job: Option<i64>,
    /// Why the job could not apply it.
    pub problem: String,
}

impl Import {
    /// The record that attachments and the audit trail speak of.
    pub fn record(&self) -> RecordRef {
        record_of(self.id)
    }
}

/// Columns set by hand, as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mapping {
    /// The last row of heads, counted from 0.
    pub(crate) row: Option<u32>,
    /// Field → column counted from 0; empty while recognition decides.
    pub(crate) columns: std::collections::BTreeMap<String, u32>,
}

impl Mapping {
    pub(crate) fn manual(&self) -> Manual {
        Manual { row: self.row, columns: self.columns.clone() }
    }
}

impl From<&Manual> for Mapping {
    fn from(manual: &Manual) -> Self {
        Self { row: manual.row, columns: manual.columns.clone() }
    }
}

pub(crate) fn record_of(id: ImportId) -> RecordRef {
    RecordRef::new("import", id.0)
}

const FIND: &str = "SELECT id, roster, state, file_name, file_hash, mapping, row_count, created_count, changed_count, \
     unchanged_count, uploaded_at, uploaded_by, applied_at, applied_by, undone_at, undone_by, job_id, problem \
     FROM imports WHERE id = $1";
const LIST: &str = "SELECT id, roster, state, file_name, file_hash, mapping, row_count, created_count, changed_count, \
     unchanged_count, uploaded_at, uploaded_by, applied_at, applied_by, undone_at, undone_by, job_id, problem \
     FROM imports WHERE state <> 'discarded' ORDER BY id DESC LIMIT $1 OFFSET $2";
const COUNT: &str = "SELECT COUNT(*) FROM imports WHERE state <> 'discarded'";
const BEGIN: &str = "INSERT INTO imports (roster, state, file_name, file_hash, mapping, row_count, created_count, \
     changed_count, unchanged_count, uploaded_at, uploaded_by, applied_at, applied_by, undone_at, undone_by, job_id, \
     problem) VALUES ($1, 'draft', $2, $3, $4, 0, 0, 0, 0, $5, $6, NULL, '', NULL, '', NULL, '') RETURNING id";
const SET_MAPPING: &str = "UPDATE imports SET mapping = $2, roster = $3 WHERE id = $1";
const SET_STATE: &str = "UPDATE imports SET state = $2, problem = $3, job_id = $4 WHERE id = $1";
const SET_APPLIED: &str = "UPDATE imports SET state = 'applied', row_count = $2, created_count = $3, changed_count = $4, \
     unchanged_count = $5, applied_at = $6, applied_by = $7, problem = '' WHERE id = $1";
const SET_UNDONE: &str = "UPDATE imports SET state = 'undone', undone_at = $2, undone_by = $3 WHERE id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] =
    &[FIND, LIST, COUNT, BEGIN, SET_MAPPING, SET_STATE, SET_APPLIED, SET_UNDONE];

/// One import.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub fn find(c: &mut Conn, id: ImportId) -> Result<Import, Problem> {
    c.maybe(FIND, &[&id], import)?.ok_or(Problem::Missing)
}

/// Imports, the newest first, without those that were given up.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn list(c: &mut Conn, limit: usize, offset: usize) -> Result<Vec<Import>, Problem> {
    Ok(c.all(LIST, &[&limit, &offset], import)?)
}

/// How many there are.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn count(c: &mut Conn) -> Result<i64, Problem> {
    Ok(c.count(COUNT, &[])?)
}

pub(crate) fn begin(
    tx: &mut Tx,
    roster: Roster,
    file: &str,
    hash: &str,
    mapping: &Mapping,
) -> Result<ImportId, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    Ok(tx.insert(BEGIN, &[&roster.code(), &file, &hash, &store::Json(mapping), &now, &by])?)
}

pub(crate) fn set_mapping(
    tx: &mut Tx,
    id: ImportId,
    roster: Roster,
    mapping: &Mapping,
) -> Result<(), Problem> {
    tx.run(SET_MAPPING, &[&id, &store::Json(mapping), &roster.code()])?;
    Ok(())
}

pub(crate) fn set_state(
    tx: &mut Tx,
    id: ImportId,
    state: State,
    problem: &str,
    job: Option<i64>,
) -> Result<(), Problem> {
    tx.run(SET_STATE, &[&id, &state.code(), &problem, &job])?;
    Ok(())
}

pub(crate) fn set_applied(tx: &mut Tx, id: ImportId, counts: Counts) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let Counts { rows, new, changed, unchanged } = counts;
    tx.run(SET_APPLIED, &[&id, &rows, &new, &changed, &unchanged, &now, &by])?;
    Ok(())
}

pub(crate) fn set_undone(tx: &mut Tx, id: ImportId) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SET_UNDONE, &[&id, &now, &by])?;
    Ok(())
}

fn import(r: &Row<'_>) -> Result<Import, store::Error> {
    let wrong = |column| store::Error::WrongType { column, wanted: "a known word", found: "another text" };
    let (roster, state): (String, String) = (r.get(1)?, r.get(2)?);
    Ok(Import {
        id: r.get(0)?,
        roster: Roster::from_code(&roster).ok_or_else(|| wrong(1))?,
        state: State::from_code(&state).ok_or_else(|| wrong(2))?,
        file: r.get(3)?,
        hash: r.get(4)?,
        mapping: r.json(5)?,
        counts: Counts { rows: r.get(6)?, new: r.get(7)?, changed: r.get(8)?, unchanged: r.get(9)? },
        uploaded_at: r.get(10)?,
        uploaded_by: r.get(11)?,
        applied_at: r.get(12)?,
        applied_by: r.get(13)?,
        undone_at: r.get(14)?,
        undone_by: r.get(15)?,
        job: r.get(16)?,
        problem: r.get(17)?,
    })
}
