//! The form of one part of a draft, and sending it.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::clash;
use super::record::{self, Draft, DraftId, State};
use super::save::{self, From, Saved};
use crate::policy::PrepareCycle;
use crate::schemes::editor::part::Part;
use crate::schemes::editor::typed::Pairs;
use crate::schemes::editor::view::{Block, Field, Row, fill};
use crate::schemes::editor::{apply, renamed, view};
use crate::schemes::faults;

/// Which form of which draft.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PartOf {
    id: DraftId,
    /// `general`, `categories`, `dimensions`, `ranking`, `grading`, `guards` or `vetoes`.
    #[serde(default)]
    part: String,
    /// Code of an indicator.
    #[serde(default)]
    indicator: String,
}

/// A form that was sent.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PartForm {
    id: DraftId,
    #[serde(default)]
    part: String,
    #[serde(default)]
    indicator: String,
    /// The revision from which the form was made.
    revision: u32,
    /// Put on top of this revision whatever it changed.
    #[serde(default)]
    over: Option<u32>,
    /// Fields of the form by name.
    #[serde(flatten)]
    typed: Pairs,
}

fn part_of(part: &str, indicator: &str) -> Result<Part, Problem> {
    if indicator.is_empty() {
        Part::from_word(part).ok_or(Problem::Missing)
    } else {
        Ok(Part::Indicator(indicator.to_owned()))
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/edit.html")]
pub(super) struct EditPage {
    #[serde(skip)]
    words: Words,
    draft: Draft,
    title: String,
    /// Where the form is sent.
    action: String,
    /// The revision from which the form is made.
    revision: u32,
    blocks: Vec<Block>,
    /// What is wrong with this part as it stands.
    faults: Vec<String>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl EditPage {
    fn draft_href(&self) -> String {
        format!("/schemes/drafts/{}", self.draft.id)
    }

    fn caption(&self, block: &Block) -> String {
        if block.title.is_empty() { self.title.clone() } else { block.title.clone() }
    }

    /// What a cell is called for whoever hears the page.
    fn cell_label(&self, row: &Row, cell: &Field) -> String {
        let name = if row.label.is_empty() { self.words.t("scheme-row-new") } else { row.label.clone() };
        self.words.f("scheme-cell", [("row", name), ("column", cell.label.clone())])
    }
}

impl Page for EditPage {
    fn title(&self) -> String {
        self.title.clone()
    }
}

/// The page of a part: `scheme` is what the form is made from, `revision` its number.
fn page(
    words: Words,
    draft: Draft,
    scheme: &Scheme,
    revision: u32,
    part: &Part,
) -> Result<EditPage, Problem> {
    let blocks = view(scheme, part, &words)?;
    let own = faults::all(scheme).into_iter().filter(|said| said.part.as_ref() == Some(part));
    Ok(EditPage {
        title: part.title(&words, scheme),
        action: format!("/schemes/drafts/{}{}", draft.id, part.tail()),
        revision,
        faults: own.map(|said| words.say(&said.say)).collect(),
        errors: Vec::new(),
        blocks,
        draft,
        words,
    })
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, input: PartOf) -> Result<EditPage, Problem> {
    let part = part_of(&input.part, &input.indicator)?;
    let (draft, scheme) = record::read(cx.db, input.id)?;
    if draft.state != State::Open {
        super::actions::open(&draft)?;
    }
    let revision = draft.revision;
    page(cx.words(), draft, &scheme, revision, &part)
}

pub(super) fn send(cx: &mut Writing<'_, PrepareCycle>, form: PartForm) -> Result<Done, Rejection> {
    let part = part_of(&form.part, &form.indicator)?;
    let from = From { revision: form.revision, over: form.over };
    let edit = |base: &Scheme| {
        if let Part::Indicator(code) = &part
            && base.indicators.iter().all(|indicator| indicator.code != *code)
        {
            return Err(Vec::new());
        }
        apply(base, &part, &form.typed)
    };
    let action = format!("/schemes/drafts/{}{}", form.id, part.tail());
    match save::save(cx, form.id, from, &edit)? {
        Saved::Done { draft, before, after, merged } => {
            let pressed = form.typed.get("do").map(String::as_str).unwrap_or_default();
            let part = renamed(&before, &after, part);
            let draft_page = format!("/schemes/drafts/{}", draft.id);
            let to = if pressed.is_empty() { draft_page } else { format!("{draft_page}{}", part.tail()) };
            let say = match merged {
                Some(by) => Say::new("scheme-saved-merged").with("by", by),
                None if before == after => Say::new("scheme-saved-same"),
                None => Say::new("scheme-saved"),
            };
            let revision = draft.revision + u32::from(before != after);
            Ok(Done::to(to).say(say).view(&serde_json::json!({ "id": draft.id, "revision": revision })))
        }
        Saved::Wrong { errors, .. } if errors.is_empty() => Err(Problem::Missing.into()),
        Saved::Wrong { base, errors } => Err(again(cx, &form, &base, &part, errors)?),
        Saved::Clash(clash) => Err(clash::refused(cx.words(), &clash, action, &form.typed, form.revision)),
    }
}

/// The form again with what was typed and what is wrong with it.
fn again(
    cx: &Writing<'_, PrepareCycle>,
    form: &PartForm,
    base: &Scheme,
    part: &Part,
    errors: Vec<FieldError>,
) -> Result<Rejection, Rejection> {
    let id = form.id;
    let draft = cx.read(move |c| Ok(record::find(c, id)?))?;
    let words = cx.words();
    let mut page = page(words.clone(), draft, base, form.revision, part)?;
    fill(&mut page.blocks, &form.typed, &errors, &words);
    page.errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    Ok(Rejection::form(page, errors))
}
