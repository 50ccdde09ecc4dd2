//! A report on measures.

use kernel::{Day, Moment, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use super::content::{self, Content};
use crate::coded::coded;
use crate::plans::record::{self as plans, Plan, PlanId};

kernel::id_type!(
    /// Number of a report.
    ReportId
);
store::id_columns!(ReportId);

coded! {
    /// Whether a report can still change.
    State {
        /// It fills itself anew at each look.
        Draft = "draft",
        /// It stays as it is.
        Submitted = "submitted",
    }
}

/// A report on the measures of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Report {
    pub id: ReportId,
    pub plan: PlanId,
    pub plan_title: String,
    /// The body that reports; `None` for the whole organ.
    pub org: Option<OrgId>,
    pub org_name: String,
    #[serde(skip)]
    pub org_path: String,
    /// The day as of which it speaks.
    pub until: Day,
    pub practices: String,
    pub problems: String,
    pub next_steps: String,
    pub help: String,
    pub state: State,
    pub submitted: Option<Day>,
    #[serde(skip)]
    pub submitted_by: String,
}

pub(crate) const FIND: &str = "SELECT id, plan_id, plan_title, org_id, org_name, org_path, until, practices,
    problems, next_steps, help, state, submitted_at, submitted_by FROM duty_reports WHERE id = $1";
pub(crate) const OF_BODY: &str =
    "SELECT id, plan_id, plan_title, org_id, org_name, org_path, until, practices,
    problems, next_steps, help, state, submitted_at, submitted_by FROM duty_reports
    WHERE plan_id = $1 AND COALESCE(org_id, 0) = $2 ORDER BY until DESC, id DESC";
pub(crate) const DRAFTS: &str =
    "SELECT id, plan_id, plan_title, org_id, org_name, org_path, until, practices,
    problems, next_steps, help, state, submitted_at, submitted_by FROM duty_reports
    WHERE state = 'draft' ORDER BY until, id";
pub(crate) const CONTENT: &str = "SELECT content FROM duty_report_contents WHERE report_id = $1";
pub(crate) const BODIES: &str = "SELECT org_id FROM measures WHERE plan_id = $1 AND state <> 'draft'
    UNION SELECT h.org_id FROM measure_helpers h JOIN measures m ON m.id = h.measure_id
    WHERE m.plan_id = $1 AND m.state <> 'draft' ORDER BY 1";

/// The columns that [`report`] reads.
pub(crate) const COLUMNS: [&str; 14] = [
    "id",
    "plan_id",
    "plan_title",
    "org_id",
    "org_name",
    "org_path",
    "until",
    "practices",
    "problems",
    "next_steps",
    "help",
    "state",
    "submitted_at",
    "submitted_by",
];

/// Reads the columns of the statements above.
pub(crate) fn report(row: &Row<'_>) -> Result<Report, store::Error> {
    Ok(Report {
        id: row.get(0)?,
        plan: row.get(1)?,
        plan_title: row.get(2)?,
        org: row.get(3)?,
        org_name: row.get(4)?,
        org_path: row.get(5)?,
        until: row.get(6)?,
        practices: row.get(7)?,
        problems: row.get(8)?,
        next_steps: row.get(9)?,
        help: row.get(10)?,
        state: row.get(11)?,
        submitted: row.get::<Option<Moment>>(12)?.map(Moment::day),
        submitted_by: row.get(13)?,
    })
}

/// The record that links, files and the audit trail speak of.
pub(crate) fn reference(id: ReportId) -> RecordRef {
    RecordRef::new("report", id.0)
}

/// One report.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: ReportId) -> Result<Report, Problem> {
    c.maybe(FIND, &[&id], report)?.ok_or(Problem::Missing)
}

/// Reports of the same body on the same plan, the latest first.
pub(crate) fn of_body(c: &mut Conn, plan: PlanId, org: Option<OrgId>) -> Result<Vec<Report>, Problem> {
    Ok(c.all(OF_BODY, &[&plan, &org.map_or(0, |org| org.0)], report)?)
}

/// Reports that are being written.
pub(crate) fn drafts(c: &mut Conn) -> Result<Vec<Report>, Problem> {
    Ok(c.all(DRAFTS, &[], report)?)
}

/// What a report says: what was frozen, or what the records say now.
///
/// # Errors
/// When the database fails.
pub(crate) fn content(c: &mut Conn, report: &Report) -> Result<Content, Problem> {
    match c.maybe(CONTENT, &[&report.id], |row| row.json(0))? {
        Some(frozen) => Ok(frozen),
        None => content::gather(c, report),
    }
}

/// Plans that are or were in force, the latest first.
pub(crate) fn plans(c: &mut Conn) -> Result<Vec<Plan>, Problem> {
    let mut all = plans::all(c)?;
    all.retain(|plan| plan.state != plans::State::Draft);
    Ok(all)
}

/// Bodies that lead or help with measures of a plan.
pub(crate) fn bodies(c: &mut Conn, plan: PlanId) -> Result<Vec<OrgId>, Problem> {
    Ok(c.all(BODIES, &[&plan], |row| row.get(0))?)
}
