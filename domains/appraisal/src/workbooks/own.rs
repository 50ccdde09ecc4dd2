//! One reviewer's own sheet, read back: the same reading as for a whole year, held against what this reviewer is to mark.

use kernel::{Say, names::fold};
use office::{Address, CellError, Limits, Table};
use scoring::{Score, SourceRef};

use super::Wanted;
use super::fault::Fault;
use super::heads::{self, Kind};
use super::marks::{self, MarkRow, MarkSheet};
use super::title;

/// Reason of a cell that is left empty; on a sheet that is still being filled in that is no fault.
const EMPTY_CELL: &str = "appraisal-fault-mark-missing";

/// Whose sheet is wanted, and which organisations stand on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnSheet<'a> {
    /// The rules, the year and the category.
    pub wanted: Wanted<'a>,
    /// How the reviewer is called.
    pub reviewer: &'a str,
    /// The organisations.
    pub rows: &'a [OwnRow],
}

/// An organisation on the sheet.
#[derive(Debug, Clone)]
pub(crate) struct OwnRow {
    /// Its name, and the same folded.
    pub name: String,
    pub key: String,
    /// The reviewer must not mark it.
    pub recused: bool,
}

/// What was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnMarks {
    /// Key of the organisation, code of the indicator, mark, and where it stands.
    pub marks: Vec<(String, String, Score, SourceRef)>,
    /// Everything wrong; while there is any, nothing counts.
    pub faults: Vec<Fault>,
}

/// Reads the sheet of one reviewer for one category out of a file; other sheets are passed over.
///
/// # Errors
/// None; see [`OwnMarks::faults`].
pub(crate) fn read_own(file: &str, bytes: &[u8], own: &OwnSheet<'_>) -> OwnMarks {
    let mut found = OwnMarks::default();
    let book = match office::read(file, bytes, &Limits::default()) {
        Ok(book) => book,
        Err(error) => {
            found.faults.push(Fault::of_file(&error));
            return found;
        }
    };
    let mut sheets: Vec<(&Table, MarkSheet, Vec<Fault>)> = Vec::new();
    for table in book.sheets.iter().filter(|table| !table.hidden && heads::kind(table) == Some(Kind::Marks)) {
        let title = title::of(table, Kind::Marks);
        let reviewer = title.reviewer.clone().unwrap_or_else(|| fold(&table.name));
        if reviewer != fold(own.reviewer) || title.year.is_some_and(|year| year != own.wanted.year) {
            continue;
        }
        let mut faults = Vec::new();
        match marks::read(file, table, &title, &own.wanted, &mut faults) {
            Some(sheet) if own.wanted.category.is_some_and(|name| name != sheet.category) => {}
            Some(sheet) => sheets.push((table, sheet, faults)),
            None => found.faults.append(&mut faults),
        }
    }
    match sheets.as_mut_slice() {
        [] if found.faults.is_empty() => found.faults.push(no_sheet(file, own)),
        [] => {}
        [(table, sheet, faults)] => {
            faults.retain(|fault| fault.reason.key != EMPTY_CELL);
            found.faults.append(faults);
            hold_against(file, table, sheet, own, &mut found);
        }
        [(table, sheet, _), (other, ..), ..] => {
            let reason = Say::new("appraisal-fault-sheet-twice").with("reviewer", own.reviewer);
            let reason = reason.with("other", format!("{file}:{}", other.name));
            found.faults.push(at(file, table, sheet.head, "", reason, Say::new("appraisal-fix-sheet-twice")));
        }
    }
    found.faults.sort();
    found
}

fn no_sheet(file: &str, own: &OwnSheet<'_>) -> Fault {
    let reason = Say::new("marking-fault-no-sheet")
        .with("year", own.wanted.year)
        .with("category", own.wanted.category.unwrap_or_default())
        .with("reviewer", own.reviewer);
    Fault::of_files(file, reason, Say::new("marking-fix-no-sheet").with("reviewer", own.reviewer))
}

fn at(file: &str, table: &Table, at: Address, value: &str, reason: Say, fix: Say) -> Fault {
    Fault::of_cell(
        file,
        CellError { sheet: table.name.as_str().into(), at, value: value.into(), reason, fix },
    )
}

/// Holds the rows of a sheet against those that the reviewer has.
fn hold_against(file: &str, table: &Table, sheet: &MarkSheet, own: &OwnSheet<'_>, found: &mut OwnMarks) {
    let wrong = |row: &MarkRow, reason: Say, fix: &'static str| {
        at(file, table, row.at, &row.typed, reason, Say::new(fix))
    };
    for row in &sheet.rows {
        let Some(known) = own.rows.iter().find(|known| known.key == row.key) else {
            let reason = Say::new("marking-fault-not-assigned");
            found.faults.push(wrong(row, reason, "marking-fix-not-assigned"));
            continue;
        };
        if known.recused {
            if !row.marks.is_empty() {
                let reason = Say::new("marking-fault-recused");
                found.faults.push(wrong(row, reason, "marking-fix-recused"));
            }
            continue;
        }
        if row.says_recused {
            let reason = Say::new("marking-fault-says-recused");
            found.faults.push(wrong(row, reason, "marking-fix-says-recused"));
        }
        let marks = row.marks.iter();
        found
            .marks
            .extend(marks.map(|(indicator, mark, source)| {
                (row.key.clone(), indicator.clone(), *mark, source.clone())
            }));
    }
    for known in own.rows.iter().filter(|known| sheet.rows.iter().all(|row| row.key != known.key)) {
        let reason = Say::new("appraisal-fault-row-missing").with("name", &known.name);
        found.faults.push(at(file, table, sheet.head, "", reason, Say::new("appraisal-fix-row-missing")));
    }
}
