//! Drafts: schemes that are being edited, by form, by several people at once. Every saved edit is a revision; a form
//! carries the revision it was made from, so that nothing anybody typed is lost.

pub(crate) mod actions;
mod begin;
mod blend;
mod clash;
mod edit;
mod history;
mod indicators;
mod merge;
#[cfg(test)]
mod merge_tests;
pub(crate) mod record;
mod save;
mod show;

use web::Routes;

use crate::policy::{PrepareCycle, ReadPreparation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schemes/drafts/new", PrepareCycle, begin::form)
        .upload("/schemes/drafts", PrepareCycle, begin::create)
        .get("/schemes/drafts/{id}", ReadPreparation, show::show)
        .sample("/schemes/drafts/1")
        .get("/schemes/drafts/{id}/file", ReadPreparation, show::file)
        .sample("/schemes/drafts/1/file")
        .get("/schemes/drafts/{id}/history", ReadPreparation, history::show)
        .sample("/schemes/drafts/1/history")
        .post("/schemes/drafts/{id}/keep", PrepareCycle, show::keep)
        .sample("/schemes/drafts/1/keep")
        .post("/schemes/drafts/{id}/removal", PrepareCycle, show::discard)
        .sample("/schemes/drafts/999/removal")
        .post("/schemes/drafts/{id}/restoration", PrepareCycle, show::restore)
        .sample("/schemes/drafts/1/restoration")
        .get("/schemes/drafts/{id}/parts/{part}", PrepareCycle, edit::part_form)
        .sample("/schemes/drafts/1/parts/dimensions")
        .post("/schemes/drafts/{id}/parts/{part}", PrepareCycle, edit::send_part)
        .sample("/schemes/drafts/1/parts/dimensions")
        .get("/schemes/drafts/{id}/indicators", PrepareCycle, indicators::form)
        .sample("/schemes/drafts/1/indicators")
        .post("/schemes/drafts/{id}/indicators", PrepareCycle, indicators::add)
        .sample("/schemes/drafts/1/indicators")
        .get("/schemes/drafts/{id}/indicators/{indicator}", PrepareCycle, edit::indicator_form)
        .sample("/schemes/drafts/1/indicators/mass-evaluation")
        .post("/schemes/drafts/{id}/indicators/{indicator}", PrepareCycle, edit::send_indicator)
        .sample("/schemes/drafts/1/indicators/mass-evaluation")
        .post("/schemes/drafts/{id}/indicators/{indicator}/place", PrepareCycle, indicators::place)
        .sample("/schemes/drafts/1/indicators/mass-evaluation/place")
}

/// Every SQL statement about drafts.
pub(super) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::TEXT,
        record::REVISIONS,
        record::OF_KEPT,
        record::HIGHEST,
        actions::BEGIN,
        actions::ADD_REVISION,
        actions::MOVE_ON,
        actions::SET_STATE,
    ]
}
