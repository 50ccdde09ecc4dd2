//! Ending an appointment by form.

use askama::Template;
use kernel::{Day, FieldError, Problem, Reach, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::list::post_label;
use super::record::{self, Appointment, AppointmentId};
use crate::dated::{Dated, Precision};
use crate::fields::{Faults, Fields, errors_of};
use crate::organisations::record as organisations;
use crate::persons::record as persons;
use crate::policy::WriteAppointments;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// An end as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct EndingForm {
    /// Number of the appointment; from the address.
    id: i64,
    /// First day on which the post is no longer held.
    until: String,
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "appointments/ending.html")]
pub(super) struct EndingPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: EndingForm,
    appointment: Appointment,
    name: String,
    organisation: String,
}

impl EndingPage {
    fn lead(&self) -> String {
        let post = post_label(&self.words, &self.appointment.post);
        self.words.f(
            "appointment-end-lead",
            [("name", self.name.clone()), ("organisation", self.organisation.clone()), ("post", post)],
        )
    }
}

impl Page for EndingPage {
    fn title(&self) -> String {
        self.words.t("appointment-end")
    }
}

/// The appointment within reach, with the names of person and organisation.
fn load(c: &mut Conn, id: i64, reach: &Reach) -> Result<(Appointment, String, String), Problem> {
    let appointment = record::find(c, AppointmentId(id))?;
    let organisation = organisations::find_within(c, appointment.org, reach)?.name;
    let name = persons::find(c, appointment.person)?.name;
    Ok((appointment, name, organisation))
}

fn page(
    words: Words,
    form: EndingForm,
    (appointment, name, organisation): (Appointment, String, String),
    errors: &[FieldError],
) -> EndingPage {
    EndingPage { faults: Faults::of(errors, &words), form, appointment, name, organisation, words }
}

pub(super) fn new(cx: &mut Reading<'_, WriteAppointments>, input: One) -> Result<EndingPage, Problem> {
    let loaded = load(cx.db, input.id, cx.permit.reach())?;
    let form = EndingForm { id: input.id, until: cx.today().to_string(), reason: String::new() };
    Ok(page(cx.words(), form, loaded, &[]))
}

pub(super) fn end(cx: &mut Writing<'_, WriteAppointments>, form: EndingForm) -> Result<Done, Rejection> {
    let (id, reach) = (form.id, cx.permit.reach().clone());
    let loaded = cx.read(move |c| load(c, id, &reach))?;
    let ended = check(&form, cx.today())
        .and_then(|(until, reason)| cx.write(move |tx| actions::end(tx, AppointmentId(id), until, &reason)));
    match ended {
        Ok(after) => {
            let (_, name, organisation) = loaded;
            let say = Say::new("appointment-was-ended").with("name", name).with("organisation", organisation);
            Ok(Done::to(format!("/organisations/{}", after.org)).say(say).view(&after))
        }
        Err(problem) => {
            let errors = errors_of(problem, "until")?;
            Err(Rejection::form(page(cx.words(), form, loaded, &errors), errors))
        }
    }
}

fn check(form: &EndingForm, today: Day) -> Result<(Day, String), Problem> {
    let mut fields = Fields::new();
    let until: Option<Dated> = fields.required_date("until", &form.until, today);
    if until.is_some_and(|until| until.precision != Precision::Day) {
        fields.wrong("until", "field-day");
    }
    let reason = fields.text("reason", &form.reason, 200);
    fields.done((until.map_or(today, |until| until.day), reason))
}
