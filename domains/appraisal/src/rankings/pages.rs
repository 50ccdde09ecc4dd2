//! The page of a cycle.

use std::collections::HashMap;

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Movement, Place, tone};
use crate::analyses;
use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::panel_statistics::sight;
use crate::policy::{PrepareCycle, PublishCycle, ReadPreparation, ReadRankings};
use crate::ranked;
use crate::submissions::record::{self as submissions, SubmissionId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
}

/// One category of the ranking.
#[derive(Serialize, JsonSchema)]
struct CategoryRanking {
    name: String,
    of: usize,
    median: String,
    /// Grades of the category in words: `好 3 · 较好 7 · 一般 3`.
    grades: String,
    rows: Vec<RankingRow>,
    /// What the committee decided in it, in words.
    decided: Vec<DecidedRow>,
}

/// A decision beside what was computed.
#[derive(Serialize, JsonSchema)]
struct DecidedRow {
    href: String,
    name: String,
    text: String,
    reason: String,
}

/// One organisation of it.
#[derive(Serialize, JsonSchema)]
struct RankingRow {
    #[serde(flatten)]
    place: Place,
    href: String,
    tone: &'static str,
    movement: Movement,
    /// What the line above this row parts, where grades change.
    line: Option<String>,
    /// The total as computed, where another was decided.
    computed_total: Option<String>,
    /// The grade as computed, where another was decided.
    computed_grade: Option<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "rankings/show.html")]
pub(super) struct RankingShow {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    state_name: String,
    /// The published year ranks are compared with.
    before: Option<i16>,
    categories: Vec<CategoryRanking>,
    /// Other sides of the result.
    more: Vec<(String, String)>,
    may_prepare: bool,
    may_publish: bool,
    /// The course of a year is the committee's.
    may_read_progress: bool,
    /// The last submission while it waits to be confirmed or mended.
    submission: Option<SubmissionId>,
}

impl RankingShow {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    /// Number of the version that is shown, when it corrects another.
    fn corrected(&self) -> Option<u32> {
        self.cycle.version.filter(|number| self.cycle.shown.is_some() && *number > 1)
    }

    fn comparison(&self, with: &i16) -> String {
        format!("/cycles/comparison?from={with}&to={}", self.cycle.year)
    }

    /// Categories as entries of a list of contents.
    fn contents(&self) -> Vec<(String, String, bool)> {
        let entry = |(at, category): (usize, &CategoryRanking)| {
            (format!("#category-{}", at + 1), category.name.clone(), false)
        };
        self.categories.iter().enumerate().map(entry).collect()
    }
}

impl Page for RankingShow {
    fn title(&self) -> String {
        self.words.f("appraisal-ranking-of", [("year", self.cycle.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let mut head = ranked::heads(&self.words);
        head.push(self.words.t("appraisal-rank-before"));
        let row = |row: &RankingRow| {
            let p = &row.place;
            vec![
                Cell::text(&p.category),
                Cell::Int(i64::from(p.rank)),
                Cell::text(&p.name),
                ranked::figure(&p.panel),
                ranked::figure(&p.mass),
                ranked::figure(&p.total),
                Cell::text(&p.grade_name),
                row.movement.before.map_or(Cell::Empty, |rank| Cell::Int(i64::from(rank))),
            ]
        };
        let rows = self.categories.iter().flat_map(|category| category.rows.iter().map(row)).collect();
        Some(Sheet { name: self.title(), head, rows })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: One) -> Result<RankingShow, Problem> {
    let cycle = cycles::find(cx.db, input.id, cx.can::<ReadPreparation>())?;
    let places = record::places(cx.db, cycle.id)?;
    let before = record::before(cx.db, cycle.year)?;
    let earlier: HashMap<OrgId, (String, u32)> = match before {
        Some((id, _)) => record::places(cx.db, id)?
            .into_iter()
            .map(|place| (place.org, (place.category, place.rank)))
            .collect(),
        None => HashMap::new(),
    };
    let may_prepare = cx.can::<PrepareCycle>() && !cycle.state.is_public() && cycle.opened.is_none();
    let submission = match may_prepare {
        true => submissions::latest(cx.db, cycle.id)?,
        false => None,
    };
    let waiting = |state| matches!(state, submissions::State::Ready | submissions::State::Refused);
    let words = cx.words();
    let categories = cycle.summary.categories.iter().map(|summary| {
        let own: Vec<&Place> = places.iter().filter(|place| place.category == summary.name).collect();
        let counts = cycle.summary.grades.iter().zip(&summary.grades);
        CategoryRanking {
            name: summary.name.clone(),
            of: own.len(),
            median: summary.median.clone(),
            grades: counts.map(|((_, name), n)| format!("{name} {n}")).collect::<Vec<_>>().join(" · "),
            rows: rows(&cycle, &own, &earlier, &words),
            decided: decided(&cycle, &own, &words),
        }
    });
    let more = analyses::links(
        &words,
        cycle.id,
        cx.can::<ReadPreparation>(),
        sight::is_reviewer(cx.principal(), cx.today()),
    );
    Ok(RankingShow {
        categories: categories.collect(),
        more,
        state_name: words.t(cycle.state.key()),
        before: before.filter(|_| !earlier.is_empty()).map(|(_, year)| year),
        may_prepare,
        may_publish: cx.can::<PublishCycle>() && cycle.state == State::Deliberation && cycle.opened.is_none(),
        may_read_progress: cx.can::<ReadPreparation>(),
        submission: submission.filter(|(_, state)| waiting(*state)).map(|(id, _)| id),
        cycle,
        words,
    })
}

/// What was decided about these organisations.
fn decided(cycle: &Cycle, own: &[&Place], words: &Words) -> Vec<DecidedRow> {
    let here = cycle.summary.decided.iter().filter(|one| own.iter().any(|place| place.org == one.org));
    here.map(|one| DecidedRow {
        href: format!("/cycles/{}/organisations/{}", cycle.id, one.org),
        name: one.organisation.clone(),
        text: one.line.sentence(words),
        reason: one.line.reason.clone(),
    })
    .collect()
}

fn rows(
    cycle: &Cycle,
    places: &[&Place],
    earlier: &HashMap<OrgId, (String, u32)>,
    words: &Words,
) -> Vec<RankingRow> {
    let mut above: Option<&str> = None;
    let mut rows = Vec::with_capacity(places.len());
    for place in places {
        let line = above.filter(|grade| *grade != place.grade_name).map(|grade| {
            words.f("appraisal-line", [("above", grade.to_owned()), ("below", place.grade_name.clone())])
        });
        above = Some(&place.grade_name);
        let computed = |what: &str| {
            let mut decided = cycle.summary.decided.iter();
            let one = decided.find(|one| one.org == place.org && one.line.what == what);
            one.map(|one| one.line.computed.clone())
        };
        let before = earlier.get(&place.org).map(|(category, rank)| (category.as_str(), *rank));
        rows.push(RankingRow {
            href: format!("/cycles/{}/organisations/{}", cycle.id, place.org),
            tone: tone(place.grade_place, cycle.summary.grades.len()),
            movement: record::movement(&place.category, place.rank, before),
            line,
            computed_total: computed("total"),
            computed_grade: computed("grade"),
            place: (*place).clone(),
        });
    }
    rows
}
