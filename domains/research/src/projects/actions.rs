//! Drafting projects, changing them, and taking their steps.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem, UserId};
use store::Tx;
use web::enclosures::{Enclosure, keep};
use web::history::note;

use super::record::{self, Project, ProjectId, methods_text, reference};
use super::rules::{Kind, Method, Step, after, may_stand_below};
use crate::bodies;
use crate::sight::Sight;

pub(crate) const NUMBER: &str =
    "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM research_projects WHERE year = $1";
pub(crate) const CREATE: &str =
    "INSERT INTO research_projects (year, number, kind, theme, purpose, methods, outline, lead_user,
    lead_name, others, starts, ends, parent_id, state, report, author, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', '', $14, $15, $16) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE research_projects SET kind = $2, theme = $3, purpose = $4, methods = $5, outline = $6,
    lead_user = $7, lead_name = $8, others = $9, starts = $10, ends = $11, parent_id = $12 WHERE id = $1";
pub(crate) const MOVE: &str = "UPDATE research_projects SET state = $2 WHERE id = $1";
pub(crate) const REPORT: &str = "UPDATE research_projects SET report = $2 WHERE id = $1";
pub(crate) const ADD_MEMBER: &str =
    "INSERT INTO research_members (project_id, user_id, name) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
pub(crate) const DROP_MEMBERS: &str = "DELETE FROM research_members WHERE project_id = $1";
pub(crate) const ADD_ORG: &str =
    "INSERT INTO research_organisations (project_id, org_id, name) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
/// Organisations that are no longer planned; those that were visited stay.
pub(crate) const DROP_ORGS: &str = "DELETE FROM research_organisations WHERE project_id = $1
    AND org_id NOT IN (SELECT v.org_id FROM research_visits v WHERE v.project_id = $1)";

/// A project as it is planned.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub kind: Kind,
    pub theme: String,
    pub purpose: String,
    pub methods: Vec<Method>,
    pub outline: String,
    pub lead: Option<UserId>,
    pub lead_name: String,
    pub members: Vec<(UserId, String)>,
    pub others: String,
    pub starts: Day,
    pub ends: Day,
    pub orgs: Vec<OrgBrief>,
    pub parent: Option<ProjectId>,
}

fn must_be_theirs(sight: &Sight, kind: Kind) -> Result<(), Problem> {
    match sight.committee || kind == Kind::Youth {
        true => Ok(()),
        false => Err(Problem::field("kind", "project-only-youth")),
    }
}

/// Drafts a project; its number is the next of the year in which it starts.
///
/// # Errors
/// [`Problem::Invalid`] for a kind that is not theirs.
pub(crate) fn create(tx: &mut Tx, sight: &Sight, plan: &Plan) -> Result<ProjectId, Problem> {
    must_be_theirs(sight, plan.kind)?;
    let year = plan.starts.year();
    let number: u32 = tx.one(NUMBER, &[&year], |row| row.get(0))?;
    let (now, by) = (tx.now(), tx.actor_code());
    let id: ProjectId = tx.insert(
        CREATE,
        &[
            &year,
            &number,
            &plan.kind,
            &plan.theme,
            &plan.purpose,
            &methods_text(&plan.methods),
            &plan.outline,
            &plan.lead.map(|user| user.0),
            &plan.lead_name,
            &plan.others,
            &plan.starts,
            &plan.ends,
            &plan.parent,
            &sight.user.0,
            &now,
            &by,
        ],
    )?;
    add(tx, id, plan)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "project-drafted", "", None::<&()>, &made)?;
    Ok(id)
}

fn add(tx: &mut Tx, id: ProjectId, plan: &Plan) -> Result<(), Problem> {
    for (user, name) in &plan.members {
        tx.run(ADD_MEMBER, &[&id, &user.0, name])?;
    }
    plan.orgs.iter().try_for_each(|org| add_org(tx, id, org))
}

/// One more organisation that is visited.
pub(crate) fn add_org(tx: &mut Tx, id: ProjectId, org: &OrgBrief) -> Result<(), Problem> {
    bodies::keep(tx, org)?;
    tx.run(ADD_ORG, &[&id, &org.id, &org.name])?;
    Ok(())
}

fn kept(tx: &mut Tx, sight: &Sight, id: ProjectId) -> Result<Project, Problem> {
    let project = record::find(tx, id)?;
    if !record::standing(tx, sight, id)?.keeps {
        return Err(Problem::refused("project-not-yours"));
    }
    match project.state.is_open() {
        true => Ok(project),
        false => Err(Problem::refused("project-is-concluded")),
    }
}

fn done(tx: &mut Tx, before: &Project, did: &'static str, reason: &str) -> Result<Project, Problem> {
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, reason, Some(before), &after)?;
    Ok(after)
}

/// Changes what is planned.
///
/// # Errors
/// [`Problem::Refused`] when it is concluded or somebody else's; [`Problem::Invalid`] when it would stand below itself.
pub(crate) fn correct(tx: &mut Tx, sight: &Sight, id: ProjectId, plan: &Plan) -> Result<Project, Problem> {
    let before = kept(tx, sight, id)?;
    must_be_theirs(sight, plan.kind)?;
    if let Some(parent) = plan.parent
        && !may_stand_below(&record::parents(tx)?, id.0, parent.0)
    {
        return Err(Problem::field("parent", "project-below-itself"));
    }
    tx.run(
        CORRECT,
        &[
            &id,
            &plan.kind,
            &plan.theme,
            &plan.purpose,
            &methods_text(&plan.methods),
            &plan.outline,
            &plan.lead.map(|user| user.0),
            &plan.lead_name,
            &plan.others,
            &plan.starts,
            &plan.ends,
            &plan.parent,
        ],
    )?;
    tx.run(DROP_MEMBERS, &[&id])?;
    tx.run(DROP_ORGS, &[&id])?;
    add(tx, id, plan)?;
    done(tx, &before, "project-corrected", "")
}

/// Takes a step.
///
/// # Errors
/// [`Problem::Refused`] when it is not theirs, not the next, or something is missing for it.
pub(crate) fn step(
    tx: &mut Tx,
    sight: &Sight,
    id: ProjectId,
    step: Step,
    reason: &str,
) -> Result<Project, Problem> {
    let before = record::find(tx, id)?;
    let standing = record::standing(tx, sight, id)?;
    let open = record::open(tx, id)?;
    let next = after(step, before.state, standing, &before.report, open)?;
    tx.run(MOVE, &[&id, &next])?;
    let after = done(tx, &before, step.did(), reason)?;
    tx.emit("research.project_moved", &reference(id), &after)?;
    Ok(after)
}

/// Writes the report, with files.
pub(crate) fn report(
    tx: &mut Tx,
    sight: &Sight,
    id: ProjectId,
    text: &str,
    files: &[Enclosure],
) -> Result<Project, Problem> {
    let before = kept(tx, sight, id)?;
    tx.run(REPORT, &[&id, &text])?;
    keep(tx, &reference(id), files)?;
    done(tx, &before, "project-report-saved", "")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::MEMBERS,
        record::ORGS,
        record::PARENTS,
        record::OPEN,
        NUMBER,
        CREATE,
        CORRECT,
        MOVE,
        REPORT,
        ADD_MEMBER,
        DROP_MEMBERS,
        ADD_ORG,
        DROP_ORGS,
    ]
}
