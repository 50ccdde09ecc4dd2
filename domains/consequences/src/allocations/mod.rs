//! Allocations: a budget shared out by grades and members, tried out, proposed, approved by two persons, and frozen.

pub(crate) mod actions;
mod decide;
mod paper;
pub(crate) mod record;
pub(crate) mod rules;
mod share;
mod show;
mod table;
mod what_if;

use web::Routes;

pub(crate) use show::capacities;

use crate::policy::{ApproveAllocation, ProposeAllocation, ReadFunds};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/funds/{id}/what-if", ProposeAllocation, what_if::try_out)
        .sample("/funds/1/what-if")
        .post("/funds/{id}/allocations", ProposeAllocation, what_if::save)
        .sample("/funds/1/allocations")
        .get("/allocations/{id}", ReadFunds, show::show)
        .sample("/allocations/1")
        .get("/allocations/{id}/paper", ReadFunds, paper::show)
        .sample("/allocations/1/paper")
        .get("/allocations/{id}/organisations/{org}", ReadFunds, share::show)
        .sample("/allocations/1/organisations/2")
        .post("/allocations/{id}/deviations", ProposeAllocation, decide::deviate)
        .sample("/allocations/1/deviations")
        .post("/allocations/{id}/submission", ProposeAllocation, decide::submit)
        .sample("/allocations/1/submission")
        .post("/allocations/{id}/verdicts", ApproveAllocation, decide::decide)
        .sample("/allocations/1/verdicts")
        .post("/allocations/{id}/withdrawal", ProposeAllocation, decide::withdraw)
        .sample("/allocations/1/withdrawal")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_ACCOUNT,
        record::SHARES,
        record::VERDICTS,
        record::LAST_YEAR,
        record::IN_STATE,
        actions::CREATE,
        actions::SAVE,
        actions::EMPTY,
        actions::ADD_SHARE,
        actions::DEVIATE,
        actions::SIGN,
        actions::SUBMIT,
        actions::MOVE,
        actions::SETTLE,
        actions::ADD_VERDICT,
    ]
}
