//! The published result by the rules the office's own sheets state, as an independent reading: whole numbers only, and
//! not a line shared with the product's evaluation.

use std::collections::BTreeMap;

use crate::{Appraised, Category, Organ, REVIEWERS};

/// What is published of one body in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Place of the body in [`Organ::organisations`].
    pub organisation: usize,
    /// Its category.
    pub category: Category,
    /// Total in hundredths of a point, rounded half up from the exact value.
    pub total: u64,
    /// Rank in the category: one more than the number of bodies with a higher published total.
    pub rank: usize,
}

impl Organ {
    /// The results of a year, by category, rank and place; empty for a year without an appraisal.
    ///
    /// Each indicator is the mean of the seven marks without one highest and one lowest; the mass evaluation is 15 % of
    /// the group means (100, 85, 70, 50 over the ballots that chose one of these), weighted 0.6 for members and 0.4 for
    /// staff.
    pub fn published(&self, year: u16) -> Vec<Published> {
        let bodies = self.years.iter().find(|known| known.year == year);
        published(bodies.map_or(&[], |year| year.bodies.as_slice()))
    }
}

pub(super) fn published(bodies: &[Appraised]) -> Vec<Published> {
    let mut all: Vec<Published> = bodies
        .iter()
        .map(|body| Published {
            organisation: body.organisation,
            category: body.category,
            total: total(body),
            rank: 0,
        })
        .collect();
    all.sort_by_key(|one| (one.category, std::cmp::Reverse(one.total), one.organisation));
    let mut seen: BTreeMap<Category, (usize, u64, usize)> = BTreeMap::new();
    for one in &mut all {
        let (count, total, rank) = seen.entry(one.category).or_insert((0, u64::MAX, 0));
        *count += 1;
        if one.total != *total {
            (*total, *rank) = (one.total, *count);
        }
        one.rank = *rank;
    }
    all
}

/// Total in hundredths of a point.
pub(super) fn total(body: &Appraised) -> u64 {
    let panel: u64 = (0..8).map(|indicator| trimmed(body, indicator)).sum();
    let [members, staff] = body.tallies.map(|tally| {
        let worth = tally.choices.iter().zip([100_u64, 85, 70, 50]);
        let sum: u64 = worth.map(|(count, worth)| u64::from(*count) * worth).sum();
        (sum, tally.choices.iter().map(|count| u64::from(*count)).sum::<u64>().max(1))
    });
    // 100 × (panel / 10 + 0.15 × (0.6 × a / b + 0.4 × c / d)) over the common denominator b × d.
    let denominator = members.1 * staff.1;
    let numerator = 10 * panel * denominator + 9 * members.0 * staff.1 + 6 * staff.0 * members.1;
    (2 * numerator + denominator) / (2 * denominator)
}

/// Mean of the marks without one highest and one lowest, in tenths of a point: the sum of the five others in half points.
fn trimmed(body: &Appraised, indicator: usize) -> u64 {
    let mut marks: Vec<u32> = body.marks.iter().filter_map(|marks| marks.get(indicator).copied()).collect();
    marks.sort_unstable();
    marks.into_iter().skip(1).take(REVIEWERS - 2).map(u64::from).sum()
}
