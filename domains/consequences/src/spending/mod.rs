//! Spending: entries with vouchers against what an organisation was allotted.

pub(crate) mod actions;
mod list;
mod organisation;
pub(crate) mod record;
mod show;
mod vouchers;

use web::Routes;

use crate::policy::{ConfirmVoucher, ReadFunds, Spend};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/spending", ReadFunds, list::list)
        .get("/funds/{id}/organisations/{org}", ReadFunds, organisation::show)
        .sample("/funds/1/organisations/2")
        .upload("/funds/{id}/organisations/{org}/spending", Spend, organisation::enter)
        .sample("/funds/1/organisations/2/spending")
        .get("/spending/{id}", ReadFunds, show::show)
        .sample("/spending/1")
        .get("/spending/{id}/vouchers/{file}", ReadFunds, vouchers::download)
        .sample("/spending/1/vouchers/1")
        .post("/spending/{id}/confirmation", ConfirmVoucher, show::confirm)
        .sample("/spending/1/confirmation")
        .post("/spending/{id}/cancellation", Spend, show::cancel)
        .sample("/spending/1/cancellation")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_ORG,
        record::SPENT,
        record::BALANCES,
        record::ORGS,
        record::TO_CONFIRM,
        actions::ENTER,
        actions::SETTLE,
    ]
}
