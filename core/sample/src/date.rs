//! Calendar days, only as far as inventing them needs.

use rand::RngExt;

use crate::Chance;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    pub(crate) const fn new(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// A day of these, both ends included; `from` when `to` lies before it. Days at the very ends of the range are drawn
    /// a little more often than others, which nobody notices in ranges of years.
    pub(crate) fn between(chance: &mut Chance, from: Self, to: Self) -> Self {
        if to <= from {
            return from;
        }
        let month = chance.random_range(from.months()..=to.months());
        let (year, month) = (month / 12, month % 12 + 1);
        let (Ok(year), Ok(month)) = (u16::try_from(year), u8::try_from(month)) else { return from };
        let day = chance.random_range(1..=days_in(year, month));
        Self { year, month, day }.clamp(from, to)
    }

    /// The same day in another year, 28 February instead of the 29th.
    pub(crate) fn years_later(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        Self { year, day: self.day.min(days_in(year, self.month)), ..self }
    }

    /// The same day years before, 28 February instead of the 29th.
    pub(crate) fn years_before(self, years: u16) -> Self {
        let year = self.year.saturating_sub(years);
        Self { year, day: self.day.min(days_in(year, self.month)), ..self }
    }

    fn months(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month) - 1
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
