//! Dated events: renaming, moving, merging, splitting, upgrading and abolishing an organisation.

pub mod actions;

pub(crate) fn statements() -> Vec<&'static str> {
    actions::STATEMENTS.to_vec()
}
