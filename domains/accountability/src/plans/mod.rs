//! Plans (实施意见): years, aspects, parameters, and the board of their measures.

mod about;
pub(crate) mod actions;
mod board;
mod form;
mod list;
pub(crate) mod record;

use web::Routes;

use crate::policy::{ReadMeasures, SetUpPlans};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/plans", ReadMeasures, list::list)
        .get("/plans/new", SetUpPlans, form::new)
        .post("/plans", SetUpPlans, form::create)
        .get("/plans/{id}", ReadMeasures, board::show)
        .sample("/plans/1")
        .get("/plans/{id}/about", ReadMeasures, about::show)
        .sample("/plans/1/about")
        .get("/plans/{id}/edit", SetUpPlans, form::edit)
        .sample("/plans/1/edit")
        .post("/plans/{id}", SetUpPlans, form::correct)
        .sample("/plans/1")
        .post("/plans/{id}/entry-into-force", SetUpPlans, about::put_in_force)
        .sample("/plans/1/entry-into-force")
        .post("/plans/{id}/closure", SetUpPlans, about::close)
        .sample("/plans/1/closure")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::ASPECTS,
        actions::CREATE,
        actions::CORRECT,
        actions::MOVE,
        actions::ADD_ASPECT,
        actions::CLEAR_PLACES,
        actions::SET_ASPECT,
        actions::DROP_ASPECT,
        actions::IN_ASPECT,
        actions::HAND_OUT,
        actions::STILL_OPEN,
        actions::COUNT,
    ]
}
