//! Promises (晋位承诺): what an organisation aims at in the year after a published one, and whether it got there.

mod actions;
mod desk;
mod form;
mod list;
mod record;
mod rules;
mod sample;

use web::Routes;

use crate::policy::{MakePromise, ReadRankings};

pub(crate) use desk::todos;
pub(crate) use list::{Made, of_organisation};
pub(crate) use sample::fill as fill_sample;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/promises", ReadRankings, list::list)
        .sample("/cycles/2/promises")
        .get("/cycles/{id}/promises/{org}/form", MakePromise, form::form)
        .sample("/cycles/2/promises/2/form")
        .post("/cycles/{id}/promises/{org}/form", MakePromise, form::make)
        .sample("/cycles/2/promises/2/form")
        .post("/cycles/{id}/promises/{org}/removal", MakePromise, form::withdraw)
        .sample("/cycles/2/promises/2/removal")
}

/// Every SQL statement about promises.
pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::OF_CYCLE, record::ONE, record::OF_YEAR, actions::MAKE, actions::FORGET]
}
