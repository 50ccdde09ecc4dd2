//! From the cell somebody filled in to a value of the field, or to a reason and a way to mend it.

mod choice;
mod day;
mod identity;
mod number;
mod phone;
mod text;

pub use day::{PartialDay, Precision};
pub use identity::{Identity, Sex, check_identity};

use kernel::Say;
use serde::{Serialize, Serializer};

use crate::table::Located;
use crate::value::{Address, Value};

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// The sheet.
    pub sheet: Box<str>,
    /// The cell in which the value stands; of a merged region its first.
    pub at: Address,
    /// The value as typed.
    pub value: Box<str>,
    /// What is wrong.
    pub reason: Say,
    /// How to mend it.
    pub fix: Say,
}

impl CellError {
    /// The place as people write it: `名册!F12`.
    pub fn place(&self) -> String {
        format!("{}!{}", self.sheet, self.at)
    }
}

impl Serialize for CellError {
    /// `{"sheet": …, "cell": "F12", "value": …, "reason": {key, args}, "fix": {key, args}}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("CellError", 5)?;
        out.serialize_field("sheet", &self.sheet)?;
        out.serialize_field("cell", &self.at)?;
        out.serialize_field("value", &self.value)?;
        out.serialize_field("reason", &self.reason)?;
        out.serialize_field("fix", &self.fix)?;
        out.end()
    }
}

impl<'a> Located<'a> {
    /// An error in this cell, for rules that only the caller knows.
    pub fn error(&self, reason: impl Into<Say>, fix: impl Into<Say>) -> CellError {
        CellError {
            sheet: self.sheet.into(),
            at: self.origin,
            value: self.cell.value.to_string().into(),
            reason: reason.into(),
            fix: fix.into(),
        }
    }

    /// The value of a field that may not be empty: `row.cell("name").need(row.cell("name").name()?)`.
    ///
    /// # Errors
    /// [`CellError`] when `found` is `None`.
    pub fn need<T>(&self, found: Option<T>) -> Result<T, CellError> {
        found.ok_or_else(|| self.error("office-cell-missing", "office-fix-fill"))
    }

    /// The content as one line of text, or nothing; an error value such as `#DIV/0!` is refused.
    fn typed(&self) -> Result<Option<String>, CellError> {
        match &self.cell.value {
            Value::Empty => Ok(None),
            Value::Error(_) => Err(self.error("office-cell-error-value", "office-fix-error-value")),
            other => Ok(Some(other.to_string())),
        }
    }
}
