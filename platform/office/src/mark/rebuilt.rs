//! A new workbook with the cells of a file that cannot bear notes itself.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, Note, Workbook as Book, Worksheet};

use super::{AUTHOR, MARK, Notes};
use crate::delimited::looks_like_formula;
use crate::table::{Table, Workbook};
use crate::value::{Address, Value};
use crate::write::{WriteError, column_width, serial, sheet_names, timeless};

pub(crate) fn mark(book: &Workbook, notes: &BTreeMap<&str, Notes>) -> Result<Vec<u8>, WriteError> {
    let mut out = Book::new();
    out.set_properties(&timeless()?);
    let names = sheet_names(book.sheets.iter().map(|table| table.name.as_str()));
    let none = Notes::new();
    for (table, name) in book.sheets.iter().zip(names) {
        let page = out.add_worksheet();
        page.set_name(name)?;
        page.set_hidden(table.hidden && book.sheets.len() > 1);
        fill(page, table, notes.get(table.name.as_str()).unwrap_or(&none))?;
    }
    Ok(out.save_to_buffer()?)
}

fn fill(page: &mut Worksheet, table: &Table, notes: &Notes) -> Result<(), WriteError> {
    for region in table.merged.iter().filter(|region| region.first != region.last) {
        let (first, last) = (region.first, region.last);
        page.merge_range(first.row, letter(first)?, last.row, letter(last)?, "", &Format::new())?;
    }
    for row in &table.rows {
        for (column, cell) in (0_u32..).zip(&row.cells) {
            let at = Address::new(row.index, column);
            put(page, at, &cell.value, notes.contains_key(&at))?;
        }
    }
    for (at, text) in notes {
        if table.cell(*at).value.is_empty() {
            page.write_blank(at.row, letter(*at)?, &Format::new().set_background_color(Color::RGB(MARK)))?;
        }
        let note = Note::new(text).set_author(AUTHOR).add_author_prefix(false).set_width(300).set_height(120);
        page.insert_note(at.row, letter(*at)?, &note)?;
    }
    for column in 0..table.width() {
        let cells = table.rows.iter().take(1000).filter_map(|row| row.cell(column));
        // A title over many columns must not make the first of them as wide as itself.
        let alone =
            cells.filter(|cell| !matches!(&cell.value, Value::Text(text) if text.chars().count() > 40));
        page.set_column_width(
            letter(Address::new(0, column))?,
            column_width(alone.map(|cell| cell.value.to_string())),
        )?;
    }
    Ok(())
}

fn letter(at: Address) -> Result<u16, WriteError> {
    u16::try_from(at.column).map_err(WriteError::new)
}

fn put(page: &mut Worksheet, at: Address, value: &Value, marked: bool) -> Result<(), WriteError> {
    let format = if marked { Format::new().set_background_color(Color::RGB(MARK)) } else { Format::new() };
    let (row, column) = (at.row, letter(at)?);
    match value {
        Value::Empty => return Ok(()),
        Value::Text(text) if looks_like_formula(text) => {
            page.write_string_with_format(row, column, text, &format.set_num_format("@").set_quote_prefix())
        }
        Value::Text(text) | Value::Error(text) => page.write_string_with_format(row, column, text, &format),
        Value::Number(text) => match text.parse::<f64>() {
            Ok(number) => page.write_number_with_format(row, column, number, &format),
            Err(_) => page.write_string_with_format(row, column, text, &format),
        },
        Value::Bool(yes) => page.write_boolean_with_format(row, column, *yes, &format),
        Value::Day(day) | Value::Time(day, _) => {
            let seconds = if let Value::Time(_, seconds) = value { f64::from(*seconds) } else { 0.0 };
            let shape = if seconds > 0.0 { "yyyy-mm-dd hh:mm:ss" } else { "yyyy-mm-dd" };
            match serial(*day) {
                Some(serial) => {
                    let number = serial + seconds / 86_400.0;
                    page.write_number_with_format(row, column, number, &format.set_num_format(shape))
                }
                None => page.write_string_with_format(row, column, value.to_string(), &format),
            }
        }
    }?;
    Ok(())
}
