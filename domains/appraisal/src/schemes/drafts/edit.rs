//! The form of one part of a draft, and sending it.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::record::{self, Draft, DraftId};
use super::save::{self, From, Saved};
use super::{actions, clash};
use crate::policy::PrepareCycle;
use crate::schemes::editor::part::Part;
use crate::schemes::editor::typed::Pairs;
use crate::schemes::editor::view::{Block, Field, Row, Table, fill};
use crate::schemes::editor::{apply, renamed, view};
use crate::schemes::faults;

/// Which form of which draft.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PartOf {
    id: DraftId,
    /// `general`, `categories`, `dimensions`, `ranking`, `grading`, `guards` or `vetoes`.
    part: String,
}

/// The form of which indicator.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IndicatorOf {
    id: DraftId,
    /// Its code.
    indicator: String,
}

/// A form that was sent.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PartForm {
    id: DraftId,
    /// As in the address of the form.
    part: String,
    /// The revision from which the form was made.
    #[serde(default)]
    revision: String,
    /// Put on top of this revision whatever it changed.
    #[serde(default)]
    over: String,
    /// Fields of the form by name.
    #[serde(flatten)]
    typed: Pairs,
}

/// The form of an indicator that was sent.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct IndicatorForm {
    id: DraftId,
    /// Its code.
    indicator: String,
    /// The revision from which the form was made.
    #[serde(default)]
    revision: String,
    /// Put on top of this revision whatever it changed.
    #[serde(default)]
    over: String,
    /// Fields of the form by name.
    #[serde(flatten)]
    typed: Pairs,
}

/// Either of them.
struct Sent {
    id: DraftId,
    part: Part,
    from: From,
    typed: Pairs,
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
    /// Numbers that can be read from records instead of being typed: code and name.
    recorded: Vec<(String, String)>,
}

impl EditPage {
    fn draft_href(&self) -> String {
        format!("/schemes/drafts/{}", self.draft.id)
    }

    fn caption(&self, block: &Block) -> String {
        if block.title.is_empty() { self.title.clone() } else { block.title.clone() }
    }

    fn table_kind(&self, table: &Table) -> &'static str {
        if table.grouped() { "table-edit table-grouped" } else { "table-edit" }
    }

    /// What the fields that are seldom needed are.
    fn more_label(&self, table: &Table) -> String {
        let fields = table.with_more().into_iter().next().map(|row| row.more.as_slice()).unwrap_or_default();
        self.words.t(if fields.len() > 1 { "scheme-more-names" } else { "scheme-more-codes" })
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
        recorded: Vec::new(),
        blocks,
        draft,
        words,
    })
}

pub(super) fn part_form(cx: &mut Reading<'_, PrepareCycle>, input: PartOf) -> Result<EditPage, Problem> {
    form(cx, input.id, &Part::from_word(&input.part).ok_or(Problem::Missing)?)
}

pub(super) fn indicator_form(
    cx: &mut Reading<'_, PrepareCycle>,
    input: IndicatorOf,
) -> Result<EditPage, Problem> {
    form(cx, input.id, &Part::Indicator(input.indicator))
}

fn form(cx: &mut Reading<'_, PrepareCycle>, id: DraftId, part: &Part) -> Result<EditPage, Problem> {
    let (draft, scheme) = record::read(cx.db, id)?;
    actions::open(&draft)?;
    let revision = draft.revision;
    let mut page = page(cx.words(), draft, &scheme, revision, part)?;
    if page.blocks.iter().flat_map(|block| &block.fields).any(|field| field.name == "fact") {
        let kinds = cx.site().facts().iter().flat_map(|teller| teller.kinds());
        page.recorded = kinds.map(|kind| (kind.code.to_owned(), page.words.t(kind.label))).collect();
    }
    Ok(page)
}

pub(super) fn send_part(cx: &mut Writing<'_, PrepareCycle>, form: PartForm) -> Result<Done, Rejection> {
    let part = Part::from_word(&form.part).ok_or(Problem::Missing)?;
    let from = From::read(&form.revision, &form.over)?;
    send(cx, Sent { id: form.id, part, from, typed: form.typed })
}

pub(super) fn send_indicator(
    cx: &mut Writing<'_, PrepareCycle>,
    form: IndicatorForm,
) -> Result<Done, Rejection> {
    let from = From::read(&form.revision, &form.over)?;
    send(cx, Sent { id: form.id, part: Part::Indicator(form.indicator), from, typed: form.typed })
}

fn send(cx: &mut Writing<'_, PrepareCycle>, form: Sent) -> Result<Done, Rejection> {
    let part = form.part.clone();
    let edit = |base: &Scheme| {
        if let Part::Indicator(code) = &part
            && base.indicators.iter().all(|indicator| indicator.code != *code)
        {
            return Err(Vec::new());
        }
        apply(base, &part, &form.typed)
    };
    let action = format!("/schemes/drafts/{}{}", form.id, part.tail());
    match save::save(cx, form.id, form.from, &edit)? {
        Saved::Done(standing) => {
            let save::Standing { draft, before, after, merged } = *standing;
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
        Saved::Wrong { base, errors } => Err(again(cx, &form, &base, errors)?),
        Saved::Clash(clash) => {
            Err(clash::refused(cx.words(), &clash, action, &form.typed, form.from.revision))
        }
    }
}

/// The form again with what was typed and what is wrong with it.
fn again(
    cx: &Writing<'_, PrepareCycle>,
    form: &Sent,
    base: &Scheme,
    errors: Vec<FieldError>,
) -> Result<Rejection, Rejection> {
    let id = form.id;
    let draft = cx.read(move |c| Ok(record::find(c, id)?))?;
    let words = cx.words();
    let mut page = page(words.clone(), draft, base, form.from.revision, &form.part)?;
    fill(&mut page.blocks, &form.typed, &errors, &words);
    page.errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    Ok(Rejection::form(page, errors))
}
