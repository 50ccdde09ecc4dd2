//! Beginning a draft: from a kept version, from the sample, or from a file.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use web::{Done, File, Page, Reading, Rejection, Words, Writing};

use super::actions;
use crate::cycles::pages::chosen;
use crate::policy::PrepareCycle;
use crate::schemes::actions::check_draft;
use crate::schemes::editor::typed::{Pairs, Typed};
use crate::schemes::record::{self, Kept, SchemeId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct BeginForm {
    /// Number of a kept version, `blank` or `file`.
    begin: String,
    /// Name of a scheme from nothing.
    name: String,
    /// Its code.
    code: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/drafts/begin.html")]
pub(super) struct BeginPage {
    #[serde(skip)]
    words: Words,
    /// What to begin from: value and label.
    beginnings: Vec<(String, String)>,
    begin: String,
    name: String,
    code: String,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl BeginPage {
    fn new(words: Words, form: BeginForm, kept: &[Kept], errors: &[FieldError]) -> Self {
        let version = |one: &Kept| {
            let args = [("name", one.name.clone()), ("version", one.version.to_string())];
            (one.id.to_string(), words.f("scheme-begin-kept", args))
        };
        let mut beginnings: Vec<(String, String)> = kept.iter().map(version).collect();
        beginnings.push(("blank".into(), words.t("scheme-begin-blank")));
        beginnings.push(("file".into(), words.t("scheme-begin-file")));
        let first = beginnings.first().map(|(value, _)| value.clone()).unwrap_or_default();
        Self {
            begin: if form.begin.is_empty() { first } else { form.begin },
            errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
            name: form.name,
            code: form.code,
            beginnings,
            words,
        }
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join(" ")
    }
}

impl Page for BeginPage {
    fn title(&self) -> String {
        self.words.t("scheme-draft-new")
    }
}

pub(super) fn form(cx: &mut Reading<'_, PrepareCycle>, _: Nothing) -> Result<BeginPage, Problem> {
    let kept = record::all(cx.db)?;
    Ok(BeginPage::new(cx.words(), BeginForm::default(), &kept, &[]))
}

/// What the draft begins with.
enum Beginning {
    Kept(SchemeId),
    Scheme(Box<Scheme>),
}

fn beginning(form: &BeginForm, files: Vec<File>) -> Result<Beginning, Problem> {
    let wrong = |field: &str, says: Vec<Say>| {
        Problem::Invalid(says.into_iter().map(|say| FieldError { field: field.into(), say }).collect())
    };
    match form.begin.as_str() {
        "blank" => {
            let pairs: Pairs =
                [("name", &form.name), ("code", &form.code)].map(|(n, v)| (n.to_owned(), v.clone())).into();
            let mut typed = Typed::new(&pairs);
            let name = typed.required("name", "");
            let code = typed.code("code", "");
            if code.is_empty() {
                typed.wrong("code", "field-required");
            }
            if !typed.errors.is_empty() {
                return Err(Problem::Invalid(typed.errors));
            }
            Ok(Beginning::Scheme(Box::new(actions::blank(&name, &code)?)))
        }
        "file" => {
            let file = chosen(files, "scheme_file").into_iter().next();
            let (_, bytes) = file.ok_or_else(|| Problem::field("scheme_file", "scheme-file-needed"))?;
            let scheme = check_draft(&bytes).map_err(|says| wrong("scheme_file", says))?;
            Ok(Beginning::Scheme(Box::new(actions::tidy(scheme))))
        }
        number => match number.parse() {
            Ok(id) => Ok(Beginning::Kept(SchemeId(id))),
            Err(_) => Err(Problem::field("begin", "field-choice")),
        },
    }
}

pub(super) fn create(
    cx: &mut Writing<'_, PrepareCycle>,
    form: BeginForm,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let who = cx.principal().map(|who| who.name.clone()).unwrap_or_default();
    let begun = beginning(&form, files).and_then(|beginning| match beginning {
        Beginning::Kept(id) => {
            let scheme = cx.read(move |c| record::rules(c, id))?;
            cx.write(move |tx| actions::begin(tx, scheme, Some(id), &who))
        }
        Beginning::Scheme(scheme) => cx.write(move |tx| actions::begin(tx, *scheme, None, &who)),
    });
    match begun {
        Ok(id) => Ok(Done::to(format!("/schemes/drafts/{id}"))
            .say("scheme-draft-begun")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(Problem::Invalid(errors)) => {
            let kept = cx.read(|c| Ok(record::all(c)?))?;
            Err(Rejection::form(BeginPage::new(cx.words(), form, &kept, &errors), errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
