//! One organisation, as it stands or as it stood on a day.

use std::collections::BTreeSet;

use askama::Template;
use kernel::{Day, OrgId, PersonId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row};
use web::links::LinksView;
use web::{Page, Reading, Words, blank_is_none};

use super::kind::{EventKind, Kind, State};
use super::list::{kind_label, state_key};
use super::record::{self, Event, Organisation};
use crate::appointments::list::post_label;
use crate::appointments::post;
use crate::checks::{self, rules::Shape};
use crate::dated::Dated;
use crate::parameters;
use crate::policy::{
    ReadChecks, ReadOrganisations, ReadPersons, RecordElections, RecordEvents, WriteAppointments,
    WriteOrganisations,
};
use crate::scope;
use crate::terms::record::Term;
use crate::terms::{self, rules::Due};

const HEAD: &str = "SELECT o.id, o.code, o.name, o.short_name, o.kind, o.kind_text, o.category, o.parent_id, o.path, \
     o.department, o.founded_on, o.founded_precision, o.founded_document, o.members, o.probationary, o.under_35, \
     o.staff, o.contact, o.telephone, o.state, o.ended_on, o.successor_id, o.import_id, p.name, s.name \
     FROM organisations o LEFT JOIN organisations p ON p.id = o.parent_id \
     LEFT JOIN organisations s ON s.id = o.successor_id WHERE o.id = $1";
const VERSION: &str = "SELECT v.name, v.kind, v.kind_text, v.category, v.path, v.parent_id, pv.name FROM organisation_versions v LEFT JOIN organisation_versions pv ON pv.org_id = v.parent_id \
     AND pv.from_day <= $2 AND (pv.until_day IS NULL OR pv.until_day > $2) \
     WHERE v.org_id = $1 AND v.from_day <= $2 AND (v.until_day IS NULL OR v.until_day > $2)";
const BELOW: &str = "SELECT v.org_id, v.code, v.name, v.kind, v.kind_text, o.members \
     FROM organisation_versions v JOIN organisations o ON o.id = v.org_id \
     WHERE v.parent_id = $1 AND v.from_day <= $2 AND (v.until_day IS NULL OR v.until_day > $2) \
     ORDER BY v.code, v.org_id";
const CADRES: &str = "SELECT a.id, a.person_id, p.name, a.post, a.full_time, a.since_on, a.since_precision \
     FROM appointments a JOIN persons p ON p.id = a.person_id \
     WHERE a.org_id = $1 AND (a.since_on IS NULL OR a.since_on <= $2) AND (a.until_on IS NULL OR a.until_on > $2) \
     ORDER BY a.post_rank, a.id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[HEAD, VERSION, BELOW, CADRES];

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: i64,
    /// The day as of which to look; today by default.
    #[serde(default, deserialize_with = "blank_is_none")]
    as_of: Option<Day>,
}

/// How it stood on the day.
#[derive(Debug, Serialize, JsonSchema)]
struct Version {
    name: String,
    kind: Kind,
    kind_text: String,
    category: String,
    path: String,
    parent: Option<OrgId>,
    parent_name: Option<String>,
}

impl Version {
    /// How it stands today; `None` when it is no more.
    fn of_today(org: &Organisation, parent_name: Option<String>) -> Option<Self> {
        (org.state == State::Normal).then(|| Self {
            name: org.name.clone(),
            kind: org.kind,
            kind_text: org.kind_text.clone(),
            category: org.category.clone(),
            path: org.path.clone(),
            parent: org.parent,
            parent_name,
        })
    }
}

/// One that stands below it.
#[derive(Debug, Serialize, JsonSchema)]
struct Below {
    id: OrgId,
    code: String,
    name: String,
    kind: Kind,
    kind_text: String,
    members: i64,
}

/// Somebody who holds a post in it.
#[derive(Debug, Serialize, JsonSchema)]
struct Cadre {
    appointment: i64,
    person: PersonId,
    name: String,
    post: String,
    full_time: bool,
    since: Option<Dated>,
}

/// What the checks say of it.
#[derive(Debug, Serialize, JsonSchema)]
struct Remark {
    check: String,
    text: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "organisations/show.html")]
pub(super) struct OrganisationShow {
    #[serde(skip)]
    words: Words,
    as_of: Option<Day>,
    organisation: Organisation,
    /// How it stood on that day; `None` when it did not exist.
    version: Option<Version>,
    successor_name: Option<String>,
    events: Vec<Event>,
    below: Vec<Below>,
    cadres: Vec<Cadre>,
    terms: Vec<Term>,
    election: Option<Due>,
    remarks: Vec<Remark>,
    links: LinksView,
    may_write: bool,
    may_record: bool,
    may_appoint: bool,
    may_elect: bool,
    may_read_persons: bool,
}

impl OrganisationShow {
    fn name(&self) -> &str {
        self.version.as_ref().map_or(&self.organisation.name, |version| &version.name)
    }

    fn lead(&self) -> String {
        let org = &self.organisation;
        let (kind, text) =
            self.version.as_ref().map_or((org.kind, &org.kind_text), |v| (v.kind, &v.kind_text));
        let kind = kind_label(&self.words, kind, text);
        if org.code.is_empty() { kind } else { format!("{kind} · {}", org.code) }
    }

    fn day(&self) -> String {
        self.as_of.map(|day| day.to_string()).unwrap_or_default()
    }

    fn exists(&self) -> bool {
        self.organisation.state == State::Normal
    }

    fn ended(&self) -> Option<String> {
        let state = self.words.t(state_key(self.organisation.state));
        let on = self.organisation.ended.map(|day| self.words.day(day))?;
        Some(self.words.f("organisation-ended", [("state", state), ("day", on)]))
    }

    fn dated(&self, date: Option<Dated>) -> String {
        date.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }

    fn number(&self, number: Option<i64>) -> String {
        number.map(|n| n.to_string()).unwrap_or_default()
    }

    fn kind_of(&self, below: &Below) -> String {
        kind_label(&self.words, below.kind, &below.kind_text)
    }

    fn post(&self, cadre: &Cadre) -> String {
        post_label(&self.words, &cadre.post)
    }

    fn newest_first(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().rev()
    }

    fn event(&self, event: &Event) -> String {
        let other = event.counterpart_name.clone().unwrap_or_default();
        let (was, became) = (event.was.clone(), event.became.clone());
        // A merger is told from either side: the survivor is the one that keeps its events afterwards.
        let key = match event.kind {
            EventKind::Merged if self.organisation.successor == event.counterpart => "event-say-merged-into",
            EventKind::Founded => "event-say-founded",
            EventKind::Renamed => "event-say-renamed",
            EventKind::Moved => "event-say-moved",
            EventKind::Merged => "event-say-merged",
            EventKind::Split => "event-say-split",
            EventKind::Upgraded => "event-say-upgraded",
            EventKind::Abolished => "event-say-abolished",
        };
        self.words.f(key, [("was", was), ("became", became), ("other", other)])
    }

    fn term(&self, term: &Term) -> String {
        let until = self.words.day(term.ended.unwrap_or_else(|| term.due()));
        let from = self.words.day(term.began);
        self.words.f("term-line", [("n", term.ordinal.to_string()), ("from", from), ("until", until)])
    }
}

impl Page for OrganisationShow {
    fn title(&self) -> String {
        self.name().to_owned()
    }
}

pub(super) fn show(
    cx: &mut Reading<'_, ReadOrganisations>,
    which: Which,
) -> Result<OrganisationShow, Problem> {
    let words = cx.words();
    let today = cx.today();
    let day = which.as_of.unwrap_or(today);
    let id = OrgId(which.id);
    let head = |r: &Row<'_>| Ok((record::organisation(r)?, r.get(23)?, r.get(24)?));
    let (organisation, parent_name, successor_name) =
        cx.db.maybe(HEAD, &[&id], head)?.ok_or(Problem::Missing)?;
    if !cx.permit.reach().covers(id, &organisation.path) {
        return Err(Problem::Missing);
    }
    let version = match which.as_of {
        Some(day) => version(cx.db, id, day)?,
        None => Version::of_today(&organisation, parent_name),
    };
    let terms = terms::record::of(cx.db, id)?;
    let below = cx.db.all(BELOW, &[&id, &day], below)?;
    let mut cadres = cx.db.all(CADRES, &[&id, &day], cadre)?;
    let (mut remarks, mut election) = (Vec::new(), None);
    if which.as_of.is_none() && organisation.state == State::Normal {
        let parameters = parameters::read(cx.db)?;
        let due = terms.iter().find(|term| term.ended.is_none()).map(Term::due);
        let due = terms::rules::state(due, today, &parameters);
        election = terms::rules::years(organisation.kind, &parameters).map(|_| due);
        if cx.can::<ReadChecks>() {
            let found =
                checks::rules::of_organisation(&shape(&organisation, &below, &cadres, due), &parameters);
            let remark = |(check, say)| Remark { check: words.t(&checks::key(check)), text: words.say(&say) };
            remarks = found.into_iter().map(remark).collect();
        }
    }
    let links = web::links::view(cx, &organisation.record())?;
    let who = cx.principal();
    let covers = |reach: Option<kernel::Reach>| reach.is_some_and(|r| r.covers(id, &organisation.path));
    let may_read_persons = covers(scope::reach::<ReadPersons>(who, today));
    if !may_read_persons {
        cadres.clear();
    }
    Ok(OrganisationShow {
        links,
        as_of: which.as_of,
        may_write: cx.can::<WriteOrganisations>(),
        may_record: cx.can::<RecordEvents>(),
        may_appoint: covers(scope::reach::<WriteAppointments>(who, today)),
        may_elect: covers(scope::reach::<RecordElections>(who, today)),
        may_read_persons,
        version,
        events: record::events(cx.db, id)?,
        below,
        cadres,
        terms,
        election,
        remarks,
        successor_name,
        organisation,
        words,
    })
}

/// What the rules need to know of it, from what the page shows anyway.
fn shape(org: &Organisation, below: &[Below], cadres: &[Cadre], due: Due) -> Shape {
    let ranks = || cadres.iter().map(|cadre| (cadre.person, post::rank(&cadre.post)));
    let seats: BTreeSet<PersonId> =
        ranks().filter(|(_, rank)| post::in_committee(*rank)).map(|(person, _)| person).collect();
    Shape {
        kind: org.kind,
        members: org.members.max(below.iter().map(|child| child.members).sum()),
        full_members: org.full_members(),
        seats: seats.len(),
        secretary: ranks().any(|(_, rank)| post::is_secretary(rank)),
        due,
    }
}

fn version(c: &mut Conn, id: OrgId, day: Day) -> Result<Option<Version>, Problem> {
    Ok(c.maybe(VERSION, &[&id, &day], |r| {
        Ok(Version {
            name: r.get(0)?,
            kind: Kind::at(r, 1)?,
            kind_text: r.get(2)?,
            category: r.get(3)?,
            path: r.get(4)?,
            parent: r.get(5)?,
            parent_name: r.get(6)?,
        })
    })?)
}

fn below(r: &Row<'_>) -> Result<Below, store::Error> {
    Ok(Below {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        kind: Kind::at(r, 3)?,
        kind_text: r.get(4)?,
        members: r.get(5)?,
    })
}

fn cadre(r: &Row<'_>) -> Result<Cadre, store::Error> {
    Ok(Cadre {
        appointment: r.get(0)?,
        person: r.get(1)?,
        name: r.get(2)?,
        post: r.get(3)?,
        full_time: r.get(4)?,
        since: Dated::at(r, 5)?,
    })
}
