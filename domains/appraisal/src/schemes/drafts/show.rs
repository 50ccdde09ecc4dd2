//! The page of a draft: what is still wrong, how the points are shared out, every part with the way to its form, and
//! what was changed last. Keeping, giving up and exporting it.

use askama::Template;
use kernel::{Problem, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::{Done, Download, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Draft, DraftId, State};
use crate::policy::{PrepareCycle, ReadPreparation};
use crate::schemes::editor::part::Part;
use crate::schemes::in_words::{self, Rules};
use crate::schemes::{faults, sentences};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: DraftId,
}

/// A fault with the way to the form that mends it.
#[derive(Serialize, JsonSchema)]
struct FaultLine {
    text: String,
    /// Name of the part.
    part: String,
    /// Address of its form; empty where there is none.
    href: String,
}

/// A part with its form.
#[derive(Serialize, JsonSchema)]
struct PartLine {
    title: String,
    href: String,
    lines: Vec<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/show.html")]
pub(super) struct DraftShow {
    #[serde(skip)]
    words: Words,
    draft: Draft,
    #[serde(flatten)]
    rules: Rules,
    faults: Vec<FaultLine>,
    /// Everything but dimensions and indicators.
    parts: Vec<PartLine>,
    /// What the newest revision changed.
    last: Vec<String>,
    /// Whether the reader may edit it as it stands.
    may_edit: bool,
    may_prepare: bool,
}

impl DraftShow {
    fn at(&self, tail: &str) -> String {
        format!("/schemes/drafts/{}{tail}", self.draft.id)
    }

    fn open(&self) -> bool {
        self.draft.state == State::Open
    }

    fn kept(&self) -> String {
        self.draft.kept.map(|id| format!("/schemes/{id}")).unwrap_or_default()
    }
}

impl Page for DraftShow {
    fn title(&self) -> String {
        self.words.f("scheme-draft-of", [("name", self.draft.name.clone())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<DraftShow, Problem> {
    let (draft, scheme) = record::read(cx.db, input.id)?;
    let before = record::rules(cx.db, input.id, draft.revision.saturating_sub(1))?;
    let words = cx.words();
    let at = |part: &Part| format!("/schemes/drafts/{}{}", draft.id, part.tail());
    let faults = faults::all(&scheme).into_iter().map(|said| FaultLine {
        text: words.say(&said.say),
        part: said.part.as_ref().map(|part| part.title(&words, &scheme)).unwrap_or_default(),
        href: said.part.as_ref().map(at).unwrap_or_default(),
    });
    let rules = in_words::rules(&scheme, &words);
    let last = before.map(|before| sentences::between(&before, &scheme, &words)).unwrap_or_default();
    let may_prepare = cx.can::<PrepareCycle>();
    Ok(DraftShow {
        may_edit: may_prepare && draft.state == State::Open,
        may_prepare,
        faults: faults.collect(),
        parts: parts(&scheme, &rules, &words, at),
        last: last.into_iter().map(|sentence| sentence.text).collect(),
        rules,
        draft,
        words,
    })
}

fn parts(scheme: &Scheme, rules: &Rules, words: &Words, at: impl Fn(&Part) -> String) -> Vec<PartLine> {
    let publish = &scheme.publish;
    let digits = [publish.indicator, publish.dimension, publish.panel, publish.mass, publish.total];
    let [indicator, dimension, panel, mass, total] = digits.map(|n| n.to_string());
    let digits = words.f(
        "scheme-told-digits",
        [
            ("indicator", indicator),
            ("dimension", dimension),
            ("panel", panel),
            ("mass", mass),
            ("total", total),
        ],
    );
    let general = words.f(
        "scheme-told-general",
        [
            ("code", scheme.code.clone()),
            ("version", scheme.version.to_string()),
            ("full", scheme.full.to_string()),
        ],
    );
    let grades = rules.grades.iter().map(|grade| {
        words.f("scheme-told-grade", [("name", grade.name.clone()), ("rule", grade.rule.clone())])
    });
    let (ranking, grading) = rules
        .grading
        .split_at(rules.grading.len().min(if scheme.ranking.tie_breaks.is_empty() { 1 } else { 2 }));
    let none = || vec![words.t("scheme-told-none")];
    let or_none = |lines: &[String]| if lines.is_empty() { none() } else { lines.to_vec() };
    let lines = |part: &Part| match part {
        Part::General => Some(vec![general.clone(), digits.clone()]),
        Part::Categories => Some(vec![rules.categories.join("、")]),
        Part::Ranking => Some(ranking.to_vec()),
        Part::Grading => Some(grading.iter().cloned().chain(grades.clone()).collect()),
        Part::Guards => Some(or_none(&rules.guards)),
        Part::Vetoes => Some(or_none(&rules.vetoes)),
        Part::Dimensions | Part::Indicator(_) => None,
    };
    let line = |part: Part| {
        Some(PartLine { lines: lines(&part)?, title: part.title(words, scheme), href: at(&part) })
    };
    Part::FIXED.into_iter().filter_map(line).collect()
}

/// The draft as a file, which read in gives the same draft.
pub(super) fn file(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<Download, Problem> {
    let (draft, scheme) = record::read(cx.db, input.id)?;
    let name = format!("{}-{}-draft-{}.toml", draft.code, draft.version, draft.revision);
    let bytes = scheme.to_toml().map_err(Problem::unexpected)?.into_bytes();
    Ok(Download { name, mime: "application/toml", bytes })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Keeping {
    id: DraftId,
    /// The revision that was looked at.
    revision: u32,
}

pub(super) fn keep(cx: &mut Writing<'_, PrepareCycle>, input: Keeping) -> Result<Done, Rejection> {
    let (draft, scheme) = cx.read(move |c| record::read(c, input.id))?;
    actions::open(&draft)?;
    if draft.revision != input.revision {
        return Err(Problem::refused(Say::new("scheme-draft-moved-on").with("by", &draft.updated_by)).into());
    }
    if let Some(fault) = faults::all(&scheme).into_iter().next() {
        return Err(Problem::Refused(fault.say).into());
    }
    let kept = cx.write(move |tx| actions::keep(tx, &draft, &scheme))?;
    Ok(Done::to(format!("/schemes/{kept}"))
        .say("scheme-draft-kept")
        .view(&serde_json::json!({ "id": kept }))
        .created())
}

pub(super) fn discard(cx: &mut Writing<'_, PrepareCycle>, input: One) -> Result<Done, Rejection> {
    let draft = cx.write(move |tx| actions::discard(tx, input.id, State::Discarded))?;
    Ok(Done::to("/schemes").say(Say::new("scheme-draft-given-up").with("name", &draft.name)))
}

pub(super) fn restore(cx: &mut Writing<'_, PrepareCycle>, input: One) -> Result<Done, Rejection> {
    let draft = cx.write(move |tx| actions::discard(tx, input.id, State::Open))?;
    Ok(Done::to(format!("/schemes/drafts/{}", draft.id))
        .say(Say::new("scheme-draft-restored").with("name", &draft.name)))
}
