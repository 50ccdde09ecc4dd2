use std::fmt;

use serde::Serialize;

use crate::number::{Ratio, Score};

/// A rule that contradicts another, with what to mend.
///
/// Serialised, it is `{"fault": "<name>", …arguments}`, from which callers take their own words; `Display` says it in
/// English. `at` names the place: `indicator L1`, `grade good`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the arguments of the sentence that Display says")]
#[non_exhaustive]
pub enum SchemeFault {
    /// The file is of a format this program does not know.
    UnknownFormat { format: u32 },
    /// A list that needs at least one entry has none.
    Nothing { list: &'static str },
    /// A code or name is empty.
    Unnamed { at: String },
    /// The same code, name or alias means two things of one list.
    DuplicateWord { list: &'static str, word: String },
    /// A reference to something that does not exist.
    Unknown { at: String, what: &'static str, code: String },
    /// The weights do not add up to the full mark of the scheme.
    WeightsDoNotAddUp { sum: Ratio, full: Score },
    /// The full marks of a dimension's indicators do not add up to its weight, and it is not `stretched`.
    FullMarksDoNotAddUp { dimension: String, sum: Ratio, weight: Score },
    /// A dimension without an indicator that carries its weight; bonuses do not.
    DimensionWithoutIndicator { dimension: String },
    /// A number that must be above zero is not.
    NotPositive { at: String, what: &'static str },
    /// A number that must not be below zero is.
    Negative { at: String, what: &'static str },
    /// A mark above the full mark of its indicator.
    AboveFull { at: String, mark: Score, full: Score },
    /// A trimmed mean needs at least three marks to keep one.
    TrimsEverything { at: String, trim_from: u32 },
    /// A straight line between two equal values.
    FlatLine { at: String },
    /// Steps that do not rise.
    StepsDoNotRise { at: String, from: Ratio },
    /// A counted choice is worth more than the scale.
    ChoiceAboveScale { at: String, choice: String, points: Score, scale: Score },
    /// More digits than a figure may have.
    TooManyDigits { figure: &'static str, digits: u8, most: u8 },
    /// The rule of grading needs a value that the grade does not give.
    GradeWithout { grade: String, what: &'static str },
    /// The last grade takes the rest and must not set a share or a threshold.
    LastGradeLimited { grade: String },
    /// A share that is not above the one before, or not between 0 and 100 %.
    UnreachableByShare { grade: String, share: Ratio },
    /// A threshold that is not below the one before, or above the full mark of the scheme.
    UnreachableByThreshold { grade: String, at_least: Score },
    /// A guard or veto that leaves the best grade within reach does nothing.
    CapWithoutEffect { at: String, grade: String },
    /// What is measured is how much people click, like, share, check in or stay online.
    Surveillance { at: String, word: String },
}

impl fmt::Display for SchemeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFormat { format } => {
                write!(f, "format {format} is not known; write format = {}", super::FORMAT)
            }
            Self::Nothing { list } => write!(f, "there is no {list}; add at least one [[{list}]]"),
            Self::Unnamed { at } => write!(f, "{at}: code and name must not be empty"),
            Self::DuplicateWord { list, word } => {
                write!(
                    f,
                    "two entries of {list} answer to “{word}”; give each its own code, name and aliases"
                )
            }
            Self::Unknown { at, what, code } => {
                write!(f, "{at}: there is no {what} “{code}”; correct it or add the {what}")
            }
            Self::WeightsDoNotAddUp { sum, full } => {
                write!(
                    f,
                    "the weights of the dimensions add up to {sum}, not to {full}; mend the weights or `full`"
                )
            }
            Self::FullMarksDoNotAddUp { dimension, sum, weight } => write!(
                f,
                "dimension {dimension}: the full marks of its indicators add up to {sum}, its weight is {weight}; mend \
                 either, or set stretched = true to scale the marks to the weight"
            ),
            Self::DimensionWithoutIndicator { dimension } => {
                write!(
                    f,
                    "dimension {dimension} has no indicator besides bonuses; add one that carries its weight"
                )
            }
            Self::NotPositive { at, what } => write!(f, "{at}: {what} must be above zero"),
            Self::Negative { at, what } => write!(f, "{at}: {what} must not be below zero"),
            Self::AboveFull { at, mark, full } => {
                write!(f, "{at}: the mark {mark} is above the full mark {full}; lower it or raise `full`")
            }
            Self::TrimsEverything { at, trim_from } => write!(
                f,
                "{at}: with {trim_from} marks, dropping the highest and the lowest leaves none; trim_from must be at least 3"
            ),
            Self::FlatLine { at } => write!(f, "{at}: floor and target are equal; a line needs two values"),
            Self::StepsDoNotRise { at, from } => {
                write!(
                    f,
                    "{at}: the step from {from} is not above the one before; put the steps in rising order"
                )
            }
            Self::ChoiceAboveScale { at, choice, points, scale } => {
                write!(f, "{at}: “{choice}” is worth {points}, more than the scale of {scale}")
            }
            Self::TooManyDigits { figure, digits, most } => {
                write!(f, "publish.{figure}: {digits} digits are too many; at most {most}")
            }
            Self::GradeWithout { grade, what } => {
                write!(f, "grade {grade} needs `{what}` under this rule of grading")
            }
            Self::LastGradeLimited { grade } => write!(
                f,
                "grade {grade} is the last and takes everybody who reaches no other; remove its share and at_least"
            ),
            Self::UnreachableByShare { grade, share } => write!(
                f,
                "grade {grade} cannot be reached: shares count from the top, so {share} must be above the share of the \
                 grade before and at most 100 %"
            ),
            Self::UnreachableByThreshold { grade, at_least } => write!(
                f,
                "grade {grade} cannot be reached: its threshold {at_least} must be below that of the grade before and \
                 within the full mark"
            ),
            Self::CapWithoutEffect { at, grade } => {
                write!(f, "{at}: {grade} is the best grade, so nothing is capped; name a lower one as `best`")
            }
            Self::Surveillance { at, word } => write!(
                f,
                "{at} measures “{word}”: clicks, likes, shares, minutes online, check-ins and streaks must not be a \
                 basis of appraisal (国办函〔2026〕12号); choose what the work achieved instead"
            ),
        }
    }
}
