//! Accounts of people on the roster: made for a whole organisation at once, with first passwords that are shown this once, or
//! tied to somebody one by one. Roles remain the security administrator's part.

use std::collections::BTreeSet;

use askama::Template;
use kernel::contracts::PersonBrief;
use kernel::{Chance, OrgId, PersonId, Problem, Say, UserId, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;

use super::ManageAccounts;
use crate::accounts::{self, NewAccount};
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::site::Site;
use crate::words::Words;

/// Accounts that are made at once; each password takes a moment to hash.
const MOST: usize = 100;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/people-accounts", ManageAccounts, show)
        .post("/admin/people-accounts", ManageAccounts, make)
        .post("/admin/accounts/{id}/person", ManageAccounts, tie)
        .sample("/admin/accounts/1/person")
}

/// The name of an organisation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Of {
    #[serde(default)]
    org: String,
}

/// An account that was just made.
#[derive(Debug, Serialize, JsonSchema)]
struct Made {
    name: String,
    login: String,
    password: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "people_accounts.html")]
struct PeoplePage {
    #[serde(skip)]
    words: Words,
    org: String,
    error: String,
    /// People of the organisation without an account.
    without: Vec<String>,
    /// People of it who have one.
    with: usize,
    found: bool,
    most: usize,
    /// What was just made; shown this once.
    made: Vec<Made>,
}

impl Page for PeoplePage {
    fn title(&self) -> String {
        self.words.t("people-accounts")
    }
}

/// People of an organisation without an account, and how many have one; `None` when there is no such organisation.
fn people(site: &Site, c: &mut Conn, org: &str) -> Result<Option<(Vec<PersonBrief>, usize)>, Problem> {
    let directory = site.directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let Some(Some(found)) = directory.by_names(c, &[org.to_owned()])?.into_iter().next() else {
        return Ok(None);
    };
    let all = directory.people_of(c, OrgId(found.id.0))?;
    let taken: BTreeSet<PersonId> =
        accounts::all(c)?.into_iter().filter_map(|account| account.person).collect();
    let (with, without): (Vec<_>, Vec<_>) =
        all.into_iter().map(|(person, _)| person).partition(|person| taken.contains(&person.id));
    Ok(Some((without, with.len())))
}

fn page(words: Words, org: String, found: Option<(Vec<PersonBrief>, usize)>) -> PeoplePage {
    let error = match &found {
        None if !org.is_empty() => words.t("people-accounts-unknown"),
        _ => String::new(),
    };
    let is_found = found.is_some();
    let (without, with) = found.unwrap_or_default();
    PeoplePage {
        org,
        error,
        without: without.into_iter().map(|person| person.name).collect(),
        with,
        found: is_found,
        most: MOST,
        made: Vec::new(),
        words,
    }
}

fn show(cx: &mut Reading<'_, ManageAccounts>, of: Of) -> Result<PeoplePage, Problem> {
    let (site, org) = (cx.site().clone(), of.org.trim().to_owned());
    let found = if org.is_empty() { None } else { people(&site, cx.db, &org)? };
    Ok(page(cx.words(), org, found))
}

/// Letters and digits that are not mistaken for each other on paper.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A first password: twelve characters in groups of four, some sixty bits.
fn first_password(chance: &dyn Chance) -> String {
    let mut bytes = [0; 12];
    chance.fill(&mut bytes);
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).map_or('x', |c| char::from(*c));
    let text: String = bytes.iter().map(letter).collect();
    let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
    groups.join("-")
}

fn make(cx: &mut Writing<'_, ManageAccounts>, of: Of) -> Result<Done, Rejection> {
    let (site, org) = (cx.site().clone(), of.org.trim().to_owned());
    let asked = org.clone();
    let found = cx.read(move |c| people(&site, c, &asked))?;
    let Some((without, with)) = found else {
        return Err(Problem::field("org", "people-accounts-unknown").into());
    };
    let (site, mut new, mut made) = (cx.site().clone(), Vec::new(), Vec::new());
    for person in without.iter().take(MOST) {
        let password = first_password(site.chance.as_ref());
        let login = format!("p{}", person.id);
        new.push(NewAccount {
            login: login.clone(),
            name: person.name.clone(),
            person: Some(person.id),
            password: accounts::hash_password(&password, site.chance.as_ref())?,
            first_password: true,
        });
        made.push(Made { name: person.name.clone(), login, password });
    }
    cx.write(move |tx| {
        for one in &new {
            accounts::create(tx, one)?;
        }
        Ok(())
    })?;
    let left: Vec<PersonBrief> = without.into_iter().skip(made.len()).collect();
    let n = made.len();
    let shown = PeoplePage { made, ..page(cx.words(), org, Some((left, with + n))) };
    let say = Say::new("people-accounts-made").with("n", n);
    Ok(Done::to("/admin/people-accounts").say(say).view(&shown).created().show(shown)?)
}

/// Somebody on the roster, by name, and by the name of their organisation where several bear it; nothing ends the tie.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Tie {
    id: i64,
    #[serde(default)]
    person: String,
}

fn tie(cx: &mut Writing<'_, ManageAccounts>, typed: Tie) -> Result<Done, Rejection> {
    let user = UserId(typed.id);
    let (site, text) = (cx.site().clone(), typed.person.trim().to_owned());
    cx.write(move |tx| {
        let person = if text.is_empty() { None } else { Some(somebody(&site, tx, &text)?) };
        accounts::tie(tx, user, person)
    })?;
    Ok(Done::to(format!("/admin/accounts/{user}")).say("people-accounts-tied"))
}

/// The one person of that name, `姓名` or `姓名 组织`.
fn somebody(site: &Site, c: &mut Conn, text: &str) -> Result<PersonId, Problem> {
    let directory = site.directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let (name, org) = text.split_once([' ', '　']).unwrap_or((text, ""));
    let all = directory.people_named(c, name)?;
    let same = |known: &str, typed: &str| names::fold(known) == names::fold(typed);
    let mut found = all
        .into_iter()
        .filter(|(person, of)| same(&person.name, name) && (org.is_empty() || same(of, org)))
        .map(|(person, _)| person.id);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Problem::field("person", "people-accounts-nobody")),
        (Some(_), Some(_)) => Err(Problem::field("person", "people-accounts-several")),
    }
}
