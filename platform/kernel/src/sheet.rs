//! A table as data, before anyone decides whether it becomes a workbook, a paper or a page.

/// One cell of a [`Sheet`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; written as text even when it looks like a formula or a number.
    Text(String),
    /// A whole number.
    Int(i64),
    /// An exact decimal: `units` of 10^-`digits`; 9650 with 2 digits is 96.50.
    Decimal {
        /// The number in units of its last digit.
        units: i64,
        /// Digits after the point.
        digits: u8,
    },
    /// A civil date.
    Day(crate::Day),
}

impl Cell {
    /// Text, or [`Cell::Empty`] for `None` and for the empty string.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A date, or [`Cell::Empty`].
    pub fn day(day: Option<crate::Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A named table: one header row and rows of as many cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Name of the sheet, and of the file it is saved as.
    pub name: String,
    /// Column heads.
    pub head: Vec<String>,
    /// The rows; shorter ones are filled up with [`Cell::Empty`].
    pub rows: Vec<Vec<Cell>>,
}
