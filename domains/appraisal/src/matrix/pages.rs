//! The page of the matrix.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Figures};
use super::rules::{self, Column};
use crate::analyses;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::policy::{ReadPreparation, ReadRankings};
use crate::ranked;
use crate::rankings::record::tone;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Wanted {
    id: CycleId,
    /// Only this category; without it all.
    #[serde(default, deserialize_with = "blank_is_none")]
    category: Option<String>,
    /// `yes` for the indicators of each dimension, too.
    #[serde(default, deserialize_with = "blank_is_none")]
    indicators: Option<String>,
}

/// Head of a column.
#[derive(Serialize, JsonSchema)]
struct Head {
    code: String,
    name: String,
    full: String,
    /// Below the dimension before it.
    indicator: bool,
}

/// A figure and how much of the full mark it is.
#[derive(Serialize, JsonSchema)]
struct HeatCell {
    /// Empty where it does not count.
    points: String,
    /// 1 below 60 % of the full mark, then a step for every ten, 5 from 90 % on; 0 for no figure.
    step: u8,
}

/// One organisation.
#[derive(Serialize, JsonSchema)]
struct Line {
    href: String,
    name: String,
    rank: u32,
    total: String,
    grade: String,
    tone: &'static str,
    cells: Vec<HeatCell>,
}

/// One category.
#[derive(Serialize, JsonSchema)]
struct CategoryMatrix {
    name: String,
    columns: Vec<Head>,
    rows: Vec<Line>,
    median_total: String,
    median: Vec<HeatCell>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "matrix/show.html")]
pub(super) struct MatrixShow {
    #[serde(skip)]
    words: Words,
    cycle: CycleId,
    year: i16,
    category: String,
    indicators: bool,
    /// Every category there is.
    all: Vec<String>,
    categories: Vec<CategoryMatrix>,
}

impl Page for MatrixShow {
    fn title(&self) -> String {
        self.words.f("appraisal-matrix-title", [("year", self.year.to_string())])
    }

    fn sheets(&self) -> Vec<Sheet> {
        let words = &self.words;
        let sheet = |own: &CategoryMatrix| {
            let mut head: Vec<String> =
                ["appraisal-rank", "appraisal-organisation"].iter().map(|key| words.t(key)).collect();
            head.extend(own.columns.iter().map(|column| format!("{} / {}", column.name, column.full)));
            head.extend(["appraisal-total", "appraisal-grade"].iter().map(|key| words.t(key)));
            let mut rows: Vec<Vec<Cell>> = own
                .rows
                .iter()
                .map(|line| {
                    let mut row = vec![Cell::Int(i64::from(line.rank)), Cell::text(&line.name)];
                    row.extend(line.cells.iter().map(|cell| ranked::figure(&cell.points)));
                    row.extend([ranked::figure(&line.total), Cell::text(&line.grade)]);
                    row
                })
                .collect();
            let mut last = vec![Cell::Empty, Cell::text(words.t("appraisal-median"))];
            last.extend(own.median.iter().map(|cell| ranked::figure(&cell.points)));
            last.push(ranked::figure(&own.median_total));
            rows.push(last);
            Sheet { name: own.name.clone(), head, rows }
        };
        self.categories.iter().map(sheet).collect()
    }

    fn file_name(&self) -> Option<String> {
        Some(self.title())
    }
}

impl MatrixShow {
    fn at(&self) -> String {
        format!("/cycles/{}/matrix", self.cycle)
    }

    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle)
    }

    fn export(&self) -> String {
        let indicators = if self.indicators { "yes" } else { "" };
        let chosen = [("category", self.category.as_str()), ("indicators", indicators), ("format", "xlsx")];
        analyses::address(&self.at(), &chosen)
    }

    fn choices(&self) -> Vec<(String, String)> {
        let every = (String::new(), self.words.t("appraisal-history-all"));
        std::iter::once(every).chain(self.all.iter().map(|name| (name.clone(), name.clone()))).collect()
    }

    /// The steps of the colours, in words.
    fn steps(&self) -> [(u8, String); 5] {
        [1, 2, 3, 4, 5].map(|step| (step, self.words.t(&format!("appraisal-matrix-step-{step}"))))
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: Wanted) -> Result<MatrixShow, Problem> {
    let cycle = cycles::find(cx.db, input.id, cx.can::<ReadPreparation>())?;
    let figures = record::all(cx.db, cycle.id)?;
    let all: Vec<String> = cycle.summary.categories.iter().map(|one| one.name.clone()).collect();
    let chosen = input.category.filter(|name| all.contains(name));
    let wanted = |name: &&String| chosen.as_ref().is_none_or(|chosen| chosen == *name);
    let indicators = input.indicators.as_deref() == Some("yes");
    let of = |name: &String| {
        let own: Vec<Figures> = figures.iter().filter(|one| one.category == *name).cloned().collect();
        category(&cycle, name, &own, indicators)
    };
    Ok(MatrixShow {
        words: cx.words(),
        cycle: cycle.id,
        year: cycle.year,
        categories: all.iter().filter(wanted).map(of).collect(),
        category: chosen.clone().unwrap_or_default(),
        indicators,
        all,
    })
}

fn category(cycle: &Cycle, name: &str, own: &[Figures], indicators: bool) -> CategoryMatrix {
    let columns = rules::columns(own, indicators);
    let cell = |points: &str, full: &str| HeatCell {
        points: points.to_owned(),
        step: rules::step(points, full).unwrap_or(0),
    };
    let line = |one: &Figures| Line {
        href: format!("/cycles/{}/organisations/{}", cycle.id, one.org),
        name: one.name.clone(),
        rank: one.rank,
        total: one.total.clone(),
        grade: one.grade_name.clone(),
        tone: tone(one.grade_place, cycle.summary.grades.len()),
        cells: columns
            .iter()
            .map(|column| {
                rules::value(&one.portrait, column).map_or_else(|| cell("", ""), |(p, f)| cell(p, f))
            })
            .collect(),
    };
    CategoryMatrix {
        name: name.to_owned(),
        rows: own.iter().map(line).collect(),
        median_total: own.first().map(|one| one.portrait.median.clone()).unwrap_or_default(),
        median: columns.iter().map(|column| cell(&median(own, column), &column.full)).collect(),
        columns: columns
            .into_iter()
            .map(|Column { code, name, full, indicator }| Head { code, name, full, indicator })
            .collect(),
    }
}

/// The median of a column: of a dimension as it was published with the result, of an indicator from published points.
fn median(own: &[Figures], column: &Column) -> String {
    let lines = own.iter().flat_map(|one| &one.portrait.dimensions);
    let known = lines.filter(|_| !column.indicator).find(|line| line.code == column.code);
    if let Some(line) = known {
        return line.median.clone();
    }
    let points = own.iter().filter_map(|one| Some(rules::value(&one.portrait, column)?.0));
    rules::median(points).unwrap_or_default()
}
