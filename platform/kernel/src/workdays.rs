//! Working days: Monday to Friday, but for the days that a notice makes holidays (休) or working days (班). The exceptions
//! are data that the office enters; nothing here knows a festival.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Day;

/// A day on which the rule of the week does not hold, or that has a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// Which day.
    pub day: Day,
    /// Whether people work on it.
    pub working: bool,
    /// Why, as `国庆节`.
    pub name: String,
}

/// Which days are working days.
///
/// ```
/// use kernel::workdays::{Exception, Workdays};
/// let day = |text: &str| kernel::Day::parse(text).unwrap();
/// let off = |text: &str| Exception { day: day(text), working: false, name: "国庆节".into() };
/// let workdays = Workdays::new([off("2015-10-01"), off("2015-10-02")]);
/// assert!(!workdays.is_working(day("2015-10-01")));
/// // Five working days after Wednesday, 30 September: Monday the 5th is the first of them.
/// assert_eq!(workdays.after(day("2015-09-30"), 5), day("2015-10-09"));
/// assert_eq!(workdays.count(day("2015-09-30"), day("2015-10-09")), 5);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workdays {
    exceptions: BTreeMap<Day, Exception>,
}

impl Workdays {
    /// The rule of the week with these exceptions; of two for the same day the later one holds.
    pub fn new(exceptions: impl IntoIterator<Item = Exception>) -> Self {
        Self { exceptions: exceptions.into_iter().map(|exception| (exception.day, exception)).collect() }
    }

    /// The exceptions, by day.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.exceptions.values()
    }

    /// The exception of that day, if there is one.
    pub fn exception(&self, day: Day) -> Option<&Exception> {
        self.exceptions.get(&day)
    }

    /// Whether people work on that day.
    pub fn is_working(&self, day: Day) -> bool {
        self.exception(day).map_or(day.weekday() <= 5, |exception| exception.working)
    }

    /// The n-th working day after `day`, which itself does not count; `day` for 0. The last day of the calendar when
    /// there are not so many.
    #[must_use]
    pub fn after(&self, day: Day, n: u32) -> Day {
        let (mut at, mut left) = (day, n);
        while left > 0 {
            let next = at.plus_days(1);
            if next == at {
                break;
            }
            at = next;
            if self.is_working(at) {
                left -= 1;
            }
        }
        at
    }

    /// Working days after `from` up to `to`, which counts if it is one; 0 when `to` is not later. So that
    /// `count(day, after(day, n))` is `n`.
    pub fn count(&self, from: Day, to: Day) -> u32 {
        let days = from.epoch_days() + 1..=to.epoch_days();
        let working = days.filter(|day| self.is_working(Day::from_epoch_days(*day))).count();
        u32::try_from(working).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn year_2015() -> Workdays {
        let exception =
            |(text, working): (&str, bool)| Exception { day: day(text), working, name: "调休".into() };
        let festival = (1..=7).map(|d| (format!("2015-10-0{d}"), false));
        let days: Vec<_> = festival.chain([("2015-10-10".to_owned(), true)]).collect();
        Workdays::new(days.iter().map(|(text, working)| exception((text, *working))))
    }

    #[test]
    fn a_week_without_exceptions_has_five_working_days() {
        let plain = Workdays::default();
        assert_eq!(plain.count(day("2015-03-01"), day("2015-03-08")), 5);
        assert!(!plain.is_working(day("2015-03-07")) && !plain.is_working(day("2015-03-08")));
        assert_eq!(plain.after(day("2015-03-06"), 1), day("2015-03-09"));
        assert_eq!(plain.after(day("2015-03-07"), 0), day("2015-03-07"));
    }

    #[test]
    fn a_notice_of_five_working_days_jumps_the_festival_and_counts_the_make_up_day() {
        let workdays = year_2015();
        // From Wednesday, 30 September: the 8th, the 9th, Saturday the 10th (班), the 12th, the 13th.
        assert_eq!(workdays.after(day("2015-09-30"), 5), day("2015-10-13"));
        assert!(workdays.is_working(day("2015-10-10")));
        assert_eq!(workdays.count(day("2015-10-01"), day("2015-10-07")), 0);
    }

    #[test]
    fn the_calendar_has_an_end() {
        let last = day("9999-12-31");
        assert_eq!(Workdays::default().after(last, 3), last);
    }

    proptest! {
        #[test]
        fn what_is_counted_is_what_was_gone(
            start in 0i64..40_000,
            n in 0u32..60,
            exceptions in proptest::collection::vec((0i64..40_000, any::<bool>()), 0..200),
        ) {
            let workdays = Workdays::new(exceptions.into_iter().map(|(day, working)| Exception {
                day: Day::from_epoch_days(day),
                working,
                name: String::new(),
            }));
            let from = Day::from_epoch_days(start);
            let to = workdays.after(from, n);
            prop_assert_eq!(workdays.count(from, to), n);
            prop_assert!(n == 0 || workdays.is_working(to));
            // Counting in two stretches is counting once.
            let between = Day::from_epoch_days((start + to.epoch_days()) / 2);
            prop_assert_eq!(workdays.count(from, between) + workdays.count(between, to), n);
        }
    }
}
