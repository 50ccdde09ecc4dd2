//! The page of the figures.

use std::collections::BTreeSet;

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Counted};
use super::rules::{median, percent};
use crate::findings::lines::kind_name;
use crate::findings::record::title;
use crate::findings::rules::{State, is_overdue, was_in_time};
use crate::kinds::record as kinds;
use crate::listing::all_and;
use crate::policy::ReadStatistics;
use crate::projects::rules::Kind;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    /// Only findings of that year.
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
}

/// Projects of a year by kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Year {
    year: i16,
    /// In the order of [`Kind::ALL`].
    counts: Vec<i64>,
    total: i64,
}

/// Findings of a kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct OfKind {
    name: String,
    total: usize,
    common: usize,
    closed: usize,
    /// In percent; nothing where nothing was handed out.
    rate: String,
}

/// A problem found in more than one place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Common {
    id: i64,
    title: String,
    state: String,
    organisations: i64,
}

/// What findings led to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Became {
    name: String,
    records: i64,
    findings: i64,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "statistics/show.html")]
pub(super) struct Statistics {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    choices: Vec<(String, String)>,
    years: Vec<Year>,
    /// Findings; those handed out; those closed; those overdue.
    total: usize,
    handed: usize,
    closed: usize,
    overdue: usize,
    close_rate: String,
    on_time_rate: String,
    median_days: String,
    kinds: Vec<OfKind>,
    common: Vec<Common>,
    became: Vec<Became>,
}

impl Statistics {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn kind_names(&self) -> Vec<String> {
        Kind::ALL.iter().map(|kind| self.words.t(&format!("project-kind-{}", kind.code()))).collect()
    }

    /// All years together, in the order of [`Kind::ALL`].
    fn sums(&self) -> Vec<i64> {
        let sum = |place: usize| self.years.iter().filter_map(|year| year.counts.get(place)).sum();
        (0..Kind::ALL.len()).map(sum).collect()
    }

    fn all_projects(&self) -> i64 {
        self.years.iter().map(|year| year.total).sum()
    }

    fn export(&self) -> String {
        format!("/research/statistics?year={}&format=xlsx", self.year())
    }
}

impl Page for Statistics {
    fn title(&self) -> String {
        self.words.t("statistics-title")
    }

    fn sheets(&self) -> Vec<Sheet> {
        let words = &self.words;
        let mut head = vec![words.t("finding-year")];
        head.extend(self.kind_names());
        head.push(words.t("statistics-total"));
        let year = |year: &Year| {
            let counts = year.counts.iter().map(|n| Cell::Int(*n));
            std::iter::once(Cell::Int(year.year.into()))
                .chain(counts)
                .chain([Cell::Int(year.total)])
                .collect()
        };
        let int = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let kind = |kind: &OfKind| {
            vec![
                Cell::text(&kind.name),
                int(kind.total),
                int(kind.common),
                int(kind.closed),
                Cell::text(&kind.rate),
            ]
        };
        let heads = |keys: &[&str]| keys.iter().map(|key| words.t(key)).collect();
        vec![
            Sheet { name: words.t("statistics-projects"), head, rows: self.years.iter().map(year).collect() },
            Sheet {
                name: words.t("statistics-kinds"),
                head: heads(&[
                    "finding-kind",
                    "statistics-total",
                    "finding-common",
                    "statistics-closed",
                    "statistics-close-rate",
                ]),
                rows: self.kinds.iter().map(kind).collect(),
            },
        ]
    }

    fn sheet(&self) -> Option<Sheet> {
        self.sheets().into_iter().next()
    }
}

fn years(all: &[(i16, Kind, i64)]) -> Vec<Year> {
    let years: BTreeSet<i16> = all.iter().map(|(year, ..)| *year).collect();
    let of = |year: i16| {
        let count = |kind: &Kind| {
            all.iter().filter(|(y, k, _)| *y == year && k == kind).map(|(.., n)| *n).sum::<i64>()
        };
        let counts: Vec<i64> = Kind::ALL.iter().map(count).collect();
        Year { year, total: counts.iter().sum(), counts }
    };
    years.into_iter().rev().map(of).collect()
}

pub(super) fn show(cx: &mut Reading<'_, ReadStatistics>, filter: Filter) -> Result<Statistics, Problem> {
    let (words, today, year) = (cx.words(), cx.today(), filter.year.unwrap_or(0));
    let years = years(&record::projects(cx.db)?);
    let (found, known) = (record::findings(cx.db, year)?, kinds::all(cx.db)?);
    let is_handed = |one: &&Counted| one.state != State::Pending;
    let is_closed = |one: &&Counted| one.state == State::Closed;
    let count =
        |of: &[&Counted], which: &dyn Fn(&&Counted) -> bool| of.iter().filter(|one| which(one)).count();
    let rate = |part, whole| percent(part, whole).map_or_else(|| "–".to_owned(), |rate| format!("{rate} %"));
    let all: Vec<&Counted> = found.iter().collect();
    let (handed, closed) = (count(&all, &is_handed), count(&all, &is_closed));
    let timed: Vec<bool> =
        all.iter().filter(|one| is_closed(one)).filter_map(|one| was_in_time(one.due, one.review)).collect();
    let days = |one: &&Counted| Some(one.handed?.days_until(one.closed?));
    let codes = known.iter().map(|kind| Some(kind.code.clone())).chain([None]);
    let of_kind = |code: Option<String>| {
        let own: Vec<&Counted> = all.iter().copied().filter(|one| one.kind == code).collect();
        let closed = count(&own, &is_closed);
        (!own.is_empty()).then(|| OfKind {
            name: kind_name(&words, &known, code.as_deref()),
            total: own.len(),
            common: own.iter().filter(|one| one.common).count(),
            closed,
            rate: rate(closed, count(&own, &is_handed)),
        })
    };
    let common = record::common(cx.db, year)?.into_iter().map(|(id, text, state, organisations)| Common {
        id,
        title: title(&text),
        state: words.t(&format!("finding-state-{}", state.code())),
        organisations,
    });
    let became = record::became(cx.db, year)?.into_iter().map(|(kind, records, findings)| {
        let key = format!("record-{}", kind.replace('_', "-"));
        Became { name: if words.has(&key) { words.t(&key) } else { kind }, records, findings }
    });
    let found_in: BTreeSet<i16> = years.iter().map(|year| year.year).chain(filter.year).collect();
    Ok(Statistics {
        choices: all_and(&words, found_in.into_iter().rev().map(|year| (year.to_string(), year.to_string()))),
        total: all.len(),
        overdue: all.iter().filter(|one| is_overdue(one.state, one.due, today)).count(),
        close_rate: rate(closed, handed),
        on_time_rate: rate(timed.iter().filter(|in_time| **in_time).count(), timed.len()),
        median_days: median(all.iter().filter_map(days).collect()).unwrap_or_else(|| "–".into()),
        kinds: codes.filter_map(of_kind).collect(),
        common: common.collect(),
        became: became.collect(),
        handed,
        closed,
        years,
        filter,
        words,
    })
}
