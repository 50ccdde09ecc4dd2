//! What the marks say about the reviewers: reported to those who run the panel, never applied silently.
//!
//! Marks of different indicators are compared as points of a hundred: a hundred times mark over full mark. Every figure
//! is an exact fraction, rounded once to three digits behind the point. Decisions of the committee are no marks and have
//! no part in it.

mod adjusted;
mod concordance;
mod icc;
mod single;
mod table;

use crate::number::Ratio;

pub use adjusted::{Adjusted, AdjustedReviewer, AdjustedRow};
pub use concordance::Concordance;
pub use icc::Icc;
pub use single::{OwnSide, OwnSideBias, ReviewerFigures, Variation, reviewers};
pub use table::{ReviewError, ReviewTable, review_table};

/// Digits behind the point of the published figures about reviewers.
const DIGITS: u8 = 3;

/// A count as a number.
fn ratio(count: usize) -> Ratio {
    Ratio::from(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A count as it is reported.
fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The arithmetic mean; `None` of nothing.
fn mean<'a>(values: impl Iterator<Item = &'a Ratio>) -> Option<Ratio> {
    let (sum, count) = values.fold((Ratio::ZERO, 0_usize), |(sum, n), value| (sum + value.clone(), n + 1));
    sum.over(&ratio(count))
}

fn square(value: Ratio) -> Ratio {
    value.clone() * value
}
