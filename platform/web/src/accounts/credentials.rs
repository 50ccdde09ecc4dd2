//! What the sign-in reads and counts.

use kernel::{Moment, Problem, RecordRef, UserId};
use store::{Conn, Tx};

const BY_LOGIN: &str =
    "SELECT id, password, active, failed, failed_since, locked_until FROM users WHERE login = $1";
const FAILED: &str = "UPDATE users SET failed = $2, failed_since = $3, locked_until = $4 WHERE id = $1";
const PASSWORD: &str = "SELECT password FROM users WHERE id = $1";

/// Every statement of this file, for the test that prepares them on both databases.
pub(super) const STATEMENTS: &[&str] = &[BY_LOGIN, FAILED, PASSWORD];

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
