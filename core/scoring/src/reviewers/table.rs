//! Participants × reviewers, possibly with holes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::{ratio, whole};
use crate::evaluate::{EvaluateError, Gathered, gather};
use crate::input::Input;
use crate::number::{Ratio, Score};
use crate::scheme::Scheme;

/// What each reviewer gave each participant: at most one number each, in any unit that is one for the whole table.
///
/// A participant whom a reviewer did not mark, for recusal or any other reason, is a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewTable {
    /// The participants, sorted.
    rows: Vec<String>,
    /// The reviewers, sorted.
    columns: Vec<String>,
    /// By row and column.
    cells: Vec<Vec<Option<Ratio>>>,
}

/// Why a table gives no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the arguments of the sentence that Display says")]
pub enum ReviewError {
    /// Fewer than two participants that every reviewer marked, or fewer than two reviewers.
    TooFew { participants: u32, reviewers: u32, left_out: u32 },
    /// No chain of reviewers leads from some participants to the others, so that nothing tells a severe reviewer from
    /// a weak participant. Each part lists its participants.
    Disconnected { parts: Vec<Vec<String>> },
}

impl fmt::Display for ReviewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { participants, reviewers, left_out } => write!(
                f,
                "{participants} participants marked by all of {reviewers} reviewers ({left_out} left out) are too few; \
                 it takes two of each"
            ),
            Self::Disconnected { parts } => write!(
                f,
                "the participants fall into {} parts that have no reviewer in common, so they cannot be compared",
                parts.len()
            ),
        }
    }
}

impl std::error::Error for ReviewError {}

impl ReviewTable {
    /// A table of participant, reviewer and number. Of several numbers for one cell the last counts.
    pub fn new(cells: impl IntoIterator<Item = (String, String, Ratio)>) -> Self {
        let mut all: BTreeMap<String, BTreeMap<String, Ratio>> = BTreeMap::new();
        for (row, column, value) in cells {
            all.entry(row).or_default().insert(column, value);
        }
        let columns: BTreeSet<String> = all.values().flat_map(|own| own.keys().cloned()).collect();
        let cells = all.values().map(|own| columns.iter().map(|column| own.get(column).cloned()).collect());
        Self {
            cells: cells.collect(),
            rows: all.into_keys().collect(),
            columns: columns.into_iter().collect(),
        }
    }

    /// The participants, by code point.
    #[must_use]
    pub fn participants(&self) -> &[String] {
        &self.rows
    }

    /// The reviewers, by code point.
    #[must_use]
    pub fn reviewers(&self) -> &[String] {
        &self.columns
    }

    /// Every number with the positions of its participant and reviewer.
    pub(super) fn there(&self) -> impl Iterator<Item = (usize, usize, &Ratio)> {
        self.cells.iter().enumerate().flat_map(|(row, cells)| {
            let cells = cells.iter().enumerate();
            cells.filter_map(move |(column, cell)| cell.as_ref().map(|value| (row, column, value)))
        })
    }

    /// The rows without a hole and how many were left out.
    ///
    /// # Errors
    /// [`ReviewError::TooFew`] unless there are at least two such rows and two columns.
    pub(super) fn complete(&self) -> Result<(Vec<Vec<&Ratio>>, u32), ReviewError> {
        let whole_row = |row: &Vec<Option<Ratio>>| row.iter().all(Option::is_some);
        let rows: Vec<Vec<&Ratio>> = self
            .cells
            .iter()
            .filter(|row| whole_row(row))
            .map(|row| row.iter().filter_map(Option::as_ref).collect())
            .collect();
        let left_out = whole(self.rows.len() - rows.len());
        if rows.len() < 2 || self.columns.len() < 2 {
            let (participants, reviewers) = (whole(rows.len()), whole(self.columns.len()));
            return Err(ReviewError::TooFew { participants, reviewers, left_out });
        }
        Ok((rows, left_out))
    }
}

/// Marks of the panel as a table, in points of a hundred.
///
/// With an indicator (code, name or alias), each cell is a hundred times mark over full mark. Without, it is a hundred
/// times the sum of the reviewer's marks over the sum of full marks of all panel indicators that apply to the
/// participant, and a hole unless the reviewer marked them all. With a category, only its participants are rows.
///
/// # Errors
/// As [`reviewers`](crate::reviewers). An indicator that is not in the scheme, or not scored by a panel, gives an empty
/// table, and so does an unknown category.
pub fn review_table(
    scheme: &Scheme,
    input: &Input,
    indicator: Option<&str>,
    category: Option<&str>,
) -> Result<ReviewTable, EvaluateError> {
    let gathered = reviewed(scheme, input)?;
    let wanted = indicator.map(|word| scheme.indicator(word).map(|indicator| indicator.code.as_str()));
    let category = category.map(|word| scheme.category(word).map(|category| category.name.as_str()));
    let mut cells = Vec::new();
    for one in &gathered {
        let own = one.category.name.as_str();
        if category.is_some_and(|category| category != Some(own)) {
            continue;
        }
        let (mut sums, mut full, mut applying) = (BTreeMap::<&str, (i64, usize)>::new(), 0_i64, 0_usize);
        for (panel, _) in scheme.panels() {
            if !panel.applies(own) || wanted.is_some_and(|wanted| wanted != Some(panel.code.as_str())) {
                continue;
            }
            let Some(at) = scheme.indicators.iter().position(|i| i.code == panel.code) else { continue };
            full = full.saturating_add(panel.full.thousandths());
            applying += 1;
            for mark in one.marks(at) {
                let (sum, marks) = sums.entry(mark.reviewer.as_str()).or_default();
                *sum = sum.saturating_add(mark.mark.thousandths());
                *marks += 1;
            }
        }
        let whole_sums = sums.into_iter().filter(|(_, (_, marks))| *marks == applying);
        cells.extend(whole_sums.map(|(reviewer, (sum, _))| {
            let points = hundredths(Score::from_thousandths(sum), Score::from_thousandths(full));
            (one.participant.key.clone(), reviewer.to_owned(), points)
        }));
    }
    Ok(ReviewTable::new(cells))
}

/// The input by participant, when scheme and input are sound.
pub(super) fn reviewed<'a>(scheme: &'a Scheme, input: &'a Input) -> Result<Vec<Gathered<'a>>, EvaluateError> {
    scheme.check().map_err(EvaluateError::Scheme)?;
    gather(scheme, input).map_err(EvaluateError::Input)
}

/// Points of a hundred.
pub(super) fn hundredths(mark: Score, full: Score) -> Ratio {
    (mark.ratio() * ratio(100)).over(&full.ratio()).unwrap_or_default()
}
