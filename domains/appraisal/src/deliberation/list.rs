//! Everybody as computed, and what was decided.

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record;
use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::participants;
use crate::policy::{Deliberate, PublishCycle, ReadPreparation};
use crate::rankings::record::tone;
use crate::standings::portrait;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Serialize, JsonSchema)]
struct Row {
    org: OrgId,
    href: String,
    name: String,
    rank: u32,
    total: String,
    grade: String,
    tone: &'static str,
    /// Above a line only with others of equal rank: the committee has to approve.
    needs_approval: bool,
    /// What was decided, in words.
    decided: Vec<String>,
    caps: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct CategoryRows {
    name: String,
    rows: Vec<Row>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "deliberation/list.html")]
pub(super) struct DeliberationPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    categories: Vec<CategoryRows>,
    open: bool,
    may_decide: bool,
    may_publish: bool,
    decisions: usize,
}

impl DeliberationPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn is_correction(&self) -> bool {
        self.open && self.cycle.state.is_public()
    }

    fn to_notice(&self) -> bool {
        self.may_publish && self.cycle.state == State::Deliberation && self.cycle.opened.is_some()
    }
}

impl Page for DeliberationPage {
    fn title(&self) -> String {
        self.words.f("appraisal-deliberation-title", [("year", self.cycle.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let words = &self.words;
        let head = [
            "appraisal-category",
            "appraisal-rank",
            "appraisal-organisation",
            "appraisal-total",
            "appraisal-grade",
            "appraisal-decided",
        ];
        let rows = self.categories.iter().flat_map(|category| {
            category.rows.iter().map(|row| {
                vec![
                    Cell::text(&category.name),
                    Cell::Int(i64::from(row.rank)),
                    Cell::text(&row.name),
                    Cell::text(&row.total),
                    Cell::text(&row.grade),
                    Cell::text(row.decided.join("; ")),
                ]
            })
        });
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| words.t(key)).collect(),
            rows: rows.collect(),
        })
    }
}

/// What was decided of a standing, in words.
pub(super) fn in_words(words: &Words, scheme: &scoring::Scheme, standing: &scoring::Standing) -> Vec<String> {
    portrait::decided(scheme, standing).iter().map(|line| line.sentence(words)).collect()
}

pub(super) fn show(
    cx: &mut Reading<'_, ReadPreparation>,
    input: OfCycle,
) -> Result<DeliberationPage, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    let words = cx.words();
    let mut categories = Vec::new();
    if cycle.version.is_some() {
        let people = participants::of_cycle(cx.db, cycle.id)?;
        let by_key = participants::by_key(&people);
        let (scheme, outcome) = record::outcome(cx.db, &cycle)?;
        categories.extend(outcome.categories.iter().map(|category| {
            let rows = outcome.ranking(&category.category).filter_map(|standing| {
                let org = by_key.get(standing.participant.as_str())?.org;
                let place = outcome.grade_position(&standing.grade.code).unwrap_or_default();
                Some(Row {
                    org,
                    href: format!("/cycles/{}/deliberation/{org}", cycle.id),
                    name: standing.name.clone(),
                    rank: standing.rank,
                    total: standing.total.published.to_string(),
                    grade: standing.grade.name.clone(),
                    tone: tone(u32::try_from(place).unwrap_or(u32::MAX), outcome.grades.len()),
                    needs_approval: standing.why.needs_approval,
                    decided: in_words(&words, &scheme, standing),
                    caps: standing.why.caps.iter().map(|cap| cap.name.clone()).collect(),
                })
            });
            CategoryRows { name: category.category.clone(), rows: rows.collect() }
        }));
    }
    Ok(DeliberationPage {
        decisions: categories.iter().flat_map(|one| &one.rows).map(|row| row.decided.len()).sum(),
        categories,
        open: record::is_open(&cycle),
        may_decide: cx.can::<Deliberate>(),
        may_publish: cx.can::<PublishCycle>(),
        cycle,
        words,
    })
}
