//! A version of a cycle's result.

use kernel::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use super::bundle::PublishedLine;
use crate::cycles::record::{CycleId, Summary};
use crate::schemes::record::SchemeId;

kernel::id_type!(
    /// Number of a version in the database; people are told its number within the cycle.
    VersionId
);
store::id_columns!(VersionId);

/// How far a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VersionState {
    /// May be computed anew.
    Working,
    /// Frozen and put up for notice.
    Noticed,
    /// Frozen and final.
    Published,
}

impl VersionState {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Noticed => "noticed",
            Self::Published => "published",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "noticed" => Self::Noticed,
            "published" => Self::Published,
            _ => Self::Working,
        }
    }
}

/// A version without its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Version {
    pub id: VersionId,
    pub cycle: CycleId,
    /// From 1 within the cycle.
    pub number: u32,
    pub state: VersionState,
    pub scheme: SchemeId,
    pub summary: Summary,
    /// What is different from the version before.
    pub changes: Vec<Change>,
    /// Why there is another version; empty for the first.
    pub reason: String,
    /// SM3 of scheme and inputs, as the bundle has it.
    pub digest: String,
    pub computed: Moment,
    pub frozen: Option<Moment>,
    pub published: Option<Moment>,
}

/// One organisation whose published figures differ from those of the version before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Change {
    pub name: String,
    pub category: String,
    pub total: (String, String),
    pub rank: (u32, u32),
    pub grade: (String, String),
}

pub(crate) const FIND: &str =
    "SELECT id, cycle_id, number, state, scheme_id, summary, changes, reason, digest,
    computed_at, frozen_at, published_at FROM appraisal_versions WHERE id = $1";
pub(crate) const OF_CYCLE: &str =
    "SELECT id, cycle_id, number, state, scheme_id, summary, changes, reason, digest,
    computed_at, frozen_at, published_at FROM appraisal_versions WHERE cycle_id = $1 ORDER BY number";
pub(crate) const NUMBERED: &str =
    "SELECT id, cycle_id, number, state, scheme_id, summary, changes, reason, digest,
    computed_at, frozen_at, published_at FROM appraisal_versions WHERE cycle_id = $1 AND number = $2";
pub(crate) const INPUT: &str = "SELECT input FROM appraisal_versions WHERE id = $1";
pub(crate) const LINES: &str = "SELECT p.name, r.total, r.rank, r.grade_name
    FROM appraisal_results r JOIN appraisal_participants p ON p.id = r.participant_id
    WHERE r.version_id = $1 ORDER BY p.id";
pub(crate) const PUBLISHED: &str = "SELECT p.category, r.rank, p.name, r.panel, r.mass, r.total, r.grade_name
    FROM appraisal_results r JOIN appraisal_participants p ON p.id = r.participant_id
    WHERE r.version_id = $1 ORDER BY p.id";

fn version(row: &Row<'_>) -> Result<Version, Error> {
    Ok(Version {
        id: row.get(0)?,
        cycle: row.get(1)?,
        number: row.get(2)?,
        state: VersionState::of(&row.get::<String>(3)?),
        scheme: row.get(4)?,
        summary: row.json(5)?,
        changes: row.json(6)?,
        reason: row.get(7)?,
        digest: row.get(8)?,
        computed: row.get(9)?,
        frozen: row.get(10)?,
        published: row.get(11)?,
    })
}

pub(crate) fn find(c: &mut Conn, id: VersionId) -> Result<Version, Error> {
    c.one(FIND, &[&id], version)
}

/// Versions of a cycle, the first first.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Version>, Error> {
    c.all(OF_CYCLE, &[&cycle], version)
}

/// The version of that number.
pub(crate) fn numbered(c: &mut Conn, cycle: CycleId, number: u32) -> Result<Version, Error> {
    c.one(NUMBERED, &[&cycle, &number], version)
}

/// What it was computed from, as JSON of [`scoring::Input`]; empty for versions of before this was kept.
pub(crate) fn input(c: &mut Conn, id: VersionId) -> Result<String, Error> {
    c.scalar(INPUT, &[&id])
}

/// The published figures of one organisation in a version.
pub(crate) struct Line {
    pub name: String,
    pub total: String,
    pub rank: u32,
    pub grade: String,
}

/// The figures of a version.
pub(crate) fn lines(c: &mut Conn, id: VersionId) -> Result<Vec<Line>, Error> {
    c.all(LINES, &[&id], |row| {
        Ok(Line { name: row.get(0)?, total: row.get(1)?, rank: row.get(2)?, grade: row.get(3)? })
    })
}

/// The figures of a version as its bundle has them.
pub(crate) fn published(c: &mut Conn, id: VersionId) -> Result<Vec<PublishedLine>, Error> {
    c.all(PUBLISHED, &[&id], |row| {
        Ok(PublishedLine {
            category: row.get(0)?,
            rank: row.get(1)?,
            organisation: row.get(2)?,
            panel: row.get(3)?,
            mass: row.get(4)?,
            total: row.get(5)?,
            grade: row.get(6)?,
        })
    })
}
