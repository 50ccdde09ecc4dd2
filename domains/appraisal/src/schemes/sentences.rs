//! What changed, in sentences: “指标“中心工作”满分 15 → 20”.

use schemars::JsonSchema;
use scoring::{Scheme, SchemeChange, SchemeEdit, SchemeItem, SchemeList, SchemePart, SchemeValue};
use serde::Serialize;
use web::Words;

use super::editor::numbers::{exact, percent};
use super::editor::part::Part;
use super::editor::word_key;
use super::in_words::method;

/// A change as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Sentence {
    /// The part it is about.
    pub part: String,
    /// `added`, `removed` or `changed`.
    pub kind: &'static str,
    /// What of the part: a field, or an entry of its method with a field.
    pub what: String,
    pub before: String,
    pub after: String,
    /// All of it in one line.
    pub text: String,
    /// The form on which the part is edited, below the address of a draft.
    #[serde(skip)]
    pub form: Part,
}

/// All changes between two schemes, in the reader's words.
pub(crate) fn between(before: &Scheme, after: &Scheme, words: &Words) -> Vec<Sentence> {
    scoring::difference(before, after).iter().map(|change| sentence(change, (before, after), words)).collect()
}

/// One change in the reader's words. The schemes tell the names of what is only known by its code.
pub(crate) fn sentence(change: &SchemeChange, schemes: (&Scheme, &Scheme), words: &Words) -> Sentence {
    let part = part(change, words);
    let form = Part::of(&change.part);
    let item = change.item.as_ref().map(|item| item_name(item, words));
    match &change.edit {
        SchemeEdit::Added { value } => {
            let after = told(value, "", schemes, words);
            let (what, text) =
                come_or_gone(["scheme-change-added", "scheme-change-added-item"], &part, item, &after, words);
            Sentence { part, kind: "added", what, before: String::new(), after, text, form }
        }
        SchemeEdit::Removed { value } => {
            let before = told(value, "", schemes, words);
            let (what, text) = come_or_gone(
                ["scheme-change-removed", "scheme-change-removed-item"],
                &part,
                item,
                &before,
                words,
            );
            Sentence { part, kind: "removed", what, before, after: String::new(), text, form }
        }
        SchemeEdit::Changed { field, before, after } => {
            let label = words.t(&field_key(field));
            let what = match &item {
                Some(item) => words.f("scheme-change-item-field", [("item", item.clone()), ("field", label)]),
                None => label,
            };
            let [before, after] = [before, after].map(|value| told(value, field, schemes, words));
            let args = [
                ("part", part.clone()),
                ("what", what.clone()),
                ("before", before.clone()),
                ("after", after.clone()),
            ];
            let text = words.f("scheme-change-field", args);
            Sentence { part, kind: "changed", what, before, after, text, form }
        }
    }
}

fn come_or_gone(
    [whole, entry]: [&str; 2],
    part: &str,
    item: Option<String>,
    value: &str,
    words: &Words,
) -> (String, String) {
    let worth = if value.is_empty() || value == words.t("scheme-value-nothing") {
        String::new()
    } else {
        words.f("scheme-change-worth", [("value", value.to_owned())])
    };
    let args = |what: String| [("part", part.to_owned()), ("item", what), ("worth", worth.clone())];
    match item {
        Some(item) => (item.clone(), words.f(entry, args(item))),
        None => (String::new(), words.f(whole, args(String::new()))),
    }
}

/// Message key of a field's name.
fn field_key(field: &str) -> String {
    let own = match field {
        "method" => return "appraisal-method".into(),
        "dimension" => return "appraisal-dimension".into(),
        "fact" => "fact-code",
        "of" => "figure-of",
        "order" => "order",
        "rank_as_published" => "rank-as-published",
        field => return format!("scheme-field-{}", field.replace('_', "-")),
    };
    format!("scheme-field-{own}")
}

fn part(change: &SchemeChange, words: &Words) -> String {
    let key = match &change.part {
        SchemePart::General => "scheme-part-general",
        SchemePart::Ranking => "scheme-part-ranking",
        SchemePart::Grading => "scheme-part-grading",
        SchemePart::Category(_) => "scheme-part-category",
        SchemePart::Dimension(_) => "scheme-part-dimension",
        SchemePart::Indicator(_) => "scheme-part-indicator",
        SchemePart::Grade(_) => "scheme-part-grade",
        SchemePart::Guard(_) => "scheme-part-guard",
        SchemePart::Veto(_) => "scheme-part-veto",
        SchemePart::Order(list) => match list {
            SchemeList::Categories => "scheme-part-categories",
            SchemeList::Dimensions => "scheme-list-dimensions",
            SchemeList::Indicators => "scheme-list-indicators",
            SchemeList::Grades => "scheme-grades",
            SchemeList::Guards => "scheme-part-guards",
            SchemeList::Vetoes => "scheme-part-vetoes",
        },
    };
    if change.name.is_empty() { words.t(key) } else { words.f(key, [("name", change.name.clone())]) }
}

fn item_name(item: &SchemeItem, words: &Words) -> String {
    let key = match item.list {
        "choice" | "left_out" => "scheme-item-choice",
        "group" => "scheme-item-group",
        "level" => "scheme-item-level",
        "event" => "scheme-item-event",
        _ => "scheme-item-step",
    };
    words.f(key, [("name", item.name.clone())])
}

fn told(value: &SchemeValue, field: &str, schemes: (&Scheme, &Scheme), words: &Words) -> String {
    match value {
        SchemeValue::Nothing => words.t("scheme-value-nothing"),
        SchemeValue::Text(text) => name_of(text, field, schemes),
        SchemeValue::Number(number) => exact(number),
        SchemeValue::Share(share) => percent(share),
        SchemeValue::Flag(true) => words.t("scheme-value-yes"),
        SchemeValue::Flag(false) => words.t("scheme-value-no"),
        SchemeValue::Word(word) => words.t(&word_key(field, word)),
        SchemeValue::List(list) => list.join("、"),
        SchemeValue::Method(rule) => method(words, rule),
    }
}

/// The name of what a field refers to by its code.
fn name_of(code: &str, field: &str, (before, after): (&Scheme, &Scheme)) -> String {
    let in_either = |find: fn(&Scheme, &str) -> Option<String>| {
        find(after, code).or_else(|| find(before, code)).unwrap_or_else(|| code.to_owned())
    };
    match field {
        "dimension" => in_either(|scheme, code| scheme.dimension(code).map(|one| one.name.clone())),
        "best" => in_either(|scheme, code| scheme.grade(code).map(|one| one.name.clone())),
        "of" => in_either(|scheme, code| {
            let dimension = scheme.dimension(code).map(|one| one.name.clone());
            scheme.indicator(code).map(|one| one.name.clone()).or(dimension)
        }),
        _ => code.to_owned(),
    }
}
