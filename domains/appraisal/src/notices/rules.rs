//! How long a notice lasts.

use kernel::Day;
use kernel::workdays::Workdays;

/// Working days of a notice, unless the office says otherwise.
pub(crate) const DAYS: u32 = 5;
/// Working days in which an objection is answered.
pub(crate) const ANSWER: u32 = 5;

/// The last day of a notice of so many working days, the first day counted when people work on it.
pub(crate) fn until(workdays: &Workdays, from: Day, days: u32) -> Day {
    workdays.after(from.plus_days(-1), days)
}
