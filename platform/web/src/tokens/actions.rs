//! Writes: tokens made and revoked.

use kernel::{Day, Problem, RecordRef, UserId};
use serde_json::json;
use store::Tx;

use super::record::{ADD, REVOKE, Scope, of_user};
use crate::session::hash;

/// Tokens that an account may have at a time.
const MOST: usize = 20;

/// A new token.
pub(super) struct NewToken {
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) scope: Scope,
    pub(super) until: Day,
}

/// Keeps the hash of a new token.
///
/// # Errors
/// [`Problem::Refused`] when the account has as many as it may have.
pub(super) fn add(tx: &mut Tx, new: &NewToken, token: &str) -> Result<i64, Problem> {
    if of_user(tx, new.user)?.len() >= MOST {
        return Err(Problem::refused(kernel::Say::new("token-many").with("n", MOST)));
    }
    let now = tx.now();
    let args: [&dyn store::ToSql; 6] =
        [&hash(token), &new.user.0, &new.name, &new.scope.code(), &now, &new.until];
    let id = tx.insert(ADD, &args)?;
    let after = json!({ "user": new.user, "name": new.name, "scope": new.scope, "until": new.until });
    tx.note_new(&RecordRef::new("token", id), &after)?;
    Ok(id)
}

/// Revokes a token of that account.
///
/// # Errors
/// [`Problem::Missing`] when the account has no such token.
pub(super) fn revoke(tx: &mut Tx, user: UserId, id: i64) -> Result<(), Problem> {
    let now = tx.now();
    if tx.run(REVOKE, &[&id, &user.0, &now])? == 0 {
        return Err(Problem::Missing);
    }
    tx.note(&RecordRef::new("token", id), None::<&()>, Some(&json!({ "revoked": true })))?;
    Ok(())
}
