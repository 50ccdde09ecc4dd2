//! What an evaluation reads: participants and what was recorded about them.
//!
//! The order of nothing matters. Everything refers to participants by the caller's opaque key, and to the parts of the
//! scheme by code, name or alias.

use serde::{Deserialize, Serialize};

use crate::number::{Ratio, Score};

/// Where a value was entered. Opaque: it is handed through to the leaves of the explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// The file, or the form, it came from.
    pub file: String,
    /// The sheet within it.
    pub sheet: String,
    /// The cell, such as `D7`.
    pub cell: String,
}

/// Everything an evaluation reads besides the scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Who is appraised.
    pub participants: Vec<Participant>,
    /// Reviewers' marks.
    pub marks: Vec<Mark>,
    /// Counted ballots, one entry per participant and voter group.
    pub tallies: Vec<Tally>,
    /// Measured numbers, statements and levels.
    pub facts: Vec<Fact>,
    /// Counted events for deductions and bonuses.
    pub events: Vec<Event>,
    /// Events that cap the grade.
    pub vetoes: Vec<VetoEvent>,
    /// What the committee decided against a computed value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
}

/// An organisation that is appraised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Participant {
    /// The caller's key, unique.
    pub key: String,
    /// Name as printed.
    pub name: String,
    /// Name or alias of its category.
    pub category: String,
}

/// One reviewer's mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// Key of the participant.
    pub participant: String,
    /// The indicator.
    pub indicator: String,
    /// The reviewer.
    pub reviewer: String,
    /// The mark in points, between 0 and the full mark.
    pub mark: Score,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// The ballots of one voter group about one participant.
///
/// `due ≥ issued ≥ returned ≥ choices + spoilt`; what was returned but neither chosen nor spoilt are abstentions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tally {
    /// Key of the participant.
    pub participant: String,
    /// The indicator scored by these ballots.
    pub indicator: String,
    /// The voter group.
    pub group: String,
    /// Entitled voters.
    pub due: u32,
    /// Ballots handed out.
    pub issued: u32,
    /// Ballots that came back.
    pub returned: u32,
    /// Ballots per choice.
    pub choices: Vec<ChoiceCount>,
    /// Spoilt ballots.
    pub spoilt: u32,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// The ballots for one choice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChoiceCount {
    /// The choice, counted or left out.
    pub choice: String,
    /// How many.
    pub count: u32,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// A measured number, a statement or a level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// Key of the participant.
    pub participant: String,
    /// Code of the fact.
    pub fact: String,
    /// Its value.
    pub value: FactValue,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// A measured number, for a formula.
    Number(Ratio),
    /// Whether a statement holds.
    Holds(bool),
    /// Code or name of a level.
    Level(String),
}

/// Counted events of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Event {
    /// Key of the participant.
    pub participant: String,
    /// Code or name of the kind of event.
    pub event: String,
    /// How many.
    pub count: u32,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// An event that caps the grade.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VetoEvent {
    /// Key of the participant.
    pub participant: String,
    /// Code or name of the veto.
    pub veto: String,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// A value that the committee decided in place of a computed one. The computed value is kept beside it in
/// [`Standing::decided`](crate::Standing::decided).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Key of the participant.
    pub participant: String,
    /// What was decided.
    pub what: Decided,
    /// Why, in the committee's own words; never empty.
    pub reason: String,
    /// Where it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// What the committee can decide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decided {
    /// The mark of an indicator, whatever its method. Everything above follows: points, dimension, total, rank (of the
    /// others, too), grade. An indicator that is missing its input has a mark by it and counts.
    Mark {
        /// The indicator.
        indicator: String,
        /// The mark in points, between 0 and the full mark.
        mark: Score,
    },
    /// The total that ranks and grades, in points. Parts, dimensions and indicators stay as computed.
    Total {
        /// The total, between 0 and the most that the scheme's weights and bonuses can give.
        total: Score,
    },
    /// The grade, after guards and vetoes. It moves nobody else: no place is taken, and none is freed.
    Grade {
        /// Code or name of the grade.
        grade: String,
    },
}
