//! A meeting by form.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Meeting, MeetingId};
use crate::groups::record::{self as groups, Group, GroupId, Member, MemberId};
use crate::groups::role_word;
use crate::policy::KeepGroups;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfGroup {
    id: GroupId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: MeetingId,
}

/// A meeting as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct MeetingForm {
    /// Number of the group, or of the meeting to be corrected; from the address.
    id: i64,
    title: String,
    held_on: String,
    place: String,
    chair: String,
    recorder: String,
    guests: String,
    agenda: String,
    minutes: String,
    /// Numbers of the members of the group.
    member: Vec<String>,
    /// Beside each: `present`, `leave`, or nothing when they were not due.
    attendance: Vec<String>,
}

impl MeetingForm {
    fn of(meeting: &Meeting, attendance: &[record::Attendance]) -> Self {
        let mark = |one: &record::Attendance| if one.present { "present" } else { "leave" };
        Self {
            id: meeting.id.0,
            title: meeting.title.clone(),
            held_on: meeting.held_on.to_string(),
            place: meeting.place.clone(),
            chair: meeting.chair.clone(),
            recorder: meeting.recorder.clone(),
            guests: meeting.guests.clone(),
            agenda: meeting.agenda.clone(),
            minutes: meeting.minutes.clone(),
            member: attendance.iter().map(|one| one.member.to_string()).collect(),
            attendance: attendance.iter().map(|one| mark(one).to_owned()).collect(),
        }
    }

    fn mark(&self, member: MemberId) -> &str {
        let place = self.member.iter().position(|id| *id == member.to_string());
        place.and_then(|place| self.attendance.get(place)).map(String::as_str).unwrap_or_default()
    }

    fn check(&self) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let title = fields.required("title", &self.title, 100);
        let held_on = fields.day("held_on", &self.held_on);
        let place = fields.required("place", &self.place, 60);
        let chair = fields.required("chair", &self.chair, 30);
        let recorder = fields.required("recorder", &self.recorder, 30);
        let guests = fields.text("guests", &self.guests, 300);
        let agenda = fields.required("agenda", &self.agenda, 2_000);
        let minutes = fields.text("minutes", &self.minutes, 10_000);
        let mut attendance = Vec::new();
        for (id, mark) in self.member.iter().zip(&self.attendance) {
            let present = match mark.as_str() {
                "present" => true,
                "leave" => false,
                _ => continue,
            };
            match id.parse() {
                Ok(member) => attendance.push((MemberId(member), present)),
                Err(_) => fields.wrong("attendance", "field-choice"),
            }
        }
        match held_on {
            Some(held_on) => fields.done(Draft {
                title,
                held_on,
                place,
                chair,
                recorder,
                guests,
                agenda,
                minutes,
                attendance,
            }),
            None => fields.done(()).and(Err(Problem::field("held_on", "field-day"))),
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "meetings/form.html")]
pub(super) struct MeetingFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: MeetingForm,
    group: Group,
    members: Vec<Member>,
    /// A meeting is corrected, not recorded.
    corrects: bool,
}

impl MeetingFormPage {
    fn group_at(&self) -> String {
        format!("/leading-groups/{}", self.group.id)
    }

    fn action(&self) -> String {
        match self.corrects {
            true => format!("/group-meetings/{}", self.form.id),
            false => format!("{}/meetings", self.group_at()),
        }
    }

    fn back(&self) -> String {
        if self.corrects { self.action() } else { self.group_at() }
    }

    fn field(&self, member: &Member) -> String {
        format!("member-{}", member.id)
    }

    fn fault(&self, member: &Member) -> String {
        self.faults.at(&self.field(member)).to_owned()
    }

    fn role(&self, member: &Member) -> String {
        role_word(&self.words, member.role)
    }

    fn marks(&self, member: &Member) -> Vec<(&'static str, String, bool)> {
        let mark = self.form.mark(member.id);
        let one = |code: &'static str, key: &str| (code, self.words.t(key), code == mark);
        vec![one("", "meeting-not-due"), one("present", "meeting-present"), one("leave", "meeting-leave")]
    }
}

impl Page for MeetingFormPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects { "meeting-edit" } else { "meeting-new" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    form: MeetingForm,
    corrects: bool,
    errors: &[FieldError],
) -> Result<MeetingFormPage, Problem> {
    let group = match corrects {
        true => record::find(c, MeetingId(form.id))?.group,
        false => GroupId(form.id),
    };
    Ok(MeetingFormPage {
        faults: Faults::of(errors, &words),
        group: groups::find(c, group)?,
        members: groups::members(c, group)?,
        form,
        corrects,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, KeepGroups>, of: OfGroup) -> Result<MeetingFormPage, Problem> {
    let today = cx.today();
    let members = groups::members(cx.db, of.id)?;
    // Who belongs to the group today is expected to have come.
    let due: Vec<_> = members.iter().filter(|member| member.on(today)).collect();
    let form = MeetingForm {
        id: of.id.0,
        held_on: today.to_string(),
        member: due.iter().map(|member| member.id.to_string()).collect(),
        attendance: due.iter().map(|_| "present".to_owned()).collect(),
        ..MeetingForm::default()
    };
    page(cx.db, cx.words(), form, false, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, KeepGroups>, one: One) -> Result<MeetingFormPage, Problem> {
    let meeting = record::find(cx.db, one.id)?;
    let attendance = record::attendance(cx.db, one.id)?;
    page(cx.db, cx.words(), MeetingForm::of(&meeting, &attendance), true, &[])
}

pub(super) fn create(cx: &mut Writing<'_, KeepGroups>, form: MeetingForm) -> Result<Done, Rejection> {
    let group = GroupId(form.id);
    cx.read(move |c| groups::find(c, group))?;
    match form.check().and_then(|draft| cx.write(move |tx| actions::create(tx, group, &draft))) {
        Ok(id) => Ok(Done::to(format!("/group-meetings/{id}"))
            .say("meeting-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, false, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, KeepGroups>, form: MeetingForm) -> Result<Done, Rejection> {
    let id = MeetingId(form.id);
    cx.read(move |c| record::find(c, id))?;
    match form.check().and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(after) => Ok(Done::to(format!("/group-meetings/{id}")).say("meeting-was-corrected").view(&after)),
        Err(problem) => refuse(cx, form, true, problem),
    }
}

fn refuse(
    cx: &Writing<'_, KeepGroups>,
    form: MeetingForm,
    corrects: bool,
    problem: Problem,
) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "title")?;
    let (words, shown) = (cx.words(), errors.clone());
    let page = cx.read(move |c| page(c, words, form, corrects, &shown))?;
    Err(Rejection::form(page, errors))
}
