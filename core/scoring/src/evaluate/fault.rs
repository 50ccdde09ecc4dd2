use std::fmt;

use serde::Serialize;

use crate::input::SourceRef;
use crate::number::Score;
use crate::scheme::SchemeFault;

/// Why nothing was computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvaluateError {
    /// The scheme is faulty.
    Scheme(Vec<SchemeFault>),
    /// The input is faulty or incomplete; every fault, in a fixed order.
    Input(Vec<Fault>),
    /// Asked to explain somebody who takes no part.
    UnknownParticipant(String),
}

/// One thing wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// Key of the participant it is about.
    pub participant: String,
    /// What is wrong.
    #[serde(flatten)]
    pub trouble: Trouble,
    /// Where it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRef>,
}

/// What can be wrong with the input. Serialised, it is `{"trouble": "<name>", …arguments}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "trouble", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the arguments of the sentence that Display says")]
#[non_exhaustive]
pub enum Trouble {
    /// Something refers to a participant that is not there.
    UnknownParticipant,
    /// Two participants have one key.
    DuplicateParticipant,
    /// The category is not in the scheme.
    UnknownCategory { category: String },
    /// A part of the scheme that does not exist: an indicator, group, choice, fact, event, veto, level or grade.
    Unknown { what: &'static str, word: String },
    /// An input for an indicator that is scored in another way.
    WrongMethod { indicator: String },
    /// An input for an indicator that does not apply to the participant's category.
    NotApplicable { indicator: String, category: String },
    /// A mark below zero or above the full mark.
    MarkOutOfRange { indicator: String, reviewer: String, mark: Score, full: Score },
    /// A reviewer marked the same indicator twice.
    DuplicateMark { indicator: String, reviewer: String },
    /// A group was tallied twice.
    DuplicateTally { indicator: String, group: String },
    /// A choice stands twice in one tally.
    DuplicateChoice { group: String, choice: String },
    /// More ballots were issued than voters were due.
    IssuedAboveDue { group: String, issued: u32, due: u32 },
    /// More ballots came back than were issued.
    ReturnedAboveIssued { group: String, returned: u32, issued: u32 },
    /// More ballots were counted than came back.
    CountedAboveReturned { group: String, counted: u64, returned: u32 },
    /// A fact was given twice.
    DuplicateFact { fact: String },
    /// A fact is of another kind than its rule needs.
    WrongKindOfFact { fact: String },
    /// A decided mark or total below zero or above the most there is; `what` is the indicator's code or `total`.
    DecisionOutOfRange { what: String, decided: Score, most: Score },
    /// One thing was decided twice; `what` is the indicator's code, `total` or `grade`.
    DuplicateDecision { what: String },
    /// A decision without a reason; `what` is the indicator's code, `total` or `grade`.
    DecisionWithoutReason { what: String },
    /// An input is missing, and the scheme says that this blocks the computation.
    Missing { indicator: String, name: String, reason: MissingReason },
    /// After leaving out what is missing or does not apply, nothing is left.
    NothingToScore,
}

/// Why an input counts as missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingReason {
    /// Nothing was recorded.
    Nothing,
    /// Fewer marks than the quorum.
    BelowQuorum,
    /// Too few marks for a trimmed mean, and the scheme wants no other.
    TooFewToTrim,
    /// No voter group reached its minimum of valid ballots.
    NoGroupReachedMinimum,
}

impl fmt::Display for MissingReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "nothing was recorded",
            Self::BelowQuorum => "there are fewer marks than the quorum",
            Self::TooFewToTrim => "there are too few marks for a trimmed mean",
            Self::NoGroupReachedMinimum => "no voter group reached its minimum of valid ballots",
        })
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownParticipant => f.write_str("takes no part in this appraisal"),
            Self::DuplicateParticipant => f.write_str("takes part twice"),
            Self::UnknownCategory { category } => write!(f, "the scheme has no category “{category}”"),
            Self::Unknown { what, word } => write!(f, "the scheme has no {what} “{word}”"),
            Self::WrongMethod { indicator } => write!(f, "indicator {indicator} is scored in another way"),
            Self::NotApplicable { indicator, category } => {
                write!(f, "indicator {indicator} does not apply to {category}")
            }
            Self::MarkOutOfRange { indicator, reviewer, mark, full } => {
                write!(f, "{reviewer} gave {mark} for {indicator}; a mark is between 0 and {full}")
            }
            Self::DuplicateMark { indicator, reviewer } => write!(f, "{reviewer} marked {indicator} twice"),
            Self::DuplicateTally { indicator, group } => {
                write!(f, "{group} is tallied twice for {indicator}")
            }
            Self::DuplicateChoice { group, choice } => {
                write!(f, "{choice} stands twice in the tally of {group}")
            }
            Self::IssuedAboveDue { group, issued, due } => {
                write!(f, "{group}: {issued} ballots issued to {due} voters")
            }
            Self::ReturnedAboveIssued { group, returned, issued } => {
                write!(f, "{group}: {returned} ballots returned of {issued} issued")
            }
            Self::CountedAboveReturned { group, counted, returned } => {
                write!(f, "{group}: {counted} ballots counted of {returned} returned")
            }
            Self::DuplicateFact { fact } => write!(f, "{fact} was given twice"),
            Self::WrongKindOfFact { fact } => write!(f, "{fact} is of another kind than its rule needs"),
            Self::DecisionOutOfRange { what, decided, most } => {
                write!(f, "{decided} was decided for {what}; it is between 0 and {most}")
            }
            Self::DuplicateDecision { what } => write!(f, "{what} was decided twice"),
            Self::DecisionWithoutReason { what } => {
                write!(f, "{what} was decided without a reason; write why")
            }
            Self::Missing { indicator, name, reason } => {
                write!(
                    f,
                    "{indicator} {name} is missing ({reason}), and the scheme says that this blocks the computation"
                )
            }
            Self::NothingToScore => f.write_str("nothing is left to score"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(SourceRef { file, sheet, cell }) = &self.source {
            write!(f, "{file} {sheet}!{cell}: ")?;
        }
        write!(f, "{}: {}", self.participant, self.trouble)
    }
}

impl fmt::Display for EvaluateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn lines(f: &mut fmt::Formatter<'_>, faults: &[impl fmt::Display]) -> fmt::Result {
            faults.iter().enumerate().try_for_each(|(position, fault)| {
                if position > 0 {
                    f.write_str("\n")?;
                }
                fault.fmt(f)
            })
        }
        match self {
            Self::Scheme(faults) => lines(f, faults),
            Self::Input(faults) => lines(f, faults),
            Self::UnknownParticipant(key) => write!(f, "{key} takes no part in this appraisal"),
        }
    }
}

impl std::error::Error for EvaluateError {}
