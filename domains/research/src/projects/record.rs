//! A research project.

use kernel::{Day, OrgId, Problem, RecordRef, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use store::{Conn, Row};

use super::rules::{Kind, Method, Standing, State};
use crate::sight::Sight;

kernel::id_type!(
    /// Number of a project.
    ProjectId
);
store::id_columns!(ProjectId);

/// A research project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Project {
    pub id: ProjectId,
    pub year: i16,
    /// Its number within the year.
    pub number: u32,
    pub kind: Kind,
    pub theme: String,
    pub purpose: String,
    pub methods: Vec<Method>,
    pub outline: String,
    #[serde(skip)]
    pub lead: Option<UserId>,
    pub lead_name: String,
    /// Members without an account.
    pub others: String,
    pub starts: Day,
    pub ends: Day,
    pub parent: Option<ProjectId>,
    pub state: State,
    pub report: String,
    #[serde(skip)]
    pub author: Option<UserId>,
}

const COLUMNS: [(&str, &str); 17] = [
    ("p", "id"),
    ("p", "year"),
    ("p", "number"),
    ("p", "kind"),
    ("p", "theme"),
    ("p", "purpose"),
    ("p", "methods"),
    ("p", "outline"),
    ("p", "lead_user"),
    ("p", "lead_name"),
    ("p", "others"),
    ("p", "starts"),
    ("p", "ends"),
    ("p", "parent_id"),
    ("p", "state"),
    ("p", "report"),
    ("p", "author"),
];

pub(crate) const FIND: &str =
    "SELECT id, year, number, kind, theme, purpose, methods, outline, lead_user, lead_name, others, starts,
    ends, parent_id, state, report, author FROM research_projects WHERE id = $1";
pub(crate) const MEMBERS: &str =
    "SELECT user_id, name FROM research_members WHERE project_id = $1 ORDER BY user_id";
pub(crate) const ORGS: &str =
    "SELECT org_id, name FROM research_organisations WHERE project_id = $1 ORDER BY org_id";
pub(crate) const PARENTS: &str =
    "SELECT id, parent_id FROM research_projects WHERE parent_id IS NOT NULL ORDER BY id";
/// Findings of a project and its visits that are not closed.
pub(crate) const OPEN: &str = "SELECT COUNT(*) FROM research_findings f WHERE f.state <> 'closed' AND f.merged_into IS NULL
    AND f.id IN (SELECT s.finding_id FROM finding_sources s LEFT JOIN research_visits v ON s.kind = 'visit' AND v.id = s.record_id
      WHERE (s.kind = 'research-project' AND s.record_id = $1) OR v.project_id = $1)";

pub(crate) fn methods_text(methods: &[Method]) -> String {
    methods.iter().map(|method| method.code()).collect::<Vec<_>>().join(" ")
}

/// Reads the columns of [`select`].
pub(crate) fn project(row: &Row<'_>) -> Result<Project, store::Error> {
    let methods: String = row.get(6)?;
    Ok(Project {
        id: row.get(0)?,
        year: row.get(1)?,
        number: row.get(2)?,
        kind: row.get(3)?,
        theme: row.get(4)?,
        purpose: row.get(5)?,
        methods: methods.split(' ').filter_map(Method::of).collect(),
        outline: row.get(7)?,
        lead: row.get::<Option<i64>>(8)?.map(UserId),
        lead_name: row.get(9)?,
        others: row.get(10)?,
        starts: row.get(11)?,
        ends: row.get(12)?,
        parent: row.get(13)?,
        state: row.get(14)?,
        report: row.get(15)?,
        author: row.get::<Option<i64>>(16)?.map(UserId),
    })
}

/// Projects that somebody may see, for lists.
pub(crate) fn select(seen: Condition) -> SelectStatement {
    Query::select().columns(COLUMNS).from_as("research_projects", "p").cond_where(seen).to_owned()
}

/// The record that links, attachments and the audit trail speak of.
pub(crate) fn reference(id: ProjectId) -> RecordRef {
    RecordRef::new("research-project", id.0)
}

/// One project, whoever asks.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: ProjectId) -> Result<Project, Problem> {
    c.maybe(FIND, &[&id], project)?.ok_or(Problem::Missing)
}

/// One project that somebody may see; its outline, report and files only if they take part in research.
///
/// # Errors
/// [`Problem::Missing`] when there is none or they may not.
pub(crate) fn seen(c: &mut Conn, sight: &Sight, id: ProjectId) -> Result<Project, Problem> {
    let mut query = select(sight.projects());
    query.and_where(Expr::col(("p", "id")).eq(id.0));
    let mut found = c.select(&query, project)?.pop().ok_or(Problem::Missing)?;
    if !sight.visits() {
        found.outline.clear();
        found.report.clear();
    }
    Ok(found)
}

/// What somebody is to a project.
pub(crate) fn standing(c: &mut Conn, sight: &Sight, of: ProjectId) -> Result<Standing, Problem> {
    Ok(Standing {
        keeps: sight.office || (sight.visits() && sight.is_member(c, &of)?),
        decides: sight.decides,
    })
}

/// Members with an account.
pub(crate) fn members(c: &mut Conn, id: ProjectId) -> Result<Vec<(UserId, String)>, Problem> {
    Ok(c.all(MEMBERS, &[&id], |row| Ok((UserId(row.get(0)?), row.get(1)?)))?)
}

/// Organisations that are visited.
pub(crate) fn orgs(c: &mut Conn, id: ProjectId) -> Result<Vec<(OrgId, String)>, Problem> {
    Ok(c.all(ORGS, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many of its findings are not closed.
pub(crate) fn open(c: &mut Conn, id: ProjectId) -> Result<usize, Problem> {
    let open: i64 = c.one(OPEN, &[&id], |row| row.get(0))?;
    Ok(usize::try_from(open).unwrap_or(0))
}

/// Projects and those above them.
pub(crate) fn parents(c: &mut Conn) -> Result<std::collections::BTreeMap<i64, i64>, Problem> {
    let all: Vec<(i64, i64)> = c.all(PARENTS, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.into_iter().collect())
}
