//! States of an item of key work, and who may move it on.

use kernel::Day;

use crate::coded::coded;

coded! {
    /// How far an item of key work is.
    State {
        /// On the list.
        Planned = "planned",
        /// Work has begun.
        UnderWay = "under_way",
        /// Reached, as the office has found.
        Done = "done",
        /// Taken off the list, for a reason.
        Dropped = "dropped",
    }
}

impl State {
    pub const ALL: [Self; 4] = [Self::Planned, Self::UnderWay, Self::Done, Self::Dropped];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Planned => "",
            Self::UnderWay => "calm",
            Self::Done => "done",
            Self::Dropped => "warn",
        }
    }

    /// Whether nothing more is expected.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }

    /// What it may become: the office decides on everything, the lead body says that it has begun and how it goes on.
    pub fn next(self, office: bool) -> Vec<Self> {
        match (self, office) {
            (_, true) => Self::ALL.into_iter().filter(|state| *state != Self::Planned).collect(),
            (Self::Planned | Self::UnderWay, false) => vec![Self::UnderWay],
            (Self::Done | Self::Dropped, false) => Vec::new(),
        }
    }
}

/// Whether it should have been done before today.
pub(crate) fn is_late(state: State, due: Option<Day>, today: Day) -> bool {
    !state.is_over() && due.is_some_and(|due| due < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_office_says_that_an_item_is_done() {
        assert_eq!(State::Planned.next(false), [State::UnderWay]);
        assert_eq!(State::UnderWay.next(false), [State::UnderWay]);
        assert!(State::Done.next(false).is_empty() && State::Dropped.next(false).is_empty());
        for state in State::ALL {
            assert_eq!(state.next(true), [State::UnderWay, State::Done, State::Dropped]);
        }
    }

    #[test]
    fn an_item_is_late_from_the_day_after() {
        let due = Day::parse("2015-06-30").unwrap();
        for (days, late) in [(-1, false), (0, false), (1, true)] {
            assert_eq!(is_late(State::UnderWay, Some(due), due.plus_days(days)), late, "{days}");
        }
        assert!(!is_late(State::Done, Some(due), due.plus_days(9)));
        assert!(!is_late(State::Planned, None, due));
    }
}
