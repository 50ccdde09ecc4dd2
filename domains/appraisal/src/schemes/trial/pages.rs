//! The page of a trial run.

use askama::Template;
use kernel::{Cell, Problem, Say, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::compare::{self, Block, Line, Ranked};
use super::fit::{self, Misfit};
use super::record;
use crate::cycles::record::{self as cycles, CycleId, State};
use crate::inputs;
use crate::policy::ReadPreparation;
use crate::rankings::record::tone;
use crate::schemes::drafts::record::{self as drafts, Draft, DraftId};
use crate::schemes::{faults, record as schemes};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Asked {
    id: DraftId,
    /// Number of a published cycle; without it the latest.
    #[serde(default, deserialize_with = "blank_is_none")]
    cycle: Option<CycleId>,
    /// `yes` leaves out what nothing was recorded for, even where the draft says that this blocks.
    #[serde(default)]
    without: String,
}

/// One organisation.
#[derive(Serialize, JsonSchema)]
struct Row {
    name: String,
    href: String,
    rank_before: Option<u32>,
    rank: u32,
    /// `up`, `down`, `kept` or `new`.
    moved: &'static str,
    places: usize,
    total_before: String,
    total: String,
    grade_before: String,
    tone_before: &'static str,
    grade: String,
    tone: &'static str,
    grade_changed: bool,
}

/// One category.
#[derive(Serialize, JsonSchema)]
struct CategoryRows {
    name: String,
    grades: usize,
    moves: usize,
    rows: Vec<Row>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/trial/show.html")]
pub(super) struct TrialPage {
    #[serde(skip)]
    words: Words,
    draft: Draft,
    /// Published cycles: number and year.
    cycles: Vec<(String, String)>,
    cycle: String,
    year: String,
    /// What of the records and the draft does not fit together.
    misfits: Vec<String>,
    /// Why there is no result.
    blocks: Vec<String>,
    /// Leaving out what was not recorded would give a result.
    may_leave_out: bool,
    without: bool,
    organisations: usize,
    grade_changes: usize,
    moves: usize,
    most: usize,
    categories: Vec<CategoryRows>,
}

impl TrialPage {
    fn at(&self, tail: &str) -> String {
        format!("/schemes/drafts/{}{tail}", self.draft.id)
    }

    fn asked(&self, more: &str) -> String {
        let without = if self.without { "&without=yes" } else { "" };
        self.at(&format!("/trial?cycle={}{without}{more}", self.cycle))
    }
}

impl Page for TrialPage {
    fn title(&self) -> String {
        self.words.t("scheme-trial")
    }

    fn sheet(&self) -> Option<Sheet> {
        let words = &self.words;
        let keys = [
            "appraisal-category",
            "appraisal-organisation",
            "scheme-trial-rank-before",
            "scheme-trial-rank",
            "scheme-trial-total-before",
            "scheme-trial-total",
            "scheme-trial-grade-before",
            "scheme-trial-grade",
        ];
        let row = |category: &str, row: &Row| {
            vec![
                Cell::text(category),
                Cell::text(&row.name),
                row.rank_before.map_or(Cell::Empty, |rank| Cell::Int(i64::from(rank))),
                Cell::Int(i64::from(row.rank)),
                Cell::text(&row.total_before),
                Cell::text(&row.total),
                Cell::text(&row.grade_before),
                Cell::text(&row.grade),
            ]
        };
        let rows = self.categories.iter().flat_map(|one| one.rows.iter().map(|r| row(&one.name, r)));
        Some(Sheet {
            name: self.title(),
            head: keys.iter().map(|key| words.t(key)).collect(),
            rows: rows.collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: Asked) -> Result<TrialPage, Problem> {
    let (draft, scheme) = drafts::read(cx.db, input.id)?;
    let words = cx.words();
    let mut published = cycles::all(cx.db, false)?;
    published.retain(|cycle| cycle.state == State::Published);
    let chosen = match input.cycle {
        Some(id) => Some(published.iter().find(|cycle| cycle.id == id).ok_or(Problem::Missing)?),
        None => published.first(),
    };
    let years = published.iter().map(|one| (one.id.to_string(), one.year.to_string()));
    let mut page = TrialPage {
        cycles: years.collect(),
        cycle: chosen.map(|cycle| cycle.id.to_string()).unwrap_or_default(),
        year: chosen.map(|cycle| cycle.year.to_string()).unwrap_or_default(),
        misfits: Vec::new(),
        blocks: Vec::new(),
        may_leave_out: false,
        without: input.without == "yes",
        organisations: 0,
        grade_changes: 0,
        moves: 0,
        most: 0,
        categories: Vec::new(),
        draft,
        words: words.clone(),
    };
    let Some(cycle) = chosen.cloned() else { return Ok(page) };
    let faults = faults::all(&scheme);
    if !faults.is_empty() {
        page.blocks = faults.iter().map(|said| words.say(&said.say)).collect();
        return Ok(page);
    }
    let old = schemes::rules(cx.db, cycle.scheme)?;
    let recorded = inputs::read(cx.db, cycle.id)?;
    let real = record::results(cx.db, cycle.id)?;
    let fitted = fit::fit(&recorded, &old, &scheme);
    let tried = if page.without { fit::without_blocking(&scheme, &fitted.misfits) } else { scheme };
    page.misfits = fitted.misfits.iter().map(|misfit| words.say(&misfit_said(misfit))).collect();
    match compare::run(&tried, &fitted.input, &real) {
        Ok(ranked) => {
            let last = tried.grades.len();
            let before = cycle.summary.grades.len();
            let rows = |line: &Line| row(line, cycle.id, (before, last));
            page.categories = ranked.iter().map(|one| category(one, rows)).collect();
            page.organisations = ranked.iter().map(|one| one.lines.len()).sum();
            page.grade_changes = page.categories.iter().map(|one| one.grades).sum();
            page.moves = page.categories.iter().map(|one| one.moves).sum();
            let places = page.categories.iter().flat_map(|one| one.rows.iter().map(|row| row.places));
            page.most = places.max().unwrap_or(0);
        }
        Err(blocks) => {
            let no_data = |misfit: &Misfit| matches!(misfit, Misfit::NoData { missing: "block", .. });
            page.may_leave_out = !page.without && fitted.misfits.iter().any(no_data);
            page.blocks = blocks.iter().map(|block| words.say(&block_said(block))).collect();
        }
    }
    Ok(page)
}

fn category(ranked: &Ranked, row: impl Fn(&Line) -> Row) -> CategoryRows {
    CategoryRows {
        name: ranked.category.clone(),
        grades: ranked.lines.iter().filter(|line| line.grade_changed).count(),
        moves: ranked.lines.iter().filter(|line| line.moved.is_some_and(|moved| moved != 0)).count(),
        rows: ranked.lines.iter().map(row).collect(),
    }
}

fn row(line: &Line, cycle: CycleId, (before, now): (usize, usize)) -> Row {
    let real = line.real.as_ref();
    let text = |of: fn(&record::Real) -> &String| real.map(|real| of(real).clone()).unwrap_or_default();
    let moved = match line.moved {
        None => "new",
        Some(0) => "kept",
        Some(places) if places > 0 => "up",
        Some(_) => "down",
    };
    Row {
        name: line.name.clone(),
        href: real.map(|real| format!("/cycles/{cycle}/organisations/{}", real.org)).unwrap_or_default(),
        rank_before: real.map(|real| real.rank),
        rank: line.rank,
        moved,
        places: line.moved.and_then(|by| usize::try_from(by.unsigned_abs()).ok()).unwrap_or_default(),
        total_before: text(|real| &real.total),
        total: line.total.clone(),
        grade_before: text(|real| &real.grade_name),
        tone_before: real.map_or("", |real| tone(real.grade_place, before)),
        grade: line.grade.clone(),
        tone: tone(u32::try_from(line.grade_place).unwrap_or(u32::MAX), now),
        grade_changed: line.grade_changed,
    }
}

fn misfit_said(misfit: &Misfit) -> Say {
    match misfit {
        Misfit::Category { name, count } => {
            Say::new("scheme-misfit-category").with("name", name).with("n", count)
        }
        Misfit::Indicator { name } => Say::new("scheme-misfit-indicator").with("name", name),
        Misfit::Method { name } => Say::new("scheme-misfit-method").with("name", name),
        Misfit::Scaled { name, before, after } => {
            Say::new("scheme-misfit-scaled").with("name", name).with("before", before).with("after", after)
        }
        Misfit::Group { name, indicator } => {
            Say::new("scheme-misfit-group").with("name", name).with("indicator", indicator)
        }
        Misfit::Choice { name, indicator } => {
            Say::new("scheme-misfit-choice").with("name", name).with("indicator", indicator)
        }
        Misfit::Other { name } => Say::new("scheme-misfit-other").with("name", name),
        Misfit::Decisions { count } => Say::new("scheme-misfit-decisions").with("n", count),
        Misfit::NoData { name, missing, .. } => Say::new(match *missing {
            "block" => "scheme-misfit-no-data-block",
            "exclude" => "scheme-misfit-no-data-exclude",
            _ => "scheme-misfit-no-data-zero",
        })
        .with("name", name),
    }
}

fn block_said(block: &Block) -> Say {
    match block {
        Block::Missing { indicator, count } => {
            Say::new("scheme-trial-blocked-missing").with("name", indicator).with("n", count)
        }
        Block::Nothing { count } => Say::new("scheme-trial-blocked-nothing").with("n", count),
        Block::Other { detail } => Say::new("scheme-trial-blocked-other").with("detail", detail),
    }
}
