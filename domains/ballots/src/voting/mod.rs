//! Voting: the voter's one page, issuing (signed in) and casting (by nobody).

mod cast;
mod issue;
mod mine;
mod page;
mod slots;

use std::sync::Arc;

use web::{Routes, SignedIn};

use crate::services::Services;

pub(crate) use issue::record_issue;
pub(crate) use page::{said_windows, sentences};
pub(crate) use slots::{Slot, keep};

pub(crate) fn routes(services: &Arc<Services>) -> Routes {
    let (issuing, casting) = (Arc::clone(services), Arc::clone(services));
    Routes::new()
        .get("/vote", SignedIn, mine::mine)
        .get("/evaluations/{id}/vote", SignedIn, page::show)
        .sample("/evaluations/1/vote")
        .post("/evaluations/{id}/credentials", SignedIn, move |cx: &mut web::Writing<'_, SignedIn>, input| {
            issue::issue(&issuing, cx, input)
        })
        .sample("/evaluations/1/credentials")
        .unlogged()
        .quiet::<cast::Sent, cast::Receipt, _>("/ballots", cast::LIMIT, move |quiet, body| {
            cast::cast(&casting, quiet, body)
        })
}

pub(crate) const STATEMENTS: &[&str] = &[
    issue::ENTITLED,
    issue::KEEP,
    issue::COUNT,
    slots::WINDOW,
    slots::TAKE_OUT,
    slots::KEPT,
    slots::COUNT,
    slots::PUT,
    slots::REPLACE,
];
