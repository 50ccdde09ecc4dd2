//! One import: before it is applied, what it would do; afterwards, what it did.

use askama::Template;
use kernel::Problem;
use office::{CellError, column_letters};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::super::batch::{Counts, SheetRead};
use super::super::check::Difference;
use super::super::record::{self, Import, ImportId, Mapping, State};
use super::super::roster::Roster;
use super::super::{ImportRoster, obstacles};
use super::One;
use super::list::{Line, Names};
use super::sight::Sight;
use crate::identity::IdentityKey;

/// Faults and differences on the page; the workbook with marks holds all of them.
const SHOWN: usize = 100;

/// A faulty cell in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct FaultLine {
    /// `名册!F12`
    place: String,
    value: String,
    reason: String,
    fix: String,
}

/// A column of the sheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct ColumnLine {
    /// Column counted from 0.
    column: u32,
    /// `C`
    letters: String,
    /// Its head.
    title: String,
    /// The field it is read as; empty when it is not read.
    field: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "imports/pages/show.html")]
pub(super) struct ImportShow {
    #[serde(skip)]
    words: Words,
    #[serde(rename = "import")]
    item: Line,
    /// SM3 of the file.
    hash: String,
    /// What the rows would do, or did.
    counts: Counts,
    faults: Vec<FaultLine>,
    fault_count: usize,
    differences: Vec<Difference>,
    warnings: Vec<String>,
    columns: Vec<ColumnLine>,
    sample: Vec<Vec<String>>,
    /// Row of the heads as office programs number it.
    header_row: u32,
    sheet_name: String,
    #[serde(skip)]
    fields: Vec<(String, String)>,
    /// Why it cannot be taken back.
    obstacles: Vec<String>,
    job: Option<i64>,
    job_failed: bool,
}

impl ImportShow {
    fn is(&self, state: &str) -> bool {
        self.item.state == state
    }

    fn may_apply(&self) -> bool {
        self.is("draft") && self.fault_count == 0 && self.counts.new + self.counts.changed > 0
    }

    /// A draft that would change nothing.
    fn idle(&self) -> bool {
        self.is("draft") && self.fault_count == 0 && self.counts.new + self.counts.changed == 0
    }

    fn lead(&self) -> String {
        let args = [
            ("roster", self.item.roster.clone()),
            ("by", self.item.by.clone()),
            ("at", self.item.at.clone()),
        ];
        self.words.f(&format!("import-lead-{}", self.item.state), args)
    }

    fn field(&self, code: &str) -> String {
        self.words.t(&format!("import-field-{}", code.replace('_', "-")))
    }

    /// `C 姓名`
    fn head(&self, column: &ColumnLine) -> String {
        format!("{} {}", column.letters, column.title)
    }

    /// Faults, or differences, that are not on the page.
    fn more(&self, total: impl std::borrow::Borrow<usize>) -> usize {
        total.borrow().saturating_sub(SHOWN)
    }
}

impl Page for ImportShow {
    fn title(&self) -> String {
        self.item.file.clone()
    }
}

pub(super) fn show(
    cx: &mut Reading<'_, ImportRoster>,
    key: &IdentityKey,
    input: One,
) -> Result<ImportShow, Problem> {
    let import = record::find(cx.db, ImportId(input.id))?;
    let (words, today) = (cx.words(), cx.today());
    let names = Names::load(cx.db)?;
    let line = Line::of(&import, &words, &names);
    let mut page = ImportShow {
        counts: import.counts,
        item: line,
        hash: import.hash.clone(),
        faults: Vec::new(),
        fault_count: 0,
        differences: Vec::new(),
        warnings: Vec::new(),
        columns: Vec::new(),
        sample: Vec::new(),
        header_row: 0,
        sheet_name: String::new(),
        fields: fields(import.roster, &words),
        obstacles: Vec::new(),
        job: import.job,
        job_failed: !import.problem.is_empty(),
        words,
    };
    match import.state {
        State::Draft => {
            let chance = cx.site().chance.clone();
            let sight = Sight::of(cx.db, &import, key, chance.as_ref(), today)?;
            page.put(&import, sight);
        }
        State::Applied => {
            let reasons = obstacles(cx.db, &import)?;
            page.obstacles = reasons.iter().map(|reason| page.words.say(reason)).collect();
        }
        State::Queued | State::Undone | State::Discarded => {}
    }
    Ok(page)
}

impl ImportShow {
    fn put(&mut self, import: &Import, sight: Sight) {
        let words = &self.words;
        let fault = |fault: &CellError| FaultLine {
            place: fault.place(),
            value: fault.value.to_string(),
            reason: words.say(&fault.reason),
            fix: words.say(&fault.fix),
        };
        self.fault_count = sight.faults.len();
        self.faults = sight.faults.iter().take(SHOWN).map(fault).collect();
        self.warnings = sight.warnings.iter().map(|warning| words.say(&warning.say())).collect();
        self.counts = sight.counts;
        self.differences = sight.differences.into_iter().take(SHOWN).collect();
        if let Some(sheet) = sight.sheet {
            self.columns = columns(&sheet);
            self.header_row = sheet.header_row + 1;
            self.sample = hidden(&sheet, import.roster);
            self.sheet_name = sheet.name;
        }
    }
}

fn columns(sheet: &SheetRead) -> Vec<ColumnLine> {
    let field_of = |column: u32| {
        sheet
            .columns
            .iter()
            .find(|(_, at)| **at == column)
            .map(|(field, _)| field.clone())
            .unwrap_or_default()
    };
    let line = |head: &office::Head| ColumnLine {
        column: head.column,
        letters: column_letters(head.column),
        title: head.title.clone(),
        field: field_of(head.column),
    };
    sheet.heads.iter().map(line).collect()
}

/// The first rows, with identity numbers masked as everywhere.
fn hidden(sheet: &SheetRead, roster: Roster) -> Vec<Vec<String>> {
    let identity = sheet.columns.get("identity").filter(|_| roster == Roster::Cadres);
    let at = sheet.heads.iter().position(|head| Some(&head.column) == identity);
    let mut rows = sheet.sample.clone();
    for row in &mut rows {
        if let Some(number) = at.and_then(|at| row.get_mut(at)) {
            *number = crate::identity::mask(&crate::identity::plain(number));
        }
    }
    rows
}

/// The fields a column can be read as, the empty choice first.
fn fields(roster: Roster, words: &Words) -> Vec<(String, String)> {
    let field =
        |field: &str| (field.to_owned(), words.t(&format!("import-field-{}", field.replace('_', "-"))));
    let all = roster.columns().iter().map(|column| field(column.field));
    std::iter::once((String::new(), words.t("import-field-none"))).chain(all).collect()
}

/// Columns set by hand.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct MappingForm {
    id: i64,
    /// `organisations` or `cadres`; nothing leaves it as it is.
    #[serde(default)]
    roster: String,
    /// Row of the heads as office programs number it.
    #[serde(default)]
    header_row: String,
    /// For each column `2:name`: its place counted from 0, and the field it is read as. Empty: recognised again.
    #[serde(default)]
    columns: Vec<String>,
}

pub(super) fn map(cx: &mut Writing<'_, ImportRoster>, input: MappingForm) -> Result<Done, Rejection> {
    let id = ImportId(input.id);
    let import = cx.read(move |c| record::find(c, id))?;
    let roster = Roster::from_code(&input.roster).unwrap_or(import.roster);
    let row = input.header_row.trim().parse::<u32>().ok().and_then(|row| row.checked_sub(1));
    if row.is_none() && !input.header_row.trim().is_empty() {
        return Err(Problem::field("header_row", "import-header-row-wrong").into());
    }
    let mut mapping = Mapping { row, ..Mapping::default() };
    for (column, field) in input.columns.iter().filter_map(|choice| choice.split_once(':')) {
        let known = roster.columns().iter().any(|column| column.field == field);
        let Ok(column) = column.parse::<u32>() else { continue };
        if known && mapping.columns.insert(field.to_owned(), column).is_some() {
            return Err(Problem::field("columns", "import-column-twice").into());
        }
    }
    if mapping.columns.is_empty() && input.columns.is_empty() {
        mapping.row = None;
    }
    cx.write(move |tx| {
        if record::find(tx, id)?.state != State::Draft {
            return Err(Problem::refused("import-not-open"));
        }
        record::set_mapping(tx, id, roster, &mapping)
    })?;
    Ok(Done::to(format!("/imports/{id}")).say("import-was-mapped"))
}
