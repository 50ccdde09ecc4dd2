//! Projects: drafted, approved, carried out, reported, concluded and archived.

pub(crate) mod actions;
mod form;
mod list;
mod people;
pub(crate) mod record;
mod report;
pub(crate) mod rules;
pub(crate) mod show;

use web::{Routes, Words};

use crate::policy::{KeepProjects, ReadProjects};
use record::Project;

/// Number of a project as people say it.
pub(crate) fn numbered(words: &Words, of: &Project) -> String {
    let args = [("year", of.year.to_string()), ("number", of.number.to_string())];
    words.f("project-numbered", args)
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/research", ReadProjects, list::list)
        .get("/research/new", KeepProjects, form::new)
        .post("/research", KeepProjects, form::create)
        .get("/research/{id}", ReadProjects, show::show)
        .sample("/research/1")
        .get("/research/{id}/edit", KeepProjects, form::edit)
        .sample("/research/19/edit")
        .post("/research/{id}", KeepProjects, form::correct)
        .sample("/research/19")
        .post("/research/{id}/step", KeepProjects, show::step)
        .sample("/research/19/step")
        .get("/research/{id}/report", KeepProjects, report::edit)
        .sample("/research/19/report")
        .upload("/research/{id}/report", KeepProjects, report::save)
        .sample("/research/19/report")
        .get("/research/{id}/files/{file}", ReadProjects, report::file)
        .sample("/research/19/files/1")
}
