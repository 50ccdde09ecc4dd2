//! The marking screen: organisations down, indicators across, made for typing.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{OrgId, Problem};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Words};

use super::own;
use super::record::SheetState;
use super::rules::{self, Line, Spread};
use super::sheet::{self, Column, Sheet, address};
use crate::cycles::record::{Cycle, CycleId, State};
use crate::policy::MarkOrganisations;
use crate::reviewers::record::RecusedBy;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneSheet {
    pub id: CycleId,
    /// Number of the category, from 1.
    pub category: usize,
}

/// One cell of the grid.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct CellView {
    /// Organisation and indicator.
    cell: String,
    /// What stands in it; after a refusal, what was typed.
    value: String,
    /// The mark that is kept.
    #[serde(skip)]
    was: String,
    #[serde(skip)]
    full: i64,
    /// Position of its column, from 1.
    #[serde(skip)]
    column: usize,
    /// Indicator and full mark, for cards.
    #[serde(skip)]
    label: String,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "String::is_empty")]
    error: String,
}

/// One organisation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct RowView {
    org: OrgId,
    name: String,
    href: String,
    /// Why it must not be marked; empty when it is to be.
    recused: String,
    marks: Vec<CellView>,
    #[serde(flatten)]
    line: Line,
}

/// A sheet among those of the reviewer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Tab {
    href: String,
    name: String,
    current: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/grid.html")]
pub(super) struct MarkingPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    cycle: Cycle,
    year: i16,
    reviewer: String,
    #[serde(skip)]
    reviewer_id: i64,
    number: usize,
    category: String,
    columns: Vec<Column>,
    /// Dimensions with how many columns each spans.
    #[serde(skip)]
    dimensions: Vec<(String, usize)>,
    rows: Vec<RowView>,
    #[serde(skip)]
    spreads: Vec<Spread>,
    given: usize,
    wanted: usize,
    #[serde(flatten)]
    state: SheetState,
    /// Whether marks can be entered now.
    open: bool,
    /// Full marks of all indicators together.
    full: String,
    /// The largest full mark, in thousandths.
    #[serde(skip)]
    most: i64,
    due: String,
    overdue: bool,
    #[serde(skip)]
    tabs: Vec<Tab>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl MarkingPage {
    fn at(&self, tail: &str) -> String {
        address(self.cycle.id, self.number, tail)
    }

    fn left(&self) -> usize {
        self.wanted - self.given
    }

    /// Why nothing can be entered, when that is so.
    fn closed(&self) -> String {
        if self.open {
            return String::new();
        }
        if self.cycle.state < State::Review {
            return self.words.t("marking-not-yet");
        }
        match self.state.submitted.filter(|_| self.state.is_locked()) {
            Some(at) => self.words.f("marking-locked", [("at", self.words.moment(at))]),
            None => self.words.t("marking-over"),
        }
    }

    fn tabs(&self) -> Vec<(String, String, bool)> {
        self.tabs.iter().map(|tab| (tab.href.clone(), tab.name.clone(), tab.current)).collect()
    }

    /// Sentences for the script, with their places to be filled.
    fn sentences(&self) -> String {
        let words = &self.words;
        let open = |name: &'static str| (name, format!("{{{name}}}"));
        let sentences = serde_json::json!({
            "saved": words.f("marking-js-saved", [open("at")]),
            "saving": words.t("marking-js-saving"),
            "waiting": words.f("marking-js-waiting", [open("n")]),
            "refused": words.f("marking-js-refused", [open("n"), open("why")]),
            "signedOut": words.f("marking-js-signed-out", [open("n")]),
            "restored": words.f("marking-js-restored", [open("n")]),
            "elsewhere": words.f("marking-js-elsewhere", [open("name"), open("found"), open("now")]),
            "nothing": words.t("marking-js-nothing"),
            "left": words.f("marking-js-left", [open("n")]),
            "complete": words.t("marking-js-complete"),
            "cell": words.f("marking-js-cell", [open("name"), open("indicator"), open("full")]),
            "read": words.f("marking-js-read", [open("typed"), open("mark")]),
            "before": words.f("marking-js-before", [open("typed"), open("mark")]),
            "number": words.f("marking-js-number", [open("full")]),
            "above": words.f("marking-above", [open("typed"), open("full")]),
            "unclear": words.f("marking-js-unclear", [open("typed"), open("full")]),
            "fine": words.t("marking-too-fine"),
            "place": words.f("marking-js-place", [open("i"), open("n")]),
            "pasted": words.f("marking-js-pasted", [open("n"), open("wrong")]),
        });
        sentences.to_string().replace('<', "\\u003c")
    }
}

impl Page for MarkingPage {
    fn title(&self) -> String {
        let args = [("year", self.year.to_string()), ("category", self.category.clone())];
        self.words.f("marking-title", args)
    }
}

/// Address and name of every sheet of the reviewer, with what it still wants.
pub(super) fn tabs(c: &mut Conn, sheet: &Sheet, scheme: &scoring::Scheme) -> Result<Vec<Tab>, Problem> {
    let tab = |other: Sheet| Tab {
        href: other.at(""),
        current: other.number == sheet.number,
        name: if other.left() == 0 {
            other.category
        } else {
            format!("{} {}/{}", other.category, other.given(), other.wanted())
        },
    };
    let sheets = sheet::all(c, &sheet.cycle, scheme, &sheet.reviewer)?;
    Ok(sheets.into_iter().map(tab).collect())
}

/// Why a row is not to be marked, in words.
pub(super) fn recused_words(words: &Words, row: &sheet::SheetRow) -> String {
    match &row.recusal {
        None => String::new(),
        Some(recusal) if recusal.by == RecusedBy::Rule => words.t("panel-recused-own-side"),
        Some(recusal) => recusal.reason.clone(),
    }
}

/// Organisation and indicator as one word, as the form sends it.
fn cell_key(org: OrgId, indicator: &str) -> String {
    format!("{org}.{indicator}")
}

/// What was typed into cells, and what is wrong with it.
pub(super) type TypedCells = BTreeMap<String, (String, String)>;

/// The page of a sheet, with what was typed into its cells where that came back.
pub(super) fn page(
    words: Words,
    today: kernel::Day,
    sheet: &Sheet,
    tabs: Vec<Tab>,
    typed: &TypedCells,
) -> MarkingPage {
    let cell = |org: OrgId, column: usize, mark: Option<Score>| {
        let of = sheet.columns.get(column);
        let key = cell_key(org, of.map_or("", |of| of.code.as_str()));
        let was = mark.map(|mark| mark.to_string()).unwrap_or_default();
        let (value, error) = typed.get(&key).cloned().unwrap_or((was.clone(), String::new()));
        let full = of.map_or(0, |of| of.full.thousandths());
        let label = of.map(|of| format!("{} / {}", of.name, of.full)).unwrap_or_default();
        CellView { cell: key, value, was, full, column: column + 1, label, error }
    };
    let row = |(row, line): (&sheet::SheetRow, Line)| RowView {
        org: row.participant.org,
        name: row.participant.name.clone(),
        href: sheet.at(&format!("/organisations/{}", row.participant.org)),
        recused: recused_words(&words, row),
        marks: if row.recusal.is_some() {
            Vec::new()
        } else {
            let marks = row.marks.iter().enumerate();
            marks.map(|(column, mark)| cell(row.participant.org, column, *mark)).collect()
        },
        line,
    };
    let chunks = sheet.columns.chunk_by(|one, next| one.dimension == next.dimension);
    let named = chunks.filter_map(|chunk| Some((chunk.first()?.dimension.clone(), chunk.len())));
    let full: i64 = sheet.columns.iter().map(|column| column.full.thousandths()).sum();
    let due = sheet.cycle.due.review;
    let rows: Vec<RowView> = sheet.rows.iter().zip(rules::lines(sheet)).map(row).collect();
    let errors = rows.iter().flat_map(|row| &row.marks).filter(|cell| !cell.error.is_empty());
    MarkingPage {
        errors: errors.map(|cell| (cell.cell.clone(), cell.error.clone())).collect(),
        cycle: sheet.cycle.clone(),
        year: sheet.cycle.year,
        reviewer: sheet.reviewer.label.clone(),
        reviewer_id: sheet.reviewer.id.0,
        number: sheet.number,
        category: sheet.category.clone(),
        columns: sheet.columns.clone(),
        dimensions: named.collect(),
        rows,
        spreads: rules::spreads(sheet),
        given: sheet.given(),
        wanted: sheet.wanted(),
        state: sheet.state.clone(),
        open: sheet.is_open(),
        full: Score::from_thousandths(full).to_string(),
        most: sheet.most().thousandths(),
        due: due.map(|day| words.day(day)).unwrap_or_default(),
        overdue: sheet.is_open() && due.is_some_and(|day| day < today),
        tabs,
        words,
    }
}

pub(super) fn show(cx: &mut Reading<'_, MarkOrganisations>, input: OneSheet) -> Result<MarkingPage, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let tabs = tabs(cx.db, &sheet, &scheme)?;
    Ok(page(cx.words(), cx.today(), &sheet, tabs, &BTreeMap::new()))
}
