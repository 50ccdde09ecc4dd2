//! Writes: a secret begun, confirmed and taken away, and codes that are accepted once.

use kernel::{Moment, Problem, RecordRef, UserId};
use serde_json::json;
use store::{Conn, Tx};

use super::record::{self, ADD_CODE, BEGIN, CONFIRM, REMOVE, REMOVE_CODES, TAKE_CODE, TAKE_STEP};
use super::rules;
use crate::sealing::SealingKey;
use crate::session::hash;

/// For whom a secret is sealed.
pub(super) fn owner(user: UserId) -> String {
    format!("user:{user}")
}

/// What somebody typed as their second factor, looked at but not yet taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tried {
    /// The code of that step.
    Step(i64),
    /// A recovery code, as its hash.
    Recovery(String),
    /// Nothing that could be one.
    Wrong,
}

/// Looks at a code; [`Tried::take`] then accepts it, once.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails or the secret does not open.
pub(crate) fn try_code(
    c: &mut Conn,
    key: &SealingKey,
    user: UserId,
    typed: &str,
    now: Moment,
) -> Result<Tried, Problem> {
    if let Some(code) = rules::recovery_code(typed) {
        return Ok(Tried::Recovery(hash(&code)));
    }
    let Some(code) = rules::app_code(typed) else { return Ok(Tried::Wrong) };
    let Some(factor) = record::find(c, user)? else { return Ok(Tried::Wrong) };
    let secret = key.open(&factor.sealed, &owner(user))?;
    Ok(rules::step_of(&secret, &code, now).map_or(Tried::Wrong, Tried::Step))
}

impl Tried {
    /// Accepts the code if it has not been accepted before.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    pub(crate) fn take(&self, tx: &mut Tx, user: UserId) -> Result<bool, Problem> {
        match self {
            Self::Step(step) => Ok(tx.run(TAKE_STEP, &[&user.0, step])? == 1),
            Self::Recovery(hash) => {
                let taken = tx.run(TAKE_CODE, &[&user.0, hash])? == 1;
                if taken {
                    note(tx, user, "recovery code used")?;
                }
                Ok(taken)
            }
            Self::Wrong => Ok(false),
        }
    }
}

fn note(tx: &mut Tx, user: UserId, what: &str) -> Result<(), Problem> {
    let after = json!({ "second_factor": what });
    Ok(tx.note(&RecordRef::new("account", user.0), None::<&()>, Some(&after))?)
}

/// Keeps a sealed secret that no code has confirmed yet.
///
/// # Errors
/// [`Problem::Refused`] when there is a confirmed one.
pub(super) fn begin(tx: &mut Tx, user: UserId, sealed: &[u8]) -> Result<(), Problem> {
    let now = tx.now();
    if tx.run(BEGIN, &[&user.0, &sealed.to_vec(), &now])? == 0 {
        return Err(Problem::refused("factor-already"));
    }
    note(tx, user, "begun")
}

/// Confirms the secret with a code that was tried, and keeps the recovery codes. False when the code is not accepted.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(super) fn confirm(tx: &mut Tx, user: UserId, tried: &Tried, codes: &[String]) -> Result<bool, Problem> {
    if !matches!(tried, Tried::Step(_)) || !tried.take(tx, user)? {
        return Ok(false);
    }
    tx.run(CONFIRM, &[&user.0])?;
    keep_codes(tx, user, codes)?;
    note(tx, user, "confirmed")?;
    Ok(true)
}

/// Keeps new recovery codes in place of those before.
pub(super) fn keep_codes(tx: &mut Tx, user: UserId, codes: &[String]) -> Result<(), Problem> {
    tx.run(REMOVE_CODES, &[&user.0])?;
    for code in codes {
        tx.run(ADD_CODE, &[&user.0, &hash(code)])?;
    }
    note(tx, user, "recovery codes given")
}

/// Takes the second factor of an account away.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub fn reset(tx: &mut Tx, user: UserId) -> Result<(), Problem> {
    if tx.run(REMOVE, &[&user.0])? == 0 {
        return Err(Problem::Missing);
    }
    tx.run(REMOVE_CODES, &[&user.0])?;
    note(tx, user, "removed")
}
