//! The steps of an evaluation, as an office takes them.

use kernel::{Problem, Say};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Rejection, Writing, parsed};

use super::actions;
use super::record::EvaluationId;
use super::show::rejected;
use crate::civil;
use crate::policy::RunEvaluation;
use crate::{closing, opening};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

/// A step that needs a reason.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Reasoned {
    #[serde(deserialize_with = "parsed")]
    id: EvaluationId,
    #[serde(default)]
    reason: String,
    /// The new end, as `2015-12-10T18:00`.
    #[serde(default)]
    until: String,
}

impl Reasoned {
    fn reason(&self) -> Result<String, Problem> {
        let reason = self.reason.trim().replace(['\r', '\n'], " ");
        match reason.chars().count() {
            0 => Err(Problem::field("reason", "field-required")),
            1..=200 => Ok(reason),
            _ => Err(Problem::field("reason", Say::new("ballots-too-long").with("n", 200))),
        }
    }
}

pub(super) fn remove(cx: &mut Writing<'_, RunEvaluation>, one: One) -> Result<Done, Rejection> {
    cx.write(move |tx| actions::remove(tx, one.id))?;
    Ok(Done::to("/evaluations").say("ballots-removed"))
}

pub(super) fn open(cx: &mut Writing<'_, RunEvaluation>, one: One) -> Result<Done, Rejection> {
    cx.write(move |tx| opening::ask(tx, one.id))?;
    Ok(Done::to(format!("/evaluations/{}", one.id)).say("ballots-opening"))
}

pub(super) fn extend(cx: &mut Writing<'_, RunEvaluation>, typed: Reasoned) -> Result<Done, Rejection> {
    let id = typed.id;
    let until = civil::read(&typed.until).ok_or_else(|| Problem::field("until", "ballots-time-wrong"));
    let done = typed
        .reason()
        .and_then(|reason| Ok((reason, until?)))
        .and_then(|(reason, until)| cx.write(move |tx| actions::extend(tx, id, until, &reason)));
    match done {
        Ok(()) => Ok(Done::to(format!("/evaluations/{id}")).say("ballots-extended")),
        Err(problem) => Err(rejected(cx, id, problem)),
    }
}

pub(super) fn close(cx: &mut Writing<'_, RunEvaluation>, typed: Reasoned) -> Result<Done, Rejection> {
    let id = typed.id;
    let done = typed.reason().and_then(|reason| cx.write(move |tx| closing::early(tx, id, &reason)));
    match done {
        Ok(()) => Ok(Done::to(format!("/evaluations/{id}")).say("ballots-closing")),
        Err(problem) => Err(rejected(cx, id, problem)),
    }
}

pub(super) fn void(cx: &mut Writing<'_, RunEvaluation>, typed: Reasoned) -> Result<Done, Rejection> {
    let id = typed.id;
    let done = typed.reason().and_then(|reason| cx.write(move |tx| closing::void(tx, id, &reason)));
    match done {
        Ok(()) => Ok(Done::to(format!("/evaluations/{id}")).say("ballots-voided")),
        Err(problem) => Err(rejected(cx, id, problem)),
    }
}
