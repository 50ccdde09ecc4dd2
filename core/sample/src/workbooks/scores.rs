//! 评分表: a sheet per reviewer, dimensions merged over their indicators in the second row.

use crate::workbooks::page::{self, Formats, number};
use crate::workbooks::{WriteError, spelling};
use crate::{Appraised, Category, Chance, INDICATORS, Organ, REVIEWERS};

/// Columns before the first indicator.
const BEFORE: u16 = 2;

pub(super) fn write(
    chance: &mut Chance,
    organ: &Organ,
    year: u16,
    category: Category,
    bodies: &[&Appraised],
) -> Result<Vec<u8>, WriteError> {
    let mut book = page::workbook()?;
    let formats = Formats::new();
    let last = BEFORE + u16::try_from(INDICATORS.len()).unwrap_or(u16::MAX) - 1;
    for reviewer in 0..REVIEWERS {
        let page = book.add_worksheet().set_name(format!("评委{}", reviewer + 1))?;
        let title = format!("{year}年度基层党组织晋位升级评分表（{}）", category.word());
        page.merge_range(0, 0, 0, last, &title, &formats.title)?;
        for (column, head, width) in [(0, "序号", 6.0), (1, "党组织", 30.0)] {
            page.write_string_with_format(1, column, head, &formats.head)?;
            page.write_blank(2, column, &formats.head)?;
            page.set_column_width(column, width)?;
        }
        let mut column = BEFORE;
        for dimension in INDICATORS.chunk_by(|one, next| one.dimension == next.dimension) {
            let first = column;
            for indicator in dimension {
                let head = format!("{}({}分)", indicator.name, indicator.full);
                page.write_string_with_format(2, column, head, &formats.head)?;
                page.set_column_width(column, 15)?;
                column += 1;
            }
            let name = dimension.first().map_or("", |indicator| indicator.dimension);
            page.merge_range(1, first, 1, column - 1, name, &formats.head)?;
        }
        for ((at, nth), body) in (3..).zip(1..).zip(bodies) {
            let marks = body.marks.get(reviewer).copied().unwrap_or_default();
            let name = organ.name_of(body.organisation);
            let mut entries = vec![number(nth).into(), name.into()];
            entries.extend(marks.map(|halves| spelling::mark(chance, halves)));
            page::row(page, &formats, at, entries)?;
        }
    }
    Ok(book.save_to_buffer()?)
}
