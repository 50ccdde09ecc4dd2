//! Drafts.

pub(crate) mod merge;
