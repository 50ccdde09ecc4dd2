//! The states of a measure, its lamp, and how far a plan is: derived from what is recorded and the day, by nothing else.

use kernel::Day;
use schemars::JsonSchema;
use serde::Serialize;

use crate::coded::coded;

coded!(
    /// How far a measure is.
    State {
        /// Not handed out: its plan is a draft.
        Draft = "draft",
        /// Handed out to the body that leads it (下达).
        Issued = "issued",
        /// Signed for (签收).
        Signed = "signed",
        /// Under way (进行中).
        Running = "running",
        /// Handed in, to be accepted or sent back (待验收).
        HandedIn = "handed_in",
        /// Accepted (完成).
        Done = "done",
        /// Ended without being done, with a reason (中止).
        Stopped = "stopped",
    }
);

impl State {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Issued, Self::Signed, Self::Running, Self::HandedIn, Self::Done, Self::Stopped];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Issued | Self::HandedIn => "warn",
            Self::Draft | Self::Signed | Self::Running | Self::Stopped => "",
        }
    }

    /// Handed out, and neither accepted nor stopped.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Signed | Self::Running | Self::HandedIn)
    }

    /// Whether the lead body is at work on it, so that it can tell progress and hand in.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Signed | Self::Running)
    }
}

coded!(
    /// The lamp of a measure.
    Lamp {
        /// Something is overdue.
        Red = "red",
        /// Something is due soon, or progress is behind its time.
        Yellow = "yellow",
        /// As it should be.
        Green = "green",
        /// Accepted.
        Done = "done",
        /// Not handed out yet, or stopped.
        Off = "off",
    }
);

impl Lamp {
    /// Every one, the most urgent first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Green, Self::Done, Self::Off];
}

/// When a lamp turns yellow: parameters of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Warning {
    /// So many days before something is due.
    pub near_days: u32,
    /// When progress is behind its share of time by more points than this.
    pub tolerance: u32,
}

/// What a lamp is derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub state: State,
    pub starts: Day,
    pub due: Option<Day>,
    pub next_milestone: Option<Day>,
    pub percent: u32,
    pub handed_in_on: Option<Day>,
}

impl Standing {
    /// The day on which the clock stood still for it: once handed in, waiting for the office makes nothing late.
    fn counted(&self, today: Day) -> Day {
        match (self.state, self.handed_in_on) {
            (State::HandedIn, Some(day)) => day,
            _ => today,
        }
    }

    /// The day from which it is late: the earliest of its due day and its open milestones, where that is past.
    pub fn late_since(&self, today: Day) -> Option<Day> {
        if !self.state.is_open() {
            return None;
        }
        let day = self.counted(today);
        [self.due, self.next_milestone].into_iter().flatten().filter(|due| *due < day).min()
    }

    /// Days by which it is late; 0 when it is not.
    pub fn days_late(&self, today: Day) -> i64 {
        let day = self.counted(today);
        self.late_since(today).map_or(0, |since| since.days_until(day))
    }

    /// Whether progress is behind its share of time by more than the tolerance.
    fn is_behind(&self, tolerance: u32, today: Day) -> bool {
        let Some(due) = self.due else { return false };
        let whole = self.starts.days_until(due);
        let passed = self.starts.days_until(today).clamp(0, whole.max(0));
        whole > 0 && 100 * passed > i64::from(self.percent + tolerance) * whole
    }

    /// The lamp on that day.
    pub fn lamp(&self, warning: Warning, today: Day) -> Lamp {
        match self.state {
            State::Draft | State::Stopped => return Lamp::Off,
            State::Done => return Lamp::Done,
            _ => {}
        }
        if self.late_since(today).is_some() {
            return Lamp::Red;
        }
        if self.state == State::HandedIn {
            return Lamp::Green;
        }
        let near = i64::from(warning.near_days);
        let soon = |due: Day| today.days_until(due) <= near;
        if [self.due, self.next_milestone].into_iter().flatten().any(soon)
            || self.is_behind(warning.tolerance, today)
        {
            return Lamp::Yellow;
        }
        Lamp::Green
    }
}

/// How far several measures are together: Σ(weight × percent) ÷ Σ weight, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Progress {
    /// Σ(weight × percent).
    pub part: i64,
    /// Σ weight.
    pub whole: i64,
}

impl Progress {
    /// Of pairs of weight and percent; none where there are none.
    pub fn of(measures: impl IntoIterator<Item = (u32, u32)>) -> Option<Self> {
        let (mut part, mut whole) = (0, 0);
        for (weight, percent) in measures {
            part += i64::from(weight) * i64::from(percent);
            whole += i64::from(weight);
        }
        (whole > 0).then_some(Self { part, whole })
    }

    /// In whole hundredths, half up.
    pub fn rounded(self) -> i64 {
        (2 * self.part + self.whole) / (2 * self.whole)
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
