//! Sending a file. It is read at once: what cannot be read at all is refused here, with the reason beside the field.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use office::{Limits, Manual};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, File, Page, Reading, Rejection, Words, Writing};

use super::super::ImportRoster;
use super::super::files::{self, Source};
use super::super::roster::{Roster, recognise};
use super::Nothing;
use crate::identity::IdentityKey;

/// What comes with the file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Upload {
    /// `organisations`, `cadres`, or nothing to recognise it by its heads.
    #[serde(default)]
    roster: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "imports/pages/form.html")]
pub(super) struct UploadPage {
    #[serde(skip)]
    words: Words,
    roster: String,
    #[serde(skip)]
    rosters: Vec<(String, String)>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl UploadPage {
    fn error(&self) -> &str {
        self.errors.first().map_or("", |(_, text)| text.as_str())
    }

    fn new(words: Words, roster: String, errors: &[FieldError]) -> Self {
        let choice = |code: &str| (code.to_owned(), words.t(&format!("import-roster-{code}")));
        let rosters = std::iter::once((String::new(), words.t("import-roster-recognise")))
            .chain(Roster::ALL.into_iter().map(|roster| choice(roster.code())))
            .collect();
        let errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
        Self { words, roster, rosters, errors }
    }
}

impl Page for UploadPage {
    fn title(&self) -> String {
        self.words.t("import-new")
    }
}

pub(super) fn form(cx: &mut Reading<'_, ImportRoster>, _: Nothing) -> Result<UploadPage, Problem> {
    Ok(UploadPage::new(cx.words(), String::new(), &[]))
}

pub(super) fn upload(
    cx: &mut Writing<'_, ImportRoster>,
    key: &IdentityKey,
    input: Upload,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let refuse = |cx: &Writing<'_, ImportRoster>, say: Say| {
        let errors = vec![FieldError { field: "file".into(), say }];
        let page = UploadPage::new(cx.words(), input.roster.clone(), &errors);
        Err(Rejection::form(page, errors))
    };
    let Some(file) = files.into_iter().find(|file| file.field == "file") else {
        return refuse(cx, Say::new("import-file-needed"));
    };
    let book = match office::read(&file.name, &file.bytes, &Limits::default()) {
        Ok(book) => book,
        Err(error) => return refuse(cx, error.say()),
    };
    let Some(roster) = Roster::from_code(&input.roster).or_else(|| recognise(&book)) else {
        return refuse(cx, Say::new("import-unknown-roster").with("file", &file.name));
    };
    drop(book);
    let source = Source::seal(&file.name, &file.bytes, key, cx.site().chance.as_ref())?;
    let id = cx.write(move |tx| files::begin(tx, roster, &source, &Manual::default()))?;
    Ok(Done::to(format!("/imports/{id}"))
        .say(Say::new("import-was-sent").with("file", &file.name))
        .view(&serde_json::json!({ "id": id, "roster": roster }))
        .created())
}
