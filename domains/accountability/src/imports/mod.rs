//! Measures from a workbook: looked at whole, shown before anything is written, and written all or not at all.

mod checking;
mod columns;
mod reading;
pub(crate) mod record;
mod send;
mod show;

use web::Routes;

use crate::policy::SetUpPlans;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/plans/{id}/imports/new", SetUpPlans, send::form)
        .sample("/plans/1/imports/new")
        .upload("/plans/{id}/imports", SetUpPlans, send::send)
        .sample("/plans/1/imports")
        .get("/plans/{id}/imports/{import}", SetUpPlans, show::show)
        .sample("/plans/1/imports/1")
        .post("/plans/{id}/imports/{import}/application", SetUpPlans, show::apply)
        .sample("/plans/1/imports/1/application")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::FIND, record::KEEP, record::APPLY]
}
