//! Messages on their way out of the house: planned in the transaction that tells something, claimed before they are sent,
//! marked afterwards. A message whose claim has no mark is uncertain and is never sent again by itself.

mod pages;
pub(crate) mod planning;
mod record;
pub(crate) mod rules;
mod sending;
mod work;

use std::sync::Arc;

use store::jobs::Handler;
use web::Routes;

use crate::policy::KeepDeliveries;
use crate::services::Services;

/// Kind of the jobs that send.
pub(crate) const JOB: &str = "notices.deliver";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/admin/deliveries", KeepDeliveries, pages::list)
        .post("/admin/deliveries/{id}/again", KeepDeliveries, pages::again)
        .sample("/admin/deliveries/1/again")
}

pub(crate) fn handler(services: &Arc<Services>) -> Handler {
    let services = Arc::clone(services);
    // Run again after a failure so that what it had claimed is looked at; it is not sent again.
    Handler::new(JOB, move |run, payload: planning::Payload| {
        work::deliver(run.db(), &services, payload.delivery)
    })
    .attempts(3)
}

pub(crate) fn statements() -> Vec<&'static str> {
    [record::STATEMENTS, planning::STATEMENTS, sending::STATEMENTS].concat()
}
