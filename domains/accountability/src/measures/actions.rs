//! What the office does to a measure before it is handed out, and corrections after.

use kernel::{Day, OrgId, PersonId, Problem, RecordRef};
use serde::{Deserialize, Serialize};
use store::{Tx, links};

use super::record::{self, Measure, MeasureId, Milestone, MilestoneId, reference};
use super::rules::State;
use crate::history::note;
use crate::plans::record::{self as plans, AspectId, PlanId};

pub(crate) const CREATE: &str =
    "INSERT INTO measures (plan_id, aspect_id, place, content, standard, org_id, org_name, person_id, person, starts,
    due, weight, state, percent, latest, milestones, milestones_done, handed_in_by, reason, created_at, created_by,
    updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, '', 0, 0, '', '', $14, $15, $14)
    RETURNING id";
pub(crate) const CORRECT: &str = "UPDATE measures SET aspect_id = $2, place = $3, content = $4, standard = $5,
    org_id = $6, org_name = $7, person_id = $8, person = $9, starts = $10, due = $11, weight = $12, updated_at = $13
    WHERE id = $1";
pub(crate) const NEXT_PLACE: &str =
    "SELECT CAST(COALESCE(MAX(place), 0) + 1 AS BIGINT) FROM measures WHERE aspect_id = $1";
pub(crate) const DROP: &str = "DELETE FROM measures WHERE id = $1";
pub(crate) const DROP_HELPERS: &str = "DELETE FROM measure_helpers WHERE measure_id = $1";
pub(crate) const ADD_HELPER: &str =
    "INSERT INTO measure_helpers (measure_id, org_id, org_name) VALUES ($1, $2, $3)";
pub(crate) const DROP_MILESTONES: &str = "DELETE FROM measure_milestones WHERE measure_id = $1";
pub(crate) const DROP_MILESTONE: &str = "DELETE FROM measure_milestones WHERE id = $1";
pub(crate) const ADD_MILESTONE: &str =
    "INSERT INTO measure_milestones (measure_id, name, due, form) VALUES ($1, $2, $3, $4) RETURNING id";
pub(crate) const SET_MILESTONE: &str =
    "UPDATE measure_milestones SET name = $2, due = $3, form = $4 WHERE id = $1";
pub(crate) const RECKON: &str = "UPDATE measures SET
    milestones = (SELECT COUNT(*) FROM measure_milestones s WHERE s.measure_id = measures.id),
    milestones_done = (SELECT COUNT(s.done_on) FROM measure_milestones s WHERE s.measure_id = measures.id),
    next_milestone = (SELECT MIN(s.due) FROM measure_milestones s
      WHERE s.measure_id = measures.id AND s.done_on IS NULL)
    WHERE id = $1";

/// A milestone as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// Its number, if it is there already.
    pub id: Option<MilestoneId>,
    pub name: String,
    pub due: Day,
    pub form: String,
}

/// A measure as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub plan: PlanId,
    pub aspect: AspectId,
    pub content: String,
    pub standard: String,
    pub org: OrgId,
    pub org_name: String,
    pub helpers: Vec<(OrgId, String)>,
    pub person_id: Option<PersonId>,
    pub person: String,
    pub starts: Day,
    /// `None` for a standing measure.
    pub due: Option<Day>,
    pub weight: u32,
    pub milestones: Vec<Step>,
}

impl Draft {
    /// A measure as it is.
    pub fn of(measure: &Measure, helpers: Vec<(OrgId, String)>, milestones: &[Milestone]) -> Self {
        let step = |one: &Milestone| Step {
            id: Some(one.id),
            name: one.name.clone(),
            due: one.due,
            form: one.form.clone(),
        };
        Self {
            plan: measure.plan,
            aspect: measure.aspect,
            content: measure.content.clone(),
            standard: measure.standard.clone(),
            org: measure.org,
            org_name: measure.org_name.clone(),
            helpers,
            person_id: measure.person_id,
            person: measure.person.clone(),
            starts: measure.starts,
            due: measure.due,
            weight: measure.weight,
            milestones: milestones.iter().map(step).collect(),
        }
    }
}

/// Adds a measure at the end of its aspect. In a plan in force it is handed out at once.
///
/// # Errors
/// [`Problem::Refused`] when the plan is closed.
pub(crate) fn create(tx: &mut Tx, draft: &Draft, from: Option<&RecordRef>) -> Result<MeasureId, Problem> {
    let state = match plans::find(tx, draft.plan)?.state {
        plans::State::Draft => State::Draft,
        plans::State::InForce => State::Issued,
        plans::State::Closed => return Err(Problem::refused("plan-is-closed")),
    };
    let place: u32 = tx.scalar(NEXT_PLACE, &[&draft.aspect])?;
    let (now, by) = (tx.now(), tx.actor_code());
    let id: MeasureId = tx.insert(
        CREATE,
        &[
            &draft.plan,
            &draft.aspect,
            &place,
            &draft.content,
            &draft.standard,
            &draft.org,
            &draft.org_name,
            &draft.person_id,
            &draft.person,
            &draft.starts,
            &draft.due,
            &draft.weight,
            &state,
            &now,
            &by,
        ],
    )?;
    set_helpers(tx, id, &draft.helpers)?;
    set_milestones(tx, id, &draft.milestones)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "measure-created", "", None::<&()>, &made)?;
    if let Some(from) = from {
        links::link(tx, web::links::LEADS_TO, from, &reference(id))?;
    }
    Ok(id)
}

/// Corrects a measure that is not settled. Once it is handed out, its last day is moved by an extension alone.
///
/// # Errors
/// [`Problem::Refused`] when it is settled, [`Problem::Invalid`] when its last day would be another.
pub(crate) fn correct(tx: &mut Tx, id: MeasureId, draft: &Draft) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if matches!(before.state, State::Done | State::Stopped) {
        return Err(Problem::refused("measure-settled"));
    }
    if before.state != State::Draft && before.due != draft.due {
        return Err(Problem::field("due", "measure-due-by-extension"));
    }
    let place = match before.aspect == draft.aspect {
        true => before.place,
        false => tx.scalar(NEXT_PLACE, &[&draft.aspect])?,
    };
    let now = tx.now();
    tx.run(
        CORRECT,
        &[
            &id,
            &draft.aspect,
            &place,
            &draft.content,
            &draft.standard,
            &draft.org,
            &draft.org_name,
            &draft.person_id,
            &draft.person,
            &draft.starts,
            &draft.due,
            &draft.weight,
            &now,
        ],
    )?;
    tx.run(DROP_HELPERS, &[&id])?;
    set_helpers(tx, id, &draft.helpers)?;
    set_milestones(tx, id, &draft.milestones)?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "measure-corrected", "", Some(&before), &after)?;
    Ok(after)
}

fn set_helpers(tx: &mut Tx, id: MeasureId, helpers: &[(OrgId, String)]) -> Result<(), Problem> {
    for (org, name) in helpers {
        tx.run(ADD_HELPER, &[&id, org, name])?;
    }
    Ok(())
}

/// Makes the milestones those of the list; what is done stays as it is.
fn set_milestones(tx: &mut Tx, id: MeasureId, steps: &[Step]) -> Result<(), Problem> {
    let old = record::milestones(tx, id)?;
    for step in steps {
        match old.iter().find(|one| Some(one.id) == step.id) {
            Some(one) if one.done_on.is_some() => {}
            Some(one) => {
                tx.run(SET_MILESTONE, &[&one.id, &step.name, &step.due, &step.form])?;
            }
            None => {
                let _: MilestoneId = tx.insert(ADD_MILESTONE, &[&id, &step.name, &step.due, &step.form])?;
            }
        }
    }
    let kept = |one: &record::Milestone| steps.iter().any(|step| step.id == Some(one.id));
    for gone in old.iter().filter(|one| one.done_on.is_none() && !kept(one)) {
        tx.run(DROP_MILESTONE, &[&gone.id])?;
    }
    tx.run(RECKON, &[&id])?;
    Ok(())
}

/// Takes a measure out of a draft again; the numbers of those behind it stay as they are.
///
/// # Errors
/// [`Problem::Refused`] once it is handed out.
pub(crate) fn remove(tx: &mut Tx, id: MeasureId) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Draft {
        return Err(Problem::refused("measure-handed-out"));
    }
    tx.run(DROP_HELPERS, &[&id])?;
    tx.run(DROP_MILESTONES, &[&id])?;
    links::unlink_all(tx, &reference(id))?;
    tx.run(DROP, &[&id])?;
    tx.note_gone(&reference(id), &before)?;
    Ok(before)
}
