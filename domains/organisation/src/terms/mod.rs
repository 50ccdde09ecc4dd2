//! Terms of office and the elections that renew them.

pub mod actions;
mod form;
pub mod list;
pub mod record;
pub mod rules;

use web::Routes;

use crate::policy::{ReadOrganisations, RecordElections};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/elections", ReadOrganisations, list::list)
        .get("/organisations/{id}/elections/new", RecordElections, form::new)
        .sample("/organisations/2/elections/new")
        .post("/organisations/{id}/elections", RecordElections, form::record)
        .sample("/organisations/2/elections")
}

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, record::STATEMENTS].concat()
}
