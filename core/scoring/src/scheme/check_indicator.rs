//! What an indicator and its method must satisfy.

use super::check::{not_negative, one_list, positive};
use super::method::{Ballots, Counted, Curve, Formula, Level, Panel};
use super::{Average, Indicator, Method, Scheme, SchemeFault as Fault, surveillance};
use crate::number::{Ratio, Score};

/// All faults of one indicator.
pub(super) fn one_indicator(scheme: &Scheme, indicator: &Indicator, found: &mut Vec<Fault>) {
    let at = format!("indicator {}", indicator.code);
    if !scheme.dimensions.iter().any(|d| d.code == indicator.dimension) {
        found.push(Fault::Unknown { at: at.clone(), what: "dimension", code: indicator.dimension.clone() });
    }
    for name in &indicator.applies_to {
        if !scheme.categories.iter().any(|c| c.name == *name) {
            found.push(Fault::Unknown { at: at.clone(), what: "category", code: name.clone() });
        }
    }
    positive(&at, "full", indicator.full.ratio(), found);
    let mut watched: Vec<&str> = vec![&indicator.code, &indicator.name];
    watched.extend(indicator.aliases.iter().map(String::as_str));
    match &indicator.method {
        Method::Panel(panel) => one_panel(&at, panel, found),
        Method::Formula(formula) => {
            watched.push(&formula.fact);
            one_formula(&at, indicator.full, formula, found);
        }
        Method::YesNo(rule) => {
            watched.push(&rule.fact);
            one_mark(&at, rule.no, indicator.full, found);
        }
        Method::Level(level) => {
            watched.push(&level.fact);
            one_level(&at, indicator.full, level, found);
        }
        Method::Deduction(counted) | Method::Bonus(counted) => {
            watched.extend(counted.events.iter().flat_map(|e| [e.code.as_str(), e.name.as_str()]));
            one_counted(&at, counted, found);
        }
        Method::Ballots(ballots) => one_ballot(&at, ballots, found),
    }
    if let Some(word) = watched.into_iter().find_map(surveillance::recognised) {
        found.push(Fault::Surveillance { at, word });
    }
}

fn one_panel(at: &str, panel: &Panel, found: &mut Vec<Fault>) {
    positive(at, "quorum", Ratio::from(panel.quorum), found);
    if panel.average == Average::Trimmed && panel.trim_from < 3 {
        found.push(Fault::TrimsEverything { at: at.to_owned(), trim_from: panel.trim_from });
    }
}

fn one_mark(at: &str, mark: Score, full: Score, found: &mut Vec<Fault>) {
    not_negative(at, "mark", &mark.ratio(), found);
    if mark > full {
        found.push(Fault::AboveFull { at: at.to_owned(), mark, full });
    }
}

fn one_formula(at: &str, full: Score, formula: &Formula, found: &mut Vec<Fault>) {
    match &formula.rule {
        Curve::Linear { floor, target } => {
            if floor == target {
                found.push(Fault::FlatLine { at: at.to_owned() });
            }
        }
        Curve::Steps { steps, below } => {
            if steps.is_empty() {
                found.push(Fault::Nothing { list: "steps" });
            }
            one_mark(at, *below, full, found);
            for step in steps {
                one_mark(at, step.mark, full, found);
            }
            for (before, step) in steps.iter().zip(steps.iter().skip(1)) {
                if step.from <= before.from {
                    found.push(Fault::StepsDoNotRise { at: at.to_owned(), from: step.from.clone() });
                }
            }
        }
        Curve::Ratio { target } => positive(at, "target", target.clone(), found),
    }
}

fn one_level(at: &str, full: Score, level: &Level, found: &mut Vec<Fault>) {
    if level.levels.is_empty() {
        found.push(Fault::Nothing { list: "levels" });
    }
    for choice in &level.levels {
        one_mark(at, choice.mark, full, found);
    }
    one_list("levels", level.levels.iter().map(|l| (&*l.code, &*l.name, [].as_slice())), found);
}

fn one_counted(at: &str, counted: &Counted, found: &mut Vec<Fault>) {
    if counted.events.is_empty() {
        found.push(Fault::Nothing { list: "events" });
    }
    for event in &counted.events {
        positive(at, "each", event.each.ratio(), found);
    }
    one_list("events", counted.events.iter().map(|e| (&*e.code, &*e.name, [].as_slice())), found);
}

fn one_ballot(at: &str, ballots: &Ballots, found: &mut Vec<Fault>) {
    positive(at, "scale", ballots.scale.ratio(), found);
    for (list, empty) in [("choices", ballots.choices.is_empty()), ("groups", ballots.groups.is_empty())] {
        if empty {
            found.push(Fault::Nothing { list });
        }
    }
    for choice in &ballots.choices {
        not_negative(at, "points", &choice.points.ratio(), found);
        if choice.points > ballots.scale {
            let (choice, points) = (choice.name.clone(), choice.points);
            found.push(Fault::ChoiceAboveScale { at: at.to_owned(), choice, points, scale: ballots.scale });
        }
    }
    for group in &ballots.groups {
        positive(at, "weight", group.weight.clone(), found);
        positive(at, "least", Ratio::from(group.least), found);
    }
    let counted = ballots.choices.iter().map(|c| (&*c.code, &*c.name, &*c.aliases));
    let left_out = ballots.left_out.iter().map(|c| (&*c.code, &*c.name, &*c.aliases));
    one_list("choices", counted.chain(left_out), found);
    one_list("groups", ballots.groups.iter().map(|g| (&*g.code, &*g.name, &*g.aliases)), found);
}
