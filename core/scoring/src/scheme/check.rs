//! What a scheme must satisfy before anything is computed with it.

use std::collections::HashSet;

use super::check_indicator::one_indicator;
use super::{Dimension, FORMAT, GradingBy, GuardedFigure, Scheme, SchemeFault as Fault, answers_to};
use crate::number::{MAX_DIGITS, Ratio, Score};

/// All faults, in the order of the file.
pub(super) fn faults(scheme: &Scheme) -> Vec<Fault> {
    let mut found = Vec::new();
    if scheme.format != FORMAT {
        found.push(Fault::UnknownFormat { format: scheme.format });
    }
    let lists = [
        ("category", scheme.categories.is_empty()),
        ("dimension", scheme.dimensions.is_empty()),
        ("indicator", scheme.indicators.is_empty()),
        ("grade", scheme.grades.is_empty()),
    ];
    found.extend(lists.into_iter().filter(|(_, empty)| *empty).map(|(list, _)| Fault::Nothing { list }));
    digits(scheme, &mut found);
    words(scheme, &mut found);
    for code in &scheme.ranking.tie_breaks {
        if !scheme.dimensions.iter().any(|d| d.code == *code) {
            let at = "ranking.tie_breaks".to_owned();
            found.push(Fault::Unknown { at, what: "dimension", code: code.clone() });
        }
    }
    weights(scheme, &mut found);
    for indicator in &scheme.indicators {
        one_indicator(scheme, indicator, &mut found);
    }
    grades(scheme, &mut found);
    caps(scheme, &mut found);
    found
}

fn digits(scheme: &Scheme, found: &mut Vec<Fault>) {
    let publish = &scheme.publish;
    let figures = [
        ("indicator", publish.indicator),
        ("dimension", publish.dimension),
        ("panel", publish.panel),
        ("mass", publish.mass),
        ("total", publish.total),
    ];
    for (figure, digits) in figures {
        if digits > MAX_DIGITS {
            found.push(Fault::TooManyDigits { figure, digits, most: MAX_DIGITS });
        }
    }
}

/// Everything that has a code, name or aliases: none empty, none meaning two things of one list.
fn words(scheme: &Scheme, found: &mut Vec<Fault>) {
    let categories =
        scheme.categories.iter().map(|c| (c.name.as_str(), c.name.as_str(), c.aliases.as_slice()));
    one_list("category", categories, found);
    one_list("dimension", scheme.dimensions.iter().map(|d| (&*d.code, &*d.name, &*d.aliases)), found);
    one_list("indicator", scheme.indicators.iter().map(|i| (&*i.code, &*i.name, &*i.aliases)), found);
    one_list("grade", scheme.grades.iter().map(|g| (&*g.code, &*g.name, [].as_slice())), found);
    one_list("guard", scheme.guards.iter().map(|g| (&*g.code, &*g.name, [].as_slice())), found);
    one_list("veto", scheme.vetoes.iter().map(|v| (&*v.code, &*v.name, [].as_slice())), found);
}

pub(super) fn one_list<'a>(
    list: &'static str,
    entries: impl Iterator<Item = (&'a str, &'a str, &'a [String])>,
    found: &mut Vec<Fault>,
) {
    let mut taken: HashSet<&str> = HashSet::new();
    for (code, name, aliases) in entries {
        if code.trim().is_empty() || name.trim().is_empty() {
            found.push(Fault::Unnamed { at: format!("{list} {code}{name}") });
        }
        let own: HashSet<&str> = [code, name].into_iter().chain(aliases.iter().map(String::as_str)).collect();
        let mut twice: Vec<&str> = own.iter().copied().filter(|word| !taken.insert(word)).collect();
        twice.sort_unstable();
        found.extend(twice.into_iter().map(|word| Fault::DuplicateWord { list, word: word.to_owned() }));
    }
}

fn weights(scheme: &Scheme, found: &mut Vec<Fault>) {
    positive("scheme", "full", scheme.full.ratio(), found);
    for dimension in &scheme.dimensions {
        positive(&at_dimension(dimension), "weight", dimension.weight.ratio(), found);
        let own = || scheme.indicators.iter().filter(|i| i.dimension == dimension.code && !i.is_bonus());
        let sum: Ratio = own().map(|i| i.full.ratio()).sum();
        if own().next().is_some() && !dimension.stretched && sum != dimension.weight.ratio() {
            let (dimension, weight) = (dimension.code.clone(), dimension.weight);
            found.push(Fault::FullMarksDoNotAddUp { dimension, sum, weight });
        }
        if own().next().is_none() {
            found.push(Fault::DimensionWithoutIndicator { dimension: dimension.code.clone() });
        }
    }
    let sum: Ratio = scheme.dimensions.iter().map(|d| d.weight.ratio()).sum();
    if !scheme.dimensions.is_empty() && sum != scheme.full.ratio() {
        found.push(Fault::WeightsDoNotAddUp { sum, full: scheme.full });
    }
}

fn at_dimension(dimension: &Dimension) -> String {
    format!("dimension {}", dimension.code)
}

pub(super) fn positive(at: &str, what: &'static str, value: Ratio, found: &mut Vec<Fault>) {
    if value <= Ratio::ZERO {
        found.push(Fault::NotPositive { at: at.to_owned(), what });
    }
}

pub(super) fn not_negative(at: &str, what: &'static str, value: &Ratio, found: &mut Vec<Fault>) {
    if value.is_negative() {
        found.push(Fault::Negative { at: at.to_owned(), what });
    }
}

fn grades(scheme: &Scheme, found: &mut Vec<Fault>) {
    let Some((last, others)) = scheme.grades.split_last() else { return };
    let quota = scheme.grading.by != GradingBy::Threshold;
    let threshold = scheme.grading.by != GradingBy::Quota;
    if last.share.is_some() || last.at_least.is_some() {
        found.push(Fault::LastGradeLimited { grade: last.code.clone() });
    }
    let mut share_before = Ratio::ZERO;
    let mut threshold_before: Option<Score> = None;
    for grade in others {
        let code = || grade.code.clone();
        match &grade.share {
            Some(share) if *share <= share_before || *share > Ratio::ONE => {
                found.push(Fault::UnreachableByShare { grade: code(), share: share.clone() });
            }
            Some(share) => share_before = share.clone(),
            None if quota => found.push(Fault::GradeWithout { grade: code(), what: "share" }),
            None => {}
        }
        match grade.at_least {
            Some(at_least)
                if at_least > scheme.full || threshold_before.is_some_and(|before| at_least >= before) =>
            {
                found.push(Fault::UnreachableByThreshold { grade: code(), at_least });
            }
            Some(at_least) => threshold_before = Some(at_least),
            None if threshold => found.push(Fault::GradeWithout { grade: code(), what: "at_least" }),
            None => {}
        }
    }
    if quota && share_before == Ratio::ONE && scheme.grading.by == GradingBy::Quota {
        found.push(Fault::UnreachableByShare { grade: last.code.clone(), share: share_before });
    }
}

fn caps(scheme: &Scheme, found: &mut Vec<Fault>) {
    let guards = scheme.guards.iter().map(|g| (format!("guard {}", g.code), &g.best));
    let vetoes = scheme.vetoes.iter().map(|v| (format!("veto {}", v.code), &v.best));
    for (at, best) in guards.chain(vetoes) {
        match scheme.grades.iter().position(|grade| grade.code == *best) {
            None => found.push(Fault::Unknown { at, what: "grade", code: best.clone() }),
            Some(0) => found.push(Fault::CapWithoutEffect { at, grade: best.clone() }),
            Some(_) => {}
        }
    }
    for guard in &scheme.guards {
        let at = format!("guard {}", guard.code);
        match &guard.figure {
            GuardedFigure::Satisfaction { indicator, .. } => {
                if !scheme.ballots().any(|(i, _)| answers_to(&i.code, &i.name, &i.aliases, indicator)) {
                    found.push(Fault::Unknown { at, what: "indicator by ballots", code: indicator.clone() });
                }
            }
            GuardedFigure::Dimension { dimension } => {
                if scheme.dimension(dimension).is_none() {
                    found.push(Fault::Unknown { at, what: "dimension", code: dimension.clone() });
                }
            }
            GuardedFigure::Total => {}
        }
    }
}
