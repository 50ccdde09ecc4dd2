//! When a promise may be made, and whether it was kept.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cycles::record::State;

/// Longest text of the measures, in characters.
pub(crate) const LONGEST: usize = 1_000;

/// What is aimed at: a grade, a rank, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Aim {
    /// Code, name and place of the grade, 0 the best.
    pub grade: Option<(String, String, u32)>,
    /// The rank, or a better one.
    pub rank: Option<u32>,
}

/// What an organisation reached in the year after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reached {
    pub category: String,
    pub grade_place: u32,
    pub rank: u32,
}

/// What became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// There is no result yet.
    Open,
    /// Everything that was aimed at was reached.
    Kept,
    /// Something was not.
    Missed,
    /// Only a rank was aimed at, and the organisation is ranked in another category now.
    Incomparable,
}

impl Outcome {
    /// Message key of its name, and tone of its badge.
    pub(crate) fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("promise-open", ""),
            Self::Kept => ("promise-kept", "done"),
            Self::Missed => ("promise-missed", "warn"),
            Self::Incomparable => ("promise-incomparable", ""),
        }
    }
}

/// What became of an aim of an organisation that was then in that category.
pub(crate) fn outcome(aim: &Aim, category: &str, reached: Option<&Reached>) -> Outcome {
    let Some(reached) = reached else { return Outcome::Open };
    let grade = aim.grade.as_ref().map(|(_, _, place)| reached.grade_place <= *place);
    // Ranks of different categories are not compared.
    let rank = aim.rank.filter(|_| reached.category == category).map(|rank| reached.rank <= rank);
    match (grade, rank) {
        (None, None) => Outcome::Incomparable,
        (grade, rank) if grade.unwrap_or(true) && rank.unwrap_or(true) => Outcome::Kept,
        _ => Outcome::Missed,
    }
}

/// Whether a promise may be made or changed: after the year was published, until the next one is computed, for from then
/// on it could be made to fit.
pub(crate) fn may_promise(cycle: State, next: Option<State>) -> bool {
    cycle == State::Published && next.is_none_or(|next| next < State::Deliberation)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(category: &str, grade_place: u32, rank: u32) -> Reached {
        Reached { category: category.into(), grade_place, rank }
    }

    #[test]
    fn a_promise_is_kept_when_everything_in_it_is() {
        let aim = |grade: Option<u32>, rank| Aim {
            grade: grade.map(|place| ("good".into(), "好".into(), place)),
            rank,
        };
        let of = |aim: &Aim, reached: &Reached| outcome(aim, "审查业务类", Some(reached));
        let both = aim(Some(0), Some(3));
        assert_eq!(outcome(&both, "审查业务类", None), Outcome::Open);
        assert_eq!(of(&both, &reached("审查业务类", 0, 3)), Outcome::Kept);
        assert_eq!(of(&both, &reached("审查业务类", 0, 4)), Outcome::Missed);
        assert_eq!(of(&both, &reached("审查业务类", 1, 2)), Outcome::Missed);
        assert_eq!(of(&both, &reached("综合管理类", 0, 9)), Outcome::Kept, "the grade alone can be compared");
        assert_eq!(of(&aim(None, Some(3)), &reached("综合管理类", 0, 1)), Outcome::Incomparable);
        assert_eq!(
            of(&aim(Some(1), None), &reached("审查业务类", 0, 9)),
            Outcome::Kept,
            "better is kept too"
        );
    }

    #[test]
    fn promises_are_made_between_two_results() {
        assert!(may_promise(State::Published, None));
        assert!(may_promise(State::Published, Some(State::MassEvaluation)));
        assert!(!may_promise(State::Published, Some(State::Deliberation)));
        assert!(!may_promise(State::Notice, None));
    }
}
