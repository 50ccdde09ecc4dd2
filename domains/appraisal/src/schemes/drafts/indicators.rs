//! A new indicator, and moving or removing one.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::{Indicator, Missing, Ratio, Scheme};
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::record::{self, Draft, DraftId};
use super::save::{self, From, Saved};
use super::{actions, clash};
use crate::policy::PrepareCycle;
use crate::schemes::editor::method::{METHODS, begin};
use crate::schemes::editor::numbers::exact;
use crate::schemes::editor::options;
use crate::schemes::editor::part::{Part, encoded};
use crate::schemes::editor::typed::{Pairs, Typed, fresh};
use crate::schemes::editor::view::{Block, Field, fill};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct NewIn {
    id: DraftId,
    /// Code of the dimension it shall belong to.
    #[serde(default)]
    dimension: String,
}

/// What was typed.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct NewForm {
    id: DraftId,
    /// `name`, `dimension`, `full` and `method`.
    #[serde(flatten)]
    typed: Pairs,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/indicator.html")]
pub(super) struct NewPage {
    #[serde(skip)]
    words: Words,
    draft: Draft,
    fields: Vec<Field>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl NewPage {
    fn at(&self, tail: &str) -> String {
        format!("/schemes/drafts/{}{tail}", self.draft.id)
    }
}

impl Page for NewPage {
    fn title(&self) -> String {
        self.words.t("scheme-indicator-add")
    }
}

/// What of a dimension's weight no indicator has yet.
fn left(scheme: &Scheme, dimension: &str) -> Option<Ratio> {
    let own = scheme.indicators.iter().filter(|one| one.dimension == dimension && !one.is_bonus());
    let sum: Ratio = own.map(|one| one.full.ratio()).sum();
    let weight = scheme.dimensions.iter().find(|one| one.code == dimension)?.weight.ratio();
    Some(weight - sum).filter(|left| *left > Ratio::ZERO)
}

/// The form, with the first dimension that has points left and these points proposed.
fn fields(scheme: &Scheme, dimension: &str, words: &Words) -> Vec<Field> {
    let open = scheme.dimensions.iter().find(|one| left(scheme, &one.code).is_some());
    let first = open.or(scheme.dimensions.first()).map(|one| one.code.clone()).unwrap_or_default();
    let own = if dimension.is_empty() { first } else { dimension.to_owned() };
    let dimensions = scheme.dimensions.iter().map(|one| {
        let args = [("name", one.name.clone()), ("weight", one.weight.to_string())];
        (one.code.clone(), words.f("appraisal-dimension-weight", args))
    });
    let full = left(scheme, &own).map(|left| exact(&left)).unwrap_or_default();
    vec![
        Field::line("name", words.t("scheme-field-name"), "").needed(),
        Field::choice("dimension", words.t("appraisal-dimension"), own, dimensions.collect()),
        Field::number("full", words.t("scheme-field-full"), full).hint(words.t("scheme-hint-left")).needed(),
        Field::choice(
            "method",
            words.t("appraisal-method"),
            "panel",
            options(words, "method", METHODS.into()),
        )
        .hint(words.t("scheme-hint-method")),
    ]
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, input: NewIn) -> Result<NewPage, Problem> {
    let (draft, scheme) = record::read(cx.db, input.id)?;
    actions::open(&draft)?;
    let words = cx.words();
    let fields = fields(&scheme, &input.dimension, &words);
    Ok(NewPage { draft, fields, errors: Vec::new(), words })
}

/// The indicator as typed.
fn read(scheme: &Scheme, pairs: &Pairs) -> Result<Indicator, Vec<FieldError>> {
    let mut typed = Typed::new(pairs);
    let codes: Vec<&str> = scheme.indicators.iter().map(|one| one.code.as_str()).collect();
    let code = fresh("indicator", &codes);
    let name = typed.required("name", "");
    typed.watch("name", &name);
    if pairs.get("name").is_none() {
        typed.wrong("name", "field-required");
    } else if scheme.indicator(&name).is_some() {
        typed.wrong("name", Say::new("scheme-wrong-name-taken").with("name", &name));
    }
    let full = typed.score("full", None);
    let known = |code: &str| scheme.dimensions.iter().any(|one| one.code == code);
    let dimension = typed.word("dimension", String::new(), |code| known(code).then(|| code.to_owned()));
    let method = typed.raw("method").and_then(|kind| begin(kind, &code, full));
    let Some(method) = method else {
        typed.wrong("method", "field-choice");
        return Err(typed.errors);
    };
    if !typed.errors.is_empty() {
        return Err(typed.errors);
    }
    let (aliases, applies_to) = (Vec::new(), Vec::new());
    Ok(Indicator { code, name, aliases, dimension, full, applies_to, missing: Missing::Block, method })
}

pub(super) fn add(cx: &mut Writing<'_, PrepareCycle>, form: NewForm) -> Result<Done, Rejection> {
    let id = form.id;
    let (draft, scheme) = cx.read(move |c| record::read(c, id))?;
    actions::open(&draft)?;
    let new = match read(&scheme, &form.typed) {
        Ok(new) => new,
        Err(errors) => {
            let words = cx.words();
            let mut blocks = [Block::fields(fields(&scheme, "", &words))];
            fill(&mut blocks, &form.typed, &errors, &words);
            let told = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
            let [block] = blocks;
            return Err(Rejection::form(
                NewPage { draft, fields: block.fields, errors: told, words },
                errors,
            ));
        }
    };
    let part = Part::Indicator(new.code.clone());
    let code = new.code.clone();
    let edit = move |base: &Scheme| {
        let mut after = base.clone();
        let last = after.indicators.iter().rposition(|one| one.dimension == new.dimension);
        let place = last.map_or(after.indicators.len(), |place| place + 1);
        after.indicators.insert(place, new.clone());
        Ok(after)
    };
    let from = From { revision: draft.revision, over: None };
    match save::save(cx, id, from, &edit)? {
        Saved::Done(_) => Ok(Done::to(format!("/schemes/drafts/{id}{}", part.tail()))
            .say("scheme-indicator-added")
            .view(&serde_json::json!({ "id": id, "indicator": code }))
            .created()),
        Saved::Wrong { .. } => Err(Problem::Missing.into()),
        Saved::Clash(clash) => {
            let action = format!("/schemes/drafts/{id}/indicators");
            Err(clash::refused(cx.words(), &clash, action, &form.typed, draft.revision))
        }
    }
}

/// Which indicator goes where.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PlaceForm {
    id: DraftId,
    /// Code of the indicator.
    indicator: String,
    /// The revision that was looked at.
    #[serde(default)]
    revision: String,
    /// Remove it whatever this revision changed about it.
    #[serde(default)]
    over: String,
    /// `up`, `down` or `drop`, within its dimension; what follows a colon is not looked at.
    #[serde(default, rename = "do")]
    act: String,
}

/// Moves an indicator past its neighbour in the same dimension, or removes it.
fn placed(base: &Scheme, code: &str, act: &str) -> Result<Scheme, Vec<FieldError>> {
    let mut after = base.clone();
    let all = &mut after.indicators;
    let Some(place) = all.iter().position(|one| one.code == code) else { return Err(Vec::new()) };
    let Some(dimension) = all.get(place).map(|one| one.dimension.clone()) else { return Err(Vec::new()) };
    let own: Vec<usize> =
        (0..all.len()).filter(|at| all.get(*at).is_some_and(|o| o.dimension == dimension)).collect();
    let within = own.iter().position(|at| *at == place).unwrap_or_default();
    let other = match act.split(':').next().unwrap_or_default() {
        "up" => within.checked_sub(1).and_then(|before| own.get(before)),
        "down" => own.get(within + 1),
        "drop" => {
            all.remove(place);
            None
        }
        _ => return Err(vec![FieldError { field: "do".into(), say: Say::new("field-choice") }]),
    };
    if let Some(other) = other {
        all.swap(place, *other);
    }
    Ok(after)
}

pub(super) fn place(cx: &mut Writing<'_, PrepareCycle>, form: PlaceForm) -> Result<Done, Rejection> {
    let id = form.id;
    // Where it stands is nobody's text: a move is made from what is there now.
    let from = if form.act.starts_with("drop") {
        From::read(&form.revision, &form.over)?
    } else {
        From { revision: cx.read(move |c| Ok(record::find(c, id)?))?.revision, over: None }
    };
    let edit = |base: &Scheme| placed(base, &form.indicator, &form.act);
    let done = |say: &'static str| Done::to(format!("/schemes/drafts/{id}")).say(say);
    match save::save(cx, id, from, &edit)? {
        Saved::Done(_) if form.act.starts_with("drop") => Ok(done("scheme-indicator-removed")),
        Saved::Done(_) => Ok(done("scheme-saved")),
        Saved::Wrong { errors, .. } if errors.is_empty() => Err(Problem::Missing.into()),
        Saved::Wrong { errors, .. } => Err(Problem::Invalid(errors).into()),
        Saved::Clash(clash) => {
            let action = format!("/schemes/drafts/{id}/indicators/{}/place", encoded(&form.indicator));
            let typed: Pairs = [("do".to_owned(), form.act.clone())].into();
            Err(clash::refused(cx.words(), &clash, action, &typed, from.revision))
        }
    }
}
