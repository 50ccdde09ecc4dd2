//! Every figure opened, down to where its inputs were entered.

mod method;
mod node;

use crate::evaluate::{Assembled, EvaluateError, Fault, Found, Gathered, assemble, gather, score};
use crate::input::{Input, Participant};
use crate::number::Ratio;
use crate::outcome::{Figure, IndicatorFigure, Treatment};
use crate::scheme::{Indicator, Missing, Scheme};

pub use node::{Fate, Node, NodeKind, Rule};

/// The figures of one participant, opened.
///
/// Why rank and grade are what they are stands in [`Standing`](crate::Standing), beside the others they depend on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Explanation {
    /// Who it is about.
    pub participant: Participant,
    /// The total: dimensions, indicators, and what they follow from.
    pub total: Node,
    /// The panel's part: its indicators, to be looked up in the total by code.
    pub panel: Node,
    /// The mass evaluation's part, likewise.
    pub mass: Node,
}

/// Opens the figures of one participant. The figures are those of [`evaluate`](crate::evaluate), from the same code.
///
/// # Errors
/// As [`evaluate`](crate::evaluate), looking at this participant only, and [`EvaluateError::UnknownParticipant`].
pub fn explain(scheme: &Scheme, input: &Input, participant: &str) -> Result<Explanation, EvaluateError> {
    scheme.check().map_err(EvaluateError::Scheme)?;
    let own = only(input, participant);
    let gathered = gather(scheme, &own).map_err(EvaluateError::Input)?;
    let Some(one) = gathered.first() else {
        return Err(EvaluateError::UnknownParticipant(participant.to_owned()));
    };
    let assembled = assemble(scheme, one).map_err(|troubles| {
        let fault = |trouble| Fault { participant: participant.to_owned(), trouble, source: None };
        EvaluateError::Input(troubles.into_iter().map(fault).collect())
    })?;
    Ok(Explanation {
        participant: one.participant.clone(),
        total: total(scheme, one, &assembled),
        panel: part(scheme, &assembled, NodeKind::Panel),
        mass: part(scheme, &assembled, NodeKind::Mass),
    })
}

/// What the input says about one participant.
fn only(input: &Input, key: &str) -> Input {
    fn of<T: Clone>(all: &[T], own: impl Fn(&T) -> bool) -> Vec<T> {
        all.iter().filter(|one| own(one)).cloned().collect()
    }
    Input {
        participants: of(&input.participants, |p| p.key == key),
        marks: of(&input.marks, |m| m.participant == key),
        tallies: of(&input.tallies, |t| t.participant == key),
        facts: of(&input.facts, |f| f.participant == key),
        events: of(&input.events, |e| e.participant == key),
        vetoes: of(&input.vetoes, |v| v.participant == key),
        decisions: of(&input.decisions, |d| d.participant == key),
    }
}

fn node(kind: NodeKind, code: &str, label: &str, rule: Rule, figure: Option<Figure>) -> Node {
    let (exact, published) = figure.map_or((None, None), |f| (Some(f.exact), Some(f.published)));
    let (code, label) = (code.to_owned(), label.to_owned());
    Node {
        kind,
        code,
        label,
        rule,
        fate: Fate::Counted,
        exact,
        published,
        children: Vec::new(),
        source: None,
    }
}

fn total(scheme: &Scheme, one: &Gathered, own: &Assembled) -> Node {
    let figure = Figure::new(own.total.clone(), scheme.publish.total);
    let rule = match one.decisions.total() {
        Some((_, decision)) => {
            let computed = Some(own.computed.rounded(scheme.publish.total));
            Rule::Decided { computed, reason: decision.reason.clone() }
        }
        None => Rule::SumOutOf { out_of: scheme.full.ratio() },
    };
    let source = one.decisions.total().and_then(|(_, decision)| decision.source.clone());
    let mut total = node(NodeKind::Total, "total", &one.participant.name, rule, Some(figure));
    for (dimension, figure) in scheme.dimensions.iter().zip(&own.dimensions) {
        let rule = Rule::SumOutOf { out_of: figure.out_of.clone() };
        let points = Some(figure.points.clone());
        let mut opened = node(NodeKind::Dimension, &dimension.code, &dimension.name, rule, points);
        if !figure.counted {
            opened.fate = Fate::SharedOut;
        }
        for (at, (indicator, figure)) in scheme.indicators.iter().zip(&own.indicators).enumerate() {
            if indicator.dimension == dimension.code {
                opened.children.push(open_indicator(scheme, one, at, indicator, figure));
            }
        }
        total.children.push(opened);
    }
    Node { source, ..total }
}

fn open_indicator(
    scheme: &Scheme,
    one: &Gathered,
    at: usize,
    indicator: &Indicator,
    figure: &IndicatorFigure,
) -> Node {
    let fate = match figure.treatment {
        Treatment::Counted => Fate::Counted,
        Treatment::NotApplicable => Fate::NotApplicable,
        Treatment::Excluded(reason) => Fate::Excluded(reason),
        Treatment::Zero(reason) => Fate::Zero(reason),
    };
    let (code, label) = (indicator.code.as_str(), indicator.name.as_str());
    let digits = scheme.publish.indicator;
    let computed = match score(at, indicator, one) {
        Found::Worked(work) => {
            let mark = Figure::new(work.value().clone(), digits);
            let (rule, children) = method::open(indicator, &work, digits);
            Some((mark, rule, children))
        }
        // without a decision a mark that counts zero stands for itself
        Found::Missing(Missing::Zero, _) if one.decisions.mark(at).is_some() => {
            Some((Figure::new(Ratio::ZERO, digits), Rule::Nothing, Vec::new()))
        }
        Found::Missing(..) | Found::NotApplicable => None,
    };
    let (opened, source) = match one.decisions.mark(at) {
        Some((mark, decision)) => {
            let mark = Figure::new(mark.ratio(), digits);
            (Some(decided(indicator, computed, mark, &decision.reason)), decision.source.clone())
        }
        None => (computed, None),
    };
    let Some((mark, rule, children)) = opened else {
        let points = figure.mark.is_some().then(|| figure.points.clone());
        return Node { fate, ..node(NodeKind::Indicator, code, label, Rule::Nothing, points) };
    };
    if mark == figure.points {
        return Node { fate, children, source, ..node(NodeKind::Indicator, code, label, rule, Some(mark)) };
    }
    let scaled = Rule::Scaled { factor: figure.points.exact.over(&mark.exact) };
    let below = Node { children, source, ..node(NodeKind::Mark, code, label, rule, Some(mark)) };
    let points = Some(figure.points.clone());
    Node { fate, children: vec![below], ..node(NodeKind::Indicator, code, label, scaled, points) }
}

/// A mark with its rule and the figures below it.
type Opened = (Figure, Rule, Vec<Node>);

/// A decided mark above the computed one.
fn decided(indicator: &Indicator, computed: Option<Opened>, mark: Figure, reason: &str) -> Opened {
    let reason = reason.to_owned();
    let Some((replaced, rule, children)) = computed else {
        return (mark, Rule::Decided { computed: None, reason }, Vec::new());
    };
    let published = Some(replaced.published.clone());
    let below = node(NodeKind::Mark, &indicator.code, &indicator.name, rule, Some(replaced));
    let below = Node { fate: Fate::Replaced, children, ..below };
    (mark, Rule::Decided { computed: published, reason }, vec![below])
}

/// The panel's or the mass evaluation's part, with the indicators it consists of.
fn part(scheme: &Scheme, own: &Assembled, kind: NodeKind) -> Node {
    let mass = kind == NodeKind::Mass;
    let (code, value, digits) = if mass {
        ("mass", own.mass.clone(), scheme.publish.mass)
    } else {
        ("panel", own.panel.clone(), scheme.publish.panel)
    };
    let members = scheme.indicators.iter().zip(&own.indicators).filter(|(i, _)| i.is_ballots() == mass);
    let children = members
        .filter(|(_, figure)| figure.mark.is_some())
        .map(|(indicator, figure)| {
            let points = Some(figure.points.clone());
            node(NodeKind::Indicator, &indicator.code, &indicator.name, Rule::Entered, points)
        })
        .collect();
    Node { children, ..node(kind, code, code, Rule::Sum, Some(Figure::new(value, digits))) }
}

/// A whole number as a figure without digits.
fn whole(count: u32) -> Figure {
    Figure::new(Ratio::from(count), 0)
}
