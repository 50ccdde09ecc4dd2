//! Cycles: one year's appraisal, from draft over computed to published.

pub(crate) mod actions;
pub(crate) mod computed;
pub(crate) mod computing;
pub(crate) mod missing;
pub(crate) mod opening;
pub(crate) mod pages;
pub(crate) mod progress;
pub(crate) mod publication;
pub(crate) mod record;
pub(crate) mod state;

use web::Routes;

use crate::policy::{PrepareCycle, PublishCycle, ReadPreparation, ReadRankings};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles", ReadRankings, pages::list)
        .get("/cycles/new", PrepareCycle, pages::form)
        .upload("/cycles", PrepareCycle, pages::create)
        .get("/cycles/{id}/opening", PrepareCycle, opening::form)
        .sample("/cycles/3/opening")
        .post("/cycles/{id}/opening", PrepareCycle, opening::open)
        .sample("/cycles/3/opening")
        .get("/cycles/{id}/progress", ReadPreparation, progress::show)
        .sample("/cycles/3/progress")
        .post("/cycles/{id}/progress", PrepareCycle, progress::move_on)
        .sample("/cycles/3/progress")
        .post("/cycles/{id}/due", PrepareCycle, progress::set_due)
        .sample("/cycles/3/due")
        .get("/cycles/{id}/publication", PublishCycle, pages::ask_publication)
        .sample("/cycles/2/publication")
        .post("/cycles/{id}/publication", PublishCycle, pages::publish)
        .sample("/cycles/2/publication")
        .post("/cycles/{id}/removal", PrepareCycle, pages::remove)
        .sample("/cycles/2/removal")
}
