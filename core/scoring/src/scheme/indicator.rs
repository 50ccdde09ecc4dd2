use serde::{Deserialize, Serialize};

use super::Method;
use crate::number::Score;

/// One scored item (指标).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Other names under which workbooks know it (column headers).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Code of the dimension it belongs to.
    pub dimension: String,
    /// The full mark in points. For a bonus: the most it can add.
    pub full: Score,
    /// Names of the categories it applies to; empty means all. Elsewhere its dimension is renormalised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// What happens when its input is missing.
    pub missing: Missing,
    /// How it is scored.
    pub method: Method,
}

/// What a missing input does. There is no default: the office says it, and the result says which happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nothing is computed until it is there.
    Block,
    /// The indicator is left out and the rest is renormalised.
    Exclude,
    /// It counts nothing, and the result says so.
    Zero,
}

impl Indicator {
    /// Whether it applies to organisations of this category.
    #[must_use]
    pub fn applies(&self, category: &str) -> bool {
        self.applies_to.is_empty() || self.applies_to.iter().any(|name| name == category)
    }

    /// Whether its points come on top of the dimension's full marks.
    #[must_use]
    pub fn is_bonus(&self) -> bool {
        matches!(self.method, Method::Bonus(_))
    }

    /// Whether it belongs to the mass evaluation's part of the total.
    #[must_use]
    pub fn is_ballots(&self) -> bool {
        matches!(self.method, Method::Ballots(_))
    }
}
