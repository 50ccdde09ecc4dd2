//! Meetings of leading groups: agenda, who came, minutes.

pub(crate) mod actions;
mod form;
mod list;
mod paper;
pub(crate) mod record;
mod show;

use web::Routes;

use crate::policy::{KeepGroups, ReadGroups};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/group-meetings", ReadGroups, list::list)
        .get("/leading-groups/{id}/meetings/new", KeepGroups, form::new)
        .sample("/leading-groups/1/meetings/new")
        .post("/leading-groups/{id}/meetings", KeepGroups, form::create)
        .sample("/leading-groups/1/meetings")
        .get("/group-meetings/{id}", ReadGroups, show::show)
        .sample("/group-meetings/1")
        .get("/group-meetings/{id}/edit", KeepGroups, form::edit)
        .sample("/group-meetings/1/edit")
        .post("/group-meetings/{id}", KeepGroups, form::correct)
        .sample("/group-meetings/1")
        .get("/group-meetings/{id}/paper", ReadGroups, paper::show)
        .sample("/group-meetings/1/paper")
        .upload("/group-meetings/{id}/files", KeepGroups, show::add_files)
        .sample("/group-meetings/1/files")
        .get("/group-meetings/{id}/files/{file}", ReadGroups, show::download)
        .sample("/group-meetings/1/files/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_GROUP,
        record::BETWEEN,
        record::ATTENDANCE,
        actions::CREATE,
        actions::CORRECT,
        actions::FORGET,
        actions::ATTEND,
    ]
}
