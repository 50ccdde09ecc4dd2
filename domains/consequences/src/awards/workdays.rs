//! When a notice ends.

use kernel::Day;

/// The last of so many working days after a day, by weekdays alone: until the calendar of holidays is there, when this
/// becomes `web::workdays(c)?.after(day, n)`.
pub(super) fn after(day: Day, n: u32) -> Day {
    let (mut day, mut left) = (day, n);
    while left > 0 {
        day = day.plus_days(1);
        // 1970-01-01 was a Thursday: 0 is Monday.
        let weekday = (day.epoch_days() + 3).rem_euclid(7);
        if weekday < 5 {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturdays_and_sundays_do_not_count() {
        let after = |day: &str, n| after(Day::parse(day).unwrap(), n).to_string();
        assert_eq!(after("2015-03-02", 5), "2015-03-09", "from a Monday");
        assert_eq!(after("2015-03-06", 1), "2015-03-09", "from a Friday");
        assert_eq!(after("2015-03-07", 5), "2015-03-13", "from a Saturday");
        assert_eq!(after("2015-03-02", 0), "2015-03-02");
    }
}
