//! Agreement about the order of the participants.

use serde::{Deserialize, Serialize};

use super::table::{ReviewError, ReviewTable};
use super::{DIGITS, ratio, square, whole};
use crate::number::Ratio;
use crate::outcome::Figure;

/// Kendall's coefficient of concordance, corrected for ties.
///
/// M. G. Kendall, *Rank Correlation Methods*, 4th ed. 1970, chapter 6; P. Legendre, *Species associations: the Kendall
/// coefficient of concordance revisited*, JABES 10 (2005), 226–245. Each of `m` reviewers ranks `n` participants, equal
/// marks sharing the mean of their ranks. With S the sum of squared deviations of the rank sums from their mean, and T
/// the sum of `t³ − t` over all groups of `t` equal marks,
///
/// `W = 12 S / (m² (n³ − n) − m T)`, and `χ² = m (n − 1) W` with `n − 1` degrees of freedom.
///
/// W is 1 when all reviewers give one order and 0 when they give none together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concordance {
    /// Participants whom every reviewer marked (`n`).
    pub participants: u32,
    /// Reviewers (`m`).
    pub reviewers: u32,
    /// Participants left out because somebody did not mark them.
    pub left_out: u32,
    /// W; nothing when no reviewer gives two different marks.
    pub w: Option<Figure>,
    /// χ².
    pub chi_square: Option<Figure>,
    /// Its degrees of freedom, `n − 1`.
    pub freedom: u32,
    /// S.
    pub squares: Figure,
    /// T.
    pub ties: u64,
}

impl ReviewTable {
    /// Kendall's W of the complete rows.
    ///
    /// # Errors
    /// [`ReviewError::TooFew`] without two complete rows and two reviewers.
    pub fn concordance(&self) -> Result<Concordance, ReviewError> {
        let (rows, left_out) = self.complete()?;
        let count = rows.len();
        let (n, m) = (ratio(count), ratio(self.reviewers().len()));
        let mut sums = vec![Ratio::ZERO; count];
        let mut ties = 0_u64;
        for column in 0..self.reviewers().len() {
            let marks: Vec<&Ratio> = rows.iter().filter_map(|row| row.get(column).copied()).collect();
            let (ranks, own_ties) = shared_ranks(&marks);
            ties += own_ties;
            for (sum, rank) in sums.iter_mut().zip(ranks) {
                *sum = sum.clone() + rank;
            }
        }
        let middle = (m.clone() * (n.clone() + Ratio::ONE)).over(&ratio(2)).unwrap_or_default();
        let squares: Ratio = sums.into_iter().map(|sum| square(sum - middle.clone())).sum();
        let cubes = n.clone() * n.clone() * n.clone() - n.clone();
        let tied = Ratio::new(i128::from(ties), 1).unwrap_or_default();
        let below = m.clone() * m.clone() * cubes - m.clone() * tied;
        let w = (ratio(12) * squares.clone()).over(&below);
        let figure = |value: Ratio| Figure::new(value, DIGITS);
        Ok(Concordance {
            participants: whole(count),
            reviewers: whole(self.reviewers().len()),
            left_out,
            chi_square: w.clone().map(|w| figure(m * (n - Ratio::ONE) * w)),
            w: w.map(figure),
            freedom: whole(count - 1),
            squares: figure(squares),
            ties,
        })
    }
}

/// Ranks from 1, the lowest first, equal values sharing the mean; and the sum of `t³ − t`.
fn shared_ranks(values: &[&Ratio]) -> (Vec<Ratio>, u64) {
    let mut order: Vec<(usize, &Ratio)> = values.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, value)| *value);
    let mut ranks = vec![Ratio::ZERO; values.len()];
    let (mut before, mut ties) = (0_usize, 0_u64);
    for equal in order.chunk_by(|(_, a), (_, b)| a == b) {
        let shared = ratio(2 * before + equal.len() + 1).over(&ratio(2)).unwrap_or_default();
        for (at, _) in equal {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = shared.clone();
            }
        }
        before += equal.len();
        let t = u64::from(whole(equal.len()));
        ties += t * t * t - t;
    }
    (ranks, ties)
}
