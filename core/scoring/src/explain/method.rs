//! The methods opened: which rule was applied to which inputs.

use super::node::{Fate, Node, NodeKind, Rule};
use super::{node, whole};
use crate::evaluate::{BallotWork, ChoiceAt, GroupWork, PanelWork, Work, choice};
use crate::input::{Event, Fact, FactValue, Tally};
use crate::number::Ratio;
use crate::outcome::Figure;
use crate::scheme::{Average, Ballots, Curve, EventKind, Formula, Indicator, Level, Method, Panel};

/// The rule of an indicator's mark and the figures below it.
pub(super) fn open(indicator: &Indicator, work: &Work, digits: u8) -> (Rule, Vec<Node>) {
    let full = indicator.full;
    match (&indicator.method, work) {
        (Method::Panel(rule), Work::Panel(work)) => panel(indicator, rule, work),
        (Method::Formula(rule), Work::Fact { fact, .. }) => {
            (curve(indicator, rule, fact), vec![one_fact(&rule.fact, fact)])
        }
        (Method::YesNo(rule), Work::Fact { fact, .. }) => {
            (Rule::YesNo { yes: full, no: rule.no }, vec![one_fact(&rule.fact, fact)])
        }
        (Method::Level(rule), Work::Fact { fact, .. }) => (Rule::Level { full }, vec![one_level(rule, fact)]),
        (Method::Deduction(_), Work::Events { events, .. }) => {
            (Rule::Deduction { full }, counted(events, digits))
        }
        (Method::Bonus(_), Work::Events { events, .. }) => {
            (Rule::Bonus { most: full }, counted(events, digits))
        }
        (Method::Ballots(rule), Work::Ballots(work)) => {
            let opened = Rule::WeightedGroups { mean: work.mean.clone(), scale: rule.scale, full };
            (opened, groups(rule, work, digits))
        }
        _ => (Rule::Nothing, Vec::new()),
    }
}

fn panel(indicator: &Indicator, rule: &Panel, work: &PanelWork) -> (Rule, Vec<Node>) {
    let opened = Rule::Average {
        average: work.taken,
        fallback: rule.average == Average::Trimmed && work.taken != Average::Trimmed,
        trim_from: rule.trim_from,
        full: indicator.full,
    };
    let marks = work.marks.iter().enumerate().map(|(at, mark)| {
        let value = Figure::new(mark.mark.ratio(), 3);
        let fate = match work.dropped {
            Some((highest, _)) if highest == at => Fate::DroppedHighest,
            Some((_, lowest)) if lowest == at => Fate::DroppedLowest,
            _ => Fate::Counted,
        };
        let leaf = node(NodeKind::Reviewer, &mark.reviewer, &mark.reviewer, Rule::Entered, Some(value));
        Node { fate, source: mark.source.clone(), ..leaf }
    });
    (opened, marks.collect())
}

fn curve(indicator: &Indicator, formula: &Formula, fact: &Fact) -> Rule {
    let full = indicator.full;
    match &formula.rule {
        Curve::Linear { floor, target } => {
            Rule::Linear { floor: floor.clone(), target: target.clone(), full }
        }
        Curve::Ratio { target } => Rule::ToTarget { target: target.clone(), full },
        Curve::Steps { steps, .. } => {
            let reached = match &fact.value {
                FactValue::Number(number) => steps.iter().rfind(|step| *number >= step.from),
                _ => None,
            };
            Rule::Steps { from: reached.map(|step| step.from.clone()), full }
        }
    }
}

fn one_fact(code: &str, fact: &Fact) -> Node {
    let (rule, value) = match &fact.value {
        FactValue::Number(number) => (Rule::Entered, Some(Figure::new(number.clone(), 3))),
        FactValue::Holds(holds) => (Rule::Said { value: if *holds { "yes" } else { "no" }.to_owned() }, None),
        FactValue::Level(level) => (Rule::Said { value: level.clone() }, None),
    };
    Node { source: fact.source.clone(), ..node(NodeKind::Fact, code, code, rule, value) }
}

fn one_level(rule: &Level, fact: &Fact) -> Node {
    let mut leaf = one_fact(&rule.fact, fact);
    if let FactValue::Level(word) = &fact.value {
        let name = rule.levels.iter().find(|l| l.code == *word || l.name == *word).map(|l| l.name.clone());
        leaf.rule = Rule::Said { value: name.unwrap_or_else(|| word.clone()) };
    }
    leaf
}

fn counted(events: &[(&EventKind, &Event)], digits: u8) -> Vec<Node> {
    let leaf = |(kind, event): &(&EventKind, &Event)| {
        let value = Figure::new(kind.each.ratio() * Ratio::from(event.count), digits);
        let rule = Rule::Events { count: event.count, each: kind.each };
        Node {
            source: event.source.clone(),
            ..node(NodeKind::Event, &kind.code, &kind.name, rule, Some(value))
        }
    };
    events.iter().map(leaf).collect()
}

fn groups(rule: &Ballots, work: &BallotWork, digits: u8) -> Vec<Node> {
    work.groups.iter().map(|group| one_group(rule, group, digits)).collect()
}

fn one_group(rule: &Ballots, work: &GroupWork, digits: u8) -> Node {
    let (code, label) = (work.group.code.as_str(), work.group.name.as_str());
    let Some(tally) = work.tally else {
        return Node { fate: Fate::Absent, ..node(NodeKind::Group, code, label, Rule::Nothing, None) };
    };
    let opened = Rule::GroupMean {
        weight: work.group.weight.clone(),
        share: work.share.clone(),
        least: work.group.least,
        valid: work.valid,
        spoilt: tally.spoilt,
        abstained: work.abstained,
        due: tally.due,
        issued: tally.issued,
        returned: tally.returned,
    };
    let mean = work.mean.clone().map(|mean| Figure::new(mean, digits));
    let fate = if mean.is_some() { Fate::Counted } else { Fate::BelowMinimum };
    let children = choices(rule, tally);
    Node { fate, children, source: tally.source.clone(), ..node(NodeKind::Group, code, label, opened, mean) }
}

/// The ballots per choice, in the order of the scheme.
fn choices(rule: &Ballots, tally: &Tally) -> Vec<Node> {
    let mut found: Vec<(ChoiceAt, Node)> = Vec::with_capacity(tally.choices.len());
    for entry in &tally.choices {
        let Some(at) = choice(rule, &entry.choice) else { continue };
        let meant = match at {
            ChoiceAt::Counted(position) => {
                rule.choices.get(position).map(|c| (&c.code, &c.name, Some(c.points)))
            }
            ChoiceAt::LeftOut(position) => rule.left_out.get(position).map(|c| (&c.code, &c.name, None)),
        };
        let Some((code, name, points)) = meant else { continue };
        let leaf = node(NodeKind::Choice, code, name, Rule::Ballots { points }, Some(whole(entry.count)));
        let fate = if points.is_some() { Fate::Counted } else { Fate::LeftOut };
        let source = entry.source.clone().or_else(|| tally.source.clone());
        found.push((at, Node { fate, source, ..leaf }));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, leaf)| leaf).collect()
}
