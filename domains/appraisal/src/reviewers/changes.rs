//! What is sent from the pages of the panel: assignments, recusals, removal.

use kernel::{OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Rejection, Writing};

use super::actions::{self, Assigned};
use super::one::OneReviewer;
use super::record::{RecusedBy, ReviewerId};
use super::recusals;
use crate::cycles::record::CycleId;
use crate::marking::sheet::category;
use crate::participants;
use crate::policy::ManagePanel;
use crate::schemes;

/// Whole categories for several reviewers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct CategoriesForm {
    id: CycleId,
    /// Who is to mark them.
    #[serde(default)]
    reviewer: Vec<ReviewerId>,
    /// Numbers of the categories, from 1.
    #[serde(default)]
    category: Vec<usize>,
}

/// Has every named reviewer mark every organisation of the named categories, but for those they must not mark.
pub(super) fn assign_categories(
    cx: &mut Writing<'_, ManagePanel>,
    input: CategoriesForm,
) -> Result<Done, Rejection> {
    let id = input.id;
    if input.reviewer.is_empty() {
        return Err(Problem::field("reviewer", "panel-assign-nobody").into());
    }
    if input.category.is_empty() {
        return Err(Problem::field("category", "panel-assign-nothing").into());
    }
    let (numbers, reviewers) = (input.category, input.reviewer);
    let done = cx.write(move |tx| {
        let cycle = crate::cycles::record::find(tx, id, true)?;
        let scheme = schemes::record::rules(tx, cycle.scheme)?;
        let names = numbers.iter().map(|number| category(&scheme, *number));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let mut all = participants::of_cycle(tx, id)?;
        all.retain(|one| names.contains(&one.category));
        let wanted: Vec<OrgId> = all.iter().map(|one| one.org).collect();
        let mut done = Assigned::default();
        for reviewer in reviewers {
            let one = actions::assign(tx, id, reviewer, &all, &wanted)?;
            done.added += one.added;
            done.recused += one.recused;
        }
        Ok(done)
    })?;
    Ok(said(Done::to(format!("/cycles/{id}/panel")), done))
}

/// The organisations that a reviewer is to mark.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct AssignForm {
    id: CycleId,
    reviewer: ReviewerId,
    /// Numbers of the organisations; those that are not named are not marked.
    #[serde(default)]
    org: Vec<OrgId>,
}

/// Has a reviewer mark exactly the named organisations.
pub(super) fn assign(cx: &mut Writing<'_, ManagePanel>, input: AssignForm) -> Result<Done, Rejection> {
    let (id, reviewer) = (input.id, input.reviewer);
    let done = cx.write(move |tx| {
        let all = participants::of_cycle(tx, id)?;
        actions::assign(tx, id, reviewer, &all, &input.org)
    })?;
    Ok(said(Done::to(format!("/cycles/{id}/panel/{reviewer}")), done))
}

fn said(to: Done, done: Assigned) -> Done {
    let say = Say::new("panel-assigned").with("added", done.added).with("dropped", done.dropped);
    to.say(say.with("recused", done.recused)).view(&serde_json::json!({
        "added": done.added, "dropped": done.dropped, "recused": done.recused,
    }))
}

/// A recusal, or the lifting of one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct RecusalForm {
    id: CycleId,
    reviewer: ReviewerId,
    #[serde(default)]
    org: i64,
    #[serde(default)]
    reason: String,
    /// `lift` when the organisation may be marked again.
    #[serde(default)]
    what: String,
}

pub(super) fn recuse(cx: &mut Writing<'_, ManagePanel>, input: RecusalForm) -> Result<Done, Rejection> {
    let (id, reviewer, org) = (input.id, input.reviewer, OrgId(input.org));
    let say = cx.write(move |tx| {
        let found = participants::of_cycle(tx, id)?.into_iter().find(|one| one.org == org);
        let person = found.ok_or_else(|| Problem::field("org", "panel-own-unknown"))?;
        let name = person.name.clone();
        if input.what == "lift" {
            recusals::lift(tx, id, reviewer, &person, &input.reason)?;
            return Ok(Say::new("panel-recusal-lifted").with("name", name));
        }
        let n = recusals::declare(tx, id, reviewer, &person, RecusedBy::Office, &input.reason)?;
        Ok(Say::new("panel-recusal-declared").with("name", name).with("n", n))
    })?;
    Ok(Done::to(format!("/cycles/{id}/panel/{reviewer}")).say(say))
}

pub(super) fn remove(cx: &mut Writing<'_, ManagePanel>, input: OneReviewer) -> Result<Done, Rejection> {
    let (id, reviewer) = (input.id, input.reviewer);
    let gone = cx.write(move |tx| actions::remove(tx, id, reviewer))?;
    Ok(Done::to(format!("/cycles/{id}/panel")).say(Say::new("panel-removed").with("label", gone.label)))
}
