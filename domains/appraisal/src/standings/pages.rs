//! The page of one organisation: two rows are read for it.

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::links::LinksView;
use web::{Page, Reading, Words};

use super::portrait::Portrait;
use super::record::{self, Year};
use super::rules;
use crate::analyses;
use crate::cycles::record::CycleId;
use crate::measured::appraised;
use crate::panel_statistics::sight;
use crate::policy::{ReadPreparation, ReadRankings};
use crate::promises::{self, Made};
use crate::rankings::record::{Movement, movement, tone};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

/// One year of the organisation.
#[derive(Serialize, JsonSchema)]
struct YearLine {
    href: String,
    year: i16,
    category: String,
    rank: u32,
    of: u32,
    total: String,
    grade: String,
    tone: &'static str,
    movement: Movement,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "standings/show.html")]
pub(super) struct StandingShow {
    #[serde(skip)]
    words: Words,
    cycle: CycleId,
    org: OrgId,
    year: i16,
    name: String,
    category: String,
    rank: u32,
    of: u32,
    panel: String,
    mass: String,
    total: String,
    grade: String,
    tone: &'static str,
    movement: Movement,
    #[serde(flatten)]
    portrait: Portrait,
    years: Vec<YearLine>,
    /// Other sides of the result.
    more: Vec<(String, String)>,
    /// What was promised for this year, and for the next.
    promised: Option<Made>,
    promises: Option<Made>,
    /// What was done in the year, as far as it is counted here.
    links: LinksView,
}

impl Page for StandingShow {
    fn title(&self) -> String {
        self.words
            .f("appraisal-standing-title", [("name", self.name.clone()), ("year", self.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "appraisal-dimension",
            "appraisal-points",
            "appraisal-full",
            "appraisal-median",
            "appraisal-best",
        ];
        let rows = self.portrait.dimensions.iter().map(|line| {
            [&line.name, &line.points, &line.out_of, &line.median, &line.best].map(Cell::text).to_vec()
        });
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: rows.collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: One) -> Result<StandingShow, Problem> {
    let unpublished = cx.can::<ReadPreparation>();
    let found = record::find(cx.db, input.id, input.org, unpublished)?;
    let years = lines(record::years(cx.db, input.org, unpublished)?, found.grades);
    let own = years.iter().find(|line| line.year == found.year).map(|line| line.movement);
    let words = cx.words();
    let promised = promises::of_organisation(cx.db, &words, found.year, input.org, unpublished)?;
    let promises =
        promises::of_organisation(cx.db, &words, found.year.saturating_add(1), input.org, unpublished)?;
    let links = web::links::view(cx, &appraised(found.participant))?;
    Ok(StandingShow {
        links,
        more: analyses::links(
            &cx.words(),
            input.id,
            unpublished,
            sight::is_reviewer(cx.principal(), cx.today()),
        ),
        words,
        cycle: input.id,
        org: input.org,
        year: found.year,
        name: found.name,
        category: found.category,
        rank: found.rank,
        of: found.of,
        panel: found.panel,
        mass: found.mass,
        total: found.total,
        grade: found.grade_name,
        tone: tone(found.grade_place, found.grades),
        movement: own.unwrap_or(Movement { code: "new", places: 0, before: None }),
        portrait: found.portrait,
        years,
        promised,
        promises,
    })
}

fn lines(years: Vec<Year>, grades: usize) -> Vec<YearLine> {
    let mut before: Option<(String, u32)> = None;
    let mut lines = Vec::with_capacity(years.len());
    for year in years {
        let then = before.as_ref().map(|(category, rank)| (category.as_str(), *rank));
        let moved = movement(&year.category, year.rank, then);
        before = Some((year.category.clone(), year.rank));
        lines.push(YearLine {
            href: format!("/cycles/{}", year.cycle),
            year: year.year,
            category: year.category,
            rank: year.rank,
            of: year.of,
            total: year.total,
            grade: year.grade_name,
            tone: tone(year.grade_place, grades),
            movement: moved,
        });
    }
    lines
}

impl StandingShow {
    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle)
    }

    fn organisation(&self) -> String {
        format!("/organisations/{}", self.org)
    }

    fn out_of(&self, full: &str) -> String {
        format!("/ {full}")
    }

    /// Where a figure opens.
    fn figure(&self, code: &str) -> String {
        format!("/cycles/{}/organisations/{}/figures/{code}", self.cycle, self.org)
    }

    /// Radar of the dimensions, each as a share of what it could bring, so that small ones can be seen beside large.
    fn radar(&self) -> String {
        let lines = &self.portrait.dimensions;
        let axes: Vec<_> =
            lines.iter().map(|d| serde_json::json!({ "name": d.name, "max": number(&d.out_of) })).collect();
        let series = |key: &str, of: fn(&super::portrait::DimensionLine) -> &String| {
            let values: Vec<_> = lines.iter().map(|line| number(of(line))).collect();
            let name = if key.is_empty() { self.name.clone() } else { self.words.t(key) };
            serde_json::json!({ "name": name, "values": values })
        };
        let series = [
            series("", |line| &line.points),
            series("appraisal-median", |line| &line.median),
            series("appraisal-best", |line| &line.best),
        ];
        serde_json::json!({ "axes": axes, "series": series }).to_string()
    }

    /// Rank over the years.
    fn bump(&self) -> String {
        let years: Vec<String> = self.years.iter().map(|line| line.year.to_string()).collect();
        let ranks: Vec<u32> = self.years.iter().map(|line| line.rank).collect();
        let count = self.years.iter().map(|line| line.of).max().unwrap_or(1);
        let series = [serde_json::json!({ "name": self.name, "ranks": ranks, "focus": true })];
        serde_json::json!({ "years": years, "count": count, "series": series }).to_string()
    }

    /// What decided the grade, in a sentence.
    fn why(&self) -> String {
        rules::why(&self.words, &self.portrait, (self.rank, self.of), &self.grade)
    }

    /// The same on a paper.
    fn statement(&self) -> String {
        format!("/cycles/{}/papers/statements/{}", self.cycle, self.org)
    }
}

/// A figure as a JSON number, digit by digit: charts are pictures, but they should not round on the way.
fn number(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or(serde_json::Value::Null)
}
