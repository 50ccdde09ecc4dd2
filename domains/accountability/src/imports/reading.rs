//! From a workbook to lines. Pure: everything that is wrong in the file is found at once, each fault with its cell.

use std::collections::BTreeMap;

use kernel::{Day, Say, names};
use office::{
    Address, CellError, DataRow, Fill, HeaderError, Manual, Precision, Table, Workbook, find_header,
};

use super::columns::specs;
use crate::measures::sheet::BAR;
use crate::measures::typed::{TEXT, parted};

/// Lines that are taken at once.
const MOST: usize = 5_000;

/// When a measure is due, as its cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    On(Day),
    /// 长期
    Standing,
}

/// A measure as a row of the table gives it; what is blank there is nothing here.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Places of the aspect and of the measure in it, as 1.3.
    pub number: Option<(u32, u32)>,
    pub aspect: String,
    pub content: String,
    pub standard: String,
    pub org: String,
    pub helpers: Vec<String>,
    pub person: String,
    pub starts: Option<Day>,
    pub due: Option<Due>,
    pub weight: Option<u32>,
    /// Day, name and form of every milestone.
    pub milestones: Vec<(Day, String, String)>,
    cells: BTreeMap<&'static str, CellError>,
}

impl Line {
    /// A fault in one of its cells, for rules that only the caller knows.
    pub fn fault(&self, field: &'static str, reason: impl Into<Say>, fix: impl Into<Say>) -> CellError {
        let cell = self.cells.get(field).or_else(|| self.cells.values().next());
        match cell {
            Some(cell) => CellError { reason: reason.into(), fix: fix.into(), ..cell.clone() },
            None => CellError {
                sheet: "".into(),
                at: Address::new(0, 0),
                value: "".into(),
                reason: reason.into(),
                fix: fix.into(),
            },
        }
    }
}

/// The lines of the first sheet with the heads of measures.
///
/// # Errors
/// Everything that is wrong, by cell.
pub(super) fn read(book: &Workbook) -> Result<Vec<Line>, Vec<CellError>> {
    let specs = specs();
    let filled = || book.sheets.iter().filter(|table| !table.hidden && !table.rows.is_empty());
    let found = filled()
        .find_map(|table| find_header(table, &specs, &Manual::default()).ok().map(|header| (table, header)));
    let Some((table, header)) = found else {
        return Err(match filled().next().or(book.sheets.first()) {
            Some(table) => match find_header(table, &specs, &Manual::default()) {
                Err(error) => of_heads(table, &error),
                Ok(_) => Vec::new(),
            },
            None => Vec::new(),
        });
    };
    let body = table.body(&header, Fill::Down);
    let mut faults = Vec::new();
    if body.rows.is_empty() || body.rows.len() > MOST {
        let key = if body.rows.is_empty() { "measure-import-no-rows" } else { "measure-import-many-rows" };
        faults.push(at_head(table, Say::new(key).with("n", MOST), Say::new("measure-import-fix-rows")));
    }
    let lines = body.rows.iter().take(MOST).map(|row| line(row, &mut faults)).collect();
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

fn at_head(table: &Table, reason: Say, fix: Say) -> CellError {
    let at = Address::new(0, 0);
    let value = table.cell(at).value.to_string();
    CellError { sheet: table.name.as_str().into(), at, value: value.into(), reason, fix }
}

fn of_heads(table: &Table, error: &HeaderError) -> Vec<CellError> {
    let fix = || Say::new("measure-import-fix-heads");
    error.says().into_iter().map(|say| at_head(table, say, fix())).collect()
}

/// The value of a cell, or nothing and one more fault.
fn get<T: Default>(faults: &mut Vec<CellError>, found: Result<T, CellError>) -> T {
    found.unwrap_or_else(|error| {
        faults.push(error);
        T::default()
    })
}

fn line(row: &DataRow<'_>, faults: &mut Vec<CellError>) -> Line {
    const FIELDS: [&str; 11] = [
        "number",
        "aspect",
        "content",
        "standard",
        "org",
        "helpers",
        "person",
        "starts",
        "due",
        "weight",
        "milestones",
    ];
    let cells = FIELDS.map(|field| (field, row.cell(field).error("", "")));
    let mut line = Line { cells: BTreeMap::from(cells), ..Line::default() };
    line.number = number(&get(faults, row.cell("number").text()).unwrap_or_default());
    line.aspect = text(row, "aspect", 100, faults);
    line.content = text(row, "content", TEXT, faults);
    line.standard = text(row, "standard", TEXT, faults);
    line.org = get(faults, row.cell("org").name()).unwrap_or_default();
    line.helpers = parted(&get(faults, row.cell("helpers").text()).unwrap_or_default());
    line.person = text(row, "person", 60, faults);
    line.starts = day(row, "starts", faults);
    let due = get(faults, row.cell("due").text()).unwrap_or_default();
    line.due = match names::fold(&due).to_lowercase().as_str() {
        "" => None,
        "长期" | "常态" | "长期坚持" | "standing" => Some(Due::Standing),
        _ => day(row, "due", faults).map(Due::On),
    };
    line.weight = weight(row, faults);
    let cell = row.cell("milestones");
    let typed = get(faults, cell.text()).unwrap_or_default();
    for one in typed.lines().map(str::trim).filter(|one| !one.is_empty()) {
        match milestone(one) {
            Some(found) => line.milestones.push(found),
            None => faults.push(cell.error(
                Say::new("measure-import-milestone").with("line", one),
                Say::new("measure-import-fix-milestone"),
            )),
        }
    }
    if line.content.is_empty() {
        faults.push(row.cell("content").error("office-cell-missing", "office-fix-fill"));
    }
    line
}

fn text(row: &DataRow<'_>, field: &'static str, most: usize, faults: &mut Vec<CellError>) -> String {
    let cell = row.cell(field);
    let found = get(faults, cell.text()).unwrap_or_default();
    if found.chars().count() > most {
        faults.push(cell.error(Say::new("field-long").with("n", most), "measure-import-fix-long"));
    }
    found
}

fn day(row: &DataRow<'_>, field: &'static str, faults: &mut Vec<CellError>) -> Option<Day> {
    let cell = row.cell(field);
    let found = get(faults, cell.day())?;
    if found.precision == Precision::Month {
        faults.push(cell.error("measure-import-month", "measure-import-fix-month"));
        return None;
    }
    Some(found.day)
}

fn weight(row: &DataRow<'_>, faults: &mut Vec<CellError>) -> Option<u32> {
    let cell = row.cell("weight");
    let found = get(faults, cell.integer())?;
    let weight = u32::try_from(found).ok().filter(|weight| (1..=1000).contains(weight));
    if weight.is_none() {
        faults.push(
            cell.error(Say::new("field-number").with("from", 1).with("to", 1000), "office-fix-integer"),
        );
    }
    weight
}

/// Places of the aspect and the measure; anything else, as a running number, says nothing.
fn number(typed: &str) -> Option<(u32, u32)> {
    let folded = names::fold(typed);
    let (aspect, place) = folded.split_once('.')?;
    Some((aspect.parse().ok()?, place.parse().ok()?))
}

/// A line of the cell of milestones: day, name, and form, parted by bars.
fn milestone(line: &str) -> Option<(Day, String, String)> {
    let mut parts = line.splitn(3, [BAR, '｜']).map(str::trim);
    let day = Day::parse(&names::fold(parts.next()?)).ok()?;
    let name = parts.next().filter(|name| !name.is_empty() && name.chars().count() <= 100)?;
    let form = parts.next().unwrap_or_default();
    let is_plain = |text: &str| !text.contains([BAR, '｜']);
    (is_plain(form) && form.chars().count() <= 60).then(|| (day, name.to_owned(), form.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_measures_and_nothing_else() {
        assert_eq!(number("1.3"), Some((1, 3)));
        assert_eq!(number("２．１０"), Some((2, 10)));
        assert_eq!([number("7"), number(""), number("一.二")], [None, None, None]);
    }

    #[test]
    fn milestones_are_a_day_a_name_and_a_form() {
        let day = Day::parse("2015-06-30").unwrap();
        assert_eq!(milestone("2015-06-30 | 印发办法 | 文件"), Some((day, "印发办法".into(), "文件".into())));
        assert_eq!(milestone("2015-06-30｜印发办法"), Some((day, "印发办法".into(), String::new())));
        assert_eq!(milestone("印发办法"), None);
        assert_eq!(milestone("2015-06-30 | "), None);
        assert_eq!(milestone("2015-06-30 | 甲 | 乙 | 丙"), None);
    }
}
