//! The states a cycle goes through, in their order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a cycle is. Review and mass evaluation may overlap: tallies are taken from the review on, and marks until the
/// deliberation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Set up; the scheme may still change.
    Draft,
    /// Opened: organisations say what they claim and show evidence (自评).
    SelfAssessment,
    /// Reviewers mark (评审).
    Review,
    /// Ballots are counted (群众评价).
    MassEvaluation,
    /// Computed; the committee deliberates (审议).
    Deliberation,
    /// Put up for everybody to see and object to (公示).
    Notice,
    /// Final (发布); a later correction is a new version.
    Published,
}

impl State {
    /// Every state, in the order of the year.
    pub(crate) const ALL: [Self; 7] = [
        Self::Draft,
        Self::SelfAssessment,
        Self::Review,
        Self::MassEvaluation,
        Self::Deliberation,
        Self::Notice,
        Self::Published,
    ];

    /// As it stands in the database.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::SelfAssessment => "self_assessment",
            Self::Review => "review",
            Self::MassEvaluation => "mass_evaluation",
            Self::Deliberation => "deliberation",
            Self::Notice => "notice",
            Self::Published => "published",
        }
    }

    /// Message key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Draft => "appraisal-state-draft",
            Self::SelfAssessment => "appraisal-state-self-assessment",
            Self::Review => "appraisal-state-review",
            Self::MassEvaluation => "appraisal-state-mass-evaluation",
            Self::Deliberation => "appraisal-state-deliberation",
            Self::Notice => "appraisal-state-notice",
            Self::Published => "appraisal-state-published",
        }
    }

    /// Message key of the stage of the year in which a cycle is in this state.
    pub(crate) fn stage_key(self) -> &'static str {
        match self {
            Self::Published => "appraisal-stage-published",
            _ => self.key(),
        }
    }

    /// Tone of its badge.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Draft => "",
            Self::SelfAssessment | Self::Review | Self::MassEvaluation => "calm",
            Self::Deliberation | Self::Notice => "warn",
            Self::Published => "done",
        }
    }

    /// The state of that code; a draft when there is none.
    pub(crate) fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Draft)
    }

    /// The state that follows.
    pub(crate) fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state > self)
    }

    /// Whether everybody who works here sees the result.
    pub(crate) fn is_public(self) -> bool {
        matches!(self, Self::Notice | Self::Published)
    }

    /// Whether reviewers may mark.
    pub(crate) fn takes_marks(self) -> bool {
        matches!(self, Self::Review | Self::MassEvaluation)
    }

    /// Whether tallies, measured facts and events may be entered.
    pub(crate) fn takes_figures(self) -> bool {
        matches!(self, Self::SelfAssessment | Self::Review | Self::MassEvaluation)
    }
}

impl store::ToSql for State {
    fn to_value(&self) -> Result<store::Value<'_>, store::Error> {
        Ok(store::Value::Text(self.code().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_each_other_and_keep_their_codes() {
        let mut state = State::Draft;
        let mut seen = vec![state];
        while let Some(next) = state.next() {
            seen.push(next);
            state = next;
        }
        assert_eq!(seen, State::ALL);
        assert!(State::ALL.into_iter().all(|state| State::of(state.code()) == state));
    }
}
