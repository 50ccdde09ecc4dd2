//! How somebody wants to be told beside the inbox: a digest by e-mail, a webhook. Quiet unless they say otherwise.

mod actions;
mod form;
mod hook;
mod record;
mod rules;
mod view;

use std::sync::Arc;

use kernel::SignedIn;
use web::Routes;

use crate::services::Services;

pub(crate) use record::{Preferences, STATEMENTS, of, secret_of};
pub(crate) use rules::is_address;

pub(crate) fn routes(services: &Arc<Services>) -> Routes {
    let with = || Arc::clone(services);
    let (show, save, address, code) = (with(), with(), with(), with());
    let set = with();
    Routes::new()
        .get("/notices/preferences", SignedIn, move |cx, input| form::show(cx, &show, input))
        .post("/notices/preferences", SignedIn, move |cx, input| form::save(cx, &save, input))
        .post("/notices/preferences/address", SignedIn, move |cx, input| form::address(cx, &address, input))
        .post("/notices/preferences/confirmation", SignedIn, move |cx, input| form::confirm(cx, &code, input))
        .post("/notices/preferences/unsubscription", SignedIn, form::unsubscribe)
        .post("/notices/preferences/webhook", SignedIn, move |cx, input| hook::set(cx, &set, input))
        .post("/notices/preferences/webhook/removal", SignedIn, hook::remove)
}
