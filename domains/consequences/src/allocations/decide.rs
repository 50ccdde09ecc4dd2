//! What is done to an allocation from its page.

use kernel::{Act, OrgId, Problem, names};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Rejection, Writing};

use super::actions::{self, Decision, Deviation};
use super::record::AllocationId;
use super::rules::{Capacity, State};
use super::show::{self, Typed, Viewer};
use crate::amount::Amount;
use crate::fields::{Fields, Figures, reason};
use crate::policy::{ApproveAllocation, ProposeAllocation};
use crate::sources::Sources;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AllocationId,
}

/// The page again with what is wrong in one of its forms.
fn refuse<A: Act>(cx: &Writing<'_, A>, typed: Typed, problem: Problem) -> Rejection {
    let Problem::Invalid(errors) = problem else { return problem.into() };
    let viewer = match Viewer::writing(cx) {
        Ok(viewer) => viewer,
        Err(problem) => return problem.into(),
    };
    let (id, shown) = (AllocationId(typed.id), errors.clone());
    match cx.read(move |c| show::page(c, viewer, id, typed, &shown)) {
        Ok(page) => Rejection::form(page, errors),
        Err(problem) => problem.into(),
    }
}

fn done(id: AllocationId) -> Done {
    Done::to(format!("/allocations/{id}"))
}

impl Typed {
    fn deviation(&self) -> Result<Deviation, Problem> {
        let mut fields = Fields::default();
        let org = fields.choice("org", self.org.trim().parse().ok()).unwrap_or(OrgId(0));
        let amount = match names::fold(&self.amount).is_empty() {
            true => {
                fields.wrong("amount", "field-required");
                Amount::ZERO
            }
            false => fields.amount("amount", &self.amount),
        };
        let against = match self.against.trim() {
            "" => None,
            number => fields.choice("against", number.parse().ok()),
        };
        let reason = fields.required("reason", &self.reason, 500);
        fields.done(Deviation { org, amount, reason, against })
    }

    fn decision(&self, held: &[Capacity]) -> Result<Decision, Problem> {
        let mut fields = Fields::default();
        let capacity = match held {
            [only] => Some(*only),
            _ => {
                fields.choice("capacity", Capacity::of(self.capacity.trim()).filter(|one| held.contains(one)))
            }
        };
        let approves = match self.verdict.as_str() {
            "approve" => true,
            "return" => false,
            _ => {
                fields.wrong("remark", "fund-verdict-needed");
                false
            }
        };
        let reason = match approves {
            true => fields.text("remark", &self.remark, 500),
            false if fields.faults() == 0 => fields.required("remark", &self.remark, 500),
            false => String::new(),
        };
        fields.done(Decision { capacity: capacity.unwrap_or(Capacity::Secretary), approves, reason })
    }
}

pub(super) fn deviate(cx: &mut Writing<'_, ProposeAllocation>, typed: Typed) -> Result<Done, Rejection> {
    let id = AllocationId(typed.id);
    let decided =
        typed.deviation().and_then(|deviation| cx.write(move |tx| actions::deviate(tx, id, &deviation)));
    match decided {
        Ok(()) => Ok(done(id).say("fund-was-deviated")),
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}

pub(super) fn submit(cx: &mut Writing<'_, ProposeAllocation>, one: One) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    cx.write(move |tx| actions::submit(tx, &sources, one.id))?;
    Ok(done(one.id).say("fund-was-submitted"))
}

pub(super) fn decide(cx: &mut Writing<'_, ApproveAllocation>, typed: Typed) -> Result<Done, Rejection> {
    let id = AllocationId(typed.id);
    let sources = Sources::of(cx.site())?;
    let held = show::capacities(cx.principal(), cx.today());
    let decided = typed
        .decision(&held)
        .and_then(|decision| cx.write(move |tx| actions::decide(tx, &sources, id, &decision)));
    match decided {
        Ok(state) => Ok(done(id).say(match state {
            State::Approved => "fund-was-approved",
            State::Returned => "fund-was-returned",
            _ => "fund-was-half-approved",
        })),
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}

pub(super) fn withdraw(cx: &mut Writing<'_, ProposeAllocation>, typed: Typed) -> Result<Done, Rejection> {
    let id = AllocationId(typed.id);
    let given_up =
        reason("why", &typed.why).and_then(|reason| cx.write(move |tx| actions::withdraw(tx, id, &reason)));
    match given_up {
        Ok(gone) => Ok(Done::to(format!("/funds/{}", gone.account)).say("fund-was-withdrawn")),
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}
