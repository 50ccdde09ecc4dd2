//! The reviews of a year: who is reviewed, until when they report, and how forms are counted.

pub(crate) mod actions;
mod form;
mod paper;
pub(crate) mod record;
mod reviewed;
pub(crate) mod show;

use web::Routes;

use crate::policy::{ConductReviews, ReadReviews};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/review-years/new", ConductReviews, form::new)
        .post("/review-years", ConductReviews, form::create)
        .get("/review-years/{id}", ReadReviews, show::show)
        .sample("/review-years/1")
        .get("/review-years/{id}/edit", ConductReviews, form::edit)
        .sample("/review-years/1/edit")
        .post("/review-years/{id}", ConductReviews, form::correct)
        .sample("/review-years/1")
        .get("/review-years/{id}/reviewed/new", ConductReviews, reviewed::new)
        .sample("/review-years/2/reviewed/new")
        .post("/review-years/{id}/reviewed", ConductReviews, reviewed::add)
        .sample("/review-years/2/reviewed")
        .get("/review-years/{id}/form", ConductReviews, paper::form)
        .sample("/review-years/1/form")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::COUNTED,
        actions::CREATE,
        actions::SAME,
        actions::CORRECT,
        actions::ADD,
    ]
}
