//! Leading groups (领导小组) and their members.

pub(crate) mod actions;
mod form;
mod list;
mod members;
pub(crate) mod record;
mod show;

use web::{Routes, Words};

use crate::policy::{KeepGroups, ReadGroups};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/leading-groups", ReadGroups, list::list)
        .get("/leading-groups/new", KeepGroups, form::new)
        .post("/leading-groups", KeepGroups, form::create)
        .get("/leading-groups/{id}", ReadGroups, show::show)
        .sample("/leading-groups/1")
        .get("/leading-groups/{id}/edit", KeepGroups, form::edit)
        .sample("/leading-groups/1/edit")
        .post("/leading-groups/{id}", KeepGroups, form::correct)
        .sample("/leading-groups/1")
        .get("/leading-groups/{id}/members/new", KeepGroups, members::new)
        .sample("/leading-groups/1/members/new")
        .post("/leading-groups/{id}/members", KeepGroups, members::name)
        .sample("/leading-groups/1/members")
        .get("/leading-groups/{id}/members/{member}/edit", KeepGroups, members::edit)
        .sample("/leading-groups/1/members/1/edit")
        .post("/leading-groups/{id}/members/{member}", KeepGroups, members::correct)
        .sample("/leading-groups/1/members/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::SAME,
        record::MEMBERS,
        actions::CREATE,
        actions::CORRECT,
        actions::NAME,
        actions::RENAME,
    ]
}

/// The word for a role.
pub(crate) fn role_word(words: &Words, role: record::Role) -> String {
    words.t(&format!("group-role-{}", role.code()))
}
