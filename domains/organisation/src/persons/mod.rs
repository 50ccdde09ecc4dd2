//! Persons on the roster: members and staff, their identity numbers, and entries that turn out to be one person.

pub mod actions;
pub mod duplicates;
mod form;
mod identity_page;
pub mod list;
mod merging;
pub mod record;
mod show;
#[cfg(test)]
mod tests;

use web::Routes;

use crate::IdentityKey;
use crate::policy::{MergePersons, ReadPersons, RevealIdentity, WritePersons};

pub(crate) fn routes(key: &IdentityKey) -> Routes {
    let (entering, correcting, showing) = (key.clone(), key.clone(), key.clone());
    Routes::new()
        .get("/persons", ReadPersons, list::list)
        .get("/persons/new", WritePersons, form::new)
        .post("/persons", WritePersons, move |cx, input| form::create(cx, input, &entering))
        .get("/persons/{id}", ReadPersons, show::show)
        .sample("/persons/1")
        .get("/persons/{id}/edit", WritePersons, form::edit)
        .sample("/persons/1/edit")
        .post("/persons/{id}", WritePersons, move |cx, input| form::correct(cx, input, &correcting))
        .sample("/persons/1")
        .get("/persons/{id}/identity", RevealIdentity, move |cx, input| {
            identity_page::show(cx, input, &showing)
        })
        .sample("/persons/1/identity")
        .post("/persons/{id}/identity", RevealIdentity, identity_page::reveal)
        .sample("/persons/1/identity")
        .get("/persons/duplicates/{first}/{second}", MergePersons, merging::show)
        .sample("/persons/duplicates/1/2")
        .post("/persons/duplicates/{first}/{second}", MergePersons, merging::merge)
        .sample("/persons/duplicates/1/2")
}

pub(crate) fn statements() -> Vec<&'static str> {
    [
        actions::STATEMENTS,
        duplicates::STATEMENTS,
        identity_page::STATEMENTS,
        record::STATEMENTS,
        show::STATEMENTS,
    ]
    .concat()
}
