//! How firm each grade is: under other weights, and under other ballots of the same electorate. Computed in the
//! background and kept by version and parameters.

mod actions;
mod compute;
mod lines;
mod pages;
pub(crate) mod record;
mod rules;

use web::Routes;

use crate::policy::{ComputeFirmness, ReadRankings};

pub use actions::firmness;
pub(crate) use actions::{ASK, ASK_AGAIN, FORGET_STALE, KEEP, jobs};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/firmness", ReadRankings, pages::show)
        .sample("/cycles/2/firmness")
        .post("/cycles/{id}/firmness", ComputeFirmness, pages::ask)
        .sample("/cycles/2/firmness")
}
