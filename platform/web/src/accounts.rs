//! Accounts and their grants: what the sign-in page, the administration pages and the command line share.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::{Chance, Day, Moment, OrgId, PersonId, Problem, RecordRef, Role, Say, UserId};
use serde::Serialize;
use store::{Conn, Tx};

use crate::session;

const BY_LOGIN: &str =
    "SELECT id, password, active, failed, failed_since, locked_until FROM users WHERE login = $1";
const FAILED: &str = "UPDATE users SET failed = $2, failed_since = $3, locked_until = $4 WHERE id = $1";
const PASSWORD: &str = "SELECT password FROM users WHERE id = $1";
const SET_PASSWORD: &str =
    "UPDATE users SET password = $2, first_password = $3, failed = 0, locked_until = 0 WHERE id = $1";
const CREATE: &str = "INSERT INTO users (login, name, person_id, password, active, first_password, failed, failed_since, \
     locked_until, created) VALUES ($1, $2, $3, $4, TRUE, $5, 0, 0, 0, $6) RETURNING id";
const ACTIVATE: &str = "UPDATE users SET active = $2 WHERE id = $1";
const GRANT: &str = "INSERT INTO grants (user_id, role, org_id, org_path, from_day, until_day, granted_by, granted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const GRANTS: &str = "SELECT id, user_id, role, org_id, from_day, until_day FROM grants WHERE user_id = $1 \
     ORDER BY from_day, id";
const GRANT_BY_ID: &str = "SELECT id, user_id, role, org_id, from_day, until_day FROM grants WHERE id = $1";
const END_GRANT: &str = "UPDATE grants SET until_day = $2 WHERE id = $1";
const OVERLAPPING: &str = "SELECT role FROM grants WHERE user_id = $1 AND (until_day IS NULL OR until_day >= $2) \
     AND from_day <= $3";
const REPATH: &str = "UPDATE grants SET org_path = $2 WHERE org_id = $1";
const TAKEN: &str = "SELECT COUNT(*) FROM users WHERE login = $1";
const ALL: &str = "SELECT id, login, name, person_id, active, first_password, locked_until, created FROM users \
     ORDER BY login";
const ONE: &str = "SELECT id, login, name, person_id, active, first_password, locked_until, created FROM users \
     WHERE id = $1";

/// Every statement of this file, for the test that prepares them on both databases.
pub const STATEMENTS: &[&str] = &[
    BY_LOGIN,
    FAILED,
    PASSWORD,
    SET_PASSWORD,
    CREATE,
    ACTIVATE,
    GRANT,
    GRANTS,
    GRANT_BY_ID,
    END_GRANT,
    OVERLAPPING,
    REPATH,
    TAKEN,
    ALL,
    ONE,
];

/// Letters and digits that a password must have at least.
pub const PASSWORD_LENGTH: usize = 10;

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

/// A role given to an account, as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct GrantRow {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// The organisation it is given for.
    pub org: Option<OrgId>,
    /// First day.
    pub from: Day,
    /// Last day; `None` while open.
    pub until: Option<Day>,
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

/// Argon2id with 19 MiB, two passes, one lane: the OWASP minimum, about 30 ms on an office server.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// The PHC string of a password, with a random salt. Takes tens of milliseconds: never on the writer's thread.
///
/// # Errors
/// [`Problem::Unexpected`] when the password is longer than Argon2 takes.
pub fn hash_password(password: &str, chance: &dyn Chance) -> Result<String, Problem> {
    let mut salt = [0u8; 16];
    chance.fill(&mut salt);
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt).map_err(Problem::unexpected)?;
    Ok(hash.to_string())
}

/// Whether the password is the one behind the PHC string.
pub(crate) fn password_matches(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What is wrong with a password that somebody wants to use, if anything.
pub fn password_fault(password: &str, login: &str) -> Option<Say> {
    let kinds = [
        password.chars().any(|c| c.is_alphabetic()),
        password.chars().any(|c| c.is_numeric()),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    if password.chars().count() < PASSWORD_LENGTH {
        Some(Say::new("password-too-short").with("n", PASSWORD_LENGTH))
    } else if password.len() > 512 {
        Some(Say::new("password-too-long"))
    } else if kinds.iter().filter(|kind| **kind).count() < 2 {
        Some(Say::new("password-too-plain"))
    } else if !login.is_empty() && password.to_lowercase().contains(&login.to_lowercase()) {
        Some(Say::new("password-holds-login"))
    } else {
        None
    }
}

/// What the sign-in needs to know of an account.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) id: UserId,
    pub(crate) password: String,
    pub(crate) active: bool,
    pub(crate) failed: i64,
    pub(crate) failed_since: i64,
    pub(crate) locked_until: i64,
}

pub(crate) fn credentials(c: &mut Conn, login: &str) -> Result<Option<Credentials>, Problem> {
    Ok(c.maybe(BY_LOGIN, &[&login], |r| {
        Ok(Credentials {
            id: UserId(r.get(0)?),
            password: r.get(1)?,
            active: r.get(2)?,
            failed: r.get(3)?,
            failed_since: r.get(4)?,
            locked_until: r.get(5)?,
        })
    })?)
}

/// Counts a failed sign-in; gives the moment until which the account is now locked, if it is.
pub(crate) fn count_failure(
    tx: &mut Tx,
    login: &str,
    after: i64,
    window: i64,
    now: Moment,
) -> Result<Option<Moment>, Problem> {
    let Some(found) = credentials(tx, login)? else { return Ok(None) };
    let fresh = now.0 - found.failed_since > window;
    let failed = if fresh { 1 } else { found.failed + 1 };
    let since = if fresh { now.0 } else { found.failed_since };
    let until = if failed >= after { now.0 + window } else { 0 };
    tx.run(FAILED, &[&found.id.0, &failed, &since, &until])?;
    let record = RecordRef::new("account", found.id.0);
    tx.note(&record, None::<&()>, Some(&serde_json::json!({ "failed": failed, "locked_until": until })))?;
    Ok((until > 0).then_some(Moment(until)))
}

pub(crate) fn forget_failures(tx: &mut Tx, user: UserId) -> Result<(), Problem> {
    tx.run(FAILED, &[&user.0, &0i64, &0i64, &0i64])?;
    Ok(())
}

pub(crate) fn password_of(c: &mut Conn, user: UserId) -> Result<String, Problem> {
    Ok(c.one(PASSWORD, &[&user.0], |r| r.get(0))?)
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

/// Gives a role to an account for a time.
///
/// # Errors
/// [`Problem::Refused`] when it would join one of the three administrators with any other role at the same time;
/// [`Problem::Invalid`] when the last day is before the first, or an organisation is missing.
pub fn grant(
    tx: &mut Tx,
    user: UserId,
    role: Role,
    org: Option<(OrgId, String)>,
    from: Day,
    until: Option<Day>,
) -> Result<i64, Problem> {
    if until.is_some_and(|until| until < from) {
        return Err(Problem::field("until", "grant-ends-before-start"));
    }
    if role.is_of_an_organisation() && org.is_none() {
        return Err(Problem::field("organisation", "grant-needs-organisation"));
    }
    let last = until.unwrap_or_else(|| Day::from_epoch_days(2_000_000));
    let others = tx.all(OVERLAPPING, &[&user.0, &from, &last], |r| r.get::<String>(0))?;
    let others: Vec<Role> = others.iter().filter_map(|code| Role::from_code(code)).collect();
    let clash = |other: &&Role| **other != role && (role.is_administrator() || other.is_administrator());
    if let Some(other) = others.iter().find(clash) {
        let say = Say::new("grant-excludes").with("role", role.code()).with("other", other.code());
        return Err(Problem::refused(say));
    }
    let by = serde_json::to_string(tx.actor()).map_err(Problem::unexpected)?;
    let (org, path) = org.map_or((None, None), |(org, path)| (Some(org.0), Some(path)));
    let now = tx.now();
    let id = tx.insert(GRANT, &[&user.0, &role.code(), &org, &path, &from, &until, &by, &now])?;
    let after = serde_json::json!({ "user": user, "role": role, "org": org, "from": from, "until": until });
    tx.note(&RecordRef::new("grant", id), None::<&()>, Some(&after))?;
    Ok(id)
}

/// Ends a grant after yesterday.
///
/// # Errors
/// [`Problem::Missing`] when there is no such grant.
pub fn end_grant(tx: &mut Tx, id: i64) -> Result<UserId, Problem> {
    let before = tx.maybe(GRANT_BY_ID, &[&id], grant_row)?.flatten().ok_or(Problem::Missing)?;
    let until = tx.today().plus_days(-1);
    tx.run(END_GRANT, &[&id, &until])?;
    let after = GrantRow { until: Some(until), ..before.clone() };
    tx.note(&RecordRef::new("grant", id), Some(&before), Some(&after))?;
    Ok(before.user)
}

/// To be called when an organisation moves in the tree, in the same transaction: its grants follow it.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn repath(tx: &mut Tx, org: OrgId, path: &str) -> Result<(), Problem> {
    tx.run(REPATH, &[&org.0, &path])?;
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

/// Grants of an account, past and future ones too.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn grants(c: &mut Conn, user: UserId) -> Result<Vec<GrantRow>, Problem> {
    Ok(c.all(GRANTS, &[&user.0], grant_row)?.into_iter().flatten().collect())
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

fn grant_row(r: &store::Row<'_>) -> Result<Option<GrantRow>, store::Error> {
    let Some(role) = Role::from_code(&r.get::<String>(2)?) else { return Ok(None) };
    Ok(Some(GrantRow {
        id: r.get(0)?,
        user: UserId(r.get(1)?),
        role,
        org: r.get::<Option<i64>>(3)?.map(OrgId),
        from: r.get(4)?,
        until: r.get(5)?,
    }))
}
