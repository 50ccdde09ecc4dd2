//! Annual key work (年度重点工作): the list of a year.

pub(crate) mod actions;
mod form;
mod list;
pub(crate) use list::state_word;
pub(crate) mod record;
pub(crate) mod rules;
mod show;

use web::Routes;

use crate::policy::{NoteKeyWork, ReadKeyWork, SetKeyWork};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/key-work", ReadKeyWork, list::list)
        .get("/key-work/new", SetKeyWork, form::new)
        .post("/key-work", SetKeyWork, form::create)
        .get("/key-work/{id}", ReadKeyWork, show::show)
        .sample("/key-work/1")
        .get("/key-work/{id}/edit", SetKeyWork, form::edit)
        .sample("/key-work/1/edit")
        .post("/key-work/{id}", SetKeyWork, form::correct)
        .sample("/key-work/1")
        .post("/key-work/{id}/place", SetKeyWork, show::shift)
        .sample("/key-work/1/place")
        .post("/key-work/{id}/state", NoteKeyWork, show::move_on)
        .sample("/key-work/1/state")
        .upload("/key-work/{id}/files", NoteKeyWork, show::add_files)
        .sample("/key-work/1/files")
        .get("/key-work/{id}/files/{file}", ReadKeyWork, show::download)
        .sample("/key-work/1/files/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_YEAR,
        record::DUE_BETWEEN,
        record::YEARS,
        record::LAST_PLACE,
        actions::CREATE,
        actions::CORRECT,
        actions::PLACE,
        actions::MOVE_ON,
    ]
}
