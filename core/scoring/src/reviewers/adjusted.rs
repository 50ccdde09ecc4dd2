//! The order of the participants with the reviewers' severity taken out, by least squares.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::table::{ReviewError, ReviewTable};
use super::{DIGITS, mean, ratio, square, whole};
use crate::number::Ratio;
use crate::outcome::Figure;

/// The additive model `mark = level + participant + reviewer`, fitted exactly by least squares.
///
/// The effects of the participants add up to zero and so do those of the reviewers. For a balanced incomplete block
/// design this is the intrablock analysis (D. C. Montgomery, *Design and Analysis of Experiments*, section 4.4); for a
/// complete table it gives the plain means. It is reported beside the plain order, not instead of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// The mean of the participants' adjusted means.
    pub level: Figure,
    /// The participants by adjusted rank, then key.
    pub participants: Vec<AdjustedRow>,
    /// The reviewers, by code point.
    pub reviewers: Vec<AdjustedReviewer>,
    /// What the participants explain beyond the reviewers: the adjusted sum of squares, `participants − 1` degrees of
    /// freedom.
    pub explained: Figure,
    /// What the model leaves unexplained.
    pub residual: Figure,
    /// Degrees of freedom of the residual: `marks − participants − reviewers + 1`.
    pub freedom: u32,
}

/// One participant under the additive model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustedRow {
    /// Key of the participant.
    pub participant: String,
    /// Reviewers who marked it.
    pub marks: u32,
    /// The plain mean.
    pub mean: Figure,
    /// Rank by the plain mean, competition ranking of exact values.
    pub rank: u32,
    /// The mean that the whole panel would give.
    pub adjusted: Figure,
    /// Rank by it.
    pub adjusted_rank: u32,
    /// Its effect: `adjusted` less the level.
    pub effect: Figure,
}

/// One reviewer under the additive model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustedReviewer {
    /// The reviewer.
    pub reviewer: String,
    /// How far above (lenient) or below (severe) the panel the reviewer marks, whoever was to be marked.
    pub effect: Figure,
}

impl ReviewTable {
    /// Participants and reviewers under the additive model. Holes are no obstacle.
    ///
    /// # Errors
    /// [`ReviewError::Disconnected`] when a part of the participants shares no reviewer, not even through others, with
    /// the rest; [`ReviewError::TooFew`] of an empty table.
    pub fn adjusted(&self) -> Result<Adjusted, ReviewError> {
        if self.participants().is_empty() {
            return Err(ReviewError::TooFew { participants: 0, reviewers: 0, left_out: 0 });
        }
        let parts = self.parts();
        if parts.len() > 1 {
            return Err(ReviewError::Disconnected { parts });
        }
        let rows = Side::of(self.participants().len(), self.there());
        let columns = Side::of(self.reviewers().len(), self.there().map(|(row, column, y)| (column, row, y)));
        let effects = reviewers_effects(&rows, &columns);
        let effect = |column: &usize| effects.get(*column).cloned().unwrap_or_default();
        // what is left of each participant's mean without its reviewers
        let adjusted: Vec<Ratio> = rows
            .lines
            .iter()
            .map(|line| {
                let theirs: Vec<Ratio> = line.others.iter().map(effect).collect();
                line.mean.clone() - mean(theirs.iter()).unwrap_or_default()
            })
            .collect();
        let level = mean(adjusted.iter()).unwrap_or_default();
        let figure = |value: Ratio| Figure::new(value, DIGITS);
        let plain: Vec<Ratio> = rows.lines.iter().map(|line| line.mean.clone()).collect();
        let (ranks, adjusted_ranks) = (ranks(&plain), ranks(&adjusted));
        let explained = rows.lines.iter().zip(&adjusted).map(|(line, adjusted)| {
            let sum = line.mean.clone() * ratio(line.others.len());
            let theirs: Ratio =
                line.others.iter().filter_map(|at| Some(columns.lines.get(*at)?.mean.clone())).sum();
            (adjusted.clone() - level.clone()) * (sum - theirs)
        });
        let explained: Ratio = explained.sum();
        let residual = self.there().map(|(row, column, y)| {
            let fitted = adjusted.get(row).cloned().unwrap_or_default() + effect(&column);
            square(y.clone() - fitted)
        });
        let (residual, marks): (Ratio, usize) = (residual.sum(), self.there().count());
        let mut participants: Vec<AdjustedRow> = self
            .participants()
            .iter()
            .zip(&rows.lines)
            .zip(&adjusted)
            .zip(ranks.into_iter().zip(adjusted_ranks))
            .map(|(((participant, line), adjusted), (rank, adjusted_rank))| AdjustedRow {
                participant: participant.clone(),
                marks: whole(line.others.len()),
                mean: figure(line.mean.clone()),
                rank,
                adjusted: figure(adjusted.clone()),
                adjusted_rank,
                effect: figure(adjusted.clone() - level.clone()),
            })
            .collect();
        participants.sort_by(|a, b| {
            a.adjusted_rank.cmp(&b.adjusted_rank).then_with(|| a.participant.cmp(&b.participant))
        });
        let reviewers = self.reviewers().iter().zip(&effects);
        Ok(Adjusted {
            level: figure(level),
            participants,
            reviewers: reviewers
                .map(|(reviewer, effect)| AdjustedReviewer {
                    reviewer: reviewer.clone(),
                    effect: figure(effect.clone()),
                })
                .collect(),
            explained: figure(explained),
            residual: figure(residual),
            freedom: whole((marks + 1).saturating_sub(self.participants().len() + self.reviewers().len())),
        })
    }

    /// The participants in parts that no reviewer connects.
    fn parts(&self) -> Vec<Vec<String>> {
        let mut part_of_row: Vec<usize> = (0..self.participants().len()).collect();
        let mut part_of_column: Vec<Option<usize>> = vec![None; self.reviewers().len()];
        for (row, column, _) in self.there() {
            let own = part_of_row.get(row).copied().unwrap_or(row);
            let Some(known) = part_of_column.get_mut(column) else { continue };
            let joined = *known.get_or_insert(own);
            for part in part_of_row.iter_mut().chain(part_of_column.iter_mut().flatten()) {
                if *part == own {
                    *part = joined;
                }
            }
        }
        let mut numbers = part_of_row.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let members = |number: &usize| {
            let own = self.participants().iter().zip(&part_of_row).filter(|(_, part)| *part == number);
            own.map(|(participant, _)| participant.clone()).collect()
        };
        numbers.iter().map(members).collect()
    }
}

/// One side of the table: of each line the mean and the positions on the other side.
struct Side {
    lines: Vec<Line>,
}

struct Line {
    mean: Ratio,
    others: Vec<usize>,
}

impl Side {
    fn of<'a>(count: usize, cells: impl Iterator<Item = (usize, usize, &'a Ratio)>) -> Self {
        let mut found: Vec<(Ratio, Vec<usize>)> = vec![(Ratio::ZERO, Vec::new()); count];
        for (own, other, value) in cells {
            if let Some((sum, others)) = found.get_mut(own) {
                *sum = sum.clone() + value.clone();
                others.push(other);
            }
        }
        let line = |(sum, others): (Ratio, Vec<usize>)| Line {
            mean: sum.over(&ratio(others.len())).unwrap_or_default(),
            others,
        };
        Self { lines: found.into_iter().map(line).collect() }
    }
}

/// Solves the normal equations of the reviewers' effects, the participants eliminated:
/// for each reviewer j, `k_j β_j − Σ_i Σ_l β_l / r_i = y_j − Σ_i ȳ_i` over its participants i and their reviewers l,
/// with `Σ β = 0` in place of the last, which follows from the others.
fn reviewers_effects(rows: &Side, columns: &Side) -> Vec<Ratio> {
    let count = columns.lines.len();
    let mut system: Vec<Vec<Ratio>> = Vec::with_capacity(count);
    for (at, line) in columns.lines.iter().enumerate().take(count.saturating_sub(1)) {
        let mut equation = vec![Ratio::ZERO; count + 1];
        let mut add = |to: usize, value: Ratio| {
            if let Some(coefficient) = equation.get_mut(to) {
                *coefficient = coefficient.clone() + value;
            }
        };
        add(at, ratio(line.others.len()));
        add(count, line.mean.clone() * ratio(line.others.len()));
        for row in line.others.iter().filter_map(|row| rows.lines.get(*row)) {
            let part = Ratio::ONE.over(&ratio(row.others.len())).unwrap_or_default();
            for other in &row.others {
                add(*other, -part.clone());
            }
            add(count, -row.mean.clone());
        }
        system.push(equation);
    }
    let mut balance = vec![Ratio::ONE; count];
    balance.push(Ratio::ZERO);
    system.push(balance);
    solve(system)
}

/// Gauß–Jordan elimination without rounding. The caller sees to it that there is exactly one solution.
fn solve(mut system: Vec<Vec<Ratio>>) -> Vec<Ratio> {
    let count = system.len();
    for at in 0..count {
        let coefficient = |line: &Vec<Ratio>| line.get(at).cloned().unwrap_or_default();
        let Some(pivot) =
            (at..count).find(|line| system.get(*line).is_some_and(|l| !coefficient(l).is_zero()))
        else {
            continue;
        };
        system.swap(at, pivot);
        let Some(chosen) = system.get(at) else { continue };
        let by = coefficient(chosen);
        let chosen: Vec<Ratio> = chosen.iter().map(|c| c.over(&by).unwrap_or_default()).collect();
        for (position, line) in system.iter_mut().enumerate() {
            let times = coefficient(line);
            if position == at {
                line.clone_from(&chosen);
            } else if !times.is_zero() {
                for (own, chosen) in line.iter_mut().zip(&chosen) {
                    *own = own.clone() - times.clone() * chosen.clone();
                }
            }
        }
    }
    system.into_iter().map(|mut line| line.pop().unwrap_or_default()).collect()
}

/// Competition ranks, the largest first.
fn ranks(values: &[Ratio]) -> Vec<u32> {
    let better = |own: &Ratio| values.iter().filter(|other| (*other).cmp(own) == Ordering::Greater).count();
    values.iter().map(|own| whole(better(own) + 1)).collect()
}
