//! Setting up plans, putting them in force, closing them.

use kernel::{Problem, Say};
use store::Tx;

use super::record::{self, Aspect, Grades, Plan, PlanId, State, reference};
use crate::history::note;
use crate::measures::rules::Warning;

pub(crate) const CREATE: &str =
    "INSERT INTO plans (title, number, from_year, until_year, state, near_days, tolerance, first_after, second_after,
    third_after, created_at, created_by) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11) RETURNING id";
pub(crate) const CORRECT: &str = "UPDATE plans SET title = $2, number = $3, from_year = $4, until_year = $5,
    near_days = $6, tolerance = $7, first_after = $8, second_after = $9, third_after = $10 WHERE id = $1";
pub(crate) const MOVE: &str = "UPDATE plans SET state = $2 WHERE id = $1";
pub(crate) const ADD_ASPECT: &str =
    "INSERT INTO plan_aspects (plan_id, place, name) VALUES ($1, $2, $3) RETURNING id";
pub(crate) const CLEAR_PLACES: &str =
    "UPDATE plan_aspects SET place = -place WHERE plan_id = $1 AND place > 0";
pub(crate) const SET_ASPECT: &str = "UPDATE plan_aspects SET place = $2, name = $3 WHERE id = $1";
pub(crate) const DROP_ASPECT: &str = "DELETE FROM plan_aspects WHERE id = $1";
pub(crate) const IN_ASPECT: &str = "SELECT COUNT(*) FROM measures WHERE aspect_id = $1";
pub(crate) const HAND_OUT: &str =
    "UPDATE measures SET state = 'issued', updated_at = $2 WHERE plan_id = $1 AND state = 'draft'";
pub(crate) const STILL_OPEN: &str = "SELECT COUNT(*) FROM measures WHERE plan_id = $1
    AND state IN ('draft', 'issued', 'signed', 'running', 'handed_in')";
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM measures WHERE plan_id = $1";

/// A plan as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub title: String,
    pub number: String,
    pub from_year: i16,
    pub until_year: i16,
    pub warning: Warning,
    pub grades: Grades,
    /// Names of its aspects in order.
    pub aspects: Vec<String>,
}

/// Sets up a plan.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn create(tx: &mut Tx, draft: &Draft) -> Result<PlanId, Problem> {
    let (now, by, w, g) = (tx.now(), tx.actor_code(), draft.warning, draft.grades);
    let id: PlanId = tx.insert(
        CREATE,
        &[
            &draft.title,
            &draft.number,
            &draft.from_year,
            &draft.until_year,
            &w.near_days,
            &w.tolerance,
            &g.first,
            &g.second,
            &g.third,
            &now,
            &by,
        ],
    )?;
    order_aspects(tx, id, &draft.aspects)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "plan-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects a plan. Aspects are known by their names; one that stands in the place of another is that one renamed.
///
/// # Errors
/// [`Problem::Refused`] when the plan is closed, [`Problem::Invalid`] when an aspect would go that has measures.
pub(crate) fn correct(tx: &mut Tx, id: PlanId, draft: &Draft) -> Result<Plan, Problem> {
    let before = record::find(tx, id)?;
    if before.state == State::Closed {
        return Err(Problem::refused("plan-is-closed"));
    }
    let (w, g) = (draft.warning, draft.grades);
    tx.run(
        CORRECT,
        &[
            &id,
            &draft.title,
            &draft.number,
            &draft.from_year,
            &draft.until_year,
            &w.near_days,
            &w.tolerance,
            &g.first,
            &g.second,
            &g.third,
        ],
    )?;
    order_aspects(tx, id, &draft.aspects)?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "plan-corrected", "", Some(&before), &after)?;
    Ok(after)
}

fn order_aspects(tx: &mut Tx, id: PlanId, names: &[String]) -> Result<(), Problem> {
    let old = record::aspects(tx, id)?;
    tx.run(CLEAR_PLACES, &[&id])?;
    let mut kept = Vec::new();
    for (place, name) in (1_u32..).zip(names) {
        let same = |one: &&Aspect| one.name == *name;
        let renamed = |one: &&Aspect| one.place == place && !names.contains(&one.name);
        let found = old.iter().find(same).or_else(|| old.iter().find(renamed));
        match found {
            Some(aspect) => {
                tx.run(SET_ASPECT, &[&aspect.id, &place, name])?;
                kept.push(aspect.id);
            }
            None => {
                let _: record::AspectId = tx.insert(ADD_ASPECT, &[&id, &place, name])?;
            }
        }
    }
    for aspect in old.iter().filter(|one| !kept.contains(&one.id)) {
        if tx.count(IN_ASPECT, &[&aspect.id])? > 0 {
            return Err(Problem::field("aspects", Say::new("plan-aspect-in-use").with("name", &aspect.name)));
        }
        tx.run(DROP_ASPECT, &[&aspect.id])?;
    }
    Ok(())
}

/// Puts a plan in force: all its measures are handed out (下达).
///
/// # Errors
/// [`Problem::Refused`] unless it is a draft with measures.
pub(crate) fn put_in_force(tx: &mut Tx, id: PlanId) -> Result<Plan, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Draft {
        return Err(Problem::refused("plan-not-draft"));
    }
    if tx.count(COUNT, &[&id])? == 0 {
        return Err(Problem::refused("plan-without-measures"));
    }
    let now = tx.now();
    tx.run(HAND_OUT, &[&id, &now])?;
    move_to(tx, &before, State::InForce, "plan-put-in-force")
}

/// Closes a plan.
///
/// # Errors
/// [`Problem::Refused`] unless it is in force and every measure is accepted or stopped; standing measures too are accepted
/// in the end.
pub(crate) fn close(tx: &mut Tx, id: PlanId) -> Result<Plan, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::InForce {
        return Err(Problem::refused("plan-not-in-force"));
    }
    let open = tx.count(STILL_OPEN, &[&id])?;
    if open > 0 {
        return Err(Problem::refused(Say::new("plan-still-open").with("n", open)));
    }
    move_to(tx, &before, State::Closed, "plan-closed")
}

fn move_to(tx: &mut Tx, before: &Plan, state: State, did: &'static str) -> Result<Plan, Problem> {
    tx.run(MOVE, &[&before.id, &state])?;
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, "", Some(before), &after)?;
    Ok(after)
}
