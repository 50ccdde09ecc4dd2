//! A visit: where, when, who was there, and what was said.

use kernel::{Day, OrgId, Problem, RecordRef, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use store::{Conn, Row};

use crate::findings::record::{self as findings, Finding};
use crate::projects::record::ProjectId;
use crate::sight::Sight;

kernel::id_type!(
    /// Number of a visit.
    VisitId
);
store::id_columns!(VisitId);

/// A visit to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Visit {
    pub id: VisitId,
    /// The project it belongs to, if any.
    pub project: Option<ProjectId>,
    pub org: OrgId,
    pub org_name: String,
    pub on: Day,
    pub place: String,
    /// Who was there.
    pub present: String,
    /// What was said; for the visitors only.
    pub notes: String,
    /// Practices worth copying.
    pub practices: String,
    /// Whether the record is complete.
    pub finished: bool,
    #[serde(skip)]
    pub taken_by: Option<UserId>,
    /// Who took it down.
    pub taken_name: String,
}

const COLUMNS: [(&str, &str); 12] = [
    ("v", "id"),
    ("v", "project_id"),
    ("v", "org_id"),
    ("v", "org_name"),
    ("v", "visited_on"),
    ("v", "place"),
    ("v", "present"),
    ("v", "notes"),
    ("v", "practices"),
    ("v", "finished"),
    ("v", "taken_by"),
    ("v", "taken_name"),
];

pub(crate) const FIND: &str =
    "SELECT id, project_id, org_id, org_name, visited_on, place, present, notes, practices, finished,
    taken_by, taken_name FROM research_visits WHERE id = $1";

/// Reads the columns of [`select`].
pub(crate) fn visit(row: &Row<'_>) -> Result<Visit, store::Error> {
    Ok(Visit {
        id: row.get(0)?,
        project: row.get(1)?,
        org: row.get(2)?,
        org_name: row.get(3)?,
        on: row.get(4)?,
        place: row.get(5)?,
        present: row.get(6)?,
        notes: row.get(7)?,
        practices: row.get(8)?,
        finished: row.get(9)?,
        taken_by: row.get::<Option<i64>>(10)?.map(UserId),
        taken_name: row.get(11)?,
    })
}

/// Visits that somebody may see, for lists.
pub(crate) fn select(seen: Condition) -> SelectStatement {
    Query::select().columns(COLUMNS).from_as("research_visits", "v").cond_where(seen).to_owned()
}

/// The record that links, attachments and the audit trail speak of.
pub(crate) fn reference(id: VisitId) -> RecordRef {
    RecordRef::new("visit", id.0)
}

/// One visit, whoever asks.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: VisitId) -> Result<Visit, Problem> {
    c.maybe(FIND, &[&id], visit)?.ok_or(Problem::Missing)
}

/// Whether somebody keeps a visit: who took it, who leads its project or belongs to it, and the office.
pub(crate) fn keeps(c: &mut Conn, sight: &Sight, of: &Visit) -> Result<bool, Problem> {
    if sight.office || (sight.visits() && of.taken_by == Some(sight.user)) {
        return Ok(true);
    }
    match of.project {
        Some(project) if sight.visits() => sight.is_member(c, &project),
        _ => Ok(false),
    }
}

/// One visit that somebody may see; without its notes for those who were visited.
///
/// # Errors
/// [`Problem::Missing`] when there is none or they may not.
pub(crate) fn seen(c: &mut Conn, sight: &Sight, id: VisitId) -> Result<Visit, Problem> {
    let mut query = select(sight.visits_seen());
    query.and_where(Expr::col(("v", "id")).eq(id.0));
    let mut found = c.select(&query, visit)?.pop().ok_or(Problem::Missing)?;
    if !sight.visits() {
        found.notes.clear();
    }
    Ok(found)
}

/// Findings of a visit that somebody may see, in the order in which they were written down.
pub(crate) fn findings(c: &mut Conn, sight: &Sight, id: VisitId) -> Result<Vec<Finding>, Problem> {
    found_in(c, sight, "visit", id.0)
}

/// Findings that were found in a record, as far as somebody may see them.
pub(crate) fn found_in(
    c: &mut Conn,
    sight: &Sight,
    kind: &'static str,
    id: i64,
) -> Result<Vec<Finding>, Problem> {
    use store::sea_query::Order;
    let mut sources = Query::select();
    sources
        .column("finding_id")
        .from("finding_sources")
        .and_where(Expr::col("kind").eq(kind))
        .and_where(Expr::col("record_id").eq(id));
    let mut query = findings::select(sight.findings());
    query.and_where(Expr::col(("f", "id")).in_subquery(sources)).order_by(("f", "id"), Order::Asc);
    Ok(c.select(&query, findings::finding)?)
}
