//! Persons on the roster: members and staff, their identity numbers, and entries that turn out to be one person.

pub mod actions;
pub mod record;

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, record::STATEMENTS].concat()
}
