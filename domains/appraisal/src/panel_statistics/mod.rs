//! What the marks say about the reviewers: severity, spread, agreement. Reported to the committee, never applied.

mod pages;
mod rules;
pub(crate) mod sight;
mod views;

use web::Routes;

use crate::policy::ReadPreparation;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/cycles/{id}/reviewers", ReadPreparation, pages::show).sample("/cycles/2/reviewers")
}
