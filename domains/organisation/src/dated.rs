//! Dates as offices know them: a day, a month or only a year.

use std::fmt;
use std::str::FromStr;

use kernel::Day;
use kernel::time::NotADay;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Row;
use web::{Lang, Words};

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `1998`
    Year,
    /// `1998-06`
    Month,
    /// `1998-06-15`
    Day,
}

impl Precision {
    /// How it stands in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Year, Self::Month, Self::Day].into_iter().find(|p| p.code() == code)
    }
}

/// A date with its precision. Printed and parsed as `1998`, `1998-06` or `1998-06-15`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dated {
    /// The day, or the first day of the month or year.
    pub day: Day,
    /// How exactly it is known.
    pub precision: Precision,
}

impl Dated {
    /// A date known to the day.
    pub fn on(day: Day) -> Self {
        Self { day, precision: Precision::Day }
    }

    /// A date known to the month (1–12).
    ///
    /// # Errors
    /// [`NotADay`] where the calendar has no such month.
    pub fn in_month(year: i16, month: i8) -> Result<Self, NotADay> {
        Ok(Self { day: Day::new(year, month, 1)?, precision: Precision::Month })
    }

    /// The last day that it can be.
    pub fn latest(self) -> Day {
        match self.precision {
            Precision::Year => self.day.plus_years(1).plus_days(-1),
            Precision::Month => self.day.plus_months(1).plus_days(-1),
            Precision::Day => self.day,
        }
    }

    /// Whether both can be the same day.
    pub fn may_be(self, other: Self) -> bool {
        self.day <= other.latest() && other.day <= self.latest()
    }

    /// `1998年6月` or `June 1998`.
    pub fn in_words(self, words: &Words) -> String {
        match (self.precision, words.lang()) {
            (Precision::Day, _) => words.day(self.day),
            (Precision::Month, Lang::Zh) => format!("{}年{}月", self.day.year(), self.day.month()),
            (Precision::Month, Lang::En) => {
                let text = self.day.in_english();
                text.split_once(' ').map_or(text.clone(), |(_, month)| month.to_owned())
            }
            (Precision::Year, Lang::Zh) => format!("{}年", self.day.year()),
            (Precision::Year, Lang::En) => self.day.year().to_string(),
        }
    }

    /// Day and precision as two columns.
    pub(crate) fn columns(date: Option<Self>) -> (Option<Day>, Option<&'static str>) {
        (date.map(|d| d.day), date.map(|d| d.precision.code()))
    }

    /// The date that stands in that column and the next.
    pub(crate) fn at(row: &Row<'_>, column: usize) -> Result<Option<Self>, store::Error> {
        let Some(day) = row.get::<Option<Day>>(column)? else { return Ok(None) };
        let code: String = row.get(column + 1)?;
        let precision = Precision::from_code(&code).ok_or(store::Error::WrongType {
            column: column + 1,
            wanted: "a precision",
            found: "another text",
        })?;
        Ok(Some(Self { day, precision }))
    }
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.day;
        match self.precision {
            Precision::Year => write!(f, "{:04}", day.year()),
            Precision::Month => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Precision::Day => day.fmt(f),
        }
    }
}

impl FromStr for Dated {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let text = text.trim();
        let number = |part: &str| part.parse::<i16>().map_err(|_| NotADay);
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] if year.len() == 4 => {
                Ok(Self { day: Day::new(number(year)?, 1, 1)?, precision: Precision::Year })
            }
            [year, month] if year.len() == 4 => {
                Self::in_month(number(year)?, i8::try_from(number(month)?).map_err(|_| NotADay)?)
            }
            [_, _, _] => Day::parse(text).map(Self::on),
            _ => Err(NotADay),
        }
    }
}

impl Serialize for Dated {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dated {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Dated {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Dated".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_precision_is_printed_as_it_was_read() {
        for text in ["1998", "1998-06", "1998-06-15", "2000-02-29"] {
            assert_eq!(text.parse::<Dated>().unwrap().to_string(), text);
        }
        for text in ["", "98", "1998-13", "1998-02-30", "1998-06-15-1", "六月"] {
            assert!(text.parse::<Dated>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_may_be_any_of_its_days_and_no_other() {
        let june: Dated = "1998-06".parse().unwrap();
        assert_eq!(june.latest(), Day::parse("1998-06-30").unwrap());
        for (text, may) in [("1998-06-01", true), ("1998-06-30", true), ("1998-07-01", false), ("1998", true)]
        {
            assert_eq!(june.may_be(text.parse().unwrap()), may, "{text}");
        }
    }
}
