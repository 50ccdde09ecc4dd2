//! The reviews of a year: who has to report until when, and how forms are counted.

use kernel::{Day, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::reviews::rules::Parameters;

kernel::id_type!(
    /// Number of the reviews of a year.
    YearId
);
store::id_columns!(YearId);

/// The reviews of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct ReviewYear {
    pub id: YearId,
    pub year: i16,
    /// Last day for reports.
    pub report_due: Option<Day>,
    pub parameters: Parameters,
}

pub(crate) const ALL: &str = "SELECT id, year, report_due, parameters FROM review_years ORDER BY year DESC";
pub(crate) const FIND: &str = "SELECT id, year, report_due, parameters FROM review_years WHERE id = $1";
/// Whether forms of that year have been counted, by anybody.
pub(crate) const COUNTED: &str = "SELECT 1 FROM review_counts c JOIN reviews r ON r.id = c.review_id
    WHERE r.year_id = $1 LIMIT 1";

fn year(row: &Row<'_>) -> Result<ReviewYear, store::Error> {
    Ok(ReviewYear { id: row.get(0)?, year: row.get(1)?, report_due: row.get(2)?, parameters: row.json(3)? })
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: YearId) -> RecordRef {
    RecordRef::new("review-year", id.0)
}

/// All of them, the latest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<ReviewYear>, Problem> {
    Ok(c.all(ALL, &[], year)?)
}

/// One of them.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: YearId) -> Result<ReviewYear, Problem> {
    c.maybe(FIND, &[&id], year)?.ok_or(Problem::Missing)
}

/// Whether forms have been counted, so that the way of counting stands.
pub(crate) fn is_counted(c: &mut Conn, id: YearId) -> Result<bool, Problem> {
    Ok(c.exists(COUNTED, &[&id])?)
}
