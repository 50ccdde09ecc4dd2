//! Kept schemes, readable by people.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Download, File, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::drafts::{
    self,
    record::{Draft, DraftId, State},
};
use super::in_words::{self, Rules};
use super::record::{self, Kept, SchemeId};
use crate::cycles::pages::chosen;
use crate::policy::{PrepareCycle, ReadPreparation};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: SchemeId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/list.html")]
pub(super) struct SchemeList {
    #[serde(skip)]
    words: Words,
    schemes: Vec<Kept>,
    /// Drafts that can be edited.
    drafts: Vec<Draft>,
    /// Drafts that were given up.
    discarded: Vec<Draft>,
    may_prepare: bool,
}

impl Page for SchemeList {
    fn title(&self) -> String {
        self.words.t("appraisal-schemes")
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadPreparation>, _: Nothing) -> Result<SchemeList, Problem> {
    let all = drafts::record::all(cx.db)?;
    let (drafts, discarded) = all.into_iter().partition(|draft| draft.state == State::Open);
    let schemes = record::all(cx.db)?;
    Ok(SchemeList { schemes, drafts, discarded, may_prepare: cx.can::<PrepareCycle>(), words: cx.words() })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/form.html")]
pub(super) struct SchemeForm {
    #[serde(skip)]
    words: Words,
    errors: Vec<(String, String)>,
}

impl Page for SchemeForm {
    fn title(&self) -> String {
        self.words.t("appraisal-scheme-add")
    }
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, _: Nothing) -> Result<SchemeForm, Problem> {
    Ok(SchemeForm { words: cx.words(), errors: Vec::new() })
}

pub(super) fn create(
    cx: &mut Writing<'_, PrepareCycle>,
    _: Nothing,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let read = match chosen(files, "scheme_file").into_iter().next() {
        Some((_, bytes)) => actions::check(&bytes),
        None => Err(vec![Say::new("appraisal-scheme-needed")]),
    };
    let says = match read {
        Ok((text, scheme)) => match cx.write(move |tx| actions::keep(tx, &text, &scheme)) {
            Ok(id) => {
                let view = serde_json::json!({ "id": id });
                return Ok(Done::to(format!("/schemes/{id}"))
                    .say("appraisal-scheme-kept")
                    .view(&view)
                    .created());
            }
            Err(Problem::Refused(say)) => vec![say],
            Err(problem) => return Err(problem.into()),
        },
        Err(says) => says,
    };
    let words = cx.words();
    let errors = says.iter().map(|say| ("scheme_file".to_owned(), words.say(say))).collect();
    let fields = says.into_iter().map(|say| FieldError { field: "scheme_file".into(), say }).collect();
    Err(Rejection::form(SchemeForm { words, errors }, fields))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/show.html")]
pub(super) struct SchemeShow {
    #[serde(skip)]
    words: Words,
    scheme: Kept,
    years: Vec<i16>,
    #[serde(flatten)]
    rules: Rules,
    /// Number of the version kept before it under the same code.
    before: Option<SchemeId>,
    /// Number of the draft it came from.
    draft: Option<DraftId>,
    may_prepare: bool,
}

impl SchemeShow {
    fn at(&self, tail: &str) -> String {
        format!("/schemes/{}{tail}", self.scheme.id)
    }

    fn comparison(&self, with: &SchemeId) -> String {
        format!("/schemes/{with}/difference?with={}", self.scheme.id)
    }
}

impl Page for SchemeShow {
    fn title(&self) -> String {
        let args = [("name", self.scheme.name.clone()), ("version", self.scheme.version.to_string())];
        self.words.f("appraisal-scheme-named", args)
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<SchemeShow, Problem> {
    let scheme = record::find(cx.db, input.id)?;
    let rules = in_words::rules(&record::rules(cx.db, input.id)?, &cx.words());
    let all = record::all(cx.db)?;
    let earlier = all.iter().filter(|one| one.code == scheme.code && one.version < scheme.version);
    Ok(SchemeShow {
        before: earlier.max_by_key(|one| one.version).map(|one| one.id),
        draft: drafts::record::of_kept(cx.db, input.id)?,
        years: record::years(cx.db, input.id)?,
        may_prepare: cx.can::<PrepareCycle>(),
        words: cx.words(),
        rules,
        scheme,
    })
}

/// The file as it was uploaded.
pub(super) fn file(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<Download, Problem> {
    let scheme = record::find(cx.db, input.id)?;
    let name = format!("{}-{}.toml", scheme.code, scheme.version);
    let bytes = record::text(cx.db, input.id)?.into_bytes();
    Ok(Download { name, mime: "application/toml", bytes })
}
