//! Appointments: who holds which post in which organisation, full- or part-time, since when.

pub mod actions;
pub mod post;
pub mod record;

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, record::STATEMENTS].concat()
}
