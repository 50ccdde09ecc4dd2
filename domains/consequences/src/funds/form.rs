//! Setting up and correcting an account by form.

use askama::Template;
use kernel::{FieldError, Problem, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, AccountId};
use crate::fields::{Faults, Fields, Figures, errors_of};
use crate::policy::ProposeAllocation;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AccountId,
}

/// An account as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct AccountForm {
    /// Number of the account to be corrected; from the address.
    id: i64,
    year: String,
    source: String,
    budget: String,
    note: String,
}

impl AccountForm {
    fn check(&self) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let year = names::fold(&self.year).parse::<i16>().ok().filter(|year| (1950..2200).contains(year));
        let year = year.unwrap_or_else(|| {
            fields.wrong("year", "fund-year-wrong");
            0
        });
        let draft = Draft {
            year,
            source: fields.required("source", &self.source, 40),
            budget: fields.positive("budget", &self.budget),
            note: fields.text("note", &self.note, 500),
        };
        fields.done(draft)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "funds/form.html")]
pub(super) struct AccountFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: AccountForm,
    /// Sources that were used before.
    sources: Vec<String>,
    /// Only the note can be corrected.
    settled: bool,
}

impl AccountFormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/funds".into() } else { format!("/funds/{}", self.form.id) }
    }
}

impl Page for AccountFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "fund-new" } else { "fund-edit" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    form: AccountForm,
    errors: &[FieldError],
) -> Result<AccountFormPage, Problem> {
    let mut sources: Vec<String> = record::all(c)?.into_iter().map(|account| account.source).collect();
    sources.sort();
    sources.dedup();
    let settled = form.id != 0 && actions::is_settled(c, AccountId(form.id))?;
    Ok(AccountFormPage { faults: Faults::of(errors, &words), form, sources, settled, words })
}

pub(super) fn new(cx: &mut Reading<'_, ProposeAllocation>, _: Nothing) -> Result<AccountFormPage, Problem> {
    let (words, year) = (cx.words(), cx.today().year().to_string());
    page(cx.db, words, AccountForm { year, ..AccountForm::default() }, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, ProposeAllocation>, one: One) -> Result<AccountFormPage, Problem> {
    let words = cx.words();
    let account = record::find(cx.db, one.id)?;
    let form = AccountForm {
        id: account.id.0,
        year: account.year.to_string(),
        source: account.source,
        budget: account.budget.to_string(),
        note: account.note,
    };
    page(cx.db, words, form, &[])
}

pub(super) fn create(cx: &mut Writing<'_, ProposeAllocation>, form: AccountForm) -> Result<Done, Rejection> {
    let form = AccountForm { id: 0, ..form };
    let made = form.check().and_then(|draft| cx.write(move |tx| actions::create(tx, &draft)));
    match made {
        Ok(id) => Ok(Done::to(format!("/funds/{id}"))
            .say("fund-account-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, ProposeAllocation>, form: AccountForm) -> Result<Done, Rejection> {
    let id = AccountId(form.id);
    let account = cx.read(move |c| record::find(c, id))?;
    let settled = cx.read(move |c| actions::is_settled(c, id))?;
    // What can no longer be corrected is not asked for.
    let form = match settled {
        true => AccountForm {
            year: account.year.to_string(),
            source: account.source,
            budget: account.budget.to_string(),
            ..form
        },
        false => form,
    };
    let corrected = form.check().and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft)));
    match corrected {
        Ok(after) => Ok(Done::to(format!("/funds/{id}")).say("fund-account-corrected").view(&after)),
        Err(problem) => refuse(cx, form, problem),
    }
}

fn refuse(
    cx: &Writing<'_, ProposeAllocation>,
    form: AccountForm,
    problem: Problem,
) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "budget")?;
    let (words, shown) = (cx.words(), errors.clone());
    let page = cx.read(move |c| page(c, words, form, &shown))?;
    Err(Rejection::form(page, errors))
}
