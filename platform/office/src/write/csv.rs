//! Writing text tables.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use kernel::{Cell, Sheet};

use super::WriteError;
use crate::delimited::looks_like_formula;

/// A text table in UTF-8 with a mark, as spreadsheet programs open it: comma-separated, text quoted, lines end in CRLF.
///
/// Text that a program would take for a formula gets an apostrophe in front, which [`crate::read`] takes off again, so that
/// writing and reading change nothing.
///
/// # Errors
/// [`WriteError`] when the text cannot be put together.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, WriteError> {
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let width = sheet.rows.iter().map(Vec::len).chain([sheet.head.len()]).max().unwrap_or(0);
    if !sheet.head.is_empty() {
        let heads = sheet.head.iter().map(|head| guarded(head)).chain(std::iter::repeat(String::new()));
        writer.write_record(heads.take(width)).map_err(WriteError::new)?;
    }
    for row in &sheet.rows {
        let fields = row.iter().map(field).chain(std::iter::repeat(String::new()));
        writer.write_record(fields.take(width)).map_err(WriteError::new)?;
    }
    writer.into_inner().map_err(WriteError::new)
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(text),
        other => other.to_string(),
    }
}

fn guarded(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}
