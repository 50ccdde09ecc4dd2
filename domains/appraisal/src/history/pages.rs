//! The page of all public years.

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::flow::{GradeFlow, YearGrades, flow};
use super::record::{self, Stood};
use super::rules::{self, Group, Track, Year, moved_most};
use crate::analyses;
use crate::cycles::record::{self as cycles, Cycle};
use crate::policy::ReadRankings;
use crate::ranked;
use crate::rankings::record::{Movement, movement, tone};

/// Lines drawn at most in one chart; the table has everybody.
const DRAWN: usize = 40;
/// Lines that stand out: as many as there are colours.
const FOCUSED: usize = 6;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Wanted {
    /// Only this category; without it all.
    #[serde(default, deserialize_with = "blank_is_none")]
    category: Option<String>,
}

/// One year of an organisation.
#[derive(Serialize, JsonSchema)]
struct YearCell {
    rank: u32,
    of: u32,
    total: String,
    grade: String,
    tone: &'static str,
    /// The category it was in then, when that was another.
    elsewhere: Option<String>,
}

/// One organisation.
#[derive(Serialize, JsonSchema)]
struct Line {
    href: String,
    name: String,
    /// By year; null where it took no part.
    years: Vec<Option<YearCell>>,
    movement: Movement,
}

/// One category.
#[derive(Serialize, JsonSchema)]
struct CategoryHistory {
    name: String,
    rows: Vec<Line>,
    /// How many lines the chart leaves out.
    not_drawn: usize,
    #[serde(skip)]
    bump: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "history/show.html")]
pub(super) struct HistoryShow {
    #[serde(skip)]
    words: Words,
    years: Vec<i16>,
    category: String,
    /// Every category there is.
    all: Vec<String>,
    flow: GradeFlow,
    categories: Vec<CategoryHistory>,
}

impl Page for HistoryShow {
    fn title(&self) -> String {
        self.words.t("appraisal-history")
    }

    fn sheets(&self) -> Vec<Sheet> {
        let words = &self.words;
        let mut head = vec![words.t("appraisal-category"), words.t("appraisal-organisation")];
        for year in &self.years {
            for key in ["appraisal-rank-in", "appraisal-total-in", "appraisal-grade-in"] {
                head.push(words.f(key, [("year", year.to_string())]));
            }
        }
        let row = |category: &str, line: &Line| {
            let mut cells = vec![Cell::text(category), Cell::text(&line.name)];
            for year in &line.years {
                cells.extend(match year {
                    Some(cell) => [
                        Cell::Int(i64::from(cell.rank)),
                        ranked::figure(&cell.total),
                        Cell::text(&cell.grade),
                    ],
                    None => [Cell::Empty, Cell::Empty, Cell::Empty],
                });
            }
            cells
        };
        let rows = self.categories.iter().flat_map(|own| own.rows.iter().map(|line| row(&own.name, line)));
        vec![Sheet { name: self.title(), head, rows: rows.collect() }, self.flow.sheet(words)]
    }
}

impl HistoryShow {
    fn export(&self) -> String {
        analyses::address("/cycles/history", &[("category", &self.category), ("format", "xlsx")])
    }

    fn chart_id(&self, number: &usize) -> String {
        format!("moves-{number}")
    }

    fn year(&self, at: &usize) -> String {
        self.years.get(*at).map(ToString::to_string).unwrap_or_default()
    }

    /// What the chart of a category does not show; nothing when it shows all.
    fn left_out(&self, own: &CategoryHistory) -> String {
        if own.not_drawn == 0 {
            return String::new();
        }
        self.words.f("appraisal-history-not-drawn", [("n", DRAWN.to_string())])
    }

    fn choices(&self) -> Vec<(String, String)> {
        let every = (String::new(), self.words.t("appraisal-history-all"));
        std::iter::once(every).chain(self.all.iter().map(|name| (name.clone(), name.clone()))).collect()
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: Wanted) -> Result<HistoryShow, Problem> {
    let mut known = cycles::all(cx.db, false)?;
    known.reverse();
    let mut places = record::all(cx.db)?;
    let places: Vec<Vec<Stood>> =
        known.iter().map(|cycle| places.remove(&cycle.id).unwrap_or_default()).collect();
    let years: Vec<Year> = known
        .iter()
        .zip(&places)
        .map(|(cycle, places)| Year {
            places,
            categories: cycle.summary.categories.iter().map(|one| one.name.as_str()).collect(),
        })
        .collect();
    let groups = rules::groups(&years);
    let all: Vec<String> = groups.iter().map(|group| group.category.to_owned()).collect();
    let chosen = input.category.filter(|name| all.contains(name));
    let wanted = |name: &str| chosen.as_deref().is_none_or(|chosen| chosen == name);
    let graded = known.iter().zip(&places).map(|(cycle, places)| YearGrades {
        year: cycle.year,
        grades: cycle.summary.grades.iter().map(|(_, name)| name.as_str()).collect(),
        of: places
            .iter()
            .filter(|stood| wanted(&stood.category))
            .map(|stood| (stood.org, stood.grade_place))
            .collect(),
    });
    let flow = flow(&graded.collect::<Vec<_>>());
    let categories = groups.iter().filter(|group| wanted(group.category)).map(|group| one(&known, group));
    Ok(HistoryShow {
        words: cx.words(),
        years: known.iter().map(|cycle| cycle.year).collect(),
        categories: categories.collect(),
        category: chosen.unwrap_or_default(),
        all,
        flow,
    })
}

fn one(cycles: &[Cycle], group: &Group<'_>) -> CategoryHistory {
    CategoryHistory {
        name: group.category.to_owned(),
        rows: group.tracks.iter().map(|track| line(cycles, group.category, track)).collect(),
        not_drawn: group.tracks.len().saturating_sub(DRAWN),
        bump: bump(cycles, group),
    }
}

fn line(cycles: &[Cycle], category: &str, track: &Track<'_>) -> Line {
    let cell = |(cycle, stood): (&Cycle, &Option<&Stood>)| {
        stood.map(|stood| YearCell {
            rank: stood.rank,
            of: stood.of,
            total: stood.total.clone(),
            grade: stood.grade_name.clone(),
            tone: tone(stood.grade_place, cycle.summary.grades.len()),
            elsewhere: (stood.category != category).then(|| stood.category.clone()),
        })
    };
    // The page of an organisation tells all its years; it stands under the last of them.
    let last = track.years.iter().rposition(Option::is_some).and_then(|at| cycles.get(at));
    let now = track.years.last().copied().flatten();
    let before = track.years.iter().rev().nth(1).copied().flatten();
    Line {
        href: last.map(|cycle| address(cycle, track.org)).unwrap_or_default(),
        name: track.name.to_owned(),
        years: cycles.iter().zip(&track.years).map(cell).collect(),
        movement: match now {
            Some(now) => {
                movement(&now.category, now.rank, before.map(|then| (then.category.as_str(), then.rank)))
            }
            None => Movement { code: "gone", places: 0, before: before.map(|then| then.rank) },
        },
    }
}

fn address(cycle: &Cycle, org: OrgId) -> String {
    format!("/cycles/{}/organisations/{org}", cycle.id)
}

/// Ranks over the years. Of a large category only those are drawn who moved furthest.
fn bump(cycles: &[Cycle], group: &Group<'_>) -> String {
    let ranks: Vec<Vec<Option<u32>>> = group.tracks.iter().map(|track| track.ranks(group.category)).collect();
    let focus = moved_most(&ranks, FOCUSED);
    let drawn = if ranks.len() > DRAWN { moved_most(&ranks, DRAWN) } else { (0..ranks.len()).collect() };
    let series: Vec<_> = drawn
        .iter()
        .filter_map(|at| Some((at, group.tracks.get(*at)?, ranks.get(*at)?)))
        .map(|(at, track, ranks)| {
            serde_json::json!({ "name": track.name, "ranks": ranks, "focus": focus.contains(at) })
        })
        .collect();
    let count = ranks.iter().flatten().flatten().max().copied().unwrap_or(1);
    let years: Vec<String> = cycles.iter().map(|cycle| cycle.year.to_string()).collect();
    serde_json::json!({ "years": years, "count": count, "series": series }).to_string()
}
