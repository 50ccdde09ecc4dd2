//! Staffing: how many cadres there are, full- and part-time, and where a full-time deputy secretary is wanting.

mod pages;
pub mod rules;

use web::Routes;

use crate::policy::ReadChecks;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/staffing", ReadChecks, pages::show)
}
