//! Dates as offices write them, to the day or to the month.

use std::fmt;

use kernel::{Day, Say};
use unicode_normalization::UnicodeNormalization;

use super::CellError;
use crate::table::Located;
use crate::value::Value;

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// A date known to the day or to the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDay {
    /// The day; the first of the month when only the month is known.
    pub day: Day,
    /// How exactly it is known.
    pub precision: Precision,
}

impl fmt::Display for PartialDay {
    /// `2012-06-01` or `2012-06`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => self.day.fmt(f),
            Precision::Month => write!(f, "{:04}-{:02}", self.day.year(), self.day.month()),
        }
    }
}

/// Why a text is not such a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotADate {
    Form,
    Calendar,
    YearOnly,
    Years,
    OneOrTen,
}

/// Years that are taken for dates of persons and organisations.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

impl Located<'_> {
    /// A date to the day or the month: a date cell, `2012.6`, `2012年6月`, `2012-06-01`, `2012/6/1`, `20120601`, a day number
    /// such as 41061, in full width too.
    ///
    /// # Errors
    /// [`CellError`] for anything else: 30 February, a year alone, years before 1900. A *number* `2012.1` is refused
    /// because October typed as `2012.10` looks the same.
    pub fn day(&self) -> Result<Option<PartialDay>, CellError> {
        let found = match &self.cell.value {
            Value::Day(day) | Value::Time(day, _) => in_range(*day, Precision::Day),
            Value::Number(text) if text.len() == 6 && text.ends_with(".1") => Err(NotADate::OneOrTen),
            _ => match self.typed()? {
                Some(text) => written(&text),
                None => return Ok(None),
            },
        };
        found.map(Some).map_err(|why| {
            let reason = match why {
                NotADate::Form => Say::new("office-not-a-day"),
                NotADate::Calendar => Say::new("office-no-such-day"),
                NotADate::YearOnly => Say::new("office-day-year-only"),
                NotADate::Years => {
                    Say::new("office-day-years").with("first", YEARS.start()).with("last", YEARS.end())
                }
                NotADate::OneOrTen => Say::new("office-day-one-or-ten"),
            };
            self.error(reason, "office-fix-day")
        })
    }
}

fn in_range(day: Day, precision: Precision) -> Result<PartialDay, NotADate> {
    if YEARS.contains(&day.year()) { Ok(PartialDay { day, precision }) } else { Err(NotADate::Years) }
}

fn written(text: &str) -> Result<PartialDay, NotADate> {
    let text: String = text.trim().nfkc().collect();
    // A time of day behind the date says nothing about the day.
    let text = match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => date.to_owned(),
        _ => text,
    };
    let mut marks: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '年' | '月' | '/' | '.' | '—' | '–' | '\u{2212}') { '-' } else { c })
        .collect();
    if marks.ends_with(['日', '号']) || text.ends_with(['年', '月']) {
        marks.pop();
    }
    let parts: Vec<&str> = marks.split('-').collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())) {
        return Err(NotADate::Form);
    }
    match parts.as_slice() {
        [one] => digits(one),
        // A day number with a time of day behind the point.
        [serial, _] if serial.len() == 5 => digits(serial),
        [year, month] => dated(year, month, None),
        [year, month, day] => dated(year, month, Some(day)),
        _ => Err(NotADate::Form),
    }
}

fn digits(text: &str) -> Result<PartialDay, NotADate> {
    /// Day number of 1970-01-01 in workbooks.
    const EPOCH: i64 = 25_569;
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    match text.len() {
        8 => dated(part(0, 4), part(4, 6), Some(part(6, 8))),
        6 => dated(part(0, 4), part(4, 6), None),
        5 => {
            let serial: i64 = text.parse().map_err(|_| NotADate::Form)?;
            in_range(Day::from_epoch_days(serial - EPOCH), Precision::Day)
        }
        4 => Err(NotADate::YearOnly),
        _ => Err(NotADate::Form),
    }
}

fn dated(year: &str, month: &str, day: Option<&str>) -> Result<PartialDay, NotADate> {
    let short = |text: &str| (1..=2).contains(&text.len());
    if year.len() != 4 || !short(month) || !day.is_none_or(short) {
        return Err(NotADate::Form);
    }
    let precision = if day.is_some() { Precision::Day } else { Precision::Month };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.unwrap_or("1").parse()) else {
        return Err(NotADate::Form);
    };
    in_range(Day::new(year, month, day).map_err(|_| NotADate::Calendar)?, precision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_offices_write_a_date() {
        for (text, read) in [
            ("2012.6", "2012-06"),
            ("2012.10", "2012-10"),
            ("2012年6月", "2012-06"),
            ("２０１２年６月", "2012-06"),
            ("2012 年 6 月 1 日", "2012-06-01"),
            ("2012年6月1号", "2012-06-01"),
            ("2012-06-01", "2012-06-01"),
            ("2012/6/1", "2012-06-01"),
            ("2012.6.1", "2012-06-01"),
            ("20120601", "2012-06-01"),
            ("201206", "2012-06"),
            ("41061", "2012-06-01"),
            ("41061.25", "2012-06-01"),
            ("2012-06-01 00:00:00", "2012-06-01"),
            ("2012-06-01T08:30:00", "2012-06-01"),
            ("2012-02-29", "2012-02-29"),
        ] {
            assert_eq!(written(text).map(|d| d.to_string()), Ok(read.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, why) in [
            ("2014-02-30", NotADate::Calendar),
            ("2013年2月29日", NotADate::Calendar),
            ("2012.13", NotADate::Calendar),
            ("20120631", NotADate::Calendar),
            ("2012", NotADate::YearOnly),
            ("2012年", NotADate::YearOnly),
            ("1812-06-01", NotADate::Years),
            ("12.6.1", NotADate::Form),
            ("去年六月", NotADate::Form),
            ("2012-6-", NotADate::Form),
            ("2012--6", NotADate::Form),
            ("2012-6-1-1", NotADate::Form),
        ] {
            assert_eq!(written(text), Err(why), "{text}");
        }
    }
}
