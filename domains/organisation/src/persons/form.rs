//! Entering and correcting a person by form.

use askama::Template;
use kernel::{Day, FieldError, OrgId, PersonId, Problem, Reach, Say, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Facts};
use super::list::sex_key;
use super::record::{self, Person, Sex};
use crate::IdentityKey;
use crate::fields::{Faults, Fields, errors_of};
use crate::identity::{self, Sealed};
use crate::organisations::record as organisations;
use crate::policy::WritePersons;

/// A person as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct PersonForm {
    /// Number of the person to be corrected; from the address.
    id: i64,
    name: String,
    /// `male`, `female` or empty.
    sex: String,
    /// `1985-11` or `1985-11-19`
    born: String,
    /// The whole identity number; empty leaves the one on record.
    identity: String,
    joined: String,
    telephone: String,
    /// `member` or `staff`
    membership: String,
    /// Full name of the organisation they belong to.
    organisation: String,
}

impl PersonForm {
    fn of(person: &Person, organisation: String) -> Self {
        let date = |date: Option<crate::Dated>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            id: person.id.0,
            name: person.name.clone(),
            sex: person.sex.code().into(),
            born: date(person.born),
            identity: String::new(),
            joined: date(person.joined),
            telephone: person.telephone.clone(),
            membership: if person.member { "member" } else { "staff" }.into(),
            organisation,
        }
    }

    /// The facts without the organisation, or every fault. A number with a fault of form or check character is refused
    /// here; only imports of old rosters may bring one in.
    fn check(&self, today: Day) -> Result<Facts, Problem> {
        let mut fields = Fields::new();
        let born = fields.dated("born", &self.born, today);
        let member = fields.choice("membership", &self.membership, |code| match code {
            "member" => Some(true),
            "staff" => Some(false),
            _ => None,
        });
        let number = identity::plain(&self.identity);
        if let Some(fault) = identity::fault(&number, born).filter(|_| !number.is_empty()) {
            fields.wrong("identity", say_of(fault));
        }
        let facts = Facts {
            name: fields.required("name", &self.name, 60),
            sex: fields.choice("sex", &self.sex, Sex::from_code).unwrap_or(Sex::Unknown),
            born,
            joined: fields.dated("joined", &self.joined, today),
            telephone: fields.text("telephone", &self.telephone, 40),
            member: member.unwrap_or(false),
            org: None,
        };
        fields.done(facts)
    }
}

/// What is wrong with a number, as a sentence.
fn say_of(fault: identity::Fault) -> Say {
    Say::new(match fault {
        identity::Fault::Form => "check-say-identity-form",
        identity::Fault::Checksum => "check-say-identity-checksum",
        identity::Fault::Date => "check-say-identity-date",
        identity::Fault::Birth => "check-say-identity-birth",
    })
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "persons/form.html")]
pub(super) struct PersonFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: PersonForm,
    /// Number of the person who is corrected; `None` for a new one.
    corrects: Option<i64>,
    /// Their identity number with its middle hidden.
    masked: String,
    #[serde(skip)]
    sexes: Vec<(String, String)>,
    #[serde(skip)]
    memberships: Vec<(String, String)>,
}

impl PersonFormPage {
    fn action(&self) -> String {
        self.corrects.map_or_else(|| "/persons".to_owned(), |id| format!("/persons/{id}"))
    }

    fn back(&self) -> String {
        self.action()
    }

    fn identity_hint(&self) -> String {
        if self.masked.is_empty() {
            self.words.t("person-identity-hint")
        } else {
            self.words.f("person-identity-keep", [("mask", self.masked.clone())])
        }
    }
}

impl Page for PersonFormPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects.is_some() { "person-correct" } else { "person-new" })
    }
}

fn page(words: Words, form: PersonForm, corrects: Option<Person>, errors: &[FieldError]) -> PersonFormPage {
    let choice = |code: &str, key: &str| (code.to_owned(), words.t(key));
    PersonFormPage {
        faults: Faults::of(errors, &words),
        form,
        corrects: corrects.as_ref().map(|person| person.id.0),
        masked: corrects.map(|person| person.identity).unwrap_or_default(),
        sexes: Sex::ALL.iter().map(|sex| choice(sex.code(), sex_key(*sex))).collect(),
        memberships: vec![choice("member", "person-member"), choice("staff", "person-staff")],
        words,
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: i64,
}

pub(super) fn new(cx: &mut Reading<'_, WritePersons>, _: Nothing) -> Result<PersonFormPage, Problem> {
    let form = PersonForm { membership: "member".into(), ..PersonForm::default() };
    Ok(page(cx.words(), form, None, &[]))
}

pub(super) fn edit(cx: &mut Reading<'_, WritePersons>, input: One) -> Result<PersonFormPage, Problem> {
    let person = record::find_within(cx.db, PersonId(input.id), cx.permit.reach())?;
    let organisation = match person.org {
        Some(org) => organisations::find(cx.db, org)?.name,
        None => String::new(),
    };
    let form = PersonForm::of(&person, organisation);
    Ok(page(cx.words(), form, Some(person), &[]))
}

/// The number as it will be kept, sealed before the writer's turn.
fn sealed(
    cx: &Writing<'_, WritePersons>,
    form: &PersonForm,
    facts: &Facts,
    key: &IdentityKey,
) -> Result<Option<Sealed>, Problem> {
    if identity::plain(&form.identity).is_empty() {
        return Ok(None);
    }
    key.seal(&form.identity, facts.born, cx.site().chance.as_ref()).map(Some)
}

pub(super) fn create(
    cx: &mut Writing<'_, WritePersons>,
    form: PersonForm,
    key: &IdentityKey,
) -> Result<Done, Rejection> {
    let reach = cx.permit.reach().clone();
    let organisation = form.organisation.clone();
    let entered = form.check(cx.today()).and_then(|facts| {
        let sealed = sealed(cx, &form, &facts, key)?;
        cx.write(move |tx| {
            let org = organisation_of(tx, &organisation, &reach)?;
            actions::enter(tx, &Facts { org, ..facts }, sealed.as_ref(), None)
        })
    });
    match entered {
        Ok(id) => Ok(Done::to(format!("/persons/{id}"))
            .say(Say::new("person-was-entered").with("name", &form.name))
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => {
            let errors = errors_of(problem, "name")?;
            Err(Rejection::form(page(cx.words(), form, None, &errors), errors))
        }
    }
}

pub(super) fn correct(
    cx: &mut Writing<'_, WritePersons>,
    form: PersonForm,
    key: &IdentityKey,
) -> Result<Done, Rejection> {
    let (id, reach) = (PersonId(form.id), cx.permit.reach().clone());
    let within = reach.clone();
    let person = cx.read(move |c| record::find_within(c, id, &within))?;
    let organisation = form.organisation.clone();
    let corrected = form.check(cx.today()).and_then(|facts| {
        let sealed = sealed(cx, &form, &facts, key)?;
        cx.write(move |tx| {
            let org = organisation_of(tx, &organisation, &reach)?;
            actions::correct(tx, id, &Facts { org, ..facts }, sealed.as_ref())
        })
    });
    match corrected {
        Ok(after) => Ok(Done::to(format!("/persons/{id}"))
            .say(Say::new("person-was-corrected").with("name", &after.name))
            .view(&after)),
        Err(problem) => {
            let errors = errors_of(problem, "name")?;
            Err(Rejection::form(page(cx.words(), form, Some(person), &errors), errors))
        }
    }
}

/// The organisation of that full name within reach. Whoever does not reach the whole organ must name one of theirs.
fn organisation_of(c: &mut Conn, name: &str, reach: &Reach) -> Result<Option<OrgId>, Problem> {
    if names::fold(name).is_empty() {
        return if reach.all { Ok(None) } else { Err(Problem::field("organisation", "field-required")) };
    }
    let found = organisations::by_name(c, name)?.into_iter().find(|org| reach.covers(org.id, &org.path));
    found.map(|org| Some(org.id)).ok_or_else(|| Problem::field("organisation", "field-organisation"))
}
