//! Tables and papers as files that open anywhere and run nothing.

mod csv;
mod form;
mod paper;
mod workbook;

pub use csv::csv;
pub use form::{Form, FormColumn, form};
pub(crate) use kernel::sheet::decimal_text;
pub use paper::paper;
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
