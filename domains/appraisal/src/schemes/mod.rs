//! Schemes: the rules of an appraisal, kept version by version. A version that was kept is never changed.

pub(crate) mod actions;
mod drafts;
pub(crate) mod editor;
mod pages;
pub(crate) mod record;

use web::Routes;

use crate::policy::{PrepareCycle, ReadPreparation};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/schemes", ReadPreparation, pages::list)
        .get("/schemes/new", PrepareCycle, pages::form)
        .upload("/schemes", PrepareCycle, pages::create)
        .get("/schemes/{id}", ReadPreparation, pages::show)
        .sample("/schemes/1")
        .get("/schemes/{id}/file", ReadPreparation, pages::file)
        .sample("/schemes/1/file")
}
