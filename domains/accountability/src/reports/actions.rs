//! Beginning, saving and submitting a report.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem, Say};
use store::{Json, Tx};
use web::history::note;

use super::content;
use super::record::{self, Report, ReportId, State, reference};
use crate::plans::record::{Plan, PlanId};

pub(crate) const CREATE: &str =
    "INSERT INTO duty_reports (plan_id, plan_title, org_id, org_name, org_path, until, practices, problems,
    next_steps, help, state, saved_at, saved_by, submitted_by)
    VALUES ($1, $2, $3, $4, $5, $6, '', '', '', '', 'draft', $7, $8, '') RETURNING id";
pub(crate) const SAVE: &str =
    "UPDATE duty_reports SET until = $2, practices = $3, problems = $4, next_steps = $5, help = $6,
    saved_at = $7, saved_by = $8 WHERE id = $1 AND state = 'draft'";
pub(crate) const SUBMIT: &str =
    "UPDATE duty_reports SET state = 'submitted', submitted_at = $2, submitted_by = $3 WHERE id = $1";
pub(crate) const FREEZE: &str = "INSERT INTO duty_report_contents (report_id, content) VALUES ($1, $2)";

/// What is typed into a report.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub until: Day,
    pub practices: String,
    pub problems: String,
    pub next_steps: String,
    pub help: String,
}

/// The same body has no other report on that plan as of that day, which is not to come.
fn free_day(
    tx: &mut Tx,
    plan: PlanId,
    org: Option<kernel::OrgId>,
    until: Day,
    own: Option<ReportId>,
) -> Result<(), Problem> {
    if until > tx.today() {
        return Err(Problem::field("until", "report-until-ahead"));
    }
    let others = record::of_body(tx, plan, org)?;
    if others.iter().any(|other| other.until == until && Some(other.id) != own) {
        return Err(Problem::field("until", "report-until-taken"));
    }
    Ok(())
}

/// Begins a report of a body, or of the whole organ.
///
/// # Errors
/// [`Problem::Invalid`] when it has one as of that day.
pub(crate) fn begin(
    tx: &mut Tx,
    plan: &Plan,
    body: Option<&OrgBrief>,
    until: Day,
) -> Result<ReportId, Problem> {
    free_day(tx, plan.id, body.map(|body| body.id), until, None)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let (name, path) = body.map(|body| (body.name.as_str(), body.path.as_str())).unwrap_or_default();
    let org = body.map(|body| body.id);
    let id: ReportId = tx.insert(CREATE, &[&plan.id, &plan.title, &org, &name, &path, &until, &now, &by])?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "report-begun", "", None::<&()>, &made)?;
    Ok(id)
}

fn draft(tx: &mut Tx, id: ReportId) -> Result<Report, Problem> {
    let report = record::find(tx, id)?;
    match report.state {
        State::Draft => Ok(report),
        State::Submitted => Err(Problem::refused("report-is-frozen")),
    }
}

/// Keeps what was typed.
///
/// # Errors
/// [`Problem::Refused`] once it is submitted.
pub(crate) fn save(tx: &mut Tx, id: ReportId, typed: &Typed) -> Result<Report, Problem> {
    let before = draft(tx, id)?;
    free_day(tx, before.plan, before.org, typed.until, Some(id))?;
    let (now, by) = (tx.now(), tx.actor_code());
    let Typed { until, practices, problems, next_steps, help } = typed;
    tx.run(SAVE, &[&id, until, practices, problems, next_steps, help, &now, &by])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "report-saved", "", Some(&before), &after)?;
    Ok(after)
}

/// Submits a report: what it says stays from now on, whatever happens to the measures.
///
/// # Errors
/// [`Problem::Refused`] when there is no measure to report on, or nothing was written about what was done.
pub(crate) fn submit(tx: &mut Tx, id: ReportId) -> Result<Report, Problem> {
    let before = draft(tx, id)?;
    let content = content::gather(tx, &before)?;
    if content.measures().next().is_none() {
        return Err(Problem::refused("report-no-measures"));
    }
    if before.practices.is_empty() {
        return Err(Problem::refused(Say::new("report-practices-missing")));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SUBMIT, &[&id, &now, &by])?;
    tx.run(FREEZE, &[&id, &Json(&content)])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "report-submitted", "", Some(&before), &after)?;
    Ok(after)
}
