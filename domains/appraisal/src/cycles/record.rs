//! A cycle.

use kernel::{Day, Moment, OrgId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::schemes::record::SchemeId;
use crate::standings::portrait::DecidedLine;
use crate::versions::record::VersionId;

pub(crate) use super::state::State;

kernel::id_type!(
    /// Number of a cycle.
    CycleId
);
store::id_columns!(CycleId);

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
    /// Facts for lists, of the version that is shown; nothing before it is computed.
    pub summary: Summary,
    /// Grows with every change of what the cycle is computed from, apart from marks.
    #[serde(skip)]
    pub revision: i64,
    /// The frozen version that everybody sees.
    #[serde(skip)]
    pub shown: Option<VersionId>,
    /// The version that is being worked on.
    #[serde(skip)]
    pub working: Option<VersionId>,
    /// Number of the version that is shown, or else of the working one.
    pub version: Option<u32>,
    /// When it was opened; nothing for years that were brought in from workbooks.
    pub opened: Option<Moment>,
    /// By when self-assessments, marks and tallies are wanted.
    pub due: Due,
    pub notice: Option<Notice>,
}

/// By when the work of each state is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Due {
    pub self_assessment: Option<Day>,
    pub review: Option<Day>,
    pub mass_evaluation: Option<Day>,
}

/// The time in which a result is put up for notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Notice {
    /// First day.
    pub from: Day,
    /// Working days.
    pub days: u32,
    /// Last day.
    pub until: Day,
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
    /// What the committee decided beside what was computed.
    pub decided: Vec<DecidedSummary>,
}

/// A value that the committee decided, and about whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct DecidedSummary {
    pub org: OrgId,
    pub organisation: String,
    #[serde(flatten)]
    pub line: DecidedLine,
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

pub(crate) const ALL: &str = "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, v.computed_at, c.published_at,
    v.summary, c.revision, c.shown_version, c.working_version, v.number, c.opened_at, c.self_due, c.review_due, c.mass_due,
    c.notice_from, c.notice_days, c.notice_until
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id
    LEFT JOIN appraisal_versions v ON v.id = COALESCE(c.shown_version, c.working_version) ORDER BY c.year DESC";
pub(crate) const FIND: &str = "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, v.computed_at, c.published_at,
    v.summary, c.revision, c.shown_version, c.working_version, v.number, c.opened_at, c.self_due, c.review_due, c.mass_due,
    c.notice_from, c.notice_days, c.notice_until
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id
    LEFT JOIN appraisal_versions v ON v.id = COALESCE(c.shown_version, c.working_version) WHERE c.id = $1";
pub(crate) const BY_YEAR: &str = "SELECT c.id, c.year, c.state, c.scheme_id, s.name, s.version, v.computed_at, c.published_at,
    v.summary, c.revision, c.shown_version, c.working_version, v.number, c.opened_at, c.self_due, c.review_due, c.mass_due,
    c.notice_from, c.notice_days, c.notice_until
    FROM appraisal_cycles c JOIN appraisal_schemes s ON s.id = c.scheme_id
    LEFT JOIN appraisal_versions v ON v.id = COALESCE(c.shown_version, c.working_version) WHERE c.year = $1";
pub(crate) const ORGS: &str = "SELECT org_id FROM appraisal_participants WHERE cycle_id = $1 ORDER BY org_id";

fn cycle(row: &Row<'_>) -> Result<Cycle, Error> {
    let summary: Option<String> = row.get(8)?;
    let notice = match (row.get::<Option<Day>>(17)?, row.get::<Option<u32>>(18)?, row.get::<Option<Day>>(19)?)
    {
        (Some(from), Some(days), Some(until)) => Some(Notice { from, days, until }),
        _ => None,
    };
    Ok(Cycle {
        id: row.get(0)?,
        year: row.get(1)?,
        state: State::of(&row.get::<String>(2)?),
        scheme: row.get(3)?,
        scheme_name: row.get(4)?,
        scheme_version: row.get(5)?,
        computed: row.get(6)?,
        published: row.get(7)?,
        summary: summary.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default(),
        revision: row.get(9)?,
        shown: row.get(10)?,
        working: row.get(11)?,
        version: row.get(12)?,
        opened: row.get(13)?,
        due: Due { self_assessment: row.get(14)?, review: row.get(15)?, mass_evaluation: row.get(16)? },
        notice,
    })
}

/// Cycles of all years, the latest first; only those everybody sees unless `unpublished`.
pub(crate) fn all(c: &mut Conn, unpublished: bool) -> Result<Vec<Cycle>, Error> {
    let mut cycles = c.all(ALL, &[], cycle)?;
    cycles.retain(|cycle| unpublished || cycle.state.is_public());
    Ok(cycles)
}

/// A cycle, missing when it is not yet for everybody and `unpublished` is false.
pub(crate) fn find(c: &mut Conn, id: CycleId, unpublished: bool) -> Result<Cycle, Error> {
    let found = c.one(FIND, &[&id], cycle)?;
    if unpublished || found.state.is_public() { Ok(found) } else { Err(Error::NoRow) }
}

/// The cycle of a year.
pub(crate) fn of_year(c: &mut Conn, year: i16) -> Result<Option<Cycle>, Error> {
    c.maybe(BY_YEAR, &[&year], cycle)
}
