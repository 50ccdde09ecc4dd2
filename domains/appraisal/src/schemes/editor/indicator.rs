//! One indicator: what it is called, where it belongs, what it is worth, and its method.

use kernel::Say;
use scoring::{Indicator, Missing, Scheme};
use web::Words;

use super::lists::aside;
use super::typed::Typed;
use super::view::{Block, Field};
use super::{method, options};

pub(super) fn view(scheme: &Scheme, own: &Indicator, words: &Words) -> Vec<Block> {
    let dimensions = scheme.dimensions.iter().map(|d| {
        let args = [("name", d.name.clone()), ("weight", d.weight.to_string())];
        (d.code.clone(), words.f("appraisal-dimension-weight", args))
    });
    let missing = options(words, "missing", Missing::ALL.map(Missing::word).into());
    let head = vec![
        Field::line("name", words.t("scheme-field-name"), &own.name).needed(),
        Field::choice("dimension", words.t("appraisal-dimension"), &own.dimension, dimensions.collect()),
        Field::number("full", words.t("scheme-field-full"), own.full.to_string()).needed(),
        Field::choice("missing", words.t("scheme-field-missing"), own.missing.word(), missing),
    ];
    let applies = categories(scheme, own).into_iter().enumerate().map(|(at, name)| {
        let on = own.applies_to.contains(&name);
        Field::flag(format!("applies_{at}"), name, on)
    });
    let mut blocks = vec![Block::side_by_side(head)];
    blocks.extend(method::view(own, words));
    blocks.push(
        Block::fields(applies.collect())
            .titled(words.t("scheme-field-applies-to"), words.t("scheme-applies-lead")),
    );
    blocks.push(
        Block::side_by_side(aside("", words, &own.code, Some(&own.aliases)))
            .titled(words.t("scheme-other-names"), String::new()),
    );
    blocks
}

/// The categories to choose from: those of the scheme, and those that are named and no longer there.
fn categories(scheme: &Scheme, own: &Indicator) -> Vec<String> {
    let mut names: Vec<String> = scheme.categories.iter().map(|category| category.name.clone()).collect();
    for name in &own.applies_to {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Reads the form of the indicator with this code; guards follow a code that is changed.
pub(super) fn apply(scheme: &mut Scheme, code: &str, typed: &mut Typed<'_>) {
    let Some(place) = scheme.indicators.iter().position(|indicator| indicator.code == code) else { return };
    let Some(old) = scheme.indicators.get(place).cloned() else { return };
    let mut own = Indicator {
        code: typed.code("code", &old.code),
        name: typed.required("name", &old.name),
        aliases: typed.list("aliases", &old.aliases),
        dimension: old.dimension.clone(),
        full: typed.score("full", Some(old.full)),
        applies_to: applies_to(scheme, &old, typed),
        missing: typed.word("missing", old.missing, Missing::from_word),
        method: old.method.clone(),
    };
    let known = |code: &str| scheme.dimensions.iter().any(|d| d.code == code) || code == old.dimension;
    own.dimension = typed.word("dimension", own.dimension, |code| known(code).then(|| code.to_owned()));
    own.method = method::apply(&own, typed);
    let others = scheme.indicators.iter().enumerate().filter(|(at, _)| *at != place);
    if own.code != old.code && others.clone().any(|(_, other)| other.code == own.code) {
        typed.wrong("code", Say::new("scheme-wrong-code-taken").with("code", &own.code));
    }
    watch(&own, typed);
    for guard in &mut scheme.guards {
        if let scoring::GuardedFigure::Satisfaction { indicator, .. } = &mut guard.figure
            && *indicator == old.code
        {
            indicator.clone_from(&own.code);
        }
    }
    if let Some(slot) = scheme.indicators.get_mut(place) {
        *slot = own;
    }
}

fn applies_to(scheme: &Scheme, old: &Indicator, typed: &mut Typed<'_>) -> Vec<String> {
    let names = categories(scheme, old);
    let on = |(at, name): (usize, &String)| {
        typed.flag(&format!("applies_{at}"), old.applies_to.contains(name)).then(|| name.clone())
    };
    let chosen: Vec<String> = names.iter().enumerate().filter_map(on).collect();
    let same =
        chosen.len() == old.applies_to.len() && chosen.iter().all(|name| old.applies_to.contains(name));
    if same { old.applies_to.clone() } else { chosen }
}

/// An indicator that counts attention is refused at once, beside the field that says so.
fn watch(own: &Indicator, typed: &mut Typed<'_>) {
    typed.watch("name", &own.name);
    typed.watch("code", &own.code);
    typed.watch("aliases", &own.aliases.join(" "));
    method::watch(&own.method, typed);
}
