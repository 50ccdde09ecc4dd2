//! Two reports of the same body side by side: what moved, what is new, what went back.

use schemars::JsonSchema;
use serde::Serialize;

use super::content::{Content, MeasurePart};
use crate::coded::coded;
use crate::measures::rules::State;

coded! {
    /// What became of a measure from one report to the next.
    Change {
        /// It went back: less progress, an earlier state, or a worse lamp without progress.
        Back = "back",
        /// It moved on.
        Forward = "forward",
        /// It was not there before.
        New = "new",
        /// It is there no more.
        Gone = "gone",
        /// Nothing moved.
        Same = "same",
    }
}

impl Change {
    /// In the order in which they are worth reading.
    pub const ALL: [Self; 5] = [Self::Back, Self::Forward, Self::New, Self::Gone, Self::Same];
}

/// A measure in two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Compared {
    pub change: Change,
    pub before: Option<MeasurePart>,
    pub after: Option<MeasurePart>,
}

impl Compared {
    /// The measure as it is called: by the later report, if that has it.
    pub fn measure(&self) -> Option<&MeasurePart> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

fn change(before: &MeasurePart, after: &MeasurePart) -> Change {
    // A measure that was stopped has neither gone back nor moved on.
    let stopped = [before.state, after.state].contains(&State::Stopped);
    if after.percent < before.percent || (!stopped && after.state < before.state) {
        Change::Back
    } else if after.percent > before.percent || (!stopped && after.state > before.state) {
        Change::Forward
    } else if !stopped && after.lamp < before.lamp {
        Change::Back
    } else if !stopped && after.lamp > before.lamp {
        Change::Forward
    } else {
        Change::Same
    }
}

/// All measures of both reports, by number of the measure; each once.
pub(crate) fn compare(before: &Content, after: &Content) -> Vec<Compared> {
    let earlier: Vec<&MeasurePart> = before.measures().collect();
    let mut all: Vec<Compared> = Vec::new();
    for now in after.measures() {
        let then = earlier.iter().find(|one| one.id == now.id);
        all.push(Compared {
            change: then.map_or(Change::New, |then| change(then, now)),
            before: then.map(|one| (*one).clone()),
            after: Some(now.clone()),
        });
    }
    let gone = earlier.into_iter().filter(|then| after.measures().all(|now| now.id != then.id));
    all.extend(gone.map(|then| Compared { change: Change::Gone, before: Some(then.clone()), after: None }));
    all
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
