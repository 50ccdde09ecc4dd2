//! The outcome of a trial beside what really came of the cycle.

use std::collections::BTreeMap;

use scoring::{EvaluateError, Input, Outcome, Scheme, Trouble, evaluate};

use super::record::Real;

/// One organisation in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub name: String,
    pub rank: u32,
    pub total: String,
    pub grade: String,
    pub grade_place: usize,
    /// Places gained; below zero when lost. Nothing where it really stood in another category or nowhere.
    pub moved: Option<i64>,
    pub grade_changed: bool,
    pub real: Option<Real>,
}

/// One category of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ranked {
    pub category: String,
    /// Whose grade changes first, then by rank.
    pub lines: Vec<Line>,
}

/// What keeps a trial from giving a result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// An input is missing for so many, and the draft says that this blocks.
    Missing { indicator: String, count: usize },
    /// Nothing is left to score for so many.
    Nothing { count: usize },
    /// Something else.
    Other { detail: String },
}

/// The trial, or what blocks it.
pub(crate) fn run(
    scheme: &Scheme,
    input: &Input,
    real: &BTreeMap<String, Real>,
) -> Result<Vec<Ranked>, Vec<Block>> {
    match evaluate(scheme, input) {
        Ok(outcome) => Ok(compare(&outcome, real)),
        Err(error) => Err(blocks(error)),
    }
}

fn blocks(error: EvaluateError) -> Vec<Block> {
    let EvaluateError::Input(faults) = error else { return vec![Block::Other { detail: error.to_string() }] };
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    let (mut nothing, mut found) = (0, Vec::new());
    for fault in faults {
        match &fault.trouble {
            Trouble::Missing { name, .. } => *missing.entry(name.clone()).or_default() += 1,
            Trouble::NothingToScore => nothing += 1,
            _ => found.push(Block::Other { detail: fault.to_string() }),
        }
    }
    found.extend(missing.into_iter().map(|(indicator, count)| Block::Missing { indicator, count }));
    if nothing > 0 {
        found.push(Block::Nothing { count: nothing });
    }
    found.sort_unstable();
    found
}

fn compare(outcome: &Outcome, real: &BTreeMap<String, Real>) -> Vec<Ranked> {
    let line = |standing: &scoring::Standing| {
        let real = real.get(&standing.participant).cloned();
        let same = real.as_ref().filter(|real| real.category == standing.category);
        Line {
            name: standing.name.clone(),
            rank: standing.rank,
            total: standing.total.published.to_string(),
            grade: standing.grade.name.clone(),
            grade_place: outcome.grade_position(&standing.grade.code).unwrap_or_default(),
            moved: same.map(|real| i64::from(real.rank) - i64::from(standing.rank)),
            grade_changed: real.as_ref().is_some_and(|real| real.grade != standing.grade.code),
            real,
        }
    };
    let category = |figures: &scoring::CategoryFigures| {
        let mut lines: Vec<Line> = outcome.ranking(&figures.category).map(line).collect();
        lines.sort_by_key(|line| (!line.grade_changed, line.rank));
        Ranked { category: figures.category.clone(), lines }
    };
    outcome.categories.iter().map(category).collect()
}
