//! The page of firmness, and asking for it.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Cell, FieldError, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::jobs::{self, State};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use super::compute::Stays;
use super::lines::{CategoryLines, Line, categories};
use super::record::{self, Asked};
use super::rules::{self, Firm};
use crate::analyses;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants;
use crate::policy::{ComputeFirmness, ReadPreparation, ReadRankings};
use crate::ranked;
use crate::rankings::record::{Place, places};
use crate::versions::basis;

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Wanted {
    id: CycleId,
    /// By how many percent of itself each weight changes, 5 to 50; 20 when nothing is said.
    #[serde(default, deserialize_with = "blank_is_none")]
    share: Option<u32>,
    /// Seed of chance, from 0; the year of the cycle when nothing is said.
    #[serde(default, deserialize_with = "blank_is_none")]
    seed: Option<i64>,
    /// How often all ballots are drawn again, 100 to 5,000; 1,000 when nothing is said.
    #[serde(default, deserialize_with = "blank_is_none")]
    replicates: Option<u32>,
}

/// How far the computation is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "state")]
enum Course {
    /// Nobody has asked yet.
    None,
    /// The parameters cannot be tried.
    Wrong,
    /// Under way.
    Waiting { job: i64, done: usize, steps: usize },
    /// Given up; why.
    Failed { why: String },
    /// Here it is.
    Done { variants: u32, computed: String, categories: Vec<CategoryLines> },
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "firmness/show.html")]
pub(super) struct FirmnessShow {
    #[serde(skip)]
    words: Words,
    cycle: CycleId,
    year: i16,
    share: String,
    seed: String,
    replicates: String,
    course: Course,
    may_compute: bool,
    errors: Vec<(String, String)>,
}

impl Page for FirmnessShow {
    fn title(&self) -> String {
        self.words.f("appraisal-firmness-title", [("year", self.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        const HEADS: [&str; 15] = [
            "appraisal-category",
            "appraisal-rank",
            "appraisal-organisation",
            "appraisal-grade",
            "appraisal-firmness-word",
            "appraisal-firmness-kept",
            "appraisal-firmness-of",
            "appraisal-firmness-best",
            "appraisal-firmness-worst",
            "appraisal-firmness-draws-kept",
            "appraisal-firmness-mass-low",
            "appraisal-firmness-mass-high",
            "appraisal-total",
            "appraisal-firmness-total-low",
            "appraisal-firmness-total-high",
        ];
        let Course::Done { categories, .. } = &self.course else { return None };
        let row = |one: &Line| {
            vec![
                Cell::text(&one.category),
                Cell::Int(i64::from(one.rank)),
                Cell::text(&one.name),
                Cell::text(&one.grade),
                Cell::text(self.words.t(one.firm.key())),
                Cell::Int(i64::from(one.weights.kept)),
                Cell::Int(i64::from(one.weights.of)),
                Cell::text(&one.weights.best_grade),
                Cell::text(&one.weights.worst_grade),
                ranked::figure(&one.ballots_percent),
                ranked::figure(&one.mass.0),
                ranked::figure(&one.mass.1),
                ranked::figure(&one.total),
                ranked::figure(&one.total_interval.0),
                ranked::figure(&one.total_interval.1),
            ]
        };
        let rows = categories.iter().flat_map(|own| own.rows.iter().map(row)).collect();
        Some(Sheet { name: self.title(), head: HEADS.iter().map(|key| self.words.t(key)).collect(), rows })
    }
}

impl FirmnessShow {
    fn at(&self) -> String {
        format!("/cycles/{}/firmness", self.cycle)
    }

    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle)
    }

    fn export(&self) -> String {
        let chosen = [("share", self.share.as_str()), ("seed", &self.seed), ("replicates", &self.replicates)];
        analyses::address(&self.at(), &[&chosen[..], &[("format", "xlsx")]].concat())
    }

    fn job(&self, number: &i64) -> String {
        format!("/jobs/{number}")
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join(" ")
    }

    /// How many are how firm.
    fn counts(&self, categories: &[CategoryLines]) -> Vec<(Firm, usize)> {
        let lines = || categories.iter().flat_map(|own| &own.rows);
        let count = |firm: Firm| (firm, lines().filter(|line| line.firm == firm).count());
        Firm::ALL.into_iter().map(count).filter(|(firm, n)| *n > 0 || *firm != Firm::Decided).collect()
    }

    /// The bar in words, for whoever does not see it.
    fn interval(&self, line: &Line) -> String {
        let (low, high) = line.total_interval.clone();
        let args = [("low", low), ("high", high), ("total", line.total.clone())];
        self.words.f("appraisal-firmness-interval", args)
    }

    /// Grades that were seen, from best to worst; empty when it stays the same.
    fn seen(&self, stays: &Stays) -> String {
        if stays.best_grade == stays.worst_grade {
            return String::new();
        }
        let args = [("best", stays.best_grade.clone()), ("worst", stays.worst_grade.clone())];
        self.words.f("appraisal-firmness-between", args)
    }

    fn ranks(&self, stays: &Stays) -> String {
        if stays.best_rank == stays.worst_rank {
            return self.words.f("appraisal-firmness-rank", [("rank", stays.best_rank.to_string())]);
        }
        let args = [("best", stays.best_rank.to_string()), ("worst", stays.worst_rank.to_string())];
        self.words.f("appraisal-firmness-ranks", args)
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: Wanted) -> Result<FirmnessShow, Problem> {
    let (words, may) = (cx.words(), cx.can::<ComputeFirmness>());
    let cycle = cycles::find(cx.db, input.id, cx.can::<ReadPreparation>())?;
    page(cx.db, words, &cycle, &input, may)
}

fn page(
    c: &mut Conn,
    words: Words,
    cycle: &Cycle,
    input: &Wanted,
    may_compute: bool,
) -> Result<FirmnessShow, Problem> {
    let asked = rules::read(input.share, input.seed, input.replicates, cycle.year);
    let usual = rules::read(None, None, None, cycle.year).map_err(Problem::Invalid)?;
    let (course, errors) = match &asked {
        Ok(asked) => (course(c, &words, cycle, asked)?, Vec::new()),
        Err(errors) => (Course::Wrong, errors.clone()),
    };
    Ok(FirmnessShow {
        cycle: cycle.id,
        year: cycle.year,
        share: input.share.unwrap_or(usual.share).to_string(),
        seed: input.seed.unwrap_or(usual.seed).to_string(),
        replicates: input.replicates.unwrap_or(usual.replicates).to_string(),
        course,
        may_compute,
        errors: errors.iter().map(|error| (error.field.to_string(), words.say(&error.say))).collect(),
        words,
    })
}

fn course(c: &mut Conn, words: &Words, cycle: &Cycle, asked: &Asked) -> Result<Course, Problem> {
    let version = basis::version(c, cycle)?;
    let Some(kept) = record::asked(c, &version, asked)? else { return Ok(Course::None) };
    if let Some(found) = kept.found {
        let people = participants::of_cycle(c, cycle.id)?;
        let stood = places(c, cycle.id)?;
        let by_org: BTreeMap<_, &Place> = stood.iter().map(|place| (place.org, place)).collect();
        let by_key: BTreeMap<&str, &Place> =
            people.iter().filter_map(|one| Some((one.key.as_str(), *by_org.get(&one.org)?))).collect();
        return Ok(Course::Done {
            variants: found.variants,
            computed: kept.computed.map(|at| words.moment(at)).unwrap_or_default(),
            categories: categories(cycle, &found, &by_key),
        });
    }
    let Some(job) = kept.job else { return Ok(Course::None) };
    match jobs::find(c, job) {
        Ok(job) if matches!(job.state, State::Queued | State::Running) => Ok(Course::Waiting {
            job: job.id.0,
            done: usize::try_from(job.done).unwrap_or_default(),
            steps: usize::try_from(job.total).unwrap_or_default().max(1),
        }),
        Ok(job) => Ok(Course::Failed { why: job.error.unwrap_or_default() }),
        Err(store::Error::NoRow) => Ok(Course::None),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn ask(cx: &mut Writing<'_, ComputeFirmness>, input: Wanted) -> Result<Done, Rejection> {
    let (id, words) = (input.id, cx.words());
    let cycle = cx.read(move |c| Ok(cycles::find(c, id, true)?))?;
    let asked = match rules::read(input.share, input.seed, input.replicates, cycle.year) {
        Ok(asked) => asked,
        Err(errors) => return refused(cx, words, cycle, input, errors),
    };
    let job = cx.write(move |tx| actions::ask(tx, id, &asked))?;
    let (share, seed) = (asked.share.to_string(), asked.seed.to_string());
    let replicates = asked.replicates.to_string();
    let chosen = [("share", share.as_str()), ("seed", &seed), ("replicates", &replicates)];
    let to = analyses::address(&format!("/cycles/{id}/firmness"), &chosen);
    Ok(Done::to(to).say("appraisal-firmness-asked").view(&serde_json::json!({ "cycle": id, "job": job })))
}

fn refused(
    cx: &Writing<'_, ComputeFirmness>,
    words: Words,
    cycle: Cycle,
    input: Wanted,
    errors: Vec<FieldError>,
) -> Result<Done, Rejection> {
    let page = cx.read(move |c| page(c, words, &cycle, &input, true))?;
    Err(Rejection::form(page, errors))
}
