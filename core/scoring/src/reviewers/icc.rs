//! Intraclass correlations.

use serde::{Deserialize, Serialize};

use super::table::{ReviewError, ReviewTable};
use super::{DIGITS, mean, ratio, square, whole};
use crate::number::Ratio;
use crate::outcome::Figure;

/// All six intraclass correlations of Shrout and Fleiss with the mean squares they follow from.
///
/// P. E. Shrout and J. L. Fleiss, *Intraclass correlations: uses in assessing rater reliability*, Psychological
/// Bulletin 86 (1979), 420–428. With `n` participants, `k` reviewers and the mean squares BMS between participants, WMS
/// within participants, JMS between reviewers and EMS residual:
///
/// | | one mark | mean of `k` marks |
/// |---|---|---|
/// | each participant has other reviewers | (BMS − WMS) / (BMS + (k−1) WMS) | (BMS − WMS) / BMS |
/// | the reviewers stand for many | (BMS − EMS) / (BMS + (k−1) EMS + k (JMS − EMS) / n) | (BMS − EMS) / (BMS + (JMS − EMS) / n) |
/// | these reviewers and no others | (BMS − EMS) / (BMS + (k−1) EMS) | (BMS − EMS) / BMS |
///
/// A coefficient whose denominator is not above zero is not there: nothing differs. They may be below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Icc {
    /// Participants whom every reviewer marked.
    pub participants: u32,
    /// Reviewers.
    pub reviewers: u32,
    /// Participants left out because somebody did not mark them.
    pub left_out: u32,
    /// BMS, with `n − 1` degrees of freedom.
    pub between_participants: Figure,
    /// WMS, with `n (k − 1)`.
    pub within_participants: Figure,
    /// JMS, with `k − 1`.
    pub between_reviewers: Figure,
    /// EMS, with `(n − 1)(k − 1)`.
    pub residual: Figure,
    /// ICC(1,1).
    pub icc_1_1: Option<Figure>,
    /// ICC(2,1): agreement of single reviewers.
    pub icc_2_1: Option<Figure>,
    /// ICC(3,1): consistency of single reviewers.
    pub icc_3_1: Option<Figure>,
    /// ICC(1,k).
    pub icc_1_k: Option<Figure>,
    /// ICC(2,k): agreement of the panel's mean.
    pub icc_2_k: Option<Figure>,
    /// ICC(3,k): consistency of the panel's mean, Cronbach's α.
    pub icc_3_k: Option<Figure>,
}

impl ReviewTable {
    /// The intraclass correlations of the complete rows.
    ///
    /// # Errors
    /// [`ReviewError::TooFew`] without two complete rows and two reviewers.
    pub fn icc(&self) -> Result<Icc, ReviewError> {
        let (rows, left_out) = self.complete()?;
        let (n, k) = (ratio(rows.len()), ratio(self.reviewers().len()));
        let grand = mean(rows.iter().flatten().copied()).unwrap_or_default();
        let apart = |value: Option<Ratio>| square(value.unwrap_or_default() - grand.clone());
        let total: Ratio = rows.iter().flatten().map(|value| apart(Some((*value).clone()))).sum();
        let of_rows: Ratio = rows.iter().map(|row| apart(mean(row.iter().copied()))).sum();
        let of_columns: Ratio = (0..self.reviewers().len())
            .map(|column| apart(mean(rows.iter().filter_map(|row| row.get(column).copied()))))
            .sum();
        let (between, judges) = (of_rows * k.clone(), of_columns * n.clone());
        let within = total - between.clone();
        let residual = within.clone() - judges.clone();
        let (n_1, k_1) = (n.clone() - Ratio::ONE, k.clone() - Ratio::ONE);
        let per = |squares: Ratio, freedom: Ratio| squares.over(&freedom).unwrap_or_default();
        let bms = per(between, n_1.clone());
        let wms = per(within, n.clone() * k_1.clone());
        let jms = per(judges, k_1.clone());
        let ems = per(residual, n_1 * k_1.clone());
        let unlike = per(jms.clone() - ems.clone(), n);
        let figure = |value: Ratio| Figure::new(value, DIGITS);
        let share = |error: &Ratio, more: Ratio| {
            let below = bms.clone() + more;
            if below <= Ratio::ZERO { None } else { (bms.clone() - error.clone()).over(&below).map(figure) }
        };
        Ok(Icc {
            participants: whole(rows.len()),
            reviewers: whole(self.reviewers().len()),
            left_out,
            icc_1_1: share(&wms, k_1.clone() * wms.clone()),
            icc_2_1: share(&ems, k_1.clone() * ems.clone() + k * unlike.clone()),
            icc_3_1: share(&ems, k_1 * ems.clone()),
            icc_1_k: share(&wms, Ratio::ZERO),
            icc_2_k: share(&ems, unlike),
            icc_3_k: share(&ems, Ratio::ZERO),
            between_participants: figure(bms.clone()),
            within_participants: figure(wms),
            between_reviewers: figure(jms),
            residual: figure(ems),
        })
    }
}
