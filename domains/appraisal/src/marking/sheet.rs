//! One score sheet: the organisations of one category that a reviewer marks, the indicators, and the marks so far.

use std::collections::BTreeMap;

use kernel::Problem;
use schemars::JsonSchema;
use scoring::{Scheme, Score};
use serde::Serialize;
use store::Conn;

use super::record::{self, SheetState};
use crate::cycles::record::{Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::reviewers::record::{self as reviewers, Recusal, RecusedBy, Reviewer};
use crate::reviewers::rules::own_side;

/// An indicator marked by the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Column {
    pub code: String,
    pub name: String,
    /// Name of its dimension.
    pub dimension: String,
    /// The full mark, in points.
    #[schemars(with = "String")]
    pub full: Score,
}

/// An organisation on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SheetRow {
    pub participant: Participant,
    /// Why it must not be marked.
    pub recusal: Option<Recusal>,
    /// The marks so far, in the order of the columns.
    pub marks: Vec<Option<Score>>,
}

/// A score sheet.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub cycle: Cycle,
    pub reviewer: Reviewer,
    /// Position of the category in the scheme, from 1.
    pub number: usize,
    pub category: String,
    pub columns: Vec<Column>,
    pub rows: Vec<SheetRow>,
    pub state: SheetState,
}

/// The indicators that the panel marks in a category.
pub(crate) fn columns(scheme: &Scheme, category: &str) -> Vec<Column> {
    let dimension = |code: &str| {
        let found = scheme.dimensions.iter().find(|one| one.code == code);
        found.map(|one| one.name.clone()).unwrap_or_default()
    };
    let panels = scheme.panels().map(|(indicator, _)| indicator).filter(|one| one.applies(category));
    panels
        .map(|one| Column {
            code: one.code.clone(),
            name: one.name.clone(),
            dimension: dimension(&one.dimension),
            full: one.full,
        })
        .collect()
}

/// The category of that number.
///
/// # Errors
/// [`Problem::Missing`] when the scheme has none.
pub(crate) fn category(scheme: &Scheme, number: usize) -> Result<String, Problem> {
    let at = number.checked_sub(1).ok_or(Problem::Missing)?;
    Ok(scheme.categories.get(at).ok_or(Problem::Missing)?.name.clone())
}

/// The sheet of a reviewer.
///
/// # Errors
/// [`Problem::Missing`] when there is no such category, or the reviewer marks nobody in it.
pub(crate) fn load(
    c: &mut Conn,
    cycle: &Cycle,
    scheme: &Scheme,
    reviewer: &Reviewer,
    number: usize,
) -> Result<Sheet, Problem> {
    let category = category(scheme, number)?;
    let columns = columns(scheme, &category);
    let mut assigned = reviewers::assignments_of(c, reviewer.id)?;
    let mut given: BTreeMap<_, Score> = record::marks_of(c, reviewer.id)?
        .into_iter()
        .map(|mark| ((mark.participant, mark.indicator), mark.mark))
        .collect();
    let mut rows = Vec::new();
    for participant in participants::of_cycle(c, cycle.id)?.into_iter().filter(|one| one.category == category)
    {
        let Some(assignment) = assigned.remove(&participant.id) else { continue };
        // The rule holds whatever stands in the table.
        let rule = || Recusal { by: RecusedBy::Rule, reason: String::new() };
        let recusal = assignment.recusal.or_else(|| own_side(reviewer, &participant).then(rule));
        let marks = columns.iter().map(|column| given.remove(&(participant.id, column.code.clone())));
        rows.push(SheetRow { marks: marks.collect(), recusal, participant });
    }
    if rows.is_empty() {
        return Err(Problem::Missing);
    }
    let state = record::state_of(c, reviewer.id, &category)?;
    Ok(Sheet { cycle: cycle.clone(), reviewer: reviewer.clone(), number, category, columns, rows, state })
}

/// Every sheet of a reviewer, in the order of the categories.
pub(crate) fn all(
    c: &mut Conn,
    cycle: &Cycle,
    scheme: &Scheme,
    reviewer: &Reviewer,
) -> Result<Vec<Sheet>, Problem> {
    let mut sheets = Vec::new();
    for (number, _) in (1..).zip(&scheme.categories) {
        match load(c, cycle, scheme, reviewer, number) {
            Ok(sheet) => sheets.push(sheet),
            Err(Problem::Missing) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(sheets)
}

impl Sheet {
    /// Address of its page or of something below it, for the reviewer.
    pub(crate) fn at(&self, tail: &str) -> String {
        address(self.cycle.id, self.number, tail)
    }

    /// Organisations that are to be marked.
    pub(crate) fn to_mark(&self) -> impl Iterator<Item = &SheetRow> {
        self.rows.iter().filter(|row| row.recusal.is_none())
    }

    /// How many marks it wants.
    pub(crate) fn wanted(&self) -> usize {
        self.to_mark().count() * self.columns.len()
    }

    /// How many of them are there.
    pub(crate) fn given(&self) -> usize {
        self.to_mark().map(|row| row.marks.iter().flatten().count()).sum()
    }

    /// How many are not.
    pub(crate) fn left(&self) -> usize {
        self.wanted() - self.given()
    }

    /// Whether its reviewer may change it now.
    pub(crate) fn is_open(&self) -> bool {
        self.cycle.state.takes_marks() && !self.state.is_locked()
    }

    /// The largest full mark among its indicators.
    pub(crate) fn most(&self) -> Score {
        self.columns.iter().map(|column| column.full).max().unwrap_or_default()
    }
}

/// Address of the page of a sheet or of something below it, for its reviewer.
pub(crate) fn address(cycle: CycleId, number: usize, tail: &str) -> String {
    format!("/cycles/{cycle}/marking/{number}{tail}")
}
