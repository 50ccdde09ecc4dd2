//! Writing .xlsx.

use kernel::{Cell, Sheet};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::{WriteError, decimal_text};
use crate::delimited::looks_like_formula;

/// Digits that a workbook keeps of a number; a longer one is written as text rather than changed.
const EXACT_DIGITS: usize = 15;

/// A workbook with a sheet per table: heads in bold on a frozen row with a filter, columns as wide as their content,
/// exact decimals with their digits, dates as dates (`yyyy-mm-dd`).
///
/// Text stays text, also when it looks like a formula or a number with leading zeros; line ends in it become `\n`.
/// Days before 1900-03-01 are written as text because the format counts them wrongly. The same tables give the same
/// bytes: the file bears no time of its own.
///
/// # Errors
/// [`WriteError`] when a table exceeds what the format holds.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    book.set_properties(&timeless()?);
    let names = sheet_names(sheets.iter().map(|sheet| sheet.name.as_str()));
    for (sheet, name) in sheets.iter().zip(names) {
        let page = book.add_worksheet();
        page.set_name(name)?;
        fill(page, sheet)?;
    }
    Ok(book.save_to_buffer()?)
}

/// Document properties without the moment of writing.
pub(crate) fn timeless() -> Result<DocProperties, WriteError> {
    Ok(DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    let formats = Formats::new();
    let mut row_number = 0;
    if !sheet.head.is_empty() {
        for (column, head) in (0_u16..).zip(&sheet.head) {
            page.write_string_with_format(0, column, head, &formats.head)?;
        }
        page.set_freeze_panes(1, 0)?;
        row_number = 1;
    }
    for row in &sheet.rows {
        for (column, cell) in (0_u16..).zip(row) {
            put(page, row_number, column, cell, &formats)?;
        }
        row_number += 1;
    }
    let width = sheet.rows.iter().map(Vec::len).chain([sheet.head.len()]).max().unwrap_or(0);
    for (column, index) in (0_u16..).zip(0..width) {
        let cells = sheet.rows.iter().take(1000).filter_map(|row| row.get(index)).map(Cell::to_string);
        // The filter's arrow covers the end of a head.
        let head = sheet.head.get(index).map(|head| format!("{head}  "));
        page.set_column_width(column, column_width(cells.chain(head)))?;
    }
    if let (Some(last), false) =
        (u16::try_from(sheet.head.len()).unwrap_or(0).checked_sub(1), sheet.rows.is_empty())
    {
        page.autofilter(0, 0, row_number - 1, last)?;
    }
    Ok(())
}

struct Formats {
    head: Format,
    text: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let head = Format::new().set_bold().set_background_color(Color::RGB(0x00E7_ECF2));
        let head = head.set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            head,
            text: Format::new().set_num_format("@").set_quote_prefix(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

fn put(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), WriteError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            // Text that a program would turn into something else once the cell is edited.
            let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if looks_like_formula(&text) || digits && !text.is_empty() {
                page.write_string_with_format(row, column, text, &formats.text)?;
            } else {
                page.write_string(row, column, text)?;
            }
        }
        Cell::Int(number) => write_number(page, row, column, &number.to_string(), "0")?,
        Cell::Decimal { units, digits } => {
            let places = usize::from(*digits);
            let format = if places == 0 { "0".to_owned() } else { format!("0.{:0<places$}", "") };
            write_number(page, row, column, &decimal_text(*units, *digits), &format)?;
        }
        Cell::Day(day) => match serial(*day) {
            Some(serial) => page.write_number_with_format(row, column, serial, &formats.day).map(|_| ())?,
            None => page.write_string(row, column, day.to_string()).map(|_| ())?,
        },
    }
    Ok(())
}

fn write_number(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &str,
) -> Result<(), WriteError> {
    let significant = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(double) if significant <= EXACT_DIGITS => {
            page.write_number_with_format(row, column, double, &Format::new().set_num_format(format))?;
        }
        _ => {
            page.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// A decimal text as the number that a workbook keeps of it.
///
/// # Errors
/// [`WriteError`] when it is no number, or longer than a workbook keeps.
pub(super) fn number(text: &str) -> Result<f64, WriteError> {
    let significant = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(double) if significant <= EXACT_DIGITS => Ok(double),
        _ => Err(WriteError::new(format!("{text} is not a number that a workbook keeps"))),
    }
}

/// Day number of a workbook; none before 1900-03-01, where the format believes in a 29 February 1900.
pub(crate) fn serial(day: kernel::Day) -> Option<f64> {
    const EPOCH: i64 = 25_569;
    let serial = i32::try_from(day.epoch_days() + EPOCH).ok()?;
    (serial >= 61).then_some(f64::from(serial))
}

/// Width of a column in characters: a Chinese character takes two, the longest line counts, within 8 and 50.
pub(crate) fn column_width(cells: impl Iterator<Item = String>) -> f64 {
    let of_line = |line: &str| line.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum::<u32>();
    let widest = cells.flat_map(|text| text.lines().map(of_line).max()).max().unwrap_or(0);
    f64::from((widest + 2).clamp(8, 50))
}

/// Names that office programs take for sheets: at most 31 characters, some replaced, no two alike.
pub(crate) fn sheet_names<'a>(wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
    const ROOM: usize = 31;
    let mut names: Vec<String> = Vec::new();
    for (index, name) in wanted.enumerate() {
        let allowed = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { '-' } else { c };
        let clean: String = name.chars().map(allowed).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let base = if clean.is_empty() { format!("Sheet{}", index + 1) } else { clean.to_owned() };
        let mut name = shortened(&base, ROOM);
        let mut copy = 2;
        while names.iter().any(|taken| taken.to_lowercase() == name.to_lowercase()) {
            let ending = format!(" ({copy})");
            name = shortened(&base, ROOM - ending.len()) + &ending;
            copy += 1;
        }
        names.push(name);
    }
    names
}

/// The first characters of a name, counted as office programs do, in UTF-16 units.
fn shortened(name: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= room
    };
    name.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_get_names_that_programs_take() {
        let wanted = ["评委1", "评委1", "a/b", "", "'x'", "很".repeat(40).leak()];
        let names = sheet_names(wanted.into_iter());
        assert_eq!(names[..5], ["评委1", "评委1 (2)", "a-b", "Sheet4", "x"]);
        assert_eq!(names[5].chars().count(), 31);
    }
}
