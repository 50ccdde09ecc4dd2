//! Boxes: who may vote for which organisation, in which voter group.

pub(crate) mod actions;
mod page;
pub(crate) mod record;

use web::Routes;

use crate::policy::RunEvaluation;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/evaluations/{id}/boxes/{box_id}", RunEvaluation, page::show)
        .sample("/evaluations/1/boxes/1")
        .post("/evaluations/{id}/boxes/{box_id}/filling", RunEvaluation, page::fill)
        .sample("/evaluations/1/boxes/1/filling")
        .post("/evaluations/{id}/boxes/{box_id}/voters", RunEvaluation, page::change)
        .sample("/evaluations/1/boxes/1/voters")
        .post("/evaluations/{id}/boxes/{box_id}/paper", RunEvaluation, page::paper)
        .sample("/evaluations/1/boxes/1/paper")
}

pub(crate) const STATEMENTS: &[&str] = &[
    record::OF_EVALUATION,
    record::FIND,
    record::VOTERS,
    record::OF_PERSON,
    record::WITHOUT_ACCOUNT,
    record::DROP_VOTERS,
    record::DROP,
    actions::ADD,
    actions::ADD_VOTER,
    actions::DROP_VOTER,
    actions::EMPTY,
    actions::COUNT,
    actions::ON_PAPER,
    actions::COUNT_PAPER,
    actions::HAS_CREDENTIAL,
    actions::OF_BOX,
];
