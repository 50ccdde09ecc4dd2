//! A leading group by form.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Group, GroupId};
use crate::policy::KeepGroups;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: GroupId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// A group as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct GroupForm {
    /// Number of the group to be corrected; from the address.
    id: i64,
    name: String,
    duties: String,
    document: String,
    founded: String,
    ended: String,
}

impl GroupForm {
    fn of(group: &Group) -> Self {
        Self {
            id: group.id.0,
            name: group.name.clone(),
            duties: group.duties.clone(),
            document: group.document.clone(),
            founded: group.founded.to_string(),
            ended: group.ended.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn check(&self) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let name = fields.required("name", &self.name, 60);
        let duties = fields.text("duties", &self.duties, 1_000);
        let document = fields.text("document", &self.document, 60);
        let ended = fields.optional_day("ended", &self.ended);
        match fields.day("founded", &self.founded) {
            Some(founded) => fields.done(Draft { name, duties, document, founded, ended }),
            None => fields.done(()).and(Err(Problem::field("founded", "field-day"))),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "groups/form.html")]
pub(super) struct GroupFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: GroupForm,
}

impl GroupFormPage {
    fn new(words: Words, form: GroupForm, errors: &[FieldError]) -> Self {
        Self { faults: Faults::of(errors, &words), form, words }
    }

    fn action(&self) -> String {
        if self.form.id == 0 { "/leading-groups".into() } else { format!("/leading-groups/{}", self.form.id) }
    }
}

impl Page for GroupFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "group-new" } else { "group-edit" })
    }
}

pub(super) fn new(cx: &mut Reading<'_, KeepGroups>, _: Nothing) -> Result<GroupFormPage, Problem> {
    let form = GroupForm { founded: cx.today().to_string(), ..GroupForm::default() };
    Ok(GroupFormPage::new(cx.words(), form, &[]))
}

pub(super) fn edit(cx: &mut Reading<'_, KeepGroups>, one: One) -> Result<GroupFormPage, Problem> {
    let group = record::find(cx.db, one.id)?;
    Ok(GroupFormPage::new(cx.words(), GroupForm::of(&group), &[]))
}

pub(super) fn create(cx: &mut Writing<'_, KeepGroups>, form: GroupForm) -> Result<Done, Rejection> {
    let form = GroupForm { id: 0, ..form };
    match form.check().and_then(|draft| cx.write(move |tx| actions::create(tx, &draft))) {
        Ok(id) => Ok(Done::to(format!("/leading-groups/{id}"))
            .say("group-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepGroups>, form: GroupForm) -> Result<Done, Rejection> {
    let id = GroupId(form.id);
    cx.read(move |c| record::find(c, id))?;
    match form.check().and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(after) => Ok(Done::to(format!("/leading-groups/{id}")).say("group-was-corrected").view(&after)),
        Err(problem) => refuse(cx, form, problem),
    }
}

fn refuse(cx: &Writing<'_, KeepGroups>, form: GroupForm, problem: Problem) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "name")?;
    Err(Rejection::form(GroupFormPage::new(cx.words(), form, &errors), errors))
}
