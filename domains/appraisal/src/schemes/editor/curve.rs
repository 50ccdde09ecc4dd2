//! From a measured number to points: a line, steps, or a ratio.

use scoring::{Curve, Formula, Ratio, Score, Step};
use web::Words;

use super::method::fact_field;
use super::numbers::measured;
use super::options;
use super::typed::Typed;
use super::view::{Block, Field, Head, Switch, Table};

/// Every curve, in the order in which they are offered.
pub(super) const CURVES: [&str; 3] = ["linear", "steps", "ratio"];

/// A curve to begin with.
pub(super) fn begin(kind: &str, full: Score) -> Curve {
    match kind {
        "steps" => Curve::Steps { steps: vec![Step { from: Ratio::ONE, mark: full }], below: Score::ZERO },
        "ratio" => Curve::Ratio { target: Ratio::ONE },
        _ => Curve::Linear { floor: Ratio::ZERO, target: Ratio::ONE },
    }
}

pub(super) fn view(rule: &Formula, words: &Words) -> Vec<Block> {
    let curves = options(words, "curve", CURVES.into());
    let switch = Switch {
        field: Field::choice("curve_next", words.t("scheme-field-curve"), rule.rule.word(), curves),
        act: "curve",
        button: words.t("scheme-curve-change"),
    };
    let number = |name: &str, value: &Ratio| {
        let label = words.t(&format!("scheme-field-{name}"));
        Field::number(name, label, show(&rule.rule)(value)).needed()
    };
    let mut blocks = vec![
        Block::side_by_side(vec![fact_field(&rule.fact, words)]),
        Block { switch: Some(switch), ..Block::default() },
    ];
    match &rule.rule {
        Curve::Linear { floor, target } => {
            let fields = vec![number("floor", floor), number("target", target)];
            blocks.push(Block::side_by_side(fields));
        }
        Curve::Ratio { target } => blocks.push(Block::side_by_side(vec![number("target", target)])),
        Curve::Steps { steps: all, below } => {
            let below = Field::number("below_steps", words.t("scheme-field-below-steps"), below.to_string());
            blocks.push(steps(all, show(&rule.rule), words));
            blocks.push(Block::side_by_side(vec![below]));
        }
    }
    blocks
}

/// How the numbers of a curve are shown.
fn show(curve: &Curve) -> fn(&Ratio) -> String {
    match curve {
        Curve::Linear { floor, target } => measured([floor, target].into_iter()),
        Curve::Ratio { target } => measured([target].into_iter()),
        Curve::Steps { steps, .. } => measured(steps.iter().map(|step| &step.from)),
    }
}

fn steps(all: &[Step], show: fn(&Ratio) -> String, words: &Words) -> Block {
    let heads = vec![Head::number(words.t("scheme-field-from")), Head::number(words.t("scheme-field-mark"))];
    let mut table = Table::new("step", heads);
    for step in all.iter().map(Some).chain([None]) {
        let from = step.map(|s| show(&s.from)).unwrap_or_default();
        let mark = step.map(|s| s.mark.to_string()).unwrap_or_default();
        let (key, label) = (step.map(|s| s.from.to_string()).unwrap_or_default(), from.clone());
        let cells = |at: &str| {
            vec![
                Field::number(format!("{at}from"), words.t("scheme-field-from"), from),
                Field::number(format!("{at}mark"), words.t("scheme-field-mark"), mark),
            ]
        };
        table.row(&key, &label, cells, |_| Vec::new());
    }
    Block::table(words.t("scheme-steps"), words.t("scheme-steps-lead"), table.done())
}

pub(super) fn apply(old: &Curve, typed: &mut Typed<'_>) -> Curve {
    let show = show(old);
    let mut number = |name: &str, value: &Ratio| typed.ratio(name, Some(value.clone()), &show(value));
    match old {
        Curve::Linear { floor, target } => {
            Curve::Linear { floor: number("floor", floor), target: number("target", target) }
        }
        Curve::Ratio { target } => Curve::Ratio { target: number("target", target) },
        Curve::Steps { steps, below } => {
            let keys: Vec<(String, Step)> = steps.iter().map(|s| (s.from.to_string(), s.clone())).collect();
            let rows = typed.rows(
                "step",
                &keys,
                |(key, _)| key,
                &["from", "mark"],
                |typed, at, was| {
                    let was = was.map(|(_, step)| step);
                    let shown = was.map(|step| show(&step.from)).unwrap_or_default();
                    let from = typed.ratio(&format!("{at}from"), was.map(|step| step.from.clone()), &shown);
                    let mark = typed.score(&format!("{at}mark"), was.map(|step| step.mark));
                    (String::new(), Step { from, mark })
                },
            );
            let steps = rows.into_iter().map(|read| read.entry.1).collect();
            Curve::Steps { steps, below: typed.score("below_steps", Some(*below)) }
        }
    }
}
