//! A decision by form.

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{Day, FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Decision, DecisionId};
use crate::bodies::{Bodies, choices};
use crate::meetings::record::{self as meetings, Meeting, MeetingId};
use crate::policy::KeepGroups;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfMeeting {
    id: MeetingId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: DecisionId,
}

/// A decision as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct DecisionForm {
    /// Number of the meeting, or of the decision to be corrected; from the address.
    id: i64,
    content: String,
    /// Number of the body that carries it out.
    org: String,
    person: String,
    due: String,
}

impl DecisionForm {
    fn of(decision: &Decision) -> Self {
        Self {
            id: decision.id.0,
            content: decision.content.clone(),
            org: decision.org.map(|org| org.to_string()).unwrap_or_default(),
            person: decision.person.clone(),
            due: decision.due.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn check(&self, body: Option<OrgBrief>) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let content = fields.required("content", &self.content, 500);
        let person = fields.text("person", &self.person, 30);
        let due = fields.optional_day("due", &self.due);
        if !self.org.trim().is_empty() {
            fields.choice("org", body.as_ref());
        } else if person.is_empty() {
            fields.wrong("org", "decision-nobody");
        }
        fields.done(Draft { content, body, person, due })
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "decisions/form.html")]
pub(super) struct DecisionFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: DecisionForm,
    meeting: Meeting,
    /// Bodies that are offered: number and name.
    bodies: Vec<(String, String)>,
    corrects: bool,
}

impl DecisionFormPage {
    fn meeting_at(&self) -> String {
        format!("/group-meetings/{}", self.meeting.id)
    }

    fn action(&self) -> String {
        match self.corrects {
            true => format!("/decisions/{}", self.form.id),
            false => format!("{}/decisions", self.meeting_at()),
        }
    }

    fn back(&self) -> String {
        if self.corrects { self.action() } else { self.meeting_at() }
    }
}

impl Page for DecisionFormPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects { "decision-edit" } else { "decision-new" })
    }
}

/// What the form needs beside what was typed.
struct Around {
    bodies: Bodies,
    words: Words,
    today: Day,
    corrects: bool,
}

fn page(
    c: &mut Conn,
    around: Around,
    form: DecisionForm,
    errors: &[FieldError],
) -> Result<DecisionFormPage, Problem> {
    let Around { bodies, words, today, corrects } = around;
    let meeting = match corrects {
        true => record::find(c, DecisionId(form.id))?.meeting,
        false => MeetingId(form.id),
    };
    let mut offered = bodies.offered(c, today)?;
    if let Some(body) = bodies.chosen(c, &form.org)?.filter(|body| offered.iter().all(|b| b.id != body.id)) {
        offered.push(body);
    }
    Ok(DecisionFormPage {
        faults: Faults::of(errors, &words),
        meeting: meetings::find(c, meeting)?,
        bodies: choices(words.t("decision-no-body"), &offered),
        form,
        corrects,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, KeepGroups>, of: OfMeeting) -> Result<DecisionFormPage, Problem> {
    let around =
        Around { bodies: Bodies::of(cx.site())?, words: cx.words(), today: cx.today(), corrects: false };
    page(cx.db, around, DecisionForm { id: of.id.0, ..DecisionForm::default() }, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepGroups>, one: One) -> Result<DecisionFormPage, Problem> {
    let around =
        Around { bodies: Bodies::of(cx.site())?, words: cx.words(), today: cx.today(), corrects: true };
    let decision = record::find(cx.db, one.id)?;
    page(cx.db, around, DecisionForm::of(&decision), &[])
}

fn checked(cx: &Writing<'_, KeepGroups>, form: &DecisionForm) -> Result<Draft, Problem> {
    let (bodies, typed) = (Bodies::of(cx.site())?, form.org.clone());
    let body = cx.read(move |c| bodies.chosen(c, &typed))?;
    form.check(body)
}

pub(super) fn create(cx: &mut Writing<'_, KeepGroups>, form: DecisionForm) -> Result<Done, Rejection> {
    let meeting = MeetingId(form.id);
    cx.read(move |c| meetings::find(c, meeting))?;
    match checked(cx, &form).and_then(|draft| cx.write(move |tx| actions::create(tx, meeting, &draft))) {
        Ok(id) => Ok(Done::to(format!("/group-meetings/{meeting}"))
            .say("decision-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, false, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepGroups>, form: DecisionForm) -> Result<Done, Rejection> {
    let id = DecisionId(form.id);
    cx.read(move |c| record::find(c, id))?;
    match checked(cx, &form).and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(after) => Ok(Done::to(format!("/decisions/{id}")).say("decision-was-corrected").view(&after)),
        Err(problem) => refuse(cx, form, true, problem),
    }
}

fn refuse(
    cx: &Writing<'_, KeepGroups>,
    form: DecisionForm,
    corrects: bool,
    problem: Problem,
) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "content")?;
    let around = Around { bodies: Bodies::of(cx.site())?, words: cx.words(), today: cx.today(), corrects };
    let shown = errors.clone();
    let page = cx.read(move |c| page(c, around, form, &shown))?;
    Err(Rejection::form(page, errors))
}
