//! Moments (whole seconds UTC) and days (civil dates in the organ's own calendar), and the clock that is injected.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point in time: whole seconds since 1970-01-01T00:00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// Seconds by which the organ's civil time is ahead of UTC: China Standard Time, which has no summer time.
pub const CIVIL_OFFSET_SECONDS: i64 = 8 * 3600;

impl Moment {
    /// The civil day this moment falls on.
    pub fn day(self) -> Day {
        Day::from_epoch_days((self.0 + CIVIL_OFFSET_SECONDS).div_euclid(86_400))
    }

    /// Hour and minute of the civil day.
    pub fn hour_minute(self) -> (i64, i64) {
        let second = (self.0 + CIVIL_OFFSET_SECONDS).rem_euclid(86_400);
        (second / 3600, second % 3600 / 60)
    }

    /// This moment moved by a number of seconds.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }
}

impl fmt::Display for Moment {
    /// `2015-12-02 14:05`, civil time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.hour_minute();
        write!(f, "{} {hour:02}:{minute:02}", self.day())
    }
}

/// A civil date, from the year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(jiff::civil::Date);

/// What stands there is not a date of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADay;

impl fmt::Display for NotADay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date of the calendar; write it as 2015-12-02")
    }
}

impl std::error::Error for NotADay {}

impl Day {
    /// The date of that year, month (1–12) and day of the month (1–31).
    ///
    /// # Errors
    /// [`NotADay`] where the calendar has no such date, such as 30 February.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADay> {
        if year < 1 {
            return Err(NotADay);
        }
        jiff::civil::Date::new(year, month, day).map(Self).map_err(|_| NotADay)
    }

    /// The day so many days after 1970-01-01 (negative: before). Saturates at the ends of the calendar.
    pub fn from_epoch_days(days: i64) -> Self {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        Self(epoch.saturating_add(jiff::Span::new().try_days(days).unwrap_or_default()))
    }

    /// Days after 1970-01-01: how a day stands in the database.
    pub fn epoch_days(self) -> i64 {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        i64::from(self.0.since(epoch).map_or(0, |span| span.get_days()))
    }

    /// Reads `2015-12-02`.
    ///
    /// # Errors
    /// [`NotADay`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotADay> {
        let mut parts = text.trim().splitn(3, '-');
        let (Some(y), Some(m), Some(d)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotADay);
        };
        let (Ok(y), Ok(m), Ok(d)) = (y.parse(), m.parse(), d.parse()) else { return Err(NotADay) };
        Self::new(y, m, d)
    }

    /// Calendar year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1–31.
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// Day of the week, from 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Days from this day to `later`; negative when it is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        later.epoch_days() - self.epoch_days()
    }

    /// So many days later (negative: earlier).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_epoch_days(self.epoch_days() + days)
    }

    /// So many months later (negative: earlier); the 31st becomes the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().try_months(months).unwrap_or_default()))
    }

    /// So many years later; 29 February becomes the 28th in a common year.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Self {
        self.plus_months(years.saturating_mul(12))
    }

    /// Whole years from this day to `later`: an age, a length of service. Negative days count as 0.
    pub fn years_until(self, later: Self) -> i32 {
        let mut years = i32::from(later.year()) - i32::from(self.year());
        if (later.month(), later.day_of_month()) < (self.month(), self.day_of_month()) {
            years -= 1;
        }
        years.max(0)
    }

    /// `2015年12月2日`.
    pub fn in_chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day_of_month())
    }

    /// `2 December 2015`.
    pub fn in_english(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month =
            usize::try_from(self.month()).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).unwrap_or(&"");
        format!("{} {month} {}", self.day_of_month(), self.year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        Self::parse(text)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// Where the time of day comes from. Nothing in the project asks the machine directly.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
    /// The present civil day.
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the ambient clock is read")]
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands where it was put, for tests and replays.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock that shows `at` until it is moved.
    pub fn at(at: Moment) -> Self {
        Self(at.0.into())
    }

    /// Moves the clock to `at`.
    pub fn set(&self, at: Moment) {
        self.0.store(at.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_the_database_form() {
        for text in ["1949-10-01", "1970-01-01", "2000-02-29", "2015-12-02"] {
            let day = Day::parse(text).unwrap();
            assert_eq!(Day::from_epoch_days(day.epoch_days()), day);
            assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn thirty_february_is_no_day() {
        assert_eq!(Day::new(2014, 2, 30), Err(NotADay));
        assert_eq!(Day::parse("2014-13-01"), Err(NotADay));
    }

    #[test]
    fn a_moment_falls_on_the_civil_day() {
        assert_eq!(Moment(0).day().to_string(), "1970-01-01");
        assert_eq!(Moment(16 * 3600).day().to_string(), "1970-01-02");
        assert_eq!(Moment(16 * 3600 - 1).to_string(), "1970-01-01 23:59");
    }

    #[test]
    fn years_are_whole() {
        let born = Day::parse("1980-02-29").unwrap();
        assert_eq!(born.years_until(Day::parse("2015-02-28").unwrap()), 34);
        assert_eq!(born.years_until(Day::parse("2015-03-01").unwrap()), 35);
    }
}
