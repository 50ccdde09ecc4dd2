//! From a workbook to rows. Pure: no database, no clock; everything that is wrong is found at once.

mod cadres;
mod organisations;

use std::collections::BTreeSet;

use kernel::{Chance, Problem, Say};
use office::{Address, Workbook, find_header};
use office::{Body, CellError, DataRow, Fill, Head, HeaderError, HeaderFault, HeaderMap, Manual, Table, Why};

use super::batch::{Batch, CadreRow, Number, OrgRow, Place, Rows, SheetRead};
use super::roster::Roster;
use super::warning::{Warning, Warnings};
use crate::dated::{Dated, Precision};
use crate::identity::IdentityKey;

/// Rows of the preview.
const SAMPLE: usize = 8;

/// What was found in a workbook, faults and all.
#[derive(Debug, Clone)]
pub struct Reading {
    pub(crate) roster: Roster,
    pub(crate) sheets: Vec<SheetRead>,
    pub(crate) rows: Rows,
    pub(crate) as_of: Option<Dated>,
    faults: Vec<CellError>,
    warnings: Warnings,
    passed_over: Vec<String>,
}

/// Reads every sheet of that kind. `manual` holds what a person set by hand; it goes for the first such sheet, or for
/// the first filled one when none is recognised.
pub fn read(roster: Roster, book: &Workbook, manual: &Manual) -> Reading {
    let mut reading = Reading {
        roster,
        sheets: Vec::new(),
        rows: match roster {
            Roster::Organisations => Rows::Organisations(Vec::new()),
            Roster::Cadres => Rows::Cadres(Vec::new()),
        },
        as_of: None,
        faults: Vec::new(),
        warnings: Warnings::default(),
        passed_over: Vec::new(),
    };
    let ours = |table: &&Table| Roster::of_sheet(table) == Some(roster);
    let filled = |table: &&Table| !table.hidden && !table.rows.is_empty();
    let first = book.sheets.iter().find(ours).or_else(|| book.sheets.iter().find(filled));
    let Some(first) = first.or(book.sheets.first()) else { return reading };
    for table in &book.sheets {
        if std::ptr::eq(table, first) {
            reading.take(table, manual);
        } else if ours(&table) {
            reading.take(table, &Manual::default());
        } else if !table.rows.is_empty() {
            reading.passed_over.push(table.name.clone());
        }
    }
    for name in reading.passed_over.clone() {
        reading.warnings.add("import-warning-sheet", || name);
    }
    if reading.is_empty() && reading.faults.is_empty() {
        reading.faults.push(no_rows(first));
    }
    reading.faults = in_order(std::mem::take(&mut reading.faults));
    reading
}

impl Reading {
    /// What it is a roster of.
    pub fn roster(&self) -> Roster {
        self.roster
    }

    /// How many rows were read without a fault.
    pub fn len(&self) -> usize {
        match &self.rows {
            Rows::Organisations(rows) => rows.len(),
            Rows::Cadres(rows) => rows.len(),
        }
    }

    /// Whether no row was read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything wrong in the file itself; each cell with its value, the reason, and how to mend it.
    pub fn faults(&self) -> &[CellError] {
        &self.faults
    }

    /// What is odd without being wrong.
    pub fn warnings(&self) -> Vec<Warning> {
        self.warnings.clone().into_list()
    }

    /// The rows, with identity numbers sealed: nothing holds one in the clear from here on.
    ///
    /// # Errors
    /// [`Problem::Refused`] while there are faults.
    pub fn into_batch(self, key: &IdentityKey, chance: &dyn Chance) -> Result<Batch, Problem> {
        if !self.faults.is_empty() {
            return Err(Problem::refused(Say::new("import-has-faults").with("n", self.faults.len())));
        }
        let mut rows = self.rows;
        if let Rows::Cadres(rows) = &mut rows {
            for row in rows {
                if let Number::Plain(number) = &row.number {
                    row.sealed = Some(key.seal(number, row.born, chance)?);
                    row.number = Number::None;
                }
            }
        }
        let Self { roster, sheets, as_of, warnings, .. } = self;
        Ok(Batch { roster, sheets, rows, as_of, warnings })
    }

    fn take(&mut self, table: &Table, manual: &Manual) {
        let header = match header_of(self.roster, table, manual) {
            Ok(header) => header,
            Err(error) => {
                self.faults.extend(of_heads(table, &error));
                let row = header_row(&error).unwrap_or(0);
                self.sheets.push(SheetRead {
                    name: table.name.clone(),
                    header_row: row,
                    sample: sample(table, &error.heads, row),
                    heads: error.heads,
                    columns: manual.columns.clone(),
                });
                return;
            }
        };
        let body = table.body(&header, Fill::Down);
        self.sheets.push(SheetRead {
            name: table.name.clone(),
            header_row: header.last,
            sample: sample(table, &header.heads, header.last),
            heads: header.heads.clone(),
            columns: header.columns().clone(),
        });
        self.as_of = self.as_of.max(date_above(table, header.first));
        match self.roster {
            Roster::Organisations => self.organisations(table, &header, &body),
            Roster::Cadres => self.cadres(table, &header, &body),
        }
    }

    fn place(&self, row: &DataRow<'_>) -> Place {
        Place { sheet: self.sheets.len().saturating_sub(1), row: row.index }
    }

    /// The value of a cell, or the default and one more fault.
    fn get<T: Default>(&mut self, found: Result<T, CellError>) -> T {
        found.unwrap_or_else(|error| {
            self.faults.push(error);
            T::default()
        })
    }

    fn text(&mut self, row: &DataRow<'_>, field: &str) -> String {
        self.get(row.cell(field).text()).unwrap_or_default()
    }

    fn name(&mut self, row: &DataRow<'_>, field: &str) -> String {
        self.get(row.cell(field).name()).unwrap_or_default()
    }

    /// A date; a year alone is taken as what it is, and said to be odd.
    fn dated(&mut self, row: &DataRow<'_>, field: &str) -> Option<Dated> {
        let cell = row.cell(field);
        match cell.day() {
            Ok(found) => found.map(dated),
            Err(error) => {
                let year = Some(&error).filter(|error| error.reason.key == "office-day-year-only");
                let text = year.map(|error| kernel::names::fold(&error.value));
                let year = text.and_then(|text| text.trim_end_matches('年').parse::<Dated>().ok());
                match year {
                    Some(_) => self.warnings.add("import-warning-year", || error.place()),
                    None => self.faults.push(error),
                }
                year
            }
        }
    }

    fn organisation_rows(&mut self) -> Option<&mut Vec<OrgRow>> {
        if let Rows::Organisations(rows) = &mut self.rows { Some(rows) } else { None }
    }

    fn cadre_rows(&mut self) -> Option<&mut Vec<CadreRow>> {
        if let Rows::Cadres(rows) = &mut self.rows { Some(rows) } else { None }
    }
}

/// The heads. What was set by hand goes before recognition, and is then all there is.
fn header_of(roster: Roster, table: &Table, manual: &Manual) -> Result<HeaderMap, Box<HeaderError>> {
    if manual.columns.is_empty() {
        return find_header(table, &roster.specs(false), manual);
    }
    let unset =
        |column: &&super::roster::Column| column.required && !manual.columns.contains_key(column.field);
    let missing: Vec<String> = roster
        .columns()
        .iter()
        .filter(unset)
        .filter_map(|column| column.names.first())
        .map(|n| (*n).into())
        .collect();
    let header = find_header(table, &[], manual)?;
    if missing.is_empty() {
        return Ok(header);
    }
    let fault = HeaderFault::Columns { row: header.last + 1, missing, ambiguous: Vec::new() };
    Err(Box::new(HeaderError { sheet: table.name.clone(), fault, heads: header.heads }))
}

fn header_row(error: &HeaderError) -> Option<u32> {
    match &error.fault {
        HeaderFault::Columns { row, .. } => row.checked_sub(1),
        HeaderFault::Empty | HeaderFault::NotFound { .. } => None,
    }
}

/// One fault for each thing to mend about the heads, in the first cell of their row.
fn of_heads(table: &Table, error: &HeaderError) -> Vec<CellError> {
    let at = Address::new(header_row(error).unwrap_or(0), 0);
    let value = table.cell(at).value.to_string();
    let fault = |reason| CellError {
        sheet: error.sheet.as_str().into(),
        at,
        value: value.as_str().into(),
        reason,
        fix: Say::new("import-fix-heads"),
    };
    error.says().into_iter().map(fault).collect()
}

fn no_rows(table: &Table) -> CellError {
    let at = Address::new(0, 0);
    CellError {
        sheet: table.name.as_str().into(),
        at,
        value: table.cell(at).value.to_string().into(),
        reason: Say::new("import-fault-no-rows"),
        fix: Say::new("import-fix-no-rows"),
    }
}

/// The first rows below the heads as they stand.
fn sample(table: &Table, heads: &[Head], header_row: u32) -> Vec<Vec<String>> {
    let below = table.rows.iter().filter(|row| row.index > header_row).take(SAMPLE);
    below
        .map(|row| {
            let at = |head: &Head| Address::new(row.index, head.column);
            heads.iter().map(|head| table.located(at(head), Fill::Down).cell.value.to_string()).collect()
        })
        .collect()
}

/// The date that the lines above the heads bear: `2015年11月` beside the unit that filled the roster in.
fn date_above(table: &Table, first: u32) -> Option<Dated> {
    let above = table.rows.iter().take_while(|row| row.index < first);
    above
        .flat_map(|row| (0_u32..).zip(&row.cells).map(|(column, _)| Address::new(row.index, column)))
        .filter_map(|at| table.located(at, Fill::None).day().ok().flatten())
        .map(dated)
        .max()
}

fn dated(found: office::PartialDay) -> Dated {
    let precision = match found.precision {
        office::Precision::Month => Precision::Month,
        office::Precision::Day => Precision::Day,
    };
    Dated { day: found.day, precision }
}

/// The rows of sums that were passed over.
fn sums<'a>(body: &'a Body<'_>) -> impl Iterator<Item = u32> + 'a {
    body.skipped.iter().filter(|skipped| skipped.why == Why::Sum).map(|skipped| skipped.index)
}

/// Every fault once and in the order of the cells: rows below one merged cell all complain of the same.
pub(super) fn in_order(faults: Vec<CellError>) -> Vec<CellError> {
    let mut seen = BTreeSet::new();
    let mut once: Vec<CellError> = faults
        .into_iter()
        .filter(|fault| seen.insert((fault.place(), fault.reason.key, fault.reason.args.clone())))
        .collect();
    once.sort_by(|a, b| (&a.sheet, a.at).cmp(&(&b.sheet, b.at)));
    once
}
