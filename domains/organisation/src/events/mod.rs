//! Dated events: renaming, moving, merging, splitting, upgrading and abolishing an organisation.

pub mod actions;
mod form;

use web::Routes;

use crate::organisations::kind::EventKind;
use crate::policy::RecordEvents;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/organisations/{id}/renaming", RecordEvents, |cx, one| form::show(cx, one, EventKind::Renamed))
        .sample("/organisations/3/renaming")
        .post("/organisations/{id}/renaming", RecordEvents, |cx, typed| {
            form::record(cx, typed, EventKind::Renamed)
        })
        .sample("/organisations/3/renaming")
        .get("/organisations/{id}/move", RecordEvents, |cx, one| form::show(cx, one, EventKind::Moved))
        .sample("/organisations/3/move")
        .post("/organisations/{id}/move", RecordEvents, |cx, typed| form::record(cx, typed, EventKind::Moved))
        .sample("/organisations/3/move")
        .get("/organisations/{id}/upgrade", RecordEvents, |cx, one| form::show(cx, one, EventKind::Upgraded))
        .sample("/organisations/3/upgrade")
        .post("/organisations/{id}/upgrade", RecordEvents, |cx, typed| {
            form::record(cx, typed, EventKind::Upgraded)
        })
        .sample("/organisations/3/upgrade")
        .get("/organisations/{id}/split", RecordEvents, |cx, one| form::show(cx, one, EventKind::Split))
        .sample("/organisations/3/split")
        .post("/organisations/{id}/split", RecordEvents, |cx, typed| {
            form::record(cx, typed, EventKind::Split)
        })
        .sample("/organisations/3/split")
        .get("/organisations/{id}/merger", RecordEvents, |cx, one| form::show(cx, one, EventKind::Merged))
        .sample("/organisations/3/merger")
        .post("/organisations/{id}/merger", RecordEvents, |cx, typed| {
            form::record(cx, typed, EventKind::Merged)
        })
        .sample("/organisations/3/merger")
        .get("/organisations/{id}/abolition", RecordEvents, |cx, one| {
            form::show(cx, one, EventKind::Abolished)
        })
        .sample("/organisations/3/abolition")
        .post("/organisations/{id}/abolition", RecordEvents, |cx, typed| {
            form::record(cx, typed, EventKind::Abolished)
        })
        .sample("/organisations/3/abolition")
}

pub(crate) fn statements() -> Vec<&'static str> {
    actions::STATEMENTS.to_vec()
}
