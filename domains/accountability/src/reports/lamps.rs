//! The lamp of a measure on the day of a report.

use kernel::Day;

use crate::coded::coded;

coded! {
    /// What the lamp of a measure shows.
    Lamp {
        /// Accepted or stopped: nothing is due.
        Done = "done",
        /// In time.
        Green = "green",
        /// Due soon, or behind its share of the time.
        Yellow = "yellow",
        /// Past its day, or past that of a milestone.
        Red = "red",
    }
}

impl Lamp {
    /// Worst last.
    pub const ALL: [Self; 4] = [Self::Done, Self::Green, Self::Yellow, Self::Red];
}

/// How a measure stands on a day.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Nothing more is expected.
    pub over: bool,
    pub starts: Day,
    pub due: Option<Day>,
    pub percent: u32,
    /// Days of milestones that are not reached.
    pub open: Vec<Day>,
}

/// The lamp on a day: red from the day after a day that was missed; yellow within `near` days of one, or when the progress
/// is more than `tolerance` points behind the share of the time that has gone.
pub(crate) fn lamp(standing: &Standing, day: Day, near: u32, tolerance: u32) -> Lamp {
    if standing.over {
        return Lamp::Done;
    }
    let mut days = standing.due.iter().chain(&standing.open);
    if days.clone().any(|due| *due < day) {
        return Lamp::Red;
    }
    if days.any(|due| day.days_until(*due) <= i64::from(near)) {
        return Lamp::Yellow;
    }
    let behind = standing.due.is_some_and(|due| {
        let (whole, gone) = (standing.starts.days_until(due), standing.starts.days_until(day).max(0));
        whole > 0 && 100 * gone > (i64::from(standing.percent) + i64::from(tolerance)) * whole
    });
    if behind { Lamp::Yellow } else { Lamp::Green }
}
