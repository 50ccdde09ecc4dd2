//! Measures (措施): who leads, until when, by which standard, and how far they are.

pub(crate) mod record;
pub(crate) mod rules;
