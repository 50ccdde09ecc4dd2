//! A table as data, before anyone decides whether it becomes a workbook, a paper or a page.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

/// One cell of a [`Sheet`]. In JSON: null, a string, a whole number; a decimal is a string with all its digits.
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

impl fmt::Display for Cell {
    /// As it is shown: `96.50`, `2015-12-02`, nothing for an empty one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Int(number) => number.fmt(f),
            Self::Decimal { units, digits } => f.write_str(&decimal_text(*units, *digits)),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Text(_) | Self::Decimal { .. } | Self::Day(_) => serializer.collect_str(self),
        }
    }
}

impl JsonSchema for Cell {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cell".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": ["null", "string", "integer"] })
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<crate::Day> for Cell {
    fn from(day: crate::Day) -> Self {
        Self::Day(day)
    }
}

/// `units` of 10^-`digits` as decimal text with all its digits: 9650 with 2 digits is `96.50`.
pub fn decimal_text(units: i64, digits: u8) -> String {
    let places = usize::from(digits);
    let mut text = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    if places > 0 {
        text.insert(text.len() - places, '.');
    }
    if units < 0 { format!("-{text}") } else { text }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(decimal_text(9650, 2), "96.50");
        assert_eq!(decimal_text(-5, 3), "-0.005");
        assert_eq!(decimal_text(0, 1), "0.0");
        assert_eq!(decimal_text(i64::MIN, 0), i64::MIN.to_string());
    }
}
