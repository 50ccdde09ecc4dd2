//! The scheme (考评方案): every rule of one appraisal as data, written in TOML by the office itself.

mod check;
mod check_indicator;
mod difference;
mod difference_entries;
mod difference_method;
mod fault;
mod grading;
mod indicator;
mod method;
mod surveillance;
mod variant;
mod word;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::number::Score;

pub use difference::{SchemeChange, SchemeEdit, SchemeItem, SchemeList, SchemePart, SchemeValue, difference};
pub use fault::SchemeFault;
pub use grading::{Grade, Grading, GradingBy, Guard, GuardedFigure, LineTies, Satisfied, Veto, WholePlaces};
pub use indicator::{Indicator, Missing};
pub use method::{
    Average, Ballots, Choice, Counted, Curve, EventKind, Fallback, Formula, Group, LeftOut, Level,
    LevelChoice, Method, Panel, Step, YesNo,
};
pub use surveillance::recognised as counts_attention;
pub use variant::Variant;

/// The only format of scheme files so far.
pub const FORMAT: u32 = 1;

/// The versioned rules of one appraisal.
///
/// Read it with [`Scheme::from_toml`], which also checks it. Unknown keys are refused: a misspelt rule must not be
/// silently without effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// The format of the file; must be [`FORMAT`].
    pub format: u32,
    /// Short identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Raised by the office with each change.
    pub version: u32,
    /// What all dimensions add up to, in points.
    #[serde(default = "hundred")]
    pub full: Score,
    /// Digits of the published figures.
    #[serde(default)]
    pub publish: Publish,
    /// How totals become ranks.
    #[serde(default)]
    pub ranking: Ranking,
    /// The groups in which organisations are ranked, in the order they are printed.
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
    /// The dimensions (方面), in the order they are printed.
    #[serde(rename = "dimension")]
    pub dimensions: Vec<Dimension>,
    /// The indicators (指标) of all dimensions, in the order they are printed.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
    /// How ranks and totals become grades.
    pub grading: Grading,
    /// The grades (等次), best first; the last takes everybody who reaches no other.
    #[serde(rename = "grade")]
    pub grades: Vec<Grade>,
    /// Figures below which a grade is out of reach.
    #[serde(rename = "guard", default, skip_serializing_if = "Vec::is_empty")]
    pub guards: Vec<Guard>,
    /// Events that cap the grade (一票否决).
    #[serde(rename = "veto", default, skip_serializing_if = "Vec::is_empty")]
    pub vetoes: Vec<Veto>,
}

/// Digits behind the point of each published figure. Each figure is rounded once, half up, from its exact value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// Digits of an indicator's mark and points.
    pub indicator: u8,
    /// Digits of a dimension's points.
    pub dimension: u8,
    /// Digits of the panel's part: everything but the mass evaluation.
    pub panel: u8,
    /// Digits of the mass evaluation's part.
    pub mass: u8,
    /// Digits of the total.
    pub total: u8,
}

impl Default for Publish {
    fn default() -> Self {
        Self { indicator: 2, dimension: 2, panel: 2, mass: 2, total: 2 }
    }
}

/// How totals become ranks: competition ranking (1, 2, 2, 4) within a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ranking {
    /// Compare the published (rounded) figures, so that what reads as equal ranks equal; otherwise the exact ones.
    pub rank_as_published: bool,
    /// Codes of the dimensions that decide between equal totals, in order; what stays equal stays equal.
    pub tie_breaks: Vec<String>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { rank_as_published: true, tie_breaks: Vec::new() }
    }
}

/// A group of organisations that are ranked against each other (类别).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Name as printed; identifies the category.
    pub name: String,
    /// Other names under which workbooks know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A dimension (方面): a weight shared by its indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Other names under which workbooks know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The points of the dimension.
    pub weight: Score,
    /// Whether the indicators' full marks are stretched to the weight. Without it they must add up to the weight.
    #[serde(default)]
    pub stretched: bool,
    /// Whether bonus points may lift the dimension above its weight.
    #[serde(default)]
    pub may_exceed: bool,
}

fn hundred() -> Score {
    Score::HUNDRED
}

/// Why a scheme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeError {
    /// Not TOML of this shape; the message names line, column and key.
    Unreadable(String),
    /// Readable, but the rules contradict themselves; everything found, in a fixed order.
    Faulty(Vec<SchemeFault>),
}

impl fmt::Display for SchemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(message) => f.write_str(message),
            Self::Faulty(faults) => {
                for (position, fault) in faults.iter().enumerate() {
                    if position > 0 {
                        f.write_str("\n")?;
                    }
                    fault.fmt(f)?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for SchemeError {}

impl Scheme {
    /// Reads and checks a scheme.
    ///
    /// # Errors
    /// [`SchemeError::Unreadable`] for anything that is not a scheme file, [`SchemeError::Faulty`] with every fault.
    pub fn from_toml(text: &str) -> Result<Self, SchemeError> {
        let scheme = Self::draft_from_toml(text)?;
        scheme.check().map_err(SchemeError::Faulty)?;
        Ok(scheme)
    }

    /// Reads a scheme without checking it: a draft may still contradict itself.
    ///
    /// # Errors
    /// [`SchemeError::Unreadable`] for anything that is not a scheme file.
    pub fn draft_from_toml(text: &str) -> Result<Self, SchemeError> {
        toml::from_str(text).map_err(|e| SchemeError::Unreadable(e.to_string()))
    }

    /// Finds everything that is wrong with the rules.
    ///
    /// # Errors
    /// All faults, in the order of the file.
    pub fn check(&self) -> Result<(), Vec<SchemeFault>> {
        let faults = check::faults(self);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The scheme as TOML; reading it back gives the same scheme. Comments are not kept.
    ///
    /// # Errors
    /// When a number does not fit TOML's integers.
    pub fn to_toml(&self) -> Result<String, SchemeError> {
        toml::to_string(self).map_err(|e| SchemeError::Unreadable(e.to_string()))
    }

    /// The category known under this name or alias.
    #[must_use]
    pub fn category(&self, word: &str) -> Option<&Category> {
        self.categories.iter().find(|c| c.name == word || c.aliases.iter().any(|alias| alias == word))
    }

    /// The dimension known under this code, name or alias.
    #[must_use]
    pub fn dimension(&self, word: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|d| answers_to(&d.code, &d.name, &d.aliases, word))
    }

    /// The indicator known under this code, name or alias.
    #[must_use]
    pub fn indicator(&self, word: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|i| answers_to(&i.code, &i.name, &i.aliases, word))
    }

    /// The grade with this code.
    #[must_use]
    pub fn grade(&self, code: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.code == code)
    }

    /// The indicators scored by a panel, with their rules.
    pub fn panels(&self) -> impl Iterator<Item = (&Indicator, &Panel)> {
        self.indicators.iter().filter_map(|i| match &i.method {
            Method::Panel(panel) => Some((i, panel)),
            _ => None,
        })
    }

    /// The indicators scored by ballots, with their rules.
    pub fn ballots(&self) -> impl Iterator<Item = (&Indicator, &Ballots)> {
        self.indicators.iter().filter_map(|i| match &i.method {
            Method::Ballots(ballots) => Some((i, ballots)),
            _ => None,
        })
    }
}

/// Whether a thing with this code, name and aliases is meant by `word` (compared as given; callers fold first).
pub(crate) fn answers_to(code: &str, name: &str, aliases: &[String], word: &str) -> bool {
    code == word || name == word || aliases.iter().any(|alias| alias == word)
}
