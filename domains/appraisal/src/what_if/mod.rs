//! A result tried with other parameters. Nothing of it is written.

mod compared;
mod pages;
mod rules;

use web::Routes;

use crate::policy::ReadPreparation;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/what-if", ReadPreparation, pages::show)
        .sample("/cycles/2/what-if?share.good=40")
}
