//! A cycle.

use kernel::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::schemes::record::SchemeId;

kernel::id_type!(
    /// Number of a cycle.
    CycleId
);
store::id_columns!(CycleId);

/// How far a cycle has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Set up; nothing is computed.
    Draft,
    /// Computed; may be computed again.
    Computed,
    /// Published; final.
    Published,
}

impl State {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Computed => "computed",
            Self::Published => "published",
        }
    }

    /// Message key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Draft => "appraisal-state-draft",
            Self::Computed => "appraisal-state-computed",
            Self::Published => "appraisal-state-published",
        }
    }

    /// Tone of its badge.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Draft => "",
            Self::Computed => "warn",
            Self::Published => "done",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "published" => Self::Published,
            "computed" => Self::Computed,
            _ => Self::Draft,
        }
    }
}

impl store::ToSql for State {
    fn to_value(&self) -> Result<store::Value<'_>, Error> {
        Ok(store::Value::Text(self.code().into()))
    }
}

/// A cycle with the scheme it is computed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Cycle {
    pub id: CycleId,
    pub year: i16,
    pub state: State,
    pub scheme: SchemeId,
    pub scheme_name: String,
    pub scheme_version: u32,
    pub computed: Option<Moment>,
    pub published: Option<Moment>,
    /// Facts for lists; nothing before it is computed.
    pub summary: Summary,
}

/// What a list says of a cycle, and the order of its categories and grades.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Summary {
    /// How many took part.
    pub organisations: usize,
    /// Categories in the order of the scheme, with what each looks like.
    pub categories: Vec<CategorySummary>,
    /// Grades, best first: code and name.
    pub grades: Vec<(String, String)>,
}

/// One category of a computed cycle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct CategorySummary {
    pub name: String,
    pub of: u32,
    /// Its first organisations.
    pub first: Vec<String>,
    /// Median of the totals, as published.
    pub median: String,
    /// How many have each grade, in the order of the grades.
    pub grades: Vec<u32>,
    /// The rank down to which each grade but the last reaches, when grades go by quota.
    pub lines: Vec<u32>,
}

pub(crate) const ALL: &str = "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, c.computed_at,
    c.published_at, c.summary
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id ORDER BY c.year DESC";
pub(crate) const FIND: &str = "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, c.computed_at,
    c.published_at, c.summary
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id WHERE c.id = $1";
pub(crate) const BY_YEAR: &str =
    "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, c.computed_at,
    c.published_at, c.summary
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id WHERE c.year = $1";
pub(crate) const ORGS: &str = "SELECT org_id FROM appraisal_participants WHERE cycle_id = $1 ORDER BY org_id";

fn cycle(row: &Row<'_>) -> Result<Cycle, Error> {
    Ok(Cycle {
        id: row.get(0)?,
        year: row.get(1)?,
        state: State::of(&row.get::<String>(2)?),
        scheme: row.get(3)?,
        scheme_name: row.get(4)?,
        scheme_version: row.get(5)?,
        computed: row.get(6)?,
        published: row.get(7)?,
        summary: row.json(8)?,
    })
}

/// Cycles of all years, the latest first; only published ones unless `unpublished`.
pub(crate) fn all(c: &mut Conn, unpublished: bool) -> Result<Vec<Cycle>, Error> {
    let mut cycles = c.all(ALL, &[], cycle)?;
    cycles.retain(|cycle| unpublished || cycle.state == State::Published);
    Ok(cycles)
}

/// A cycle, missing when it is not published and `unpublished` is false.
pub(crate) fn find(c: &mut Conn, id: CycleId, unpublished: bool) -> Result<Cycle, Error> {
    let found = c.one(FIND, &[&id], cycle)?;
    if unpublished || found.state == State::Published { Ok(found) } else { Err(Error::NoRow) }
}

/// The cycle of a year.
pub(crate) fn of_year(c: &mut Conn, year: i16) -> Result<Option<Cycle>, Error> {
    c.maybe(BY_YEAR, &[&year], cycle)
}
