//! Tables as files: workbooks and text tables that open anywhere and run nothing.

mod csv;
mod workbook;

pub use csv::csv;
pub use workbook::workbook;
pub(crate) use workbook::{column_width, serial, sheet_names, timeless};

use std::fmt;

/// A file could not be written: more rows, columns or text in a cell than the format holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl WriteError {
    pub(crate) fn new(detail: impl fmt::Display) -> Self {
        Self(detail.to_string())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file cannot be written: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl From<WriteError> for kernel::Problem {
    fn from(error: WriteError) -> Self {
        Self::unexpected(error)
    }
}

impl From<rust_xlsxwriter::XlsxError> for WriteError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::new(error)
    }
}

/// `units` of 10^-`digits` as decimal text with all its digits: 9650 with 2 digits is `96.50`.
pub(crate) fn decimal_text(units: i64, digits: u8) -> String {
    let places = usize::from(digits);
    let mut text = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    if places > 0 {
        text.insert(text.len() - places, '.');
    }
    if units < 0 { format!("-{text}") } else { text }
}
