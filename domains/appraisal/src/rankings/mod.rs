//! The ranking of a cycle, category by category.

mod pages;
pub(crate) mod record;

use web::Routes;

use crate::policy::ReadRankings;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/cycles/{id}", ReadRankings, pages::show).sample("/cycles/2")
}
