use serde::{Deserialize, Serialize};

use crate::evaluate::MissingReason;
use crate::input::SourceRef;
use crate::number::{Ratio, Rounded, Score};
use crate::scheme::Average;

/// One figure, the rule it follows from, and the figures the rule was applied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What kind of figure it is.
    pub kind: NodeKind,
    /// Code of the part of the scheme, the reviewer, or the choice.
    pub code: String,
    /// Name as printed.
    pub label: String,
    /// The rule, with its parameters.
    pub rule: Rule,
    /// What became of it.
    pub fate: Fate,
    /// The exact value; nothing where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<Ratio>,
    /// The value rounded for print.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Rounded>,
    /// The figures it follows from, in a fixed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
    /// Where the value was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// The kinds of figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// The total, in points.
    Total,
    /// The panel's part of the total.
    Panel,
    /// The mass evaluation's part of the total.
    Mass,
    /// A dimension's points.
    Dimension,
    /// What an indicator brings to the total.
    Indicator,
    /// An indicator's mark out of its full mark, before scaling.
    Mark,
    /// One reviewer's mark.
    Reviewer,
    /// A voter group's mean.
    Group,
    /// The ballots for one choice.
    Choice,
    /// A measured number, statement or level.
    Fact,
    /// Counted events of one kind.
    Event,
}

/// How a figure follows from those below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// The figures below, added.
    Sum,
    /// The figures below, added, out of this many points.
    SumOutOf {
        /// The points that could be had.
        out_of: Ratio,
    },
    /// The figure below times a factor, because weight was shared out or marks are stretched; a bonus also may be cut.
    Scaled {
        /// Value over the figure below; nothing when that is zero.
        #[serde(skip_serializing_if = "Option::is_none")]
        factor: Option<Ratio>,
    },
    /// The average of the reviewers' marks that were not dropped.
    Average {
        /// The average that was taken.
        average: Average,
        /// Whether it is a fallback, for want of marks to trim.
        fallback: bool,
        /// From how many marks on a trimmed mean drops any.
        trim_from: u32,
        /// The full mark.
        full: Score,
    },
    /// A straight line from the floor to the target.
    Linear {
        /// Where points begin.
        floor: Ratio,
        /// Where the full mark is reached.
        target: Ratio,
        /// The full mark.
        full: Score,
    },
    /// The mark of the highest step reached.
    Steps {
        /// The step that was reached, when one was.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Ratio>,
        /// The full mark.
        full: Score,
    },
    /// The full mark times value over target, at most the full mark.
    ToTarget {
        /// The target.
        target: Ratio,
        /// The full mark.
        full: Score,
    },
    /// One mark for yes, one for no.
    YesNo {
        /// The mark of yes.
        yes: Score,
        /// The mark of no.
        no: Score,
    },
    /// The mark of the level.
    Level {
        /// The full mark.
        full: Score,
    },
    /// The full mark less the figures below, not below zero.
    Deduction {
        /// The full mark.
        full: Score,
    },
    /// The figures below, added, at most so much.
    Bonus {
        /// The most it can add.
        most: Score,
    },
    /// The group means below, weighted with their shares, over the scale, times the full mark.
    WeightedGroups {
        /// The weighted mean on the ballots' scale.
        mean: Ratio,
        /// The mean that earns the full mark.
        scale: Score,
        /// The full mark.
        full: Score,
    },
    /// The mean of the counted choices below.
    GroupMean {
        /// Weight of the group in the scheme.
        weight: Ratio,
        /// Its weight in the end, out of 1.
        share: Ratio,
        /// The valid ballots it needed.
        least: u32,
        /// Ballots with a counted choice.
        valid: u64,
        /// Spoilt ballots.
        spoilt: u32,
        /// Returned without a choice.
        abstained: u64,
        /// Entitled voters.
        due: u32,
        /// Ballots handed out.
        issued: u32,
        /// Ballots that came back.
        returned: u32,
    },
    /// So many ballots at so many points; without points they left the denominator.
    Ballots {
        /// Points of the choice.
        #[serde(skip_serializing_if = "Option::is_none")]
        points: Option<Score>,
    },
    /// So many events at so many points each.
    Events {
        /// How many.
        count: u32,
        /// Points per event.
        each: Score,
    },
    /// Entered as it stands.
    Entered,
    /// A statement or level as entered; the words.
    Said {
        /// `yes`, `no` or the level.
        value: String,
    },
    /// Decided by the committee in place of what was computed. Below a decided total are the dimensions as computed;
    /// below a decided mark is the computed one, opened, as a [`NodeKind::Mark`] that was [`Fate::Replaced`].
    Decided {
        /// The computed value as published; nothing where the input is missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        computed: Option<Rounded>,
        /// Why.
        reason: String,
    },
    /// There is nothing to apply a rule to.
    Nothing,
}

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "fate", content = "reason", rename_all = "snake_case")]
pub enum Fate {
    /// It counts.
    Counted,
    /// Dropped as the one highest mark.
    DroppedHighest,
    /// Dropped as the one lowest mark.
    DroppedLowest,
    /// Reported, but outside the denominator.
    LeftOut,
    /// A voter group that was not tallied; its weight went to the others.
    Absent,
    /// A voter group with too few valid ballots; its weight went to the others.
    BelowMinimum,
    /// Does not apply to the category.
    NotApplicable,
    /// Missing, and left out with renormalisation.
    Excluded(MissingReason),
    /// Missing, and counted zero.
    Zero(MissingReason),
    /// A dimension that is not there; its weight was shared out.
    SharedOut,
    /// A computed mark in whose place the committee decided another.
    Replaced,
}
