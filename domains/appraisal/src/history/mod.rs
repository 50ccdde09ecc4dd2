//! All public years: how organisations moved within their category, and how grades flowed.

pub(crate) mod flow;
mod pages;
pub(crate) mod record;
mod rules;

use web::Routes;

use crate::policy::ReadRankings;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/history", ReadRankings, pages::show)
        .sample("/cycles/history?category=%E5%AE%A1%E6%9F%A5%E4%B8%9A%E5%8A%A1%E7%B1%BB")
}
