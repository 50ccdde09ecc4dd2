//! The cells of a sheet part: those that are wanted get another style; those that are not there are made.

use quick_xml::events::{BytesStart, Event};

use super::Notes;
use super::splice::{Splice, Walk, prefix, retagged};
use super::styles::Styles;
use crate::package::attribute;
use crate::value::Address;

/// A sheet part with its cells styled, and what the notes still need to know about it.
pub(crate) struct Marked {
    pub(crate) text: String,
    /// Where a reference to a drawing of notes belongs, and the prefix of its name; `None` when there is one already.
    pub(crate) reference: Option<(usize, String)>,
}

/// Elements of a sheet that stand behind the reference to its drawing of notes.
const BEHIND: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Styles the noted cells of a sheet part. `None` when the part is not built as expected.
pub(crate) fn mark(source: &str, notes: &Notes, styles: &mut Styles) -> Option<Marked> {
    let mut sheet = Sheet { wanted: notes.keys().copied().collect(), styles, prefix: String::new() };
    sheet.wanted.reverse();
    let mut splice = Splice::new(source);
    let mut walk = Walk::new(source);
    let (mut row, mut column) = (0_u32, 0_u32);
    // Rows are counted from the one before, should they bear no number of their own.
    let mut next_row = 0_u32;
    let mut drawing: Option<usize> = None;
    let mut has_drawing = false;
    let mut behind_data = false;
    let mut depth = 0_u32;
    loop {
        let (event, range) = walk.step()?;
        let closed = matches!(event, Event::Empty(_));
        match event {
            Event::Start(e) | Event::Empty(e) => {
                let local = e.local_name().as_ref().to_owned();
                if depth == 0 {
                    if !attribute_ends(&e, "spreadsheetml/2006/main") {
                        return None;
                    }
                    sheet.prefix = prefix(&e);
                } else if local == "sheetData" && closed {
                    let rows = sheet.rows_before(u32::MAX)?;
                    let text = format!("{}{rows}</{}>", retagged(&e, &[], false)?, e.name().as_ref());
                    splice.replace(range.clone(), text);
                    behind_data = true;
                } else if local == "row" && !behind_data {
                    row = match attribute(&e, "r") {
                        Some(number) => number.parse::<u32>().ok()?.checked_sub(1)?,
                        None => next_row,
                    };
                    (next_row, column) = (row + 1, 0);
                    let missing = sheet.rows_before(row)?;
                    if closed && sheet.wants_in(row) {
                        let cells = sheet.cells_before(row, u32::MAX)?;
                        let text =
                            format!("{missing}{}{cells}</{}>", retagged(&e, &[], false)?, e.name().as_ref());
                        splice.replace(range.clone(), text);
                    } else if !missing.is_empty() {
                        splice.replace(range.start..range.start, missing);
                    }
                } else if local == "c" && !behind_data {
                    if let Some(place) = attribute(&e, "r") {
                        column = place.parse::<Address>().ok()?.column;
                    }
                    let missing = sheet.cells_before(row, column)?;
                    let here = sheet.take(Address::new(row, column));
                    if here || !missing.is_empty() {
                        let tag = if here {
                            let style = attribute(&e, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
                            retagged(&e, &[("s", sheet.styles.marked(style)?.to_string())], closed)?
                        } else {
                            source.get(range.clone())?.to_owned()
                        };
                        let text = missing + &tag;
                        splice.replace(range.clone(), text);
                    }
                    column += 1;
                } else if depth == 1 && behind_data {
                    has_drawing |= local == "legacyDrawing";
                    if drawing.is_none() && BEHIND.contains(&local.as_str()) {
                        drawing = Some(range.start);
                    }
                }
                depth += u32::from(!closed);
            }
            Event::End(e) => {
                depth = depth.checked_sub(1)?;
                let local = e.local_name().as_ref().to_owned();
                if local == "row" && !behind_data {
                    let cells = sheet.cells_before(row, u32::MAX)?;
                    if !cells.is_empty() {
                        splice.replace(range.start..range.start, cells);
                    }
                } else if local == "sheetData" {
                    let rows = sheet.rows_before(u32::MAX)?;
                    splice.replace(range.start..range.start, rows);
                    behind_data = true;
                } else if depth == 0 {
                    drawing = drawing.or(Some(range.start));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !sheet.wanted.is_empty() {
        return None;
    }
    let text = splice.finish()?;
    // Everything behind the cells is unchanged, so places there are counted from the end.
    let at = text.len() - (source.len() - drawing?);
    Some(Marked { text, reference: (!has_drawing).then_some((at, sheet.prefix)) })
}

/// Whether the element declares, under whatever prefix, a namespace that ends so.
fn attribute_ends(element: &BytesStart<'_>, ending: &str) -> bool {
    element.attributes().flatten().any(|a| a.key.as_ref().starts_with("xmlns") && a.value.ends_with(ending))
}

struct Sheet<'a> {
    /// Cells still to be met, the next one last.
    wanted: Vec<Address>,
    styles: &'a mut Styles,
    prefix: String,
}

impl Sheet<'_> {
    fn wants_in(&self, row: u32) -> bool {
        self.wanted.last().is_some_and(|at| at.row == row)
    }

    fn take(&mut self, at: Address) -> bool {
        let here = self.wanted.last() == Some(&at);
        if here {
            self.wanted.pop();
        }
        here
    }

    /// New cells for what is wanted in that row before that column.
    fn cells_before(&mut self, row: u32, column: u32) -> Option<String> {
        let mut cells = String::new();
        while let Some(at) = self.wanted.last().copied().filter(|at| at.row == row && at.column < column) {
            let style = self.styles.marked(0)?;
            cells.push_str(&format!("<{}c r=\"{at}\" s=\"{style}\"/>", self.prefix));
            self.wanted.pop();
        }
        Some(cells)
    }

    /// New rows for what is wanted before that row.
    fn rows_before(&mut self, row: u32) -> Option<String> {
        let mut rows = String::new();
        while let Some(at) = self.wanted.last().copied().filter(|at| at.row < row) {
            let cells = self.cells_before(at.row, u32::MAX)?;
            rows.push_str(&format!("<{0}row r=\"{1}\">{cells}</{0}row>", self.prefix, at.row + 1));
        }
        Some(rows)
    }
}
