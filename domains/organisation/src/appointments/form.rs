//! Appointing, and correcting an appointment, by form.

use askama::Template;
use kernel::{Day, FieldError, OrgId, PersonId, Problem, Reach, Say, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, NewAppointment};
use super::list::post_label;
use super::post;
use super::record::{self, AppointmentId};
use crate::fields::{Faults, Fields, errors_of};
use crate::organisations::record as organisations;
use crate::persons::record as persons;
use crate::policy::{ReadPersons, WriteAppointments};
use crate::scope;

/// Whom and where, when the form is opened from a person or an organisation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Opened {
    /// Number of the organisation.
    org: String,
    /// Number of the person.
    person: String,
}

/// An appointment as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct AppointmentForm {
    /// Number of the appointment to be corrected; from the address.
    id: i64,
    /// Number of the person; when empty they are found by name.
    person: String,
    /// Name of the person.
    name: String,
    /// Full name of the organisation.
    organisation: String,
    post: String,
    /// `full` or `part`
    time: String,
    since: String,
}

/// What was typed, before persons and organisations are looked up.
struct Typed {
    post: String,
    full_time: bool,
    since: Option<crate::Dated>,
}

impl AppointmentForm {
    fn check(&self, today: Day) -> Result<Typed, Problem> {
        let mut fields = Fields::new();
        if self.id == 0 && self.person.trim().is_empty() {
            fields.required("name", &self.name, 60);
        }
        if self.id == 0 {
            fields.required("organisation", &self.organisation, 100);
        }
        let full_time = fields.choice("time", &self.time, |code| match code {
            "full" => Some(true),
            "part" => Some(false),
            _ => None,
        });
        let typed = Typed {
            post: fields.required("post", &self.post, 30),
            full_time: full_time.unwrap_or(false),
            since: fields.required_date("since", &self.since, today),
        };
        fields.done(typed)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "appointments/form.html")]
pub(super) struct AppointmentFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: AppointmentForm,
    /// Number of the appointment that is corrected; `None` for a new one.
    corrects: Option<i64>,
    /// Known posts: the word kept and the word shown.
    posts: Vec<(String, String)>,
    #[serde(skip)]
    times: Vec<(String, String)>,
}

impl AppointmentFormPage {
    fn action(&self) -> String {
        self.corrects.map_or_else(|| "/appointments".to_owned(), |id| format!("/appointments/{id}"))
    }

    fn lead(&self) -> String {
        if self.corrects.is_none() {
            return self.words.t("appointment-new-lead");
        }
        format!("{} · {}", self.form.name, self.form.organisation)
    }
}

impl Page for AppointmentFormPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects.is_some() { "appointment-correct" } else { "appointment-new" })
    }
}

fn page(words: Words, form: AppointmentForm, errors: &[FieldError]) -> AppointmentFormPage {
    AppointmentFormPage {
        faults: Faults::of(errors, &words),
        corrects: (form.id != 0).then_some(form.id),
        form,
        posts: post::known().map(|word| (word.to_owned(), post_label(&words, word))).collect(),
        times: vec![
            ("part".to_owned(), words.t("appointment-part-time")),
            ("full".to_owned(), words.t("appointment-full-time")),
        ],
        words,
    }
}

pub(super) fn new(
    cx: &mut Reading<'_, WriteAppointments>,
    opened: Opened,
) -> Result<AppointmentFormPage, Problem> {
    let mut form = AppointmentForm { time: "part".into(), ..AppointmentForm::default() };
    if let Ok(org) = opened.org.trim().parse() {
        form.organisation = organisations::find_within(cx.db, OrgId(org), cx.permit.reach())?.name;
    }
    if let Ok(person) = opened.person.trim().parse() {
        let reach = scope::reach::<ReadPersons>(cx.principal(), cx.today()).unwrap_or_default();
        let found = persons::find_within(cx.db, PersonId(person), &reach)?;
        (form.person, form.name) = (found.id.to_string(), found.name);
    }
    Ok(page(cx.words(), form, &[]))
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// The form of an appointment within reach, filled with what is on record.
fn load(c: &mut Conn, id: i64, reach: &Reach) -> Result<(AppointmentForm, OrgId), Problem> {
    let appointment = record::find(c, AppointmentId(id))?;
    let organisation = organisations::find_within(c, appointment.org, reach)?;
    let form = AppointmentForm {
        id,
        person: appointment.person.to_string(),
        name: persons::find(c, appointment.person)?.name,
        organisation: organisation.name,
        post: appointment.post,
        time: if appointment.full_time { "full" } else { "part" }.into(),
        since: appointment.since.map(|since| since.to_string()).unwrap_or_default(),
    };
    Ok((form, organisation.id))
}

pub(super) fn edit(
    cx: &mut Reading<'_, WriteAppointments>,
    input: One,
) -> Result<AppointmentFormPage, Problem> {
    let (form, _) = load(cx.db, input.id, cx.permit.reach())?;
    Ok(page(cx.words(), form, &[]))
}

pub(super) fn correct(
    cx: &mut Writing<'_, WriteAppointments>,
    form: AppointmentForm,
) -> Result<Done, Rejection> {
    let (id, reach) = (form.id, cx.permit.reach().clone());
    let (on_record, org) = cx.read(move |c| load(c, id, &reach))?;
    let form = AppointmentForm { name: on_record.name, organisation: on_record.organisation, ..form };
    let corrected = form.check(cx.today()).and_then(|typed| {
        cx.write(move |tx| actions::correct(tx, AppointmentId(id), &typed.post, typed.full_time, typed.since))
    });
    match corrected {
        Ok(after) => {
            let say = Say::new("appointment-was-corrected").with("name", &form.name);
            Ok(Done::to(format!("/organisations/{org}")).say(say).view(&after))
        }
        Err(problem) => {
            let errors = errors_of(problem, "post")?;
            Err(Rejection::form(page(cx.words(), form, &errors), errors))
        }
    }
}

pub(super) fn create(
    cx: &mut Writing<'_, WriteAppointments>,
    form: AppointmentForm,
) -> Result<Done, Rejection> {
    let form = AppointmentForm { id: 0, ..form };
    let reach = cx.permit.reach().clone();
    let sees = scope::reach::<ReadPersons>(cx.principal(), cx.today()).unwrap_or_default();
    let named = form.clone();
    let appointed = form.check(cx.today()).and_then(|typed| {
        cx.write(move |tx| {
            let org = organisation_of(tx, &named.organisation, &reach)?;
            let person = person_of(tx, &named, &sees)?;
            let new = NewAppointment {
                person,
                org,
                post: typed.post,
                full_time: typed.full_time,
                since: typed.since,
            };
            let id = actions::appoint(tx, &new)?;
            Ok((id, org))
        })
    });
    match appointed {
        Ok((id, org)) => Ok(Done::to(format!("/organisations/{org}"))
            .say(Say::new("appointment-was-made").with("name", &form.name).with("post", &form.post))
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => {
            let errors = errors_of(problem, "organisation")?;
            Err(Rejection::form(page(cx.words(), form, &errors), errors))
        }
    }
}

fn organisation_of(c: &mut Conn, name: &str, reach: &Reach) -> Result<OrgId, Problem> {
    let found = organisations::by_name(c, name)?.into_iter().find(|org| reach.covers(org.id, &org.path));
    found.map(|org| org.id).ok_or_else(|| Problem::field("organisation", "field-organisation"))
}

/// The person by number, or the only one of that name.
fn person_of(c: &mut Conn, form: &AppointmentForm, sees: &Reach) -> Result<PersonId, Problem> {
    let missing = || Problem::field("name", "appointment-no-person");
    if let Ok(id) = form.person.trim().parse() {
        return persons::find_within(c, PersonId(id), sees).map(|person| person.id).map_err(|_| missing());
    }
    let mut found = Vec::new();
    for person in persons::by_name(c, &names::fold(&form.name))? {
        if persons::find_within(c, person.id, sees).is_ok() {
            found.push(person.id);
        }
    }
    match found.as_slice() {
        [] => Err(missing()),
        [only] => Ok(*only),
        several => {
            Err(Problem::field("name", Say::new("appointment-several-persons").with("n", several.len())))
        }
    }
}
