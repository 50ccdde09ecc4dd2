//! The comparison of two years.

use std::collections::HashMap;

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use crate::cycles::record::{self as cycles, Cycle};
use crate::history::flow::{GradeFlow, YearGrades, flow};
use crate::policy::{ReadPreparation, ReadRankings};
use crate::rankings::record::{Movement, Place, movement, places, tone};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Years {
    /// The earlier year; without it the last but one.
    #[serde(default, deserialize_with = "blank_is_none")]
    from: Option<i16>,
    /// The later year; without it the last.
    #[serde(default, deserialize_with = "blank_is_none")]
    to: Option<i16>,
}

/// One category in both years.
#[derive(Serialize, JsonSchema)]
struct CategoryMoves {
    name: String,
    up: usize,
    kept: usize,
    down: usize,
    rows: Vec<Move>,
}

/// One organisation in both years.
#[derive(Serialize, JsonSchema)]
struct Move {
    href: String,
    name: String,
    before: Option<u32>,
    rank: u32,
    total_before: String,
    total: String,
    grade_before: String,
    tone_before: &'static str,
    grade: String,
    tone: &'static str,
    movement: Movement,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "comparison/show.html")]
pub(super) struct ComparisonShow {
    #[serde(skip)]
    words: Words,
    /// Years that can be compared.
    years: Vec<(String, String)>,
    from: i16,
    to: i16,
    categories: Vec<CategoryMoves>,
    flow: GradeFlow,
    /// Organisations that took part in one of the years only.
    only_before: Vec<String>,
}

impl Page for ComparisonShow {
    fn title(&self) -> String {
        self.words
            .f("appraisal-comparison-title", [("from", self.from.to_string()), ("to", self.to.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let words = &self.words;
        let of = |key, year: i16| words.f(key, [("year", year.to_string())]);
        let head = vec![
            words.t("appraisal-category"),
            words.t("appraisal-organisation"),
            of("appraisal-rank-in", self.from),
            of("appraisal-rank-in", self.to),
            of("appraisal-grade-in", self.from),
            of("appraisal-grade-in", self.to),
        ];
        let rank = |rank: Option<u32>| rank.map_or(Cell::Empty, |rank| Cell::Int(i64::from(rank)));
        let row = |category: &str, one: &Move| {
            vec![
                Cell::text(category),
                Cell::text(&one.name),
                rank(one.before),
                rank(Some(one.rank)),
                Cell::text(&one.grade_before),
                Cell::text(&one.grade),
            ]
        };
        let rows = self.categories.iter().flat_map(|c| c.rows.iter().map(|one| row(&c.name, one)));
        Some(Sheet { name: self.title(), head, rows: rows.collect() })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: Years) -> Result<ComparisonShow, Problem> {
    let mut all = cycles::all(cx.db, cx.can::<ReadPreparation>())?;
    all.retain(|cycle| cycle.version.is_some());
    let chosen = |year: Option<i16>, at: usize| match year {
        Some(year) => all.iter().find(|cycle| cycle.year == year),
        None => all.get(at.min(all.len().saturating_sub(1))),
    };
    let (Some(from), Some(to)) = (chosen(input.from, 1), chosen(input.to, 0)) else {
        return Err(Problem::Missing);
    };
    let (from, to) = (from.clone(), to.clone());
    let earlier = places(cx.db, from.id)?;
    let later = places(cx.db, to.id)?;
    let years = all.iter().map(|cycle| (cycle.year.to_string(), cycle.year.to_string())).collect();
    Ok(compare(cx.words(), years, &from, &to, &earlier, &later))
}

fn compare(
    words: Words,
    years: Vec<(String, String)>,
    from: &Cycle,
    to: &Cycle,
    earlier: &[Place],
    later: &[Place],
) -> ComparisonShow {
    let before: HashMap<OrgId, &Place> = earlier.iter().map(|place| (place.org, place)).collect();
    let categories = to.summary.categories.iter().map(|summary| {
        let own = later.iter().filter(|place| place.category == summary.name);
        let rows: Vec<Move> =
            own.map(|place| one(from, to, place, before.get(&place.org).copied())).collect();
        let count = |code: &str| rows.iter().filter(|row| row.movement.code == code).count();
        CategoryMoves {
            name: summary.name.clone(),
            up: count("up"),
            kept: count("kept"),
            down: count("down"),
            rows,
        }
    });
    let gone = earlier.iter().filter(|place| later.iter().all(|now| now.org != place.org));
    ComparisonShow {
        years,
        from: from.year,
        to: to.year,
        categories: categories.collect(),
        flow: flow(&[graded(from, earlier), graded(to, later)]),
        only_before: gone.map(|place| place.name.clone()).collect(),
        words,
    }
}

/// The grades of a year.
fn graded<'a>(cycle: &'a Cycle, places: &[Place]) -> YearGrades<'a> {
    YearGrades {
        year: cycle.year,
        grades: cycle.summary.grades.iter().map(|(_, name)| name.as_str()).collect(),
        of: places.iter().map(|place| (place.org, place.grade_place)).collect(),
    }
}

fn one(from: &Cycle, to: &Cycle, place: &Place, then: Option<&Place>) -> Move {
    let text = |of: fn(&Place) -> &String| then.map(|then| of(then).clone()).unwrap_or_default();
    let moved = movement(&place.category, place.rank, then.map(|then| (then.category.as_str(), then.rank)));
    Move {
        href: format!("/cycles/{}/organisations/{}", to.id, place.org),
        name: place.name.clone(),
        before: then.map(|then| then.rank),
        rank: place.rank,
        total_before: text(|then| &then.total),
        total: place.total.clone(),
        grade_before: text(|then| &then.grade_name),
        tone_before: then.map_or("", |then| tone(then.grade_place, from.summary.grades.len())),
        grade: place.grade_name.clone(),
        tone: tone(place.grade_place, to.summary.grades.len()),
        movement: moved,
    }
}

impl ComparisonShow {
    fn export(&self) -> String {
        format!("/cycles/comparison?from={}&to={}&format=xlsx", self.from, self.to)
    }

    fn chart_id(&self, number: &usize) -> String {
        format!("moves-{number}")
    }

    /// Ranks of a category in both years; whoever moved most stands out.
    fn bump(&self, category: &CategoryMoves) -> String {
        let most = category.rows.iter().map(|row| row.movement.places).max().unwrap_or(0).max(1);
        let series: Vec<_> = category
            .rows
            .iter()
            .map(|row| {
                let focus = row.movement.places * 2 >= most && row.movement.places > 0;
                serde_json::json!({ "name": row.name, "ranks": [row.movement.before, Some(row.rank)], "focus": focus })
            })
            .collect();
        let ranks = category.rows.iter().flat_map(|row| [row.movement.before, Some(row.rank)]);
        let count = ranks.flatten().max().unwrap_or(1);
        let years = [self.from.to_string(), self.to.to_string()];
        serde_json::json!({ "years": years, "count": count, "series": series }).to_string()
    }
}
