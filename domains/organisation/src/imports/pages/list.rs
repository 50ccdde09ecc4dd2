//! Past imports.

use std::collections::HashMap;

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Face, Page, Reading, Words, blank_is_none};

use super::super::ImportRoster;
use super::super::batch::Counts;
use super::super::record::{self, Import, State};

/// Imports of one page.
const PER_PAGE: usize = 50;
/// Imports of a workbook.
const PER_SHEET: usize = 100_000;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filter {
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// An import in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) file: String,
    pub(super) roster: String,
    /// `draft`, `queued`, `applied`, `undone` or `discarded`.
    pub(super) state: &'static str,
    pub(super) state_name: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) counts: Counts,
}

impl Line {
    pub(super) fn of(import: &Import, words: &Words, names: &Names) -> Self {
        let (at, by) = match (import.state, import.applied_at, import.undone_at) {
            (State::Undone, _, Some(at)) => (at, &import.undone_by),
            (State::Applied, Some(at), _) => (at, &import.applied_by),
            _ => (import.uploaded_at, &import.uploaded_by),
        };
        Self {
            id: import.id.0,
            file: import.file.clone(),
            roster: words.t(&format!("import-roster-{}", import.roster.code())),
            state: import.state.code(),
            state_name: words.t(&format!("import-state-{}", import.state.code())),
            by: names.of(by, words),
            at: words.moment(at),
            counts: import.counts,
        }
    }
}

/// Names of accounts, for what stands in `uploaded_by`.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn load(c: &mut Conn) -> Result<Self, Problem> {
        let accounts = web::accounts::all(c)?;
        Ok(Self(accounts.into_iter().map(|account| (format!("user:{}", account.id), account.name)).collect()))
    }

    /// The name behind `user:7`; whoever worked at the machine itself is named as such.
    fn of(&self, code: &str, words: &Words) -> String {
        match (self.0.get(code), code.strip_prefix("cli:")) {
            (Some(name), _) => name.clone(),
            (None, Some(name)) => words.f("import-by-machine", [("name", name.to_owned())]),
            (None, None) => code.to_owned(),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "imports/pages/list.html")]
pub(super) struct ImportList {
    #[serde(skip)]
    words: Words,
    page: usize,
    pages: usize,
    total: usize,
    imports: Vec<Line>,
}

impl ImportList {
    fn tone(line: &Line) -> &'static str {
        match line.state {
            "applied" => "done",
            "undone" => "bad",
            "queued" => "warn",
            _ => "calm",
        }
    }
}

impl Page for ImportList {
    fn title(&self) -> String {
        self.words.t("import-list")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["file", "roster", "state", "by", "at", "rows", "new-rows", "changed", "unchanged"];
        let int = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let row = |line: &Line| {
            let mut row: Vec<Cell> =
                [&line.file, &line.roster, &line.state_name, &line.by, &line.at].map(Cell::text).to_vec();
            let counts = line.counts;
            row.extend([counts.rows, counts.new, counts.changed, counts.unchanged].map(int));
            row
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|name| self.words.t(&format!("import-{name}"))).collect(),
            rows: self.imports.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ImportRoster>, filter: Filter) -> Result<ImportList, Problem> {
    let total = usize::try_from(record::count(cx.db)?).unwrap_or(0);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (limit, offset) =
        if cx.face() == Face::Sheet { (PER_SHEET, 0) } else { (PER_PAGE, (page - 1) * PER_PAGE) };
    let (words, names) = (cx.words(), Names::load(cx.db)?);
    let found = record::list(cx.db, limit, offset)?;
    let imports = found.iter().map(|import| Line::of(import, &words, &names)).collect();
    Ok(ImportList { words, page, pages, total, imports })
}
