//! Accounts: money of one year from one source.

pub(crate) mod actions;
mod form;
mod list;
pub(crate) mod record;
mod show;

use web::Routes;

use crate::policy::{ProposeAllocation, ReadFunds};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/funds", ReadFunds, list::list)
        .get("/funds/new", ProposeAllocation, form::new)
        .post("/funds", ProposeAllocation, form::create)
        .get("/funds/{id}", ReadFunds, show::show)
        .sample("/funds/1")
        .get("/funds/{id}/edit", ProposeAllocation, form::edit)
        .sample("/funds/1/edit")
        .post("/funds/{id}", ProposeAllocation, form::correct)
        .sample("/funds/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::ALL, record::FIND, record::SAME, actions::CREATE, actions::CORRECT]
}

/// An account as pages call it.
pub(crate) fn named(words: &web::Words, account: &record::Account) -> String {
    words.f("fund-account-of", [("year", account.year.to_string()), ("source", account.source.clone())])
}

/// A text as it stands in an address.
pub(crate) fn in_address(text: &str) -> String {
    let mut address = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}
