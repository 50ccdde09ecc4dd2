use num_bigint::BigInt;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::number::{Ratio, Score};

/// A grade (等次), best first in the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// By quota: the share of the category that has this grade or a better one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Ratio>,
    /// By threshold: the total it needs, in points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Score>,
}

/// How ranks and totals become grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// What decides.
    pub by: GradingBy,
    /// How a share of the category becomes whole places.
    #[serde(default)]
    pub places: WholePlaces,
    /// What happens to equal ranks on both sides of a line.
    #[serde(default)]
    pub ties: LineTies,
}

/// What decides the grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradingBy {
    /// The rank within the category.
    Quota,
    /// The total.
    Threshold,
    /// Both, and the lower grade holds.
    LowerOfBoth,
}

/// How a share of `n` organisations becomes a whole number of places.
///
/// ```
/// use scoring::{Ratio, WholePlaces};
/// let share: Ratio = "30%".parse()?;
/// let of = |rule: WholePlaces| [9, 14, 18].map(|n| rule.of(&share, n));
/// assert_eq!(of(WholePlaces::Floor), [2, 4, 5]);
/// assert_eq!(of(WholePlaces::HalfUp), [3, 4, 5]);
/// assert_eq!(of(WholePlaces::Ceiling), [3, 5, 6]);
/// # Ok::<(), scoring::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WholePlaces {
    /// Down.
    #[default]
    Floor,
    /// To the nearest, halves up.
    HalfUp,
    /// Up.
    Ceiling,
}

impl WholePlaces {
    /// The places that `share` of `n` gives, between 0 and `n`.
    #[must_use]
    pub fn of(self, share: &Ratio, n: u32) -> u32 {
        let exact = share.clone() * Ratio::from(n);
        let whole: BigInt = match self {
            Self::Floor => exact.floor(),
            Self::HalfUp => (exact + Ratio::new(1, 2).unwrap_or_default()).floor(),
            Self::Ceiling => -(-exact).floor(),
        };
        let bounded = whole.clamp(BigInt::ZERO, BigInt::from(n));
        bounded.to_u32().unwrap_or(n)
    }
}

/// What happens to organisations of equal rank when a quota's line runs between them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineTies {
    /// The rank number decides (rank ≤ places): all go up, as the rule itself says.
    #[default]
    ByRank,
    /// All go up, and the surplus is marked as needing approval.
    AllUp,
    /// All stay below, so that the quota is never exceeded.
    AllDown,
}

/// Caps the grade when a published figure is too low.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Identifying code.
    pub code: String,
    /// Its reason as printed.
    pub name: String,
    /// The figure that is looked at, by its exact value.
    pub figure: GuardedFigure,
    /// The guard acts strictly below this value.
    pub below: Ratio,
    /// Code of the best grade that stays within reach.
    pub best: String,
}

/// A figure a guard looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GuardedFigure {
    /// The share of satisfied ballots of an indicator, e.g. below `"90%"`.
    Satisfaction {
        /// Code of the indicator.
        indicator: String,
        /// Which definition.
        sense: Satisfied,
    },
    /// A dimension's points as a share of its weight.
    Dimension {
        /// Code of the dimension.
        dimension: String,
    },
    /// The total in points.
    Total,
}

/// The two definitions of satisfaction; both are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfied {
    /// The best choices only (好).
    Strict,
    /// The good ones too (好 and 较好).
    Wide,
}

/// An event that caps the grade (一票否决).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// Identifying code.
    pub code: String,
    /// Its reason as printed.
    pub name: String,
    /// Code of the best grade that stays within reach.
    pub best: String,
}
