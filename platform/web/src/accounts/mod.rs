//! Accounts and their grants: what the sign-in page, the administration pages and the command line share.

mod credentials;
mod grants;
mod password;

use kernel::{Moment, PersonId, Problem, RecordRef, UserId};
use serde::Serialize;
use store::{Conn, Tx};

pub(crate) use credentials::{count_failure, credentials, forget_failures, password_of};
pub use grants::{GrantRow, Holder, end_grant, grant, grants, holders, places, reaching, repath};
pub(crate) use password::password_matches;
pub use password::{PASSWORD_LENGTH, hash_password, password_fault};

pub use crate::second_factor::reset as remove_second_factor;
use crate::session;

const SET_PASSWORD: &str =
    "UPDATE users SET password = $2, first_password = $3, failed = 0, locked_until = 0 WHERE id = $1";
const CREATE: &str = "INSERT INTO users (login, name, person_id, password, active, first_password, failed, failed_since, \
     locked_until, created) VALUES ($1, $2, $3, $4, TRUE, $5, 0, 0, 0, $6) RETURNING id";
const ACTIVATE: &str = "UPDATE users SET active = $2 WHERE id = $1";
const TIE: &str = "UPDATE users SET person_id = $2 WHERE id = $1";
const TAKEN: &str = "SELECT COUNT(*) FROM users WHERE login = $1";
const ALL: &str = "SELECT id, login, name, person_id, active, first_password, locked_until, created FROM users \
     ORDER BY login";
const ONE: &str = "SELECT id, login, name, person_id, active, first_password, locked_until, created FROM users \
     WHERE id = $1";

/// Every statement of these files, for the test that prepares them on both databases.
pub(crate) fn statements() -> Vec<&'static str> {
    let own: &[&str] = &[SET_PASSWORD, CREATE, ACTIVATE, TIE, TAKEN, ALL, ONE];
    [own, credentials::STATEMENTS, grants::STATEMENTS].concat()
}

/// An account, without its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Account {
    /// Its number.
    pub id: UserId,
    /// What is typed to sign in.
    pub login: String,
    /// Name shown to others.
    pub name: String,
    /// The person on the roster behind it.
    pub person: Option<PersonId>,
    /// Whether it can sign in.
    pub active: bool,
    /// Whether the password was set by somebody else and must be changed first.
    pub first_password: bool,
    /// Until when it is locked after failed sign-ins; 1970 when it is not.
    #[schemars(with = "i64")]
    pub locked_until: Moment,
    /// When it was made.
    #[schemars(with = "i64")]
    pub created: Moment,
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What is typed to sign in.
    pub login: String,
    /// Name shown to others.
    pub name: String,
    /// The person on the roster behind it.
    pub person: Option<PersonId>,
    /// PHC string of [`hash_password`].
    pub password: String,
    /// Whether it must be changed at the first sign-in.
    pub first_password: bool,
}

/// Sets a password and ends the account's other sessions.
///
/// # Errors
/// [`Problem::Missing`] when there is no such account.
pub fn set_password(tx: &mut Tx, user: UserId, phc: &str, first: bool, keep: &str) -> Result<(), Problem> {
    if tx.run(SET_PASSWORD, &[&user.0, &phc, &first])? == 0 {
        return Err(Problem::Missing);
    }
    session::close_others(tx, user, keep)?;
    let record = RecordRef::new("account", user.0);
    tx.note(
        &record,
        None::<&()>,
        Some(&serde_json::json!({ "password": "changed", "first_password": first })),
    )?;
    Ok(())
}

/// Makes an account.
///
/// # Errors
/// [`Problem::Invalid`] when the login is taken.
pub fn create(tx: &mut Tx, new: &NewAccount) -> Result<UserId, Problem> {
    let taken: i64 = tx.one(TAKEN, &[&new.login], |r| r.get(0))?;
    if taken > 0 {
        return Err(Problem::field("login", "account-login-taken"));
    }
    let now = tx.now();
    let person = new.person.map(|person| person.0);
    let id =
        tx.insert(CREATE, &[&new.login, &new.name, &person, &new.password, &new.first_password, &now])?;
    let after = serde_json::json!({ "login": new.login, "name": new.name, "person": new.person });
    tx.note(&RecordRef::new("account", id), None::<&()>, Some(&after))?;
    Ok(UserId(id))
}

/// Opens or closes an account; closing ends its sessions.
///
/// # Errors
/// [`Problem::Missing`] when there is no such account.
pub fn activate(tx: &mut Tx, user: UserId, active: bool) -> Result<(), Problem> {
    let before = find(tx, user)?;
    tx.run(ACTIVATE, &[&user.0, &active])?;
    if !active {
        session::close_others(tx, user, "")?;
    }
    let after = Account { active, ..before.clone() };
    tx.note(&RecordRef::new("account", user.0), Some(&before), Some(&after))?;
    Ok(())
}

/// Ties an account to somebody on the roster, or to nobody.
///
/// # Errors
/// [`Problem::Missing`] when there is no such account, [`Problem::Invalid`] when another account is tied to them.
pub fn tie(tx: &mut Tx, user: UserId, person: Option<PersonId>) -> Result<(), Problem> {
    let before = find(tx, user)?;
    let taken = person.is_some() && all(tx)?.iter().any(|other| other.id != user && other.person == person);
    if taken {
        return Err(Problem::field("person", "people-accounts-taken"));
    }
    tx.run(TIE, &[&user.0, &person.map(|person| person.0)])?;
    let after = Account { person, ..before.clone() };
    tx.note(&RecordRef::new("account", user.0), Some(&before), Some(&after))?;
    Ok(())
}

/// All accounts by login.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn all(c: &mut Conn) -> Result<Vec<Account>, Problem> {
    Ok(c.all(ALL, &[], account)?)
}

/// One account.
///
/// # Errors
/// [`Problem::Missing`] when there is no such account.
pub fn find(c: &mut Conn, user: UserId) -> Result<Account, Problem> {
    c.maybe(ONE, &[&user.0], account)?.ok_or(Problem::Missing)
}

/// The account with that login.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn by_login(c: &mut Conn, login: &str) -> Result<Option<UserId>, Problem> {
    Ok(credentials(c, login)?.map(|found| found.id))
}

fn account(r: &store::Row<'_>) -> Result<Account, store::Error> {
    Ok(Account {
        id: UserId(r.get(0)?),
        login: r.get(1)?,
        name: r.get(2)?,
        person: r.get::<Option<i64>>(3)?.map(PersonId),
        active: r.get(4)?,
        first_password: r.get(5)?,
        locked_until: r.get(6)?,
        created: r.get(7)?,
    })
}
