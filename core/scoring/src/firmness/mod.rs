//! How firm each grade is: whether it stays when the weights, or the ballots, had been a little different.
//!
//! Neither changes anything; both are reported beside the result. Decisions of the committee hold: a decided mark, total
//! or grade is the same in every variant.

mod bootstrap;
mod chance;
mod ground;
mod weights;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::evaluate::EvaluateError;
use crate::number::Ratio;
use crate::outcome::{Figure, GradeName};

pub use bootstrap::{Bootstrap, BootstrapFigures, Interval, MOST_DRAWS, REPLICATES, bootstrap};
pub use weights::{WeightFigures, WeightFirmness, weight_firmness};

/// What became of one participant's place and grade in a number of variants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firmness {
    /// The grade as it was evaluated.
    pub grade: GradeName,
    /// The rank as it was evaluated.
    pub rank: u32,
    /// In how many variants the grade stays.
    pub kept: u32,
    /// Of how many.
    pub of: u32,
    /// `kept` over `of`, to three digits; nothing without variants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Figure>,
    /// The best grade seen, here as in the following with the evaluation itself.
    pub best_grade: GradeName,
    /// The worst grade seen.
    pub worst_grade: GradeName,
    /// The best rank seen.
    pub best_rank: u32,
    /// The worst rank seen.
    pub worst_rank: u32,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FirmnessError {
    /// The result itself cannot be computed.
    Evaluate(EvaluateError),
    /// The share by which weights change is not between 0 and 1.
    ShareOutOfRange(Ratio),
    /// No replicate at all.
    NoReplicates,
    /// Ballots times replicates are more than [`MOST_DRAWS`].
    TooManyDraws(u64),
}

impl fmt::Display for FirmnessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Evaluate(error) => error.fmt(f),
            Self::ShareOutOfRange(share) => {
                write!(f, "weights change by a share between 0 and 1, not by {share}")
            }
            Self::NoReplicates => f.write_str("at least one replicate is needed"),
            Self::TooManyDraws(draws) => {
                write!(
                    f,
                    "{draws} ballots would have to be drawn, more than {MOST_DRAWS}; take fewer replicates"
                )
            }
        }
    }
}

impl std::error::Error for FirmnessError {}

impl From<EvaluateError> for FirmnessError {
    fn from(error: EvaluateError) -> Self {
        Self::Evaluate(error)
    }
}
