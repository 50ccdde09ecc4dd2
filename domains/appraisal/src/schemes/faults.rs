//! What is wrong with a scheme, in sentences that say what to mend, and the form on which it is mended.

use kernel::Say;
use scoring::{Indicator, Method, Scheme, SchemeFault as Fault, Score};

use super::editor::numbers::{exact, percent};
use super::editor::part::Part;

/// A fault in words, with the part of the scheme that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub say: Say,
    pub part: Option<Part>,
}

/// Everything that is wrong, in the order of the file.
pub(crate) fn all(scheme: &Scheme) -> Vec<Said> {
    scheme.check().err().unwrap_or_default().iter().map(|fault| said(scheme, fault)).collect()
}

/// Names the place of a fault as people know it, and its form.
struct Place {
    name: String,
    part: Option<Part>,
}

fn said(scheme: &Scheme, fault: &Fault) -> Said {
    let at = |at: &str| place(scheme, at);
    let with = |key, place: Place| Said { say: Say::new(key).with("place", place.name), part: place.part };
    let number = |said: Said, value: &Score| Said { say: said.say.with("value", value), ..said };
    match fault {
        Fault::UnknownFormat { format } => {
            Said { say: Say::new("scheme-fault-format").with("format", format), part: None }
        }
        Fault::Nothing { list } => nothing(scheme, list),
        Fault::Unnamed { at } => unnamed(scheme, at),
        Fault::DuplicateWord { list, word } => duplicate(scheme, list, word),
        Fault::Unknown { at: place, what, code } => unknown(scheme, place, what, code),
        Fault::WeightsDoNotAddUp { sum, full } => {
            let say = Say::new("scheme-fault-weights").with("sum", exact(sum)).with("full", full);
            Said { say, part: Some(Part::Dimensions) }
        }
        Fault::FullMarksDoNotAddUp { dimension, sum, weight } => {
            let say = Say::new("scheme-fault-full-marks").with("sum", exact(sum)).with("weight", weight);
            Said { say: say.with("place", dimension_name(scheme, dimension)), part: Some(Part::Dimensions) }
        }
        Fault::DimensionWithoutIndicator { dimension } => {
            let say = Say::new("scheme-fault-no-own-indicator");
            Said { say: say.with("place", dimension_name(scheme, dimension)), part: Some(Part::Dimensions) }
        }
        Fault::NotPositive { at: place, what } => with(not_positive(place, what), at(place)),
        Fault::Negative { at: place, what } => with(
            if *what == "points" { "scheme-fault-points-negative" } else { "scheme-fault-mark-negative" },
            at(place),
        ),
        Fault::AboveFull { at: place, mark, full } => {
            let said = number(with("scheme-fault-above-full", at(place)), mark);
            Said { say: said.say.with("full", full), ..said }
        }
        Fault::TrimsEverything { at: place, trim_from } => {
            let said = with("scheme-fault-trims", at(place));
            Said { say: said.say.with("n", trim_from), ..said }
        }
        Fault::FlatLine { at: place } => with("scheme-fault-flat", at(place)),
        Fault::StepsDoNotRise { at: place, from } => {
            let said = with("scheme-fault-steps", at(place));
            Said { say: said.say.with("value", exact(from)), ..said }
        }
        Fault::ChoiceAboveScale { at: place, choice, points, scale } => {
            let said = number(with("scheme-fault-scale", at(place)), points);
            Said { say: said.say.with("choice", choice).with("scale", scale), ..said }
        }
        Fault::TooManyDigits { digits, most, .. } => {
            let say = Say::new("scheme-fault-digits").with("n", digits).with("most", most);
            Said { say, part: Some(Part::General) }
        }
        Fault::GradeWithout { grade, what } => {
            let key = if *what == "share" { "scheme-fault-grade-share" } else { "scheme-fault-grade-least" };
            with(key, at(&format!("grade {grade}")))
        }
        Fault::LastGradeLimited { grade } => with("scheme-fault-last-grade", at(&format!("grade {grade}"))),
        Fault::UnreachableByShare { grade, share } => {
            let last = scheme.grades.last().is_some_and(|one| one.code == *grade);
            let key = if last { "scheme-fault-rest-unreachable" } else { "scheme-fault-share-unreachable" };
            let said = with(key, at(&format!("grade {grade}")));
            Said { say: said.say.with("value", percent(share)), ..said }
        }
        Fault::UnreachableByThreshold { grade, at_least } => {
            number(with("scheme-fault-least-unreachable", at(&format!("grade {grade}"))), at_least)
        }
        Fault::CapWithoutEffect { at: place, grade } => {
            let said = with("scheme-fault-cap", at(place));
            Said { say: said.say.with("grade", grade_name(scheme, grade)), ..said }
        }
        Fault::Surveillance { at: place, word } => {
            let said = with("scheme-fault-attention", at(place));
            Said { say: said.say.with("word", word), ..said }
        }
        other => Said { say: Say::new("appraisal-scheme-fault").with("detail", other), part: None },
    }
}

fn dimension_name(scheme: &Scheme, code: &str) -> String {
    let found = scheme.dimensions.iter().find(|dimension| dimension.code == code);
    found.map_or_else(|| code.to_owned(), |dimension| dimension.name.clone())
}

fn grade_name(scheme: &Scheme, code: &str) -> String {
    scheme.grade(code).map_or_else(|| code.to_owned(), |grade| grade.name.clone())
}

/// The place that a fault names in the words of the file, such as `indicator L1`.
fn place(scheme: &Scheme, at: &str) -> Place {
    let (kind, code) = at.split_once(' ').unwrap_or((at, ""));
    let named = |name: Option<&String>| {
        name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| code.to_owned())
    };
    match kind {
        "dimension" => Place { name: dimension_name(scheme, code), part: Some(Part::Dimensions) },
        "indicator" => Place {
            name: named(scheme.indicators.iter().find(|one| one.code == code).map(|one| &one.name)),
            part: Some(Part::Indicator(code.to_owned())),
        },
        "grade" => Place { name: grade_name(scheme, code), part: Some(Part::Grading) },
        "guard" => Place {
            name: named(scheme.guards.iter().find(|one| one.code == code).map(|one| &one.name)),
            part: Some(Part::Guards),
        },
        "veto" => Place {
            name: named(scheme.vetoes.iter().find(|one| one.code == code).map(|one| &one.name)),
            part: Some(Part::Vetoes),
        },
        "ranking.tie_breaks" => Place { name: String::new(), part: Some(Part::Ranking) },
        _ => Place { name: scheme.name.clone(), part: Some(Part::General) },
    }
}

/// The first indicator of which this holds, as a place.
fn indicator(scheme: &Scheme, holds: impl Fn(&Indicator) -> bool) -> Place {
    match scheme.indicators.iter().find(|one| holds(one)) {
        Some(one) => Place { name: one.name.clone(), part: Some(Part::Indicator(one.code.clone())) },
        None => Place { name: String::new(), part: None },
    }
}

/// Codes, names and aliases of a list within a method; `None` where the method has no such list.
fn words_of<'a>(method: &'a Method, list: &str) -> Option<Vec<&'a str>> {
    match (method, list) {
        (Method::Formula(rule), "steps") => match &rule.rule {
            scoring::Curve::Steps { steps, .. } => Some(vec![""; steps.len()]),
            _ => None,
        },
        (Method::Level(rule), "levels") => {
            Some(rule.levels.iter().flat_map(|l| [l.code.as_str(), l.name.as_str()]).collect())
        }
        (Method::Deduction(rule) | Method::Bonus(rule), "events") => {
            Some(rule.events.iter().flat_map(|e| [e.code.as_str(), e.name.as_str()]).collect())
        }
        (Method::Ballots(rule), "choices") => {
            let counted = rule.choices.iter().flat_map(|c| {
                [c.code.as_str(), c.name.as_str()].into_iter().chain(c.aliases.iter().map(String::as_str))
            });
            let left = rule.left_out.iter().flat_map(|c| {
                [c.code.as_str(), c.name.as_str()].into_iter().chain(c.aliases.iter().map(String::as_str))
            });
            Some(counted.chain(left).collect())
        }
        (Method::Ballots(rule), "groups") => Some(
            rule.groups
                .iter()
                .flat_map(|g| {
                    [g.code.as_str(), g.name.as_str()].into_iter().chain(g.aliases.iter().map(String::as_str))
                })
                .collect(),
        ),
        _ => None,
    }
}

/// Whether a method has this list, and nothing in it.
fn is_empty(method: &Method, list: &str) -> bool {
    match (method, list) {
        (Method::Ballots(rule), "choices") => rule.choices.is_empty(),
        (method, list) => words_of(method, list).is_some_and(|words| words.is_empty()),
    }
}

fn nothing(scheme: &Scheme, list: &str) -> Said {
    let (key, part) = match list {
        "category" => ("scheme-fault-nothing-category", Part::Categories),
        "dimension" => ("scheme-fault-nothing-dimension", Part::Dimensions),
        "grade" => ("scheme-fault-nothing-grade", Part::Grading),
        "indicator" => return Said { say: Say::new("scheme-fault-nothing-indicator"), part: None },
        inner => {
            let key = match inner {
                "steps" => "scheme-fault-nothing-steps",
                "levels" => "scheme-fault-nothing-levels",
                "events" => "scheme-fault-nothing-events",
                "choices" => "scheme-fault-nothing-choices",
                _ => "scheme-fault-nothing-groups",
            };
            let place = indicator(scheme, |one| is_empty(&one.method, inner));
            return Said { say: Say::new(key).with("place", place.name), part: place.part };
        }
    };
    Said { say: Say::new(key), part: Some(part) }
}

/// `at` is the list with whatever of code and name there is.
fn unnamed(scheme: &Scheme, at: &str) -> Said {
    let (list, rest) = at.split_once(' ').unwrap_or((at, ""));
    let (key, part) = match list {
        "category" => ("scheme-fault-unnamed-category", Some(Part::Categories)),
        "dimension" => ("scheme-fault-unnamed-dimension", Some(Part::Dimensions)),
        "indicator" => ("scheme-fault-unnamed-indicator", Some(Part::Indicator(rest.to_owned()))),
        "grade" => ("scheme-fault-unnamed-grade", Some(Part::Grading)),
        "guard" => ("scheme-fault-unnamed-guard", Some(Part::Guards)),
        "veto" => ("scheme-fault-unnamed-veto", Some(Part::Vetoes)),
        inner => {
            let blank = |one: &Indicator| {
                words_of(&one.method, inner)
                    .is_some_and(|words| words.iter().any(|word| word.trim().is_empty()))
            };
            ("scheme-fault-unnamed-entry", indicator(scheme, blank).part)
        }
    };
    Said { say: Say::new(key), part }
}

fn duplicate(scheme: &Scheme, list: &str, word: &str) -> Said {
    let (key, part) = match list {
        "category" => ("scheme-fault-twice-category", Some(Part::Categories)),
        "dimension" => ("scheme-fault-twice-dimension", Some(Part::Dimensions)),
        "indicator" => {
            let answers = |one: &&Indicator| {
                one.code == word || one.name == word || one.aliases.iter().any(|alias| alias == word)
            };
            let second = scheme.indicators.iter().filter(answers).nth(1);
            ("scheme-fault-twice-indicator", second.map(|one| Part::Indicator(one.code.clone())))
        }
        "grade" => ("scheme-fault-twice-grade", Some(Part::Grading)),
        "guard" => ("scheme-fault-twice-guard", Some(Part::Guards)),
        "veto" => ("scheme-fault-twice-veto", Some(Part::Vetoes)),
        inner => {
            let twice = |one: &Indicator| {
                let words = words_of(&one.method, inner).unwrap_or_default();
                words.iter().filter(|known| **known == word).count() > 1
            };
            let place = indicator(scheme, twice);
            let say = Say::new("scheme-fault-twice-entry").with("word", word).with("place", place.name);
            return Said { say, part: place.part };
        }
    };
    Said { say: Say::new(key).with("word", word), part }
}

fn unknown(scheme: &Scheme, at: &str, what: &str, code: &str) -> Said {
    let place = place(scheme, at);
    if at == "ranking.tie_breaks" {
        return Said { say: Say::new("scheme-fault-unknown-tie").with("code", code), part: place.part };
    }
    let key = match (at, what) {
        (_, "category") => "scheme-fault-unknown-category",
        (_, "grade") => "scheme-fault-unknown-grade",
        (_, "dimension") => "scheme-fault-unknown-dimension",
        _ => "scheme-fault-unknown-ballots",
    };
    Said { say: Say::new(key).with("place", place.name).with("code", code), part: place.part }
}

fn not_positive(at: &str, what: &str) -> &'static str {
    match what {
        "full" if at == "scheme" => "scheme-fault-positive-total",
        "full" => "scheme-fault-positive-full",
        "weight" if at.starts_with("dimension ") => "scheme-fault-positive-weight",
        "weight" => "scheme-fault-positive-group",
        "quorum" => "scheme-fault-positive-quorum",
        "target" => "scheme-fault-positive-target",
        "each" => "scheme-fault-positive-each",
        "scale" => "scheme-fault-positive-scale",
        _ => "scheme-fault-positive-least",
    }
}
