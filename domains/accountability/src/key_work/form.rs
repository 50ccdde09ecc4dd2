//! An item of key work by form.

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Draft};
use super::record::{self, KeyWork, KeyWorkId};
use crate::bodies::{Bodies, choices};
use crate::policy::SetKeyWork;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: KeyWorkId,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    /// The year of the list.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
}

/// An item as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct KeyWorkForm {
    /// Number of the item to be corrected; from the address.
    id: i64,
    year: String,
    title: String,
    standard: String,
    /// Number of the lead body.
    org: String,
    due: String,
}

impl KeyWorkForm {
    fn of(item: &KeyWork) -> Self {
        Self {
            id: item.id.0,
            year: item.year.to_string(),
            title: item.title.clone(),
            standard: item.standard.clone(),
            org: item.org.to_string(),
            due: item.due.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn check(&self, lead: Option<OrgBrief>) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let year = fields.number("year", &self.year, 2000, 2100);
        let title = fields.required("title", &self.title, 200);
        let standard = fields.required("standard", &self.standard, 500);
        let due = fields.optional_day("due", &self.due);
        match fields.choice("org", lead) {
            Some(lead) => {
                let year = i16::try_from(year).unwrap_or(i16::MAX);
                fields.done(Draft { year, title, standard, lead, due })
            }
            None => fields.done(()).and(Err(Problem::field("org", "field-choice"))),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "key_work/form.html")]
pub(super) struct KeyWorkFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: KeyWorkForm,
    /// Lead bodies that are offered: number and name.
    bodies: Vec<(String, String)>,
}

impl KeyWorkFormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/key-work".into() } else { format!("/key-work/{}", self.form.id) }
    }
}

impl Page for KeyWorkFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "key-work-new" } else { "key-work-edit" })
    }
}

fn page(
    c: &mut Conn,
    bodies: &Bodies,
    words: Words,
    form: KeyWorkForm,
    errors: &[FieldError],
    today: kernel::Day,
) -> Result<KeyWorkFormPage, Problem> {
    let mut offered = bodies.offered(c, today)?;
    // The body that leads an item now, though it may not be offered any more.
    if let Some(lead) = bodies.chosen(c, &form.org)?.filter(|lead| offered.iter().all(|b| b.id != lead.id)) {
        offered.push(lead);
    }
    let offered = choices(words.t("accountability-choose"), &offered);
    Ok(KeyWorkFormPage { faults: Faults::of(errors, &words), bodies: offered, form, words })
}

pub(super) fn new(cx: &mut Reading<'_, SetKeyWork>, opened: Opened) -> Result<KeyWorkFormPage, Problem> {
    let (bodies, today) = (Bodies::of(cx.site())?, cx.today());
    let year = opened.year.unwrap_or_else(|| today.year()).to_string();
    page(cx.db, &bodies, cx.words(), KeyWorkForm { year, ..KeyWorkForm::default() }, &[], today)
}

pub(super) fn edit(cx: &mut Reading<'_, SetKeyWork>, one: One) -> Result<KeyWorkFormPage, Problem> {
    let (bodies, today) = (Bodies::of(cx.site())?, cx.today());
    let item = record::find(cx.db, one.id)?;
    page(cx.db, &bodies, cx.words(), KeyWorkForm::of(&item), &[], today)
}

pub(super) fn create(cx: &mut Writing<'_, SetKeyWork>, form: KeyWorkForm) -> Result<Done, Rejection> {
    let form = KeyWorkForm { id: 0, ..form };
    match checked(cx, &form).and_then(|draft| cx.write(move |tx| actions::create(tx, &draft))) {
        Ok(id) => Ok(Done::to(format!("/key-work/{id}"))
            .say("key-work-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, SetKeyWork>, form: KeyWorkForm) -> Result<Done, Rejection> {
    let id = KeyWorkId(form.id);
    let item = cx.read(move |c| record::find(c, id))?;
    let form = KeyWorkForm { year: item.year.to_string(), ..form };
    match checked(cx, &form).and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(after) => Ok(Done::to(format!("/key-work/{id}")).say("key-work-was-corrected").view(&after)),
        Err(problem) => refuse(cx, form, problem),
    }
}

fn checked(cx: &Writing<'_, SetKeyWork>, form: &KeyWorkForm) -> Result<Draft, Problem> {
    let (bodies, typed) = (Bodies::of(cx.site())?, form.org.clone());
    let lead = cx.read(move |c| bodies.chosen(c, &typed))?;
    form.check(lead)
}

fn refuse(cx: &Writing<'_, SetKeyWork>, form: KeyWorkForm, problem: Problem) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "title")?;
    let (bodies, words, today, shown) = (Bodies::of(cx.site())?, cx.words(), cx.today(), errors.clone());
    let page = cx.read(move |c| page(c, &bodies, words, form, &shown, today))?;
    Err(Rejection::form(page, errors))
}
