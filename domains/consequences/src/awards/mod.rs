//! Honours of a year: who is eligible by grade, how many places there are, the notice, and the list of honour.

pub(crate) mod actions;
mod form;
mod groups;
mod list;
mod paper;
pub(crate) mod record;
pub(crate) mod rules;
mod show;
mod steps;

use web::Routes;

use crate::policy::{DecideAwards, ReadAwards};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/awards", ReadAwards, list::list)
        .get("/awards/new", DecideAwards, form::new)
        .post("/awards", DecideAwards, form::create)
        .get("/awards/{id}", ReadAwards, show::show)
        .sample("/awards/1")
        .get("/awards/{id}/paper", ReadAwards, paper::show)
        .sample("/awards/2/paper")
        .get("/awards/{id}/edit", DecideAwards, form::edit)
        .sample("/awards/1/edit")
        .post("/awards/{id}", DecideAwards, form::correct)
        .sample("/awards/1")
        .post("/awards/{id}/notice", DecideAwards, steps::notice)
        .sample("/awards/1/notice")
        .post("/awards/{id}/reopening", DecideAwards, steps::reopen)
        .sample("/awards/1/reopening")
        .post("/awards/{id}/honours", DecideAwards, steps::finish)
        .sample("/awards/1/honours")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::SAME,
        actions::CREATE,
        actions::CORRECT,
        actions::PUT_UP,
        actions::REOPEN,
        actions::FINISH,
    ]
}
