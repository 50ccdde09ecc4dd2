//! Mass evaluations: listed, set up, shown, opened, extended and closed.

pub(crate) mod actions;
mod form;
mod list;
pub(crate) mod record;
mod results;
pub(crate) mod rules;
mod show;
mod steps;

use std::sync::Arc;

use web::{Routes, Writing};

use crate::policy::{ReadEvaluations, ReadOutcome, RunEvaluation};
use crate::services::Services;

pub(crate) fn routes(services: &Arc<Services>) -> Routes {
    let (offered, made) = (Arc::clone(services), Arc::clone(services));
    Routes::new()
        .get("/evaluations", ReadEvaluations, list::list)
        .get("/evaluations/new", RunEvaluation, move |cx, input| form::new(&offered, cx, input))
        .post("/evaluations", RunEvaluation, move |cx: &mut Writing<'_, RunEvaluation>, input| {
            form::create(&made, cx, input)
        })
        .get("/evaluations/{id}", ReadEvaluations, show::show)
        .sample("/evaluations/1")
        .get("/evaluations/{id}/edit", RunEvaluation, form::edit)
        .sample("/evaluations/3/edit")
        .post("/evaluations/{id}", RunEvaluation, form::change)
        .sample("/evaluations/1")
        .post("/evaluations/{id}/removal", RunEvaluation, steps::remove)
        .sample("/evaluations/1/removal")
        .post("/evaluations/{id}/opening", RunEvaluation, steps::open)
        .sample("/evaluations/1/opening")
        .post("/evaluations/{id}/extension", RunEvaluation, steps::extend)
        .sample("/evaluations/1/extension")
        .post("/evaluations/{id}/closure", RunEvaluation, steps::close)
        .sample("/evaluations/1/closure")
        .post("/evaluations/{id}/voiding", RunEvaluation, steps::void)
        .sample("/evaluations/1/voiding")
        .get("/evaluations/{id}/results", ReadOutcome, results::show)
        .sample("/evaluations/1/results")
}

pub(crate) const STATEMENTS: &[&str] = &[
    record::ALL,
    record::FIND,
    record::MANIFEST,
    record::BY_HASH,
    record::BOARD,
    record::RESULTS,
    actions::CREATE,
    actions::CHANGE,
    actions::REMOVE,
    actions::SET_STATE,
    actions::EXTEND,
    actions::REMARK,
];
