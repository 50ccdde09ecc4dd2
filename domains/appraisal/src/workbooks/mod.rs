//! Score sheets and tallies as offices keep them, read into what an evaluation reads.
//!
//! Pure: bytes in, figures with their file, sheet and cell out. What a sheet holds is recognised by its heads, its year
//! and category by its title; file names decide nothing. Everything wrong in all files is reported at once.

mod fault;
mod heads;
mod marks;
mod own;
mod panels;
mod tallies;
mod title;

use std::collections::BTreeMap;

use office::{Fill, Limits, Table, Workbook};
use schemars::JsonSchema;
use scoring::{Input, Participant, Scheme};
use serde::{Deserialize, Serialize};

pub use fault::{Fault, faults_of_evaluation};
pub use heads::Kind;
pub(crate) use own::{OwnRow, OwnSheet, read_own};

/// Which sheets are wanted, and what to assume of those whose titles do not say.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The rules, from which indicators, groups and choices take their names.
    pub scheme: &'a Scheme,
    /// The year appraised; sheets of other years are passed over, sheets without a year belong to this one.
    pub year: i16,
    /// The category of score sheets whose title names none.
    pub category: Option<&'a str>,
}

/// What was found in the files.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Found {
    /// Sheets that were read, by file and sheet.
    pub sheets: Vec<SheetFound>,
    /// Sheets that were not, with the reason.
    pub passed_over: Vec<PassedOver>,
    /// Reviewers of each category.
    pub panels: Vec<PanelFound>,
    /// Everything wrong, by file, sheet and cell; nothing may be computed while there is any.
    pub faults: Vec<Fault>,
    /// What the evaluation reads. Participants bear their folded name as key.
    #[serde(skip)]
    pub input: Input,
    /// For each participant by its key what is to be said, and where, should the roster not know it.
    #[serde(skip)]
    pub unknown: BTreeMap<String, Vec<Fault>>,
}

/// A sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetFound {
    /// Name of the file.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// What it holds.
    pub kind: Kind,
    /// Category, of score sheets.
    pub category: Option<String>,
    /// Reviewer, of score sheets.
    pub reviewer: Option<String>,
    /// How many organisations stand in it.
    pub organisations: usize,
}

/// A sheet, or a whole file, that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassedOver {
    /// Name of the file.
    pub file: String,
    /// Name of the sheet; of the first one when the whole file was passed over.
    pub sheet: String,
    /// Why.
    pub why: Why,
}

/// Why a sheet was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Neither a score sheet nor a tally.
    Other,
    /// Its title names another year.
    OtherYear(i16),
    /// It is hidden in the workbook.
    Hidden,
}

/// The reviewers of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PanelFound {
    /// The category.
    pub category: String,
    /// Its reviewers in natural order.
    pub reviewers: Vec<String>,
    /// How many organisations they marked.
    pub organisations: usize,
}

/// Reads files of any kind; those that cannot be read at all become faults.
///
/// # Errors
/// None; see [`Found::faults`].
pub fn read(files: &[(String, Vec<u8>)], wanted: &Wanted<'_>) -> Found {
    read_among(files, wanted, &[])
}

/// The same where it is known who takes part: tallies need no score sheets beside them.
pub fn read_among(files: &[(String, Vec<u8>)], wanted: &Wanted<'_>, known: &[Participant]) -> Found {
    let mut books = Vec::with_capacity(files.len());
    let mut faults = Vec::new();
    for (name, bytes) in files {
        match office::read(name, bytes, &Limits::default()) {
            Ok(book) => books.push(book),
            Err(error) => faults.push(Fault::of_file(&error)),
        }
    }
    join(&books, wanted, known, faults)
}

/// Whether a workbook holds score sheets or a tally, whatever the scheme.
pub fn recognise(book: &Workbook) -> Option<Kind> {
    book.sheets.iter().find_map(heads::kind)
}

/// Reads opened workbooks. The result does not depend on the order of files, sheets, rows or columns.
pub fn gather(books: &[Workbook], wanted: &Wanted<'_>) -> Found {
    join(books, wanted, &[], Vec::new())
}

fn join(books: &[Workbook], wanted: &Wanted<'_>, known: &[Participant], faults: Vec<Fault>) -> Found {
    let mut found = Found { faults, ..Found::default() };
    let mut sheets = Vec::new();
    let mut tallies = Vec::new();
    for book in books {
        let kinds: Vec<Option<Kind>> = book.sheets.iter().map(heads::kind).collect();
        if kinds.iter().all(Option::is_none) {
            let sheet = book.sheets.first().map(|table| table.name.clone()).unwrap_or_default();
            found.passed_over.push(PassedOver { file: book.file.clone(), sheet, why: Why::Other });
            continue;
        }
        for (table, kind) in book.sheets.iter().zip(kinds) {
            match kind {
                _ if table.rows.is_empty() => {}
                Some(_) if table.hidden => pass(&mut found, book, table, Why::Hidden),
                Some(kind) => {
                    let title = title::of(table, kind);
                    match (title.year.filter(|year| *year != wanted.year), kind) {
                        (Some(year), _) => pass(&mut found, book, table, Why::OtherYear(year)),
                        (None, Kind::Marks) => {
                            sheets.extend(marks::read(&book.file, table, &title, wanted, &mut found.faults));
                        }
                        (None, Kind::Tally) => {
                            tallies.extend(tallies::read(
                                &book.file,
                                table,
                                &title,
                                wanted,
                                &mut found.faults,
                            ));
                        }
                    }
                }
                None if table.hidden || table.width() < 3 => pass(&mut found, book, table, Why::Other),
                None => found.faults.push(fault::unknown_sheet(&book.file, table)),
            }
        }
    }
    panels::join(sheets, &mut found);
    let marked = found.input.participants.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    found.input.participants.extend(known.iter().filter(|one| !marked.contains(&one.key)).cloned());
    tallies::join(tallies, &mut found);
    if found.input.participants.is_empty() && found.faults.is_empty() {
        found.faults.push(fault::nothing_found(books, wanted.year));
    }
    found.sheets.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
    found.passed_over.sort_by(|a, b| (&a.file, &a.sheet).cmp(&(&b.file, &b.sheet)));
    found.input.participants.sort();
    found.input.marks.sort();
    found.input.tallies.sort();
    found.faults.sort();
    found
}

fn pass(found: &mut Found, book: &Workbook, table: &Table, why: Why) {
    found.passed_over.push(PassedOver { file: book.file.clone(), sheet: table.name.clone(), why });
}

/// Whether a merged region swallows this cell, so that nothing can stand in it.
fn swallowed(table: &Table, at: office::Address) -> bool {
    table.located(at, Fill::Everywhere).origin != at
}
