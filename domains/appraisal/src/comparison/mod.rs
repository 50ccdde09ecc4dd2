//! Two years side by side.

mod pages;

use web::Routes;

use crate::policy::ReadRankings;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/comparison", ReadRankings, pages::show)
        .sample("/cycles/comparison?from=2013&to=2014")
}
