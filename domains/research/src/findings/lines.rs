//! Findings as lists show them.

use kernel::{Cell, Day, Sheet};
use schemars::JsonSchema;
use serde::Serialize;
use web::Words;

use super::record::Finding;
use crate::kinds::record::{self as kinds, Kind};

/// A finding in a list, in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Line {
    pub id: i64,
    pub title: String,
    pub kind: String,
    pub severity: String,
    #[serde(skip)]
    pub severity_tone: &'static str,
    pub state: String,
    #[serde(skip)]
    pub tone: &'static str,
    pub responsible: String,
    pub due: String,
    pub overdue: bool,
    /// Found in more than one place.
    pub common: bool,
}

/// Name of a kind, or that it is not sorted yet.
pub(crate) fn kind_name(words: &Words, kinds: &[Kind], code: Option<&str>) -> String {
    code.map_or_else(|| words.t("finding-kind-none"), |code| kinds::name(kinds, code))
}

/// State of a finding in words; that of a merged one says so.
pub(crate) fn state_word(words: &Words, of: &Finding) -> String {
    match of.merged_into {
        Some(_) => words.t("finding-state-merged"),
        None => words.t(&format!("finding-state-{}", of.state.code())),
    }
}

impl Line {
    pub fn of(words: &Words, kinds: &[Kind], today: Day, of: &Finding) -> Self {
        Self {
            id: of.id.0,
            title: of.title(),
            kind: kind_name(words, kinds, of.kind.as_deref()),
            severity: words.t(&format!("finding-severity-{}", of.severity.code())),
            severity_tone: of.severity.tone(),
            state: state_word(words, of),
            tone: if of.merged_into.is_some() { "" } else { of.state.tone() },
            responsible: of.responsible.clone(),
            due: of.due.map(|due| words.day(due)).unwrap_or_default(),
            overdue: of.is_overdue(today),
            common: of.common,
        }
    }

    pub fn all(words: &Words, kinds: &[Kind], today: Day, all: &[Finding]) -> Vec<Self> {
        all.iter().map(|one| Self::of(words, kinds, today, one)).collect()
    }
}

/// Findings as a workbook.
pub(crate) fn sheet(words: &Words, kinds: &[Kind], today: Day, name: String, all: &[Finding]) -> Sheet {
    let head = [
        "finding-number",
        "finding-year",
        "finding-kind",
        "finding-description",
        "finding-severity",
        "finding-common",
        "finding-recommendations",
        "finding-responsible",
        "finding-measures",
        "finding-due",
        "finding-state",
        "finding-overdue",
        "finding-conclusion",
        "finding-found-on",
        "finding-closed-on",
    ];
    let yes = |yes: bool| if yes { Cell::text(words.t("research-yes")) } else { Cell::Empty };
    let row = |one: &Finding| {
        vec![
            Cell::Int(one.id.0),
            Cell::Int(one.year.into()),
            Cell::text(kind_name(words, kinds, one.kind.as_deref())),
            Cell::text(&one.description),
            Cell::text(words.t(&format!("finding-severity-{}", one.severity.code()))),
            yes(one.common),
            Cell::text(&one.recommendations),
            Cell::text(&one.responsible),
            Cell::text(&one.measures),
            Cell::day(one.due),
            Cell::text(state_word(words, one)),
            yes(one.is_overdue(today)),
            one.conclusion
                .map_or(Cell::Empty, |conclusion| Cell::text(words.t(&conclusion_key(conclusion.code())))),
            Cell::Day(one.found_on),
            Cell::day(one.closed_on),
        ]
    };
    Sheet { name, head: head.iter().map(|key| words.t(key)).collect(), rows: all.iter().map(row).collect() }
}

/// Message key of a conclusion.
pub(crate) fn conclusion_key(code: &str) -> String {
    format!("finding-conclusion-{}", code.replace('_', "-"))
}
