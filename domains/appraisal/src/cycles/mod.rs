//! Cycles: one year's appraisal, from draft over computed to published.

pub(crate) mod actions;
pub(crate) mod computed;
pub(crate) mod pages;
pub(crate) mod record;

use web::Routes;

use crate::policy::{PrepareCycle, PublishCycle, ReadRankings};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles", ReadRankings, pages::list)
        .get("/cycles/new", PrepareCycle, pages::form)
        .upload("/cycles", PrepareCycle, pages::create)
        .get("/cycles/{id}/publication", PublishCycle, pages::ask_publication)
        .sample("/cycles/2/publication")
        .post("/cycles/{id}/publication", PublishCycle, pages::publish)
        .sample("/cycles/2/publication")
        .post("/cycles/{id}/removal", PrepareCycle, pages::remove)
        .sample("/cycles/2/removal")
}
