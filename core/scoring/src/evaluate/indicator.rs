//! One indicator of one participant: the one place that knows all methods.

use super::ballots::{self, BallotWork};
use super::fault::MissingReason;
use super::gather::Gathered;
use super::measured;
use super::panel::{self, PanelWork};
use crate::input::{Event, Fact, FactValue};
use crate::number::Ratio;
use crate::scheme::{EventKind, Indicator, Method, Missing};

/// What came of an indicator.
pub(crate) enum Found<'a> {
    /// It does not apply to the category.
    NotApplicable,
    /// Its input is missing, and this is what the scheme says about it.
    Missing(Missing, MissingReason),
    /// It has a mark.
    Worked(Work<'a>),
}

/// The mark of an indicator and how it came about.
pub(crate) enum Work<'a> {
    Panel(PanelWork<'a>),
    Fact { value: Ratio, fact: &'a Fact },
    Events { value: Ratio, events: Vec<(&'a EventKind, &'a Event)> },
    Ballots(BallotWork<'a>),
}

impl Work<'_> {
    /// The mark in points, out of the full mark.
    pub fn value(&self) -> &Ratio {
        match self {
            Self::Panel(work) => &work.value,
            Self::Fact { value, .. } | Self::Events { value, .. } => value,
            Self::Ballots(work) => &work.value,
        }
    }
}

/// Scores the indicator at position `at`.
pub(crate) fn score<'a>(at: usize, indicator: &'a Indicator, gathered: &Gathered<'a>) -> Found<'a> {
    if !indicator.applies(&gathered.category.name) {
        return Found::NotApplicable;
    }
    let full = indicator.full;
    let fact = |code: &str| gathered.fact(code).ok_or(MissingReason::Nothing);
    let worked = match &indicator.method {
        Method::Panel(rule) => panel::average(rule, gathered.marks(at).collect()).map(Work::Panel),
        Method::Formula(rule) => fact(&rule.fact).and_then(|fact| match &fact.value {
            FactValue::Number(number) => {
                Ok(Work::Fact { value: measured::curve(full, &rule.rule, number), fact })
            }
            _ => Err(MissingReason::Nothing),
        }),
        Method::YesNo(rule) => {
            fact(&rule.fact).map(|fact| Work::Fact { value: measured::yes_no(full, rule, fact), fact })
        }
        Method::Level(rule) => fact(&rule.fact).and_then(|fact| {
            let value = measured::level(rule, fact).ok_or(MissingReason::Nothing)?;
            Ok(Work::Fact { value, fact })
        }),
        Method::Deduction(rule) => {
            let events = measured::counted_events(rule, &gathered.events);
            Ok(Work::Events { value: full.ratio() - measured::worth(full, &events), events })
        }
        Method::Bonus(rule) => {
            let events = measured::counted_events(rule, &gathered.events);
            Ok(Work::Events { value: measured::worth(full, &events), events })
        }
        Method::Ballots(rule) => ballots::mass(full, rule, gathered.tallies(at)).map(Work::Ballots),
    };
    match worked {
        Ok(work) => Found::Worked(work),
        Err(reason) => Found::Missing(indicator.missing, reason),
    }
}
