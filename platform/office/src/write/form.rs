//! Sheets for somebody to fill in and send back: a title, heads in two rows, and cells that take a number within limits.

use kernel::Cell;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::workbook::{number, sheet_names, timeless};
use super::{WriteError, decimal_text};

/// Rows of the title and the two rows of heads.
const HEADS: u32 = 3;

/// A sheet to be filled in.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Name of the sheet.
    pub name: String,
    /// Stands above everything, merged over all columns.
    pub title: String,
    /// The columns.
    pub columns: Vec<FormColumn>,
    /// The rows; a cell of a column with limits that is not text is one to be filled in.
    pub rows: Vec<Vec<Cell>>,
    /// What an office program says of a number outside the limits: title and sentence. `{most}` in the sentence is put
    /// in for each column.
    pub refusal: (String, String),
    /// Stands at the foot of each printed page, on the left.
    pub foot: String,
}

/// A column of it.
#[derive(Debug, Clone, Default)]
pub struct FormColumn {
    /// Head of the group of columns it stands in; neighbours with the same one share it. Empty for none.
    pub above: String,
    /// Its own head.
    pub head: String,
    /// Width in characters.
    pub width: f64,
    /// The largest number it takes, in thousandths; nothing for a column that is not filled in.
    pub most: Option<i64>,
}

/// A workbook with one form, which a reader of score sheets reads back: the title in the first row, the heads in the two
/// rows below it.
///
/// # Errors
/// [`WriteError`] when it exceeds what the format holds.
pub fn form(form: &Form) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    book.set_properties(&timeless()?);
    let page = book.add_worksheet();
    for name in sheet_names(std::iter::once(form.name.as_str())) {
        page.set_name(name)?;
    }
    let formats = Formats::new();
    heads(page, form, &formats)?;
    for (row, cells) in (HEADS..).zip(&form.rows) {
        for ((column, head), cell) in (0_u16..).zip(&form.columns).zip(cells) {
            put(page, row, column, cell, if head.most.is_some() { &formats.fill } else { &formats.cell })?;
        }
    }
    limits(page, form)?;
    page.set_freeze_panes(HEADS, 2)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, HEADS - 1)?;
    page.set_footer(format!("&L{}&R&P / &N", form.foot.replace('&', "&&")));
    Ok(book.save_to_buffer()?)
}

fn heads(page: &mut Worksheet, form: &Form, formats: &Formats) -> Result<(), WriteError> {
    let last = u16::try_from(form.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    if last > 0 {
        page.merge_range(0, 0, 0, last, &form.title, &formats.title)?;
    } else {
        page.write_string_with_format(0, 0, &form.title, &formats.title)?;
    }
    page.set_row_height(0, 30)?;
    let mut first = 0_u16;
    for group in form.columns.chunk_by(|one, next| !one.above.is_empty() && one.above == next.above) {
        let width = u16::try_from(group.len()).unwrap_or(u16::MAX);
        for (column, one) in (first..).zip(group) {
            page.set_column_width(column, one.width)?;
            if one.above.is_empty() {
                page.merge_range(1, column, 2, column, &one.head, &formats.head)?;
            } else {
                page.write_string_with_format(2, column, &one.head, &formats.head)?;
            }
        }
        if let Some(one) = group.first().filter(|one| !one.above.is_empty()) {
            if width > 1 {
                page.merge_range(1, first, 1, first + width - 1, &one.above, &formats.head)?;
            } else {
                page.write_string_with_format(1, first, &one.above, &formats.head)?;
            }
        }
        first = first.saturating_add(width);
    }
    Ok(())
}

fn put(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), WriteError> {
    match cell {
        Cell::Empty => page.write_blank(row, column, format)?,
        Cell::Int(units) => page.write_with_format(row, column, number(&units.to_string())?, format)?,
        Cell::Decimal { units, digits } => {
            page.write_with_format(row, column, number(&decimal_text(*units, *digits))?, format)?
        }
        text => page.write_string_with_format(row, column, text.to_string(), format)?,
    };
    Ok(())
}

/// Has the cells to be filled in take nothing but numbers from nought to the most of their column.
fn limits(page: &mut Worksheet, form: &Form) -> Result<(), WriteError> {
    for (index, (column, head)) in (0_u16..).zip(&form.columns).enumerate() {
        let Some(most) = head.most else { continue };
        let most = decimal_text(most, 3);
        let most = most.trim_end_matches('0').trim_end_matches('.');
        let (title, text) = (&form.refusal.0, form.refusal.1.replace("{most}", most));
        let rule = DataValidation::new()
            .allow_decimal_number(DataValidationRule::Between(0.0, number(most)?))
            .set_error_title(title)?
            .set_error_message(text)?;
        // One rule for each run of cells, so that what is text (a recusal) stays free.
        let is_free = |row: &Vec<Cell>| matches!(row.get(index), Some(Cell::Text(_)) | None);
        let mut row = HEADS;
        for run in form.rows.chunk_by(|one, next| is_free(one) == is_free(next)) {
            let rows = u32::try_from(run.len()).unwrap_or(u32::MAX);
            if !run.first().is_some_and(is_free) {
                page.add_data_validation(row, column, row + rows - 1, column, &rule)?;
            }
            row = row.saturating_add(rows);
        }
    }
    Ok(())
}

struct Formats {
    title: Format,
    head: Format,
    cell: Format,
    fill: Format,
}

impl Formats {
    fn new() -> Self {
        let boxed = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let middle = boxed.clone().set_align(FormatAlign::Center);
        Self {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            head: middle.clone().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00E7_ECF2)),
            fill: middle.set_font_size(12),
            cell: boxed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Value, read};

    #[test]
    fn a_form_is_read_back_with_its_heads_and_numbers() {
        let column = |above: &str, head: &str, most| FormColumn {
            above: above.into(),
            head: head.into(),
            width: 12.0,
            most,
        };
        let made = form(&Form {
            name: "评委1".into(),
            title: "2015年度评分表（综合管理类）".into(),
            columns: vec![
                column("", "序号", None),
                column("", "党组织", None),
                column("领导班子", "班子建设(10分)", Some(10_000)),
                column("领导班子", "民主集中(10分)", Some(10_000)),
                column("群众评价", "满意(12.5分)", Some(12_500)),
            ],
            rows: vec![
                vec![
                    Cell::Int(1),
                    Cell::text("办公室党支部"),
                    Cell::Decimal { units: 8_500, digits: 3 },
                    Cell::Empty,
                    Cell::Empty,
                ],
                vec![
                    Cell::Int(2),
                    Cell::text("人事部党支部"),
                    Cell::text("回避"),
                    Cell::text("回避"),
                    Cell::text("回避"),
                ],
            ],
            refusal: ("分数不对".into(), "请填写 0 到 {most} 的分数".into()),
            foot: "评委签名：".into(),
        })
        .unwrap();
        let book = read("form.xlsx", &made, &Limits::default()).unwrap();
        let table = &book.sheets[0];
        assert_eq!(table.name, "评委1");
        let text = |row: u32, column: u32| table.cell(crate::Address::new(row, column)).value.to_string();
        assert_eq!(text(0, 0), "2015年度评分表（综合管理类）");
        assert_eq!(
            (text(1, 1), text(1, 2), text(2, 3)),
            ("党组织".into(), "领导班子".into(), "民主集中(10分)".into())
        );
        assert_eq!((text(3, 2), text(4, 2)), ("8.5".into(), "回避".into()));
        assert!(matches!(table.cell(crate::Address::new(3, 3)).value, Value::Empty));
    }
}
