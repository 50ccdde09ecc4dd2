//! Objections (异议): raised while the notice is up, answered within working days, and a reason for a correction when they
//! are upheld.

mod actions;
mod pages;
pub(crate) mod record;

use web::Routes;

use crate::policy::{AnswerObjections, RaiseObjections};

pub(crate) use actions::{ADD, ANSWER};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/objections", RaiseObjections, pages::list)
        .sample("/cycles/2/objections")
        .get("/cycles/{id}/objections/new", RaiseObjections, pages::form)
        .sample("/cycles/2/objections/new")
        .post("/cycles/{id}/objections", RaiseObjections, pages::raise)
        .sample("/cycles/2/objections")
        .post("/objections/{objection}/answer", AnswerObjections, pages::answer)
        .sample("/objections/1/answer")
        .post("/objections/{objection}/withdrawal", RaiseObjections, pages::withdraw)
        .sample("/objections/1/withdrawal")
}
