//! Schemes: the rules of an appraisal, kept version by version. A version that was kept is never changed; drafts are
//! edited by form until they become the next version.

pub(crate) mod actions;
mod difference;
mod drafts;
mod editor;
mod faults;
#[cfg(test)]
mod faults_tests;
mod in_words;
mod pages;
pub(crate) mod record;
mod sample;
mod sentences;
mod trial;

pub use sample::sample_draft;
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
        .get("/schemes/{id}/difference", ReadPreparation, difference::of_kept)
        .sample("/schemes/1/difference?with=draft-1")
        .get("/schemes/drafts/{id}/difference", ReadPreparation, difference::of_draft)
        .sample("/schemes/drafts/1/difference")
        .and(drafts::routes())
        .and(trial::routes())
}

/// The statements besides those of kept versions.
pub(crate) fn statements() -> Vec<&'static str> {
    drafts::statements()
}
