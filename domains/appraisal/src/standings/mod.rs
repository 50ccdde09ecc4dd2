//! The result of one organisation, and each of its figures opened down to the cell it came from.

mod figures;
mod pages;
pub(crate) mod portrait;
pub(crate) mod record;
pub(crate) mod rules;

use web::Routes;

use crate::policy::ReadRankings;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/organisations/{org}", ReadRankings, pages::show)
        .sample("/cycles/2/organisations/2")
        .get("/cycles/{id}/organisations/{org}/figures/{code}", ReadRankings, figures::show)
        .sample("/cycles/2/organisations/2/figures/total")
}
