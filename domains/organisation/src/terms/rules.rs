//! When elections are due. What is announced follows from the state of a term and not from an exact day, so that a day
//! on which nobody looked loses nothing.

use kernel::Day;
use schemars::JsonSchema;
use serde::Serialize;

use crate::organisations::kind::Kind;
use crate::parameters::Parameters;

/// How an organisation stands towards its next election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// The term is over.
    Overdue,
    /// The election is near.
    Soon,
    /// No term is on record.
    Unknown,
    /// There is time.
    Later,
}

impl Due {
    /// Code in addresses and end of its message key.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Unknown => "unknown",
            Self::Later => "later",
        }
    }
}

/// Years of a term of that kind; a group has none.
pub fn years(kind: Kind, parameters: &Parameters) -> Option<i64> {
    match kind {
        Kind::Committee => Some(parameters.committee_term_years),
        Kind::GeneralBranch | Kind::Branch => Some(parameters.branch_term_years),
        Kind::Group => None,
    }
}

/// How things stand on that day for an election due on `due` (`None`: no term on record).
pub fn state(due: Option<Day>, today: Day, parameters: &Parameters) -> Due {
    let months = i32::try_from(parameters.election_notice_months).unwrap_or(0);
    match due {
        None => Due::Unknown,
        Some(due) if today > due => Due::Overdue,
        Some(due) if today >= due.plus_months(-months) => Due::Soon,
        Some(_) => Due::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn an_election_is_announced_six_months_ahead_and_overdue_after_its_day() {
        let (due, parameters) = (Some(day("2016-06-15")), Parameters::default());
        for (today, expected) in [
            ("2015-12-14", Due::Later),
            ("2015-12-15", Due::Soon),
            ("2016-06-15", Due::Soon),
            ("2016-06-16", Due::Overdue),
            ("2020-01-01", Due::Overdue),
        ] {
            assert_eq!(state(due, day(today), &parameters), expected, "{today}");
        }
        assert_eq!(state(None, day("2016-01-01"), &parameters), Due::Unknown);
    }

    #[test]
    fn a_committee_serves_five_years_and_a_branch_three() {
        let parameters = Parameters::default();
        assert_eq!(years(Kind::Committee, &parameters), Some(5));
        assert_eq!(years(Kind::GeneralBranch, &parameters), Some(3));
        assert_eq!(years(Kind::Branch, &parameters), Some(3));
        assert_eq!(years(Kind::Group, &parameters), None);
    }

    proptest::proptest! {
        /// Looking later never makes an election less urgent: no reminder is lost by a missed day.
        #[test]
        fn urgency_only_grows(due in 0i64..40_000, today in 0i64..40_000, later in 0i64..4_000) {
            let parameters = Parameters::default();
            let at = |day| state(Some(Day::from_epoch_days(due)), Day::from_epoch_days(day), &parameters);
            let urgency = |due| match due { Due::Overdue => 2, Due::Soon => 1, _ => 0 };
            proptest::prop_assert!(urgency(at(today + later)) >= urgency(at(today)));
        }
    }
}
