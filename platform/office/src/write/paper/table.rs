//! Tables: of rows and columns, and of names and values.

use std::fmt::Write;

use kernel::Paper;
use kernel::paper::{Align, Column, Fact, Table};

use super::page::Sheet;
use super::para::Para;

/// 小四 for tables of few columns, 五号 for the others; half points.
const SIZE: u32 = 24;
const SMALL: u32 = 21;
/// Height of a row at least, in twips: 8 mm, and 14 mm where people write.
const ROW: u32 = 454;
const ROOMY: u32 = 794;

/// Markup between the beginning of a table and its first row.
fn opening(widths: &[u32], out: &mut String) {
    let total: u32 = widths.iter().sum();
    let _ = write!(
        out,
        concat!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/>"#,
            r#"<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
        ),
        total
    );
    for width in widths {
        let _ = write!(out, r#"<w:gridCol w:w="{width}"/>"#);
    }
    out.push_str("</w:tblGrid>");
}

/// Beginning of a row, which is never torn apart; a head stands on every sheet.
fn row(height: u32, head: bool, out: &mut String) {
    let _ = write!(out, r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>"#);
    if head {
        out.push_str("<w:tblHeader/>");
    }
    out.push_str("</w:trPr>");
}

fn cell(width: u32, span: usize, para: Para, out: &mut String) {
    let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
    if span > 1 {
        let _ = write!(out, r#"<w:gridSpan w:val="{span}"/>"#);
    }
    out.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
    para.write(out);
    out.push_str("</w:tc>");
}

/// Widths of columns by their weights; the last takes what division left over.
fn widths(columns: &[Column], whole: u32) -> Vec<u32> {
    let sum: u32 = columns.iter().map(|column| u32::from(column.weight)).sum::<u32>().max(1);
    let mut widths: Vec<u32> = columns.iter().map(|column| whole * u32::from(column.weight) / sum).collect();
    let left = whole - widths.iter().sum::<u32>();
    if let Some(last) = widths.last_mut() {
        *last += left;
    }
    widths
}

/// A table of rows and columns. One without columns is nothing.
pub(super) fn table(paper: &Paper, table: &Table, sheet: &Sheet, out: &mut String) {
    if table.columns.is_empty() {
        return;
    }
    let widths = widths(&table.columns, sheet.width());
    let size = if table.columns.len() > if paper.landscape { 9 } else { 6 } { SMALL } else { SIZE };
    opening(&widths, out);
    row(ROW, true, out);
    for (column, width) in table.columns.iter().zip(&widths) {
        cell(*width, 1, Para::new("TableHead").size(size).text(&column.head), out);
    }
    out.push_str("</w:tr>");
    let height = if table.roomy { ROOMY } else { ROW };
    let body = table.rows.iter().map(|cells| (cells, "TableText"));
    for (cells, style) in body.chain(table.total.iter().map(|cells| (cells, "TableHead"))) {
        row(height, false, out);
        for (index, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
            let shown = cells.get(index).map_or(String::new(), |cell| paper.shown(cell));
            let align = match column.align {
                Align::Left => "left",
                Align::Middle => "center",
                Align::Right => "right",
            };
            cell(*width, 1, Para::new(style).align(align).size(size).text(&shown), out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// Names and values: two pairs on a line, a long value across the whole width.
pub(super) fn facts(facts: &[Fact], sheet: &Sheet, out: &mut String) {
    if facts.is_empty() {
        return;
    }
    let name = sheet.width() / 5;
    let value = (sheet.width() - 2 * name) / 2;
    opening(&[name, value, name, value], out);
    for line in Fact::lines(facts) {
        row(ROW, false, out);
        let (width, span) = if line.len() > 1 { (value, 1) } else { (2 * value + name, 3) };
        for fact in line {
            cell(name, 1, Para::new("TableHead").text(&fact.label), out);
            cell(width, span, Para::new("TableText").align("left").text(&fact.value), out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}
