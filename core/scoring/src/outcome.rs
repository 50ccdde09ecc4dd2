//! What an evaluation returns: the result of the cycle, figure by figure.

use serde::{Deserialize, Serialize};

use crate::evaluate::MissingReason;
use crate::grade::{GradeReason, LineTie};
use crate::number::{Ratio, Rounded, Score};
use crate::scheme::{Category, Publish};

/// A figure in both its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The exact value, as `n` or `n/d`.
    pub exact: Ratio,
    /// The value as published.
    pub published: Rounded,
}

impl Figure {
    /// An exact value and its published form with so many digits.
    #[must_use]
    pub fn new(exact: Ratio, digits: u8) -> Self {
        let published = exact.rounded(digits);
        Self { exact, published }
    }
}

/// The result of one cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Code of the scheme it was computed with.
    pub scheme: String,
    /// Version of the scheme.
    pub version: u32,
    /// Digits of the published figures.
    pub publish: Publish,
    /// The grades of the scheme, best first.
    pub grades: Vec<GradeName>,
    /// Everybody: categories in the order of the scheme, then rank, then name by code point, then key.
    pub standings: Vec<Standing>,
    /// What each category looks like, in the order of the scheme, without empty ones.
    pub categories: Vec<CategoryFigures>,
    /// Equal ranks on both sides of a quota's line, and what became of them.
    pub line_ties: Vec<LineTie>,
}

/// Code and name of a grade.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GradeName {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
}

/// The result of one participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The caller's key.
    pub participant: String,
    /// Name as printed.
    pub name: String,
    /// Name of the category.
    pub category: String,
    /// Competition rank within the category.
    pub rank: u32,
    /// How many are in the category.
    pub of: u32,
    /// How many others share the rank.
    pub tied_with: u32,
    /// The dimension that decided an equal total, when one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tie_broken_by: Option<String>,
    /// The grade.
    pub grade: GradeName,
    /// Which rule decided the grade, and what limited it.
    pub why: GradeReason,
    /// The panel's part: everything but the mass evaluation.
    pub panel: Figure,
    /// The mass evaluation's part.
    pub mass: Figure,
    /// The total, rounded from its own exact value (not the sum of rounded parts).
    pub total: Figure,
    /// The dimensions in the order of the scheme.
    pub dimensions: Vec<DimensionFigure>,
    /// The indicators in the order of the scheme.
    pub indicators: Vec<IndicatorFigure>,
    /// What the committee decided, beside what was computed: indicators in the order of the scheme, total, grade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided: Vec<DecidedFigure>,
}

/// A decided value beside the computed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedFigure {
    /// `total`, `grade` or the code of the indicator.
    pub what: String,
    /// What it would be without this participant's decision about it, as published: a mark out of the full mark, a
    /// total, the code of a grade. Empty for an indicator that has no mark because its input is missing.
    pub computed: String,
    /// What was decided, in the same form.
    pub decided: String,
    /// Why.
    pub reason: String,
}

/// One dimension of one participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionFigure {
    /// Code of the dimension.
    pub code: String,
    /// Its points in the total.
    pub points: Figure,
    /// The points it could bring: the weight, larger when the weight of another was shared out.
    pub out_of: Ratio,
    /// Whether it was there at all. When not, its weight was shared out among the others.
    pub counted: bool,
    /// Whether its indicators were scaled: some do not apply or are left out, or the dimension is stretched.
    pub renormalised: bool,
}

/// One indicator of one participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorFigure {
    /// Code of the indicator.
    pub code: String,
    /// Code of its dimension.
    pub dimension: String,
    /// What became of its input.
    pub treatment: Treatment,
    /// Its mark out of `full`, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Figure>,
    /// The full mark.
    pub full: Score,
    /// What it brings to the total after scaling.
    pub points: Figure,
    /// Ballots only: how many of the counted ballots are satisfied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
}

/// What became of an indicator's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "treatment", content = "reason", rename_all = "snake_case")]
pub enum Treatment {
    /// It was there and counts.
    Counted,
    /// The indicator does not apply to the category; the dimension is renormalised.
    NotApplicable,
    /// It was missing; left out with renormalisation, as the scheme says.
    Excluded(MissingReason),
    /// It was missing; counts zero, as the scheme says.
    Zero(MissingReason),
}

/// The share of satisfied ballots among the counted ones of all groups that reached their minimum, unweighted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Satisfaction {
    /// Counted (valid) ballots.
    pub valid: u64,
    /// The best choices only.
    pub strict: Ratio,
    /// The good ones too.
    pub wide: Ratio,
}

/// One category at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryFigures {
    /// Name of the category.
    pub category: String,
    /// How many are in it.
    pub of: u32,
    /// The totals.
    pub total: Spread,
    /// The dimensions in the order of the scheme, over those for whom they counted.
    pub dimensions: Vec<DimensionSpread>,
    /// How many have each grade, in the order of the grades.
    pub grades: Vec<u32>,
}

/// A dimension within a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionSpread {
    /// Code of the dimension.
    pub code: String,
    /// Its points.
    #[serde(flatten)]
    pub spread: Spread,
}

/// Median and best of exact values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// The middle value, or the mean of the two middle ones.
    pub median: Figure,
    /// The best value.
    pub best: Figure,
}

impl Outcome {
    /// The participants of a category by rank, then name.
    pub fn ranking<'a>(&'a self, category: &'a str) -> impl Iterator<Item = &'a Standing> {
        self.standings.iter().filter(move |standing| standing.category == category)
    }

    /// The result of one participant.
    #[must_use]
    pub fn of(&self, participant: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.participant == participant)
    }

    /// Position of a grade, 0 the best.
    #[must_use]
    pub fn grade_position(&self, code: &str) -> Option<usize> {
        self.grades.iter().position(|grade| grade.code == code)
    }
}

/// Median and best of values; `None` of nothing.
pub(crate) fn spread(mut values: Vec<Ratio>, digits: u8) -> Option<Spread> {
    values.sort_unstable();
    let best = values.last()?.clone();
    Some(Spread { median: Figure::new(median(&values)?, digits), best: Figure::new(best, digits) })
}

/// The middle of sorted values, or the mean of the two middle ones.
pub(crate) fn median(sorted: &[Ratio]) -> Option<Ratio> {
    let upper = sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper.clone());
    }
    let lower = sorted.get(sorted.len() / 2 - 1)?;
    Some((lower.clone() + upper.clone()) * Ratio::new(1, 2)?)
}

/// The names of the grades.
pub(crate) fn grade_names(scheme: &crate::scheme::Scheme) -> Vec<GradeName> {
    scheme.grades.iter().map(|g| GradeName { code: g.code.clone(), name: g.name.clone() }).collect()
}

/// A category's place in the scheme.
pub(crate) fn category_position(categories: &[Category], name: &str) -> usize {
    categories.iter().position(|c| c.name == name).unwrap_or(categories.len())
}
