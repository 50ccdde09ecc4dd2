//! The forms of dated events: one page, which shows the fields that the event needs.

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Change, Part};
use crate::dated::Dated;
use crate::fields::{Faults, Fields, errors_of};
use crate::organisations::kind::{EventKind, Kind};
use crate::organisations::list::kind_key;
use crate::organisations::record::{self, Organisation};
use crate::policy::RecordEvents;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// An event as typed. Which fields count depends on the event.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct EventForm {
    /// Number of the organisation; from the address.
    id: i64,
    /// `2015-12-02`, or a month.
    on: String,
    /// Number of the document that ordered it.
    document: String,
    note: String,
    /// New name; of a split: name of the new organisation.
    name: String,
    short_name: String,
    /// Code of the organisation that a split makes.
    code: String,
    /// Members who go over to it.
    members: String,
    /// Code of the higher kind.
    kind: String,
    /// Full name of the other organisation: the new parent, or the one that takes this one up.
    other: String,
}

/// An event that can be carried out.
enum Checked {
    Rename { name: String, short_name: String },
    Move { under: String },
    Upgrade { kind: Kind, name: String },
    Split(Part),
    Merge { into: String },
    Abolish,
}

impl EventForm {
    fn check(&self, kind: EventKind, today: Day) -> Result<(Checked, Change), Problem> {
        let mut fields = Fields::new();
        let checked = match kind {
            EventKind::Moved => Checked::Move { under: fields.required("other", &self.other, 100) },
            EventKind::Merged => Checked::Merge { into: fields.required("other", &self.other, 100) },
            EventKind::Abolished => Checked::Abolish,
            EventKind::Upgraded => Checked::Upgrade {
                kind: fields.choice("kind", &self.kind, Kind::from_code).unwrap_or(Kind::Committee),
                name: fields.required("name", &self.name, 100),
            },
            EventKind::Split => Checked::Split(Part {
                name: fields.required("name", &self.name, 100),
                code: fields.text("code", &self.code, 30),
                members: fields.number("members", &self.members, 1_000_000).unwrap_or(0),
            }),
            EventKind::Renamed | EventKind::Founded => Checked::Rename {
                name: fields.required("name", &self.name, 100),
                short_name: fields.text("short_name", &self.short_name, 50),
            },
        };
        let on = fields.required_date("on", &self.on, today);
        let change = Change {
            on: on.unwrap_or(Dated::on(today)),
            document: fields.text("document", &self.document, 60),
            note: fields.text("note", &self.note, 500),
        };
        fields.done((checked, change))
    }
}

/// Words and address of an event's form.
struct Face {
    title: &'static str,
    lead: &'static str,
    part: &'static str,
    done: &'static str,
}

fn face(kind: EventKind) -> Face {
    let face = |title, lead, part, done| Face { title, lead, part, done };
    match kind {
        EventKind::Moved => face("event-move", "event-move-lead", "move", "event-was-move"),
        EventKind::Merged => face("event-merger", "event-merger-lead", "merger", "event-was-merger"),
        EventKind::Split => face("event-split", "event-split-lead", "split", "event-was-split"),
        EventKind::Upgraded => face("event-upgrade", "event-upgrade-lead", "upgrade", "event-was-upgrade"),
        EventKind::Abolished => {
            face("event-abolition", "event-abolition-lead", "abolition", "event-was-abolition")
        }
        EventKind::Founded | EventKind::Renamed => {
            face("event-renaming", "event-renaming-lead", "renaming", "event-was-renaming")
        }
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "events/form.html")]
pub(super) struct EventFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: EventForm,
    event: EventKind,
    organisation: OrgId,
    name: String,
    /// Higher kinds to choose from.
    #[serde(skip)]
    kinds: Vec<(String, String)>,
    /// Names of the organisations that can be the other one.
    others: Vec<String>,
}

impl EventFormPage {
    fn lead(&self) -> String {
        self.words.f(face(self.event).lead, [("name", self.name.clone())])
    }

    fn action(&self) -> String {
        format!("/organisations/{}/{}", self.organisation, face(self.event).part)
    }

    fn other_label(&self) -> String {
        self.words.t(if self.event == EventKind::Moved { "event-new-parent" } else { "event-into" })
    }

    fn tone(&self) -> &'static str {
        match self.event {
            EventKind::Abolished | EventKind::Merged => "danger",
            _ => "primary",
        }
    }

    fn wants_name(&self) -> bool {
        matches!(self.event, EventKind::Renamed | EventKind::Upgraded | EventKind::Split)
    }

    fn wants_other(&self) -> bool {
        matches!(self.event, EventKind::Moved | EventKind::Merged)
    }

    fn renames(&self) -> bool {
        self.event == EventKind::Renamed
    }

    fn upgrades(&self) -> bool {
        self.event == EventKind::Upgraded
    }

    fn splits(&self) -> bool {
        self.event == EventKind::Split
    }
}

impl Page for EventFormPage {
    fn title(&self) -> String {
        self.words.t(face(self.event).title)
    }
}

/// Names of the organisations that can be the other one: those of which this one could stand below, or that are of
/// its kind.
fn others(c: &mut Conn, org: &Organisation, event: EventKind) -> Result<Vec<String>, Problem> {
    use crate::organisations::rules::may_stand_under;
    let fits = |other: &Organisation| match event {
        EventKind::Moved => may_stand_under(org.kind, other.kind),
        EventKind::Merged => other.kind == org.kind && other.id != org.id,
        _ => false,
    };
    let living = record::living(c)?;
    Ok(living.into_iter().filter(|o| fits(o) && !o.path.starts_with(&org.path)).map(|o| o.name).collect())
}

fn page(
    words: Words,
    form: EventForm,
    org: Organisation,
    others: Vec<String>,
    event: EventKind,
    errors: &[FieldError],
) -> EventFormPage {
    let higher = Kind::ALL.iter().filter(|kind| **kind < org.kind);
    EventFormPage {
        faults: Faults::of(errors, &words),
        kinds: higher.map(|kind| (kind.code().to_owned(), words.t(kind_key(*kind)))).collect(),
        form,
        event,
        organisation: org.id,
        name: org.name,
        others,
        words,
    }
}

pub(super) fn show(
    cx: &mut Reading<'_, RecordEvents>,
    input: One,
    event: EventKind,
) -> Result<EventFormPage, Problem> {
    let org = record::find_within(cx.db, OrgId(input.id), cx.permit.reach())?;
    let others = others(cx.db, &org, event)?;
    let name = if event == EventKind::Split { String::new() } else { org.name.clone() };
    let form = EventForm {
        id: input.id,
        on: cx.today().to_string(),
        name,
        short_name: org.short_name.clone(),
        ..EventForm::default()
    };
    Ok(page(cx.words(), form, org, others, event, &[]))
}

pub(super) fn record(
    cx: &mut Writing<'_, RecordEvents>,
    form: EventForm,
    event: EventKind,
) -> Result<Done, Rejection> {
    let (id, reach) = (OrgId(form.id), cx.permit.reach().clone());
    let (org, others) = cx.read(move |c| {
        let org = record::find_within(c, id, &reach)?;
        let others = others(c, &org, event)?;
        Ok((org, others))
    })?;
    let done = form
        .check(event, cx.today())
        .and_then(|(checked, change)| cx.write(move |tx| carry_out(tx, id, checked, &change)));
    match done {
        Ok(after) => {
            let say = Say::new(face(event).done).with("name", &org.name).with("other", &after.name);
            Ok(Done::to(format!("/organisations/{}", after.id)).say(say).view(&after))
        }
        Err(problem) => {
            let errors = errors_of(problem, "on")?;
            Err(Rejection::form(page(cx.words(), form, org, others, event, &errors), errors))
        }
    }
}

/// Carries an event out; gives the organisation that the reader wants to see next.
fn carry_out(
    tx: &mut store::Tx,
    id: OrgId,
    checked: Checked,
    change: &Change,
) -> Result<Organisation, Problem> {
    match checked {
        Checked::Rename { name, short_name } => actions::rename(tx, id, &name, &short_name, change),
        Checked::Move { under } => {
            let parent = named(tx, &under)?;
            actions::relocate(tx, id, parent, change)
        }
        Checked::Upgrade { kind, name } => actions::upgrade(tx, id, kind, &name, change),
        Checked::Split(part) => actions::split(tx, id, &part, change),
        Checked::Merge { into } => {
            let into = named(tx, &into)?;
            actions::merge(tx, id, into, change)
        }
        Checked::Abolish => {
            actions::abolish(tx, id, change)?;
            record::find(tx, id)
        }
    }
}

fn named(c: &mut Conn, name: &str) -> Result<OrgId, Problem> {
    let found = record::by_name(c, name)?.into_iter().next();
    found.map(|org| org.id).ok_or_else(|| Problem::field("other", "field-organisation"))
}
