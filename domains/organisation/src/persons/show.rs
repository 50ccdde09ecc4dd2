//! One person: what is known, the posts they hold and held, and the identity number behind its mask.

use askama::Template;
use kernel::{Day, OrgId, PersonId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row};
use web::{Page, Reading, Words};

use super::list::sex_key;
use super::record::{self, Person, Sex};
use crate::appointments::list::post_label;
use crate::checks;
use crate::dated::Dated;
use crate::organisations::record as organisations;
use crate::parameters;
use crate::policy::{ReadChecks, ReadPersons, RevealIdentity, WriteAppointments, WritePersons};

const POSTS: &str = "SELECT a.id, a.org_id, o.name, a.post, a.full_time, a.since_on, a.since_precision, a.until_on \
     FROM appointments a JOIN organisations o ON o.id = a.org_id WHERE a.person_id = $1 \
     ORDER BY CASE WHEN a.until_on IS NULL THEN 0 ELSE 1 END, a.post_rank, a.since_on, a.id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[POSTS];

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

/// A post they hold or held.
#[derive(Debug, Serialize, JsonSchema)]
struct Held {
    appointment: i64,
    org: OrgId,
    org_name: String,
    post: String,
    full_time: bool,
    since: Option<Dated>,
    until: Option<Day>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "persons/show.html")]
pub(super) struct PersonShow {
    #[serde(skip)]
    words: Words,
    person: Person,
    org_name: Option<String>,
    /// Name of the entry they turned out to be.
    merged_name: Option<String>,
    posts: Vec<Held>,
    remarks: Vec<String>,
    may_write: bool,
    may_appoint: bool,
    may_reveal: bool,
}

impl PersonShow {
    fn sex(&self) -> String {
        match self.person.sex {
            Sex::Unknown => String::new(),
            sex => self.words.t(sex_key(sex)),
        }
    }

    fn lead(&self) -> String {
        self.words.t(if self.person.member { "person-member" } else { "person-staff" })
    }

    fn dated(&self, date: Option<Dated>) -> String {
        date.map(|date| date.in_words(&self.words)).unwrap_or_default()
    }

    fn until(&self, held: &Held) -> String {
        held.until.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("appointment-to-date"))
    }

    fn post(&self, held: &Held) -> String {
        post_label(&self.words, &held.post)
    }
}

impl Page for PersonShow {
    fn title(&self) -> String {
        self.person.name.clone()
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPersons>, input: One) -> Result<PersonShow, Problem> {
    let words = cx.words();
    let person = record::find_within(cx.db, PersonId(input.id), cx.permit.reach())?;
    let org_name = match person.org {
        Some(org) => Some(organisations::find(cx.db, org)?.name),
        None => None,
    };
    let merged_name = match person.merged_into {
        Some(other) => Some(record::find(cx.db, other)?.name),
        None => None,
    };
    let mut remarks = Vec::new();
    if cx.can::<ReadChecks>() {
        let parameters = parameters::read(cx.db)?;
        let found = checks::rules::of_person(&person, cx.today(), &parameters);
        remarks = found.into_iter().map(|(_, say)| words.say(&say)).collect();
    }
    Ok(PersonShow {
        posts: posts(cx.db, person.id)?,
        org_name,
        merged_name,
        remarks,
        may_write: cx.can::<WritePersons>() && person.merged_into.is_none(),
        may_appoint: cx.can::<WriteAppointments>() && person.merged_into.is_none(),
        may_reveal: cx.can::<RevealIdentity>() && !person.identity.is_empty(),
        person,
        words,
    })
}

fn posts(c: &mut Conn, id: PersonId) -> Result<Vec<Held>, Problem> {
    Ok(c.all(POSTS, &[&id], held)?)
}

fn held(r: &Row<'_>) -> Result<Held, store::Error> {
    Ok(Held {
        appointment: r.get(0)?,
        org: r.get(1)?,
        org_name: r.get(2)?,
        post: r.get(3)?,
        full_time: r.get(4)?,
        since: Dated::at(r, 5)?,
        until: r.get(7)?,
    })
}
