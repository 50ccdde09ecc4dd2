//! Formulas, statements, levels and counted events.

use crate::input::{Event, Fact, FactValue};
use crate::number::{Ratio, Score};
use crate::scheme::{Counted, Curve, EventKind, Level, YesNo};

/// The mark of a measured number.
pub(super) fn curve(full: Score, rule: &Curve, number: &Ratio) -> Ratio {
    let share = match rule {
        Curve::Linear { floor, target } => {
            (number.clone() - floor.clone()).over(&(target.clone() - floor.clone())).unwrap_or_default()
        }
        Curve::Steps { steps, below } => {
            let reached = steps.iter().rfind(|step| *number >= step.from);
            return reached.map_or(*below, |step| step.mark).ratio();
        }
        Curve::Ratio { target } => number.over(target).unwrap_or_default(),
    };
    full.ratio() * share.clamp(Ratio::ZERO, Ratio::ONE)
}

/// The mark of a statement.
pub(super) fn yes_no(full: Score, rule: &YesNo, fact: &Fact) -> Ratio {
    match fact.value {
        FactValue::Holds(true) => full.ratio(),
        _ => rule.no.ratio(),
    }
}

/// The mark of a level.
pub(super) fn level(rule: &Level, fact: &Fact) -> Option<Ratio> {
    match &fact.value {
        FactValue::Level(word) => {
            rule.levels.iter().find(|l| l.code == *word || l.name == *word).map(|l| l.mark.ratio())
        }
        _ => None,
    }
}

/// The events that count for a rule, with their kind.
pub(crate) fn counted_events<'a>(rule: &'a Counted, events: &[&'a Event]) -> Vec<(&'a EventKind, &'a Event)> {
    let kind = |event: &Event| rule.events.iter().find(|e| e.code == event.event || e.name == event.event);
    events.iter().filter_map(|event| kind(event).map(|kind| (kind, *event))).collect()
}

/// What the events are worth together, at most the full mark.
pub(super) fn worth(full: Score, events: &[(&EventKind, &Event)]) -> Ratio {
    let sum: Ratio = events.iter().map(|(kind, event)| kind.each.ratio() * Ratio::from(event.count)).sum();
    sum.min(full.ratio())
}
