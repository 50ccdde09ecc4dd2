//! Measures (措施): who leads, until when, by which standard, and how far they are.

pub(crate) mod record;
pub(crate) mod rules;
pub(crate) mod sheet;

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_PLAN,
        record::OF_ALL_PLANS,
        record::OPEN,
        record::DUE_IN,
        record::HELPERS,
        record::HELPERS_OF_PLAN,
        record::HELPERS_OF_ALL_PLANS,
        record::MILESTONES,
        record::MILESTONES_OF_PLAN,
        record::ENTRIES,
        record::EXTENSIONS,
    ]
}
