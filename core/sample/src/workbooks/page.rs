//! A sheet in the making: where the next row goes, and the formats of such sheets.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::Date;

/// What stands in a cell.
pub(super) enum Entry {
    Nothing,
    Text(String),
    Number(u32),
    /// Half points, shown as 9 or 9.5.
    Halves(u32),
    Day(Date),
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Entry {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// A number that counts rows or things in a sheet.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Formats of the cells.
pub(super) struct Formats {
    pub title: Format,
    pub head: Format,
    pub cell: Format,
    pub middle: Format,
    day: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let boxed = Format::new().set_border(FormatBorder::Thin);
        let middle = boxed.clone().set_align(FormatAlign::VerticalCenter);
        Self {
            title: Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            head: middle.clone().set_bold().set_align(FormatAlign::Center),
            day: boxed.clone().set_num_format("yyyy-mm-dd"),
            cell: boxed,
            middle,
        }
    }
}

/// A workbook without the moment of writing in it, so that the same organ gives the same bytes.
pub(super) fn workbook() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2015, 11, 2)?));
    Ok(book)
}

/// The title over all columns, the line that says who filled the sheet in, and the heads in the third row.
pub(super) fn heads(
    page: &mut Worksheet,
    formats: &Formats,
    title: &str,
    heads: &[(&str, f64)],
) -> Result<(), XlsxError> {
    let last = u16::try_from(heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page.merge_range(0, 0, 0, last, title, &formats.title)?;
    page.write_string(1, 0, "填报单位：机关党委办公室")?;
    page.write_string(1, last, "2015年11月")?;
    for (column, (head, width)) in (0..).zip(heads) {
        page.write_string_with_format(2, column, *head, &formats.head)?;
        page.set_column_width(column, *width)?;
    }
    Ok(())
}

/// A row of cells from the first column on.
pub(super) fn row(
    page: &mut Worksheet,
    formats: &Formats,
    row: u32,
    entries: impl IntoIterator<Item = Entry>,
) -> Result<(), XlsxError> {
    for (column, entry) in (0..).zip(entries) {
        match entry {
            Entry::Nothing => page.write_blank(row, column, &formats.cell)?,
            Entry::Text(text) => page.write_string_with_format(row, column, text, &formats.cell)?,
            Entry::Number(number) => page.write_number_with_format(row, column, number, &formats.cell)?,
            Entry::Halves(halves) => {
                page.write_number_with_format(row, column, f64::from(halves) / 2.0, &formats.cell)?
            }
            Entry::Day(date) => {
                let day = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
                page.write_datetime_with_format(row, column, day, &formats.day)?
            }
        };
    }
    Ok(())
}

/// Merges a column over rows `first` to `last`, or fills the one cell.
pub(super) fn down(
    page: &mut Worksheet,
    formats: &Formats,
    (first, last): (u32, u32),
    column: u16,
    text: &str,
) -> Result<(), XlsxError> {
    if first < last {
        page.merge_range(first, column, last, column, text, &formats.middle)?;
    } else {
        page.write_string_with_format(first, column, text, &formats.middle)?;
    }
    Ok(())
}
