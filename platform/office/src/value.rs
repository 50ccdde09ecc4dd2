//! What can stand in one cell, and where a cell stands.

use std::fmt;
use std::str::FromStr;

use kernel::Day;
use serde::{Serialize, Serializer};

/// The content of a cell as data; nothing is ever computed or executed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text as typed, blanks at its ends included.
    Text(String),
    /// A number as exact decimal text (`9.5`, `-120`), never with an exponent.
    ///
    /// Workbooks hold binary doubles. The text is the shortest decimal that is the same double, rounded to the 15
    /// significant digits an office program shows: whatever was typed with up to 15 digits comes back unchanged, and
    /// a formula's `0.30000000000000004` is the `0.3` its reader saw.
    Number(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// A cell with a date format holding a whole day.
    Day(Day),
    /// A cell with a date format holding a day and the seconds since its midnight.
    Time(Day, u32),
    /// An error such as `#DIV/0!`.
    Error(String),
}

impl Value {
    /// Text, or [`Value::Empty`] when there are only blanks.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.chars().all(char::is_whitespace) { Self::Empty } else { Self::Text(text) }
    }

    /// Number from the double a workbook holds; what is not finite is `#NUM!`.
    pub fn number(double: f64) -> Self {
        if !double.is_finite() {
            return Self::Error("#NUM!".to_owned());
        }
        if double == 0.0 {
            return Self::Number("0".to_owned());
        }
        let text = double.to_string();
        if text.bytes().filter(u8::is_ascii_digit).count() <= 15 {
            return Self::Number(text);
        }
        let rounded = format!("{double:.14e}").parse::<f64>().unwrap_or(double);
        Self::Number(rounded.to_string())
    }

    /// Whether nothing stands here.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl fmt::Display for Value {
    /// The value as its reader saw it; dates as `2012-06-01`, times as `2012-06-01 08:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => f.write_str(text),
            Self::Bool(yes) => f.write_str(if *yes { "TRUE" } else { "FALSE" }),
            Self::Day(day) => day.fmt(f),
            Self::Time(day, seconds) => write!(f, "{day} {:02}:{:02}", seconds / 3600, seconds / 60 % 60),
        }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its value; of a formula, the value the office program last computed.
    pub value: Value,
    /// Whether a formula stands behind the value.
    pub formula: bool,
}

impl Cell {
    /// The empty cell.
    pub const EMPTY: Self = Self { value: Value::Empty, formula: false };
}

/// Place of a cell in its sheet, counted from 0; printed and parsed as `B12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row, 0 for the first.
    pub row: u32,
    /// Column, 0 for A.
    pub column: u32,
}

impl Address {
    /// The cell in that row and column, both counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

/// Letters of a column counted from 0: 0 is `A`, 27 is `AB`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// What stands there is not a cell's address such as `B12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a cell's address; write it as B12")
    }
}

impl std::error::Error for NotAnAddress {}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, number) = text.split_at(letters);
        if name.is_empty()
            || name.len() > 3
            || number.is_empty()
            || !number.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(NotAnAddress);
        }
        let column =
            name.bytes().fold(0_u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
        let row: u32 = number.parse().map_err(|_| NotAnAddress)?;
        if row == 0 {
            return Err(NotAnAddress);
        }
        Ok(Self { row: row - 1, column: column - 1 })
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rectangle of merged cells, both corners included; its value stands in `first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Upper left cell.
    pub first: Address,
    /// Lower right cell.
    pub last: Address,
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

impl Region {
    /// Whether the cell lies in this rectangle.
    pub fn covers(&self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }

    /// Whether the two rectangles share a cell.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }
}

impl FromStr for Region {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let region = Self { first: first.parse()?, last: last.parse()? };
        if region.last.row < region.first.row || region.last.column < region.first.column {
            return Err(NotAnAddress);
        }
        Ok(region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_printed_as_they_are_parsed() {
        for text in ["A1", "Z9", "AA10", "AZ3", "XFD1048576"] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for text in ["", "1", "A", "A0", "1A", "AAAA1", "A-1"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_double_becomes_the_decimal_that_was_typed() {
        for (double, text) in
            [(9.5, "9.5"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), (-0.0, "0"), (96.65, "96.65")]
        {
            assert_eq!(Value::number(double), Value::Number(text.to_owned()));
        }
        assert_eq!(Value::number(f64::NAN), Value::Error("#NUM!".to_owned()));
    }
}
