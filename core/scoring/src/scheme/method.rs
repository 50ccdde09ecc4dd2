use serde::{Deserialize, Serialize};

use super::grading::Satisfied;
use crate::number::{Ratio, Score};

/// How an indicator is scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Method {
    /// Marks given by reviewers (评分).
    Panel(Panel),
    /// A measured number through a curve (公式).
    Formula(Formula),
    /// A statement that holds or not (是否).
    YesNo(YesNo),
    /// A choice between levels (等次).
    Level(Level),
    /// The full mark less so much per event (扣分).
    Deduction(Counted),
    /// So much per event on top of the dimension (加分).
    Bonus(Counted),
    /// Anonymous ballots by voter group (群众评价).
    Ballots(Ballots),
}

/// Reviewers' marks brought to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// How the marks are averaged.
    pub average: Average,
    /// With fewer marks than this the input counts as missing.
    #[serde(default = "one")]
    pub quorum: u32,
    /// Trimmed only: from this many marks on, one highest and one lowest are dropped.
    #[serde(default = "five")]
    pub trim_from: u32,
    /// Trimmed only: what happens with fewer marks than that.
    #[serde(default)]
    pub fallback: Fallback,
}

/// An average of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Average {
    /// Arithmetic mean.
    Mean,
    /// The middle mark, or the mean of the two middle ones.
    Median,
    /// The mean without exactly one highest and one lowest mark.
    Trimmed,
}

/// What a trimmed mean becomes when there are too few marks to drop any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// The plain mean.
    #[default]
    Mean,
    /// The median.
    Median,
    /// The input counts as missing.
    Missing,
}

/// A measured number turned into points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// Code of the measured fact.
    pub fact: String,
    /// The curve.
    pub rule: Curve,
}

/// From a measured number to a share of the full mark, never above it and never below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Curve {
    /// Nothing at `floor`, the full mark at `target`, a straight line between. A target below the floor means that
    /// less is better.
    Linear {
        /// Where points begin.
        floor: Ratio,
        /// Where the full mark is reached.
        target: Ratio,
    },
    /// The mark of the highest step that is reached.
    Steps {
        /// Steps in rising order.
        steps: Vec<Step>,
        /// The mark below the first step.
        #[serde(default)]
        below: Score,
    },
    /// The full mark times value / target, capped at the full mark.
    Ratio {
        /// Where the full mark is reached; above zero.
        target: Ratio,
    },
}

/// One step of a step table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The step is reached from this value on.
    pub from: Ratio,
    /// Its mark.
    pub mark: Score,
}

/// A statement that holds or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YesNo {
    /// Code of the fact.
    pub fact: String,
    /// The mark of no.
    #[serde(default)]
    pub no: Score,
}

/// A choice between levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Code of the fact.
    pub fact: String,
    /// The levels.
    pub levels: Vec<LevelChoice>,
}

/// One level and its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelChoice {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Its mark.
    pub mark: Score,
}

/// Counted events, each worth so much, together at most the indicator's full mark.
///
/// No record of an event means that there was none: events are reported by whoever keeps the list, not by the
/// organisation, so their absence is a statement and not a missing input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The kinds of event.
    pub events: Vec<EventKind>,
}

/// A kind of event and what one of it is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Points per event, taken off or added.
    pub each: Score,
}

/// Anonymous ballots of a fixed electorate, by voter group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballots {
    /// The mean that earns the full mark.
    #[serde(default = "hundred")]
    pub scale: Score,
    /// The choices that are counted, best first.
    pub choices: Vec<Choice>,
    /// The choices that leave the denominator (不了解). Spoilt ballots and abstentions always do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// The voter groups. The weight of a group without enough ballots goes to the others in proportion.
    pub groups: Vec<Group>,
}

/// A counted choice on the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Identifying code.
    pub code: String,
    /// Name as printed on the ballot.
    pub name: String,
    /// Other names under which workbooks know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its points.
    pub points: Score,
    /// In which satisfaction it counts: `strict` counts in both, `wide` in the wide one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<Satisfied>,
}

/// A choice on the ballot that is reported but not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// Identifying code.
    pub code: String,
    /// Name as printed on the ballot.
    pub name: String,
    /// Other names under which workbooks know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A voter group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Identifying code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Other names under which workbooks know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its weight among the groups; only the proportions count.
    pub weight: Ratio,
    /// The valid ballots it needs to be counted.
    #[serde(default = "one")]
    pub least: u32,
}

fn one() -> u32 {
    1
}

fn five() -> u32 {
    5
}

fn hundred() -> Score {
    Score::HUNDRED
}
