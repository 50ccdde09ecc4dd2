//! A month as a small sheet of weeks, for the year of working days and the calendar.

use std::ops::RangeInclusive;

use kernel::{Day, Workdays};
use schemars::JsonSchema;
use serde::Serialize;

/// Years that can be looked at.
pub(crate) const YEARS: RangeInclusive<i16> = 1900..=2200;

/// A day of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Cell {
    /// Which day.
    pub(crate) day: Day,
    /// Whether people work on it.
    pub(crate) working: bool,
    /// Why it breaks the rule of the week, if it does.
    pub(crate) name: Option<String>,
    /// Whether it is today.
    pub(crate) today: bool,
    /// What happens on it.
    pub(crate) occasions: usize,
}

impl Cell {
    /// Day of the month.
    pub(crate) fn number(&self) -> i8 {
        self.day.day_of_month()
    }

    /// What the day is, as a class: `off`, `rest`, `extra` or nothing.
    pub(crate) fn kind(&self) -> &'static str {
        match (self.working, self.name.is_some()) {
            (false, true) => "off",
            (false, false) => "rest",
            (true, true) => "extra",
            (true, false) => "",
        }
    }
}

/// A month with its weeks from Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Month {
    /// 1–12.
    pub(crate) month: i8,
    /// Working days in it.
    pub(crate) working: u32,
    /// Its weeks; days of other months are left out.
    pub(crate) weeks: Vec<Vec<Option<Cell>>>,
}

impl Month {
    /// Message key of its name.
    pub(crate) fn key(&self) -> &'static str {
        const KEYS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
            "month-9", "month-10", "month-11", "month-12",
        ];
        usize::try_from(self.month - 1).ok().and_then(|at| KEYS.get(at)).copied().unwrap_or_default()
    }
}

/// The twelve months of a year.
pub(crate) fn months(
    year: i16,
    workdays: &Workdays,
    today: Day,
    occasions: impl Fn(Day) -> usize,
) -> Vec<Month> {
    (1..=12).filter_map(|month| one(year, month, workdays, today, &occasions)).collect()
}

fn one(
    year: i16,
    month: i8,
    workdays: &Workdays,
    today: Day,
    occasions: &impl Fn(Day) -> usize,
) -> Option<Month> {
    let first = Day::new(year, month, 1).ok()?;
    let last = first.plus_months(1).plus_days(-1);
    let monday = first.plus_days(1 - i64::from(first.weekday()));
    let weeks = (0..6)
        .map(|week| monday.plus_days(week * 7))
        .take_while(|monday| *monday <= last)
        .map(|monday| {
            let day = |offset: i64| {
                let day = monday.plus_days(offset);
                (first..=last).contains(&day).then(|| Cell {
                    day,
                    working: workdays.is_working(day),
                    name: workdays.exception(day).map(|exception| exception.name.clone()),
                    today: day == today,
                    occasions: occasions(day),
                })
            };
            (0..7).map(day).collect()
        })
        .collect();
    Some(Month { month, working: workdays.count(first.plus_days(-1), last), weeks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_stands_under_the_days_of_its_weeks() {
        let today = Day::parse("2015-10-01").unwrap();
        let months = months(2015, &Workdays::default(), today, |_| 0);
        let october = &months[9];
        assert_eq!((october.month, october.working, october.weeks.len()), (10, 22, 5));
        // 1 October 2015 was a Thursday.
        assert!(october.weeks[0][2].is_none());
        assert_eq!(october.weeks[0][3].as_ref().unwrap().number(), 1);
        assert!(october.weeks[0][3].as_ref().unwrap().today);
        let days = |month: &Month| month.weeks.iter().flatten().flatten().count();
        assert_eq!(months.iter().map(days).sum::<usize>(), 365);
        // A February of four whole weeks.
        assert_eq!(super::months(2010, &Workdays::default(), today, |_| 0)[1].weeks.len(), 4);
    }
}
