//! Visits: taken down in the room on a telephone, finished at a desk.

pub(crate) mod actions;
mod files;
mod form;
mod list;
pub(crate) mod record;
pub(crate) mod rules;
mod show;

use web::Routes;

use crate::policy::{KeepVisits, ReadVisits};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/visits", ReadVisits, list::list)
        .get("/visits/new", KeepVisits, form::new)
        .post("/visits", KeepVisits, form::create)
        .get("/visits/{id}", ReadVisits, show::show)
        .sample("/visits/1")
        .get("/visits/{id}/edit", KeepVisits, form::edit)
        .sample("/visits/1/edit")
        .post("/visits/{id}", KeepVisits, form::correct)
        .sample("/visits/1")
        .post("/visits/{id}/heard", KeepVisits, show::hear)
        .sample("/visits/1/heard")
        .post("/visits/{id}/completion", KeepVisits, show::finish)
        .sample("/visits/1/completion")
        .upload("/visits/{id}/files", KeepVisits, files::add)
        .sample("/visits/1/files")
        .get("/visits/{id}/files/{file}", ReadVisits, files::hand_out)
        .sample("/visits/1/files/1")
}
