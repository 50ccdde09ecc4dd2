//! Versions of a result: a working one until it is put up for notice or published, then frozen for good. A correction is
//! another version that says what changed and why; whatever is frozen can be recomputed from its bundle.

pub(crate) mod actions;
pub(crate) mod basis;
pub mod bundle;
mod correction;
mod pages;
pub(crate) mod record;

use web::Routes;

use crate::policy::{PublishCycle, ReadPreparation, ReadRankings};

pub(crate) use correction::DROP as DROP_CORRECTION;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/versions", ReadRankings, pages::list)
        .sample("/cycles/2/versions")
        .get("/cycles/{id}/versions/{number}/bundle", ReadPreparation, pages::bundle)
        .sample("/cycles/2/versions/1/bundle")
        .post("/cycles/{id}/corrections", PublishCycle, correction::begin)
        .sample("/cycles/2/corrections")
        .post("/cycles/{id}/corrections/release", PublishCycle, correction::release)
        .sample("/cycles/2/corrections/release")
        .post("/cycles/{id}/corrections/removal", PublishCycle, correction::drop)
        .sample("/cycles/2/corrections/removal")
}
