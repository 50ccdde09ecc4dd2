//! Writes: asking somebody to act, ending it, and switching a session.

use kernel::access::Grant;
use kernel::{Day, Problem, RecordRef, Say, UserId};
use serde_json::json;
use store::{Conn, Tx};

use super::record::{ADD, Acting, BEGIN, END, find, of_user};
use crate::session::{grants_of, hash};

/// Days that one request may last.
pub(super) const LONGEST: i64 = 92;

/// A new request.
pub(super) struct NewActing {
    pub(super) user: UserId,
    pub(super) delegate: UserId,
    pub(super) from: Day,
    pub(super) until: Day,
    pub(super) reason: String,
}

fn record(id: i64) -> RecordRef {
    RecordRef::new("acting", id)
}

/// Whether one of the roles is an administrator's.
fn administers(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role.is_administrator())
}

/// The roles that somebody who acts for `user` has: theirs, but for an administrator's.
pub(crate) fn lent(grants: Vec<Grant>) -> Vec<Grant> {
    grants.into_iter().filter(|grant| !grant.role.is_administrator()).collect()
}

/// An administrator has no part in business, neither by their own roles nor by acting for somebody.
fn not_an_administrator(c: &mut Conn, user: UserId, today: Day) -> Result<(), Problem> {
    if administers(&grants_of(c, user, today)?) {
        return Err(Problem::refused("acting-not-by-administrators"));
    }
    Ok(())
}

/// Keeps a request.
///
/// # Errors
/// [`Problem::Refused`] when there is nothing to lend, when the delegate is an administrator, or when they act for that
/// account already on one of the days.
pub(super) fn ask(tx: &mut Tx, new: &NewActing) -> Result<i64, Problem> {
    let today = tx.today();
    if lent(grants_of(tx, new.user, today)?).is_empty() {
        return Err(Problem::refused("acting-nothing-to-lend"));
    }
    not_an_administrator(tx, new.delegate, today)?;
    let again = |one: &&Acting| {
        one.ended.is_none()
            && (one.user, one.delegate) == (new.user, new.delegate)
            && one.from <= new.until
            && new.from <= one.until
    };
    if let Some(one) = of_user(tx, new.user)?.iter().find(again) {
        let say = Say::new("acting-already").with("from", one.from).with("until", one.until);
        return Err(Problem::refused(say));
    }
    let now = tx.now();
    let id = tx.insert(ADD, &[&new.user.0, &new.delegate.0, &new.from, &new.until, &new.reason, &now])?;
    let after = json!({
        "user": new.user, "delegate": new.delegate, "from": new.from, "until": new.until, "reason": new.reason,
    });
    tx.note_new(&record(id), &after)?;
    Ok(id)
}

/// Ends a request at once: sessions that act under it go back to their holder with the next page.
///
/// # Errors
/// [`Problem::Missing`] when there is none, [`Problem::Refused`] when it is over.
pub(super) fn end(tx: &mut Tx, id: i64, by: Option<UserId>) -> Result<(), Problem> {
    let one = find(tx, id)?;
    if by.is_some_and(|by| by != one.user && by != one.delegate) {
        return Err(Problem::Missing);
    }
    let now = tx.now();
    if one.is_over(tx.today()) || tx.run(END, &[&id, &now])? == 0 {
        return Err(Problem::refused("acting-is-over"));
    }
    tx.note(&record(id), Some(&one), Some(&json!({ "ended": now })))?;
    Ok(())
}

/// Switches the session with that token to act under a request.
///
/// # Errors
/// [`Problem::Missing`] when the account is not asked by it, [`Problem::Refused`] when it does not hold today.
pub(super) fn begin(tx: &mut Tx, token: &str, delegate: UserId, id: i64) -> Result<Acting, Problem> {
    let one = find(tx, id)?;
    if one.delegate != delegate {
        return Err(Problem::Missing);
    }
    let today = tx.today();
    if !one.holds_on(today) {
        return Err(Problem::refused("acting-not-today"));
    }
    not_an_administrator(tx, delegate, today)?;
    tx.run(BEGIN, &[&hash(token), &Some(id)])?;
    tx.note(&record(id), None::<&()>, Some(&json!({ "begun": true })))?;
    Ok(one)
}

/// Switches the session back to its holder.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(super) fn stop(tx: &mut Tx, token: &str) -> Result<(), Problem> {
    tx.run(BEGIN, &[&hash(token), &None::<i64>])?;
    Ok(())
}
