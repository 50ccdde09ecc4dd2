//! Organisations: the tree, one organisation, and how both stood on any day.

pub mod actions;
mod form;
pub mod history;
pub mod kind;
pub mod list;
pub mod query;
pub mod record;
pub mod rules;
mod show;
#[cfg(test)]
mod tests;
pub mod tree;

use web::Routes;

use crate::policy::{ReadOrganisations, WriteOrganisations};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/organisations", ReadOrganisations, list::list)
        .get("/organisations/tree", ReadOrganisations, tree::tree)
        .get("/organisations/new", WriteOrganisations, form::new)
        .post("/organisations", WriteOrganisations, form::create)
        .get("/organisations/{id}", ReadOrganisations, show::show)
        .sample("/organisations/2")
        .get("/organisations/{id}/edit", WriteOrganisations, form::edit)
        .sample("/organisations/2/edit")
        .post("/organisations/{id}", WriteOrganisations, form::correct)
        .sample("/organisations/2")
}

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, history::STATEMENTS, record::STATEMENTS, show::STATEMENTS, tree::STATEMENTS]
        .concat()
}
