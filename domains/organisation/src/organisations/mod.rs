//! Organisations: the tree, one organisation, and how both stood on any day.

pub mod actions;
pub mod history;
pub mod kind;
pub mod record;
pub mod rules;

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, history::STATEMENTS, record::STATEMENTS].concat()
}
