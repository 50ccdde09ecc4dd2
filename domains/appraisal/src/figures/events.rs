//! Counted events for deductions and bonuses, and what caps a grade.

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{Method, Scheme};
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants;
use crate::people::People;
use crate::policy::{EnterFigures, ReadPreparation};
use crate::schemes;
use crate::tallies::actions::taking_figures;

pub(crate) const EVENTS: &str = "SELECT e.id, p.name, e.event, e.happened, e.count, e.note, e.entered_by
    FROM appraisal_events e JOIN appraisal_participants p ON p.id = e.participant_id
    WHERE p.cycle_id = $1 ORDER BY e.id DESC";
pub(crate) const VETOES: &str = "SELECT p.name, p.org_id, v.veto, v.note, v.entered_by
    FROM appraisal_vetoes v JOIN appraisal_participants p ON p.id = v.participant_id
    WHERE p.cycle_id = $1 ORDER BY p.id, v.veto";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Serialize, JsonSchema)]
struct EventLine {
    id: i64,
    organisation: String,
    event: String,
    happened: String,
    count: u32,
    note: String,
    by: String,
}

#[derive(Serialize, JsonSchema)]
struct VetoLine {
    organisation: String,
    org: OrgId,
    code: String,
    veto: String,
    note: String,
    by: String,
}

/// What can be recorded: events by code, vetoes by `veto:` and code.
fn kinds(scheme: &Scheme) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for indicator in &scheme.indicators {
        let (Method::Deduction(counted) | Method::Bonus(counted)) = &indicator.method else { continue };
        let sign = if indicator.is_bonus() { "+" } else { "−" };
        let name =
            |kind: &scoring::EventKind| format!("{} · {} {sign}{}", indicator.name, kind.name, kind.each);
        all.extend(counted.events.iter().map(|kind| (kind.code.clone(), name(kind))));
    }
    all.extend(scheme.vetoes.iter().map(|veto| (format!("veto:{}", veto.code), veto.name.clone())));
    all
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "figures/events.html")]
pub(super) struct EventsPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    events: Vec<EventLine>,
    vetoes: Vec<VetoLine>,
    kinds: Vec<(String, String)>,
    organisations: Vec<(String, String)>,
    may_enter: bool,
    form: EventForm,
    errors: Vec<(String, String)>,
}

impl EventsPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }

    fn org(&self) -> String {
        self.form.org.map(|org| org.to_string()).unwrap_or_default()
    }
}

impl Page for EventsPage {
    fn title(&self) -> String {
        self.words.f("appraisal-events-title", [("year", self.cycle.year.to_string())])
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    id: CycleId,
    may: bool,
    form: EventForm,
    errors: &[FieldError],
) -> Result<EventsPage, Problem> {
    let cycle = cycles::find(c, id, true)?;
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let people = People::read(c)?;
    let kinds = kinds(&scheme);
    let named = |code: &str| {
        let found = kinds.iter().find(|(known, _)| known == code);
        found.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    };
    let events = c.all(EVENTS, &[&id], |row| {
        Ok(EventLine {
            id: row.get(0)?,
            organisation: row.get(1)?,
            event: named(&row.get::<String>(2)?),
            happened: words.day(row.get::<Day>(3)?),
            count: row.get(4)?,
            note: row.get(5)?,
            by: people.name(&row.get::<String>(6)?),
        })
    })?;
    let vetoes = c.all(VETOES, &[&id], |row| {
        let code: String = row.get(2)?;
        Ok(VetoLine {
            organisation: row.get(0)?,
            org: row.get(1)?,
            veto: named(&format!("veto:{code}")),
            code,
            note: row.get(3)?,
            by: people.name(&row.get::<String>(4)?),
        })
    })?;
    let organisations =
        participants::of_cycle(c, id)?.into_iter().map(|one| (one.org.to_string(), one.name)).collect();
    let correcting = cycle.state.is_public() && cycle.working.is_some();
    Ok(EventsPage {
        events,
        vetoes,
        kinds,
        organisations,
        may_enter: may && cycle.opened.is_some() && (cycle.state.takes_figures() || correcting),
        form,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<EventsPage, Problem> {
    let (words, may) = (cx.words(), cx.can::<EnterFigures>());
    let form = EventForm { happened: cx.today().to_string(), count: "1".into(), ..EventForm::default() };
    page(cx.db, words, input.id, may, form, &[])
}

/// What was typed of an event.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct EventForm {
    #[serde(default)]
    id: i64,
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<OrgId>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    happened: String,
    #[serde(default)]
    count: String,
    #[serde(default)]
    note: String,
}

/// Longest note in characters.
const NOTE: usize = 500;

pub(super) fn add(cx: &mut Writing<'_, EnterFigures>, input: EventForm) -> Result<Done, Rejection> {
    let id = CycleId(input.id);
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key| errors.push(FieldError { field: field.into(), say: Say::new(key) });
    let happened = Day::parse(&input.happened).ok();
    if happened.is_none() {
        wrong("happened", "appraisal-day-wrong");
    }
    let count = input.count.trim().parse::<u32>().ok().filter(|count| (1..=1_000).contains(count));
    if count.is_none() {
        wrong("count", "appraisal-event-count");
    }
    let note = input.note.trim().to_owned();
    if note.is_empty() || note.chars().count() > NOTE {
        wrong("note", "appraisal-event-note");
    }
    let (org, kind) = (input.org, input.kind.clone());
    let (known, participant) = cx.read(move |c| {
        let cycle = cycles::find(c, id, true)?;
        let kinds = kinds(&schemes::record::rules(c, cycle.scheme)?);
        let people = participants::of_cycle(c, id)?;
        let participant = people.into_iter().find(|one| Some(one.org) == org).map(|one| one.id);
        Ok((kinds.iter().any(|(code, _)| *code == kind), participant))
    })?;
    if participant.is_none() {
        wrong("org", "appraisal-event-organisation");
    }
    if !known {
        wrong("kind", "appraisal-fact-choice");
    }
    if let (Some(happened), Some(count), Some(participant), true) =
        (happened, count, participant, errors.is_empty())
    {
        let kind = input.kind.clone();
        cx.write(move |tx| {
            taking_figures(tx, id)?;
            match kind.strip_prefix("veto:") {
                Some(veto) => actions::set_veto(tx, id, participant, veto, Some(&note)),
                None => actions::add_event(tx, id, participant, &kind, happened, count, &note).map(|_| ()),
            }
        })?;
        return Ok(Done::to(format!("/cycles/{id}/events")).say("appraisal-event-added").created());
    }
    let (words, wrong) = (cx.words(), errors.clone());
    let page = cx.read(move |c| page(c, words, id, true, input, &wrong))?;
    Err(Rejection::form(page, errors))
}

/// Which event is taken back; of a veto, `event` is the organisation and `veto` its code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct RemovalForm {
    id: CycleId,
    event: i64,
    #[serde(default)]
    veto: String,
}

pub(super) fn remove(cx: &mut Writing<'_, EnterFigures>, input: RemovalForm) -> Result<Done, Rejection> {
    let id = input.id;
    cx.write(move |tx| {
        taking_figures(tx, id)?;
        if input.veto.is_empty() {
            return actions::forget_event(tx, id, input.event);
        }
        let participant = participants::find(tx, id, OrgId(input.event))?;
        actions::set_veto(tx, id, participant.id, &input.veto, None)
    })?;
    Ok(Done::to(format!("/cycles/{id}/events")).say("appraisal-event-removed"))
}
