//! Organisations × dimensions of one cycle, as a table in which the strong and the weak stand out.

mod pages;
mod record;
mod rules;

use web::Routes;

use crate::policy::ReadRankings;

pub(crate) use record::PORTRAITS;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/matrix", ReadRankings, pages::show)
        .sample("/cycles/2/matrix?indicators=yes")
}
