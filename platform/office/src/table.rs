//! A file as tables: rows that hold something, and what is merged.

use crate::error::Fault;
use crate::limits::Limits;
use crate::value::{Address, Cell, Region, Value};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// Name of the file as it was given.
    pub file: String,
    /// Its worksheets in their order; one of a text table.
    pub sheets: Vec<Table>,
}

/// One worksheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name of the sheet; the file's name without its ending for a text table.
    pub name: String,
    /// Whether office programs hide it.
    pub hidden: bool,
    /// The rows that hold something, in order. Empty ones, inside or trailing, are not here.
    pub rows: Vec<Row>,
    /// Merged regions by first column, then first row; no two share a cell.
    pub merged: Vec<Region>,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, 0 for the first row of the sheet.
    pub index: u32,
    /// Its cells from column A to the last one that holds something.
    pub cells: Vec<Cell>,
}

/// In which direction a merged region's value is read from the cells it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Only the region's first cell has the value.
    None,
    /// The cells below the first have it too: an organisation merged over its persons.
    Down,
    /// Every cell of the region has it: a head over several columns.
    Everywhere,
}

/// A cell seen at its place.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// Name of the sheet.
    pub sheet: &'a str,
    /// The place that was asked for.
    pub at: Address,
    /// Where the value stands: the first cell of the merged region when it was filled in, else `at`.
    pub origin: Address,
    /// The cell at `origin`.
    pub cell: &'a Cell,
}

impl Table {
    /// The row with that number, if it holds something.
    pub fn row(&self, index: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&index, |row| row.index).ok().and_then(|at| self.rows.get(at))
    }

    /// The cell at that place; an empty one where nothing stands.
    pub fn cell(&self, at: Address) -> &Cell {
        self.row(at.row).and_then(|row| row.cell(at.column)).unwrap_or(&Cell::EMPTY)
    }

    /// The cell whose value is read at that place when merged regions are filled.
    pub fn located(&self, at: Address, fill: Fill) -> Located<'_> {
        let origin = match fill {
            Fill::None => None,
            Fill::Down => self.region_from(at.column, at),
            Fill::Everywhere => self.region(at),
        };
        let origin = origin.map_or(at, |region| region.first);
        Located { sheet: &self.name, at, origin, cell: self.cell(origin) }
    }

    /// The merged region that covers that place.
    pub fn region(&self, at: Address) -> Option<&Region> {
        (0..=at.column).rev().find_map(|column| self.region_from(column, at))
    }

    /// The merged region beginning in that column that covers that place: the last one begun, as none share a cell.
    fn region_from(&self, column: u32, at: Address) -> Option<&Region> {
        let begun = self.merged.partition_point(|r| (r.first.column, r.first.row) <= (column, at.row));
        let region = self.merged.get(begun.checked_sub(1)?)?;
        (region.first.column == column && region.covers(at)).then_some(region)
    }

    /// Number of columns up to the last one that holds something.
    pub fn width(&self) -> u32 {
        self.rows.iter().map(|row| u32::try_from(row.cells.len()).unwrap_or(u32::MAX)).max().unwrap_or(0)
    }
}

impl Row {
    /// The cell in that column, if the row reaches so far.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.get(usize::try_from(column).ok()?)
    }
}

/// Collects the cells of one sheet under the limits, in whatever order they come.
pub(crate) struct Builder<'a> {
    table: Table,
    limits: &'a Limits,
    spent: &'a mut Spent,
    ordered: bool,
}

/// What the sheets of one file have used up together.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    cells: usize,
    text: u64,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(name: String, limits: &'a Limits, spent: &'a mut Spent) -> Self {
        Self { table: Table { name, ..Table::default() }, limits, spent, ordered: true }
    }

    pub(crate) fn put(&mut self, at: Address, cell: Cell) -> Result<(), Fault> {
        if cell.value.is_empty() {
            return Ok(());
        }
        if at.column >= self.limits.columns {
            let (sheet, limit) = (self.table.name.clone(), self.limits.columns);
            return Err(Fault::TooManyColumns { sheet, at, limit });
        }
        if let Value::Text(text) = &cell.value {
            self.spent.text += u64::try_from(text.len()).unwrap_or(u64::MAX);
            if self.spent.text > self.limits.unpacked {
                return Err(Fault::UnpacksTooLarge { limit: self.limits.unpacked });
            }
        }
        if self.table.rows.last().is_none_or(|last| last.index != at.row) {
            self.begin(at.row)?;
        }
        let column = usize::try_from(at.column).unwrap_or(usize::MAX);
        let Some(row) = self.table.rows.last_mut() else { return Ok(()) };
        if row.cells.len() <= column {
            self.spent.cells += column + 1 - row.cells.len();
            if self.spent.cells > self.limits.cells {
                return Err(Fault::TooManyCells { limit: self.limits.cells });
            }
            row.cells.resize(column + 1, Cell::EMPTY);
        }
        if let Some(slot) = row.cells.get_mut(column) {
            *slot = cell;
        }
        Ok(())
    }

    fn begin(&mut self, index: u32) -> Result<(), Fault> {
        let rows = &mut self.table.rows;
        if rows.len() >= self.limits.rows {
            return Err(Fault::TooManyRows { sheet: self.table.name.clone(), limit: self.limits.rows });
        }
        self.ordered &= rows.last().is_none_or(|last| last.index < index);
        let width = rows.last().map_or(0, |last| last.cells.len());
        rows.push(Row { index, cells: Vec::with_capacity(width) });
        Ok(())
    }

    /// Takes the merged regions of the sheet, which must not share cells.
    pub(crate) fn merge(&mut self, mut regions: Vec<Region>) -> Result<(), Fault> {
        if regions.len() > self.limits.merged {
            return Err(Fault::TooManyMerged { sheet: self.table.name.clone(), limit: self.limits.merged });
        }
        regions.sort_by_key(|region| region.first);
        let mut open: Vec<&Region> = Vec::new();
        for region in &regions {
            open.retain(|other| other.last.row >= region.first.row);
            if open.iter().any(|other| other.overlaps(region)) {
                return Err(Fault::merged(&self.table.name, region));
            }
            open.push(region);
        }
        regions.sort_by_key(|region| (region.first.column, region.first.row));
        self.table.merged = regions;
        Ok(())
    }

    pub(crate) fn finish(mut self, hidden: bool) -> Table {
        self.table.hidden = hidden;
        if !self.ordered {
            self.table.rows = in_order(self.table.rows);
        }
        self.table
    }
}

/// Nothing obliges a file to hold its rows in order, or each only once.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| row.index);
    let mut ordered: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match ordered.last_mut() {
            Some(last) if last.index == row.index => {
                if last.cells.len() < row.cells.len() {
                    last.cells.resize(row.cells.len(), Cell::EMPTY);
                }
                for (slot, cell) in last.cells.iter_mut().zip(row.cells) {
                    if !cell.value.is_empty() {
                        *slot = cell;
                    }
                }
            }
            _ => ordered.push(row),
        }
    }
    ordered
}
