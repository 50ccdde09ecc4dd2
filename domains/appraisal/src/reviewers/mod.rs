//! The panel (评委) of a cycle: who marks, what each marks, and whom each must not mark.

pub(crate) mod actions;
mod changes;
mod form;
mod one;
mod overview;
mod panel;
pub(crate) mod record;
pub(crate) mod recusals;
pub(crate) mod rules;

use web::Routes;

use crate::policy::{ManagePanel, ReadPreparation};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/panel", ReadPreparation, panel::show)
        .sample("/cycles/3/panel")
        .post("/cycles/{id}/panel", ManagePanel, panel::add)
        .sample("/cycles/3/panel")
        .post("/cycles/{id}/panel/assignments", ManagePanel, changes::assign_categories)
        .sample("/cycles/3/panel/assignments")
        .get("/cycles/{id}/panel/{reviewer}", ReadPreparation, one::show)
        .sample("/cycles/3/panel/1")
        .post("/cycles/{id}/panel/{reviewer}", ManagePanel, one::change)
        .sample("/cycles/3/panel/1")
        .post("/cycles/{id}/panel/{reviewer}/assignments", ManagePanel, changes::assign)
        .sample("/cycles/3/panel/1/assignments")
        .post("/cycles/{id}/panel/{reviewer}/recusals", ManagePanel, changes::recuse)
        .sample("/cycles/3/panel/1/recusals")
        .post("/cycles/{id}/panel/{reviewer}/removal", ManagePanel, changes::remove)
        .sample("/cycles/3/panel/1/removal")
}
