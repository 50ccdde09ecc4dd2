//! A pointer to any record of any domain: what links, attachments and the audit trail speak of.

use serde::Serialize;

/// Kind and number of a record, as `organisation 17`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RecordRef {
    /// Kind in the code's words: `organisation`, `person`, `cycle`.
    pub kind: String,
    /// Number within its kind; 0 stands for the whole kind.
    pub id: i64,
}

impl RecordRef {
    /// The record of that kind and number.
    pub fn new(kind: impl Into<String>, id: i64) -> Self {
        Self { kind: kind.into(), id }
    }
}
