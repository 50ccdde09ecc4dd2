//! The notice (公示): a frozen result put up for some working days, in which everybody may object.

mod pages;
pub(crate) mod rules;

use web::Routes;

use crate::policy::{PublishCycle, ReadRankings};

pub(crate) use pages::GIVE;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/notice", ReadRankings, pages::show)
        .sample("/cycles/2/notice")
        .post("/cycles/{id}/notice", PublishCycle, pages::give)
        .sample("/cycles/2/notice")
}
