//! Personal tokens for programs: made by the account's holder, shown once, kept as a hash, with a scope and a last day.

mod actions;
mod pages;
mod record;

pub(crate) use pages::routes;
pub(crate) use record::{STATEMENTS, Scope, USED, find};

/// What every token begins with, so that people and scanners of leaked secrets recognise one.
pub(crate) const PREFIX: &str = "jw_";
