//! The work list: what the rules find wrong with organisations and persons, each with the way to where it is mended.

mod pages;
pub mod record;
pub mod rules;

use web::Routes;

use crate::policy::ReadChecks;

pub(crate) use pages::key;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/organisations/checks", ReadChecks, pages::list)
}
