//! Secrets and recovery codes as they stand in the database: the first sealed, the second as hashes.

use kernel::{Problem, UserId};
use store::Conn;

const FIND: &str = "SELECT sealed, confirmed, last_step FROM second_factors WHERE user_id = $1";
const CONFIRMED: &str = "SELECT 1 FROM second_factors WHERE user_id = $1 AND confirmed";
pub(super) const BEGIN: &str = "INSERT INTO second_factors (user_id, sealed, confirmed, last_step, created) \
     VALUES ($1, $2, FALSE, 0, $3) \
     ON CONFLICT (user_id) DO UPDATE SET sealed = excluded.sealed, created = excluded.created \
     WHERE NOT second_factors.confirmed";
pub(super) const CONFIRM: &str = "UPDATE second_factors SET confirmed = TRUE WHERE user_id = $1";
/// A step is taken once: of two that come with the same code one finds nothing to change.
pub(super) const TAKE_STEP: &str =
    "UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2";
pub(super) const REMOVE: &str = "DELETE FROM second_factors WHERE user_id = $1";
pub(super) const ADD_CODE: &str = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)";
pub(super) const TAKE_CODE: &str = "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2";
pub(super) const REMOVE_CODES: &str = "DELETE FROM recovery_codes WHERE user_id = $1";
const CODES_LEFT: &str = "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1";

/// Every statement of this folder, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] =
    &[FIND, CONFIRMED, BEGIN, CONFIRM, TAKE_STEP, REMOVE, ADD_CODE, TAKE_CODE, REMOVE_CODES, CODES_LEFT];

/// A second factor.
pub(super) struct Factor {
    /// The secret under the installation's key.
    pub(super) sealed: Vec<u8>,
    /// Whether a code has shown that the app has it.
    pub(super) confirmed: bool,
}

pub(super) fn find(c: &mut Conn, user: UserId) -> Result<Option<Factor>, Problem> {
    Ok(c.maybe(FIND, &[&user.0], |r| Ok(Factor { sealed: r.get(0)?, confirmed: r.get(1)? }))?)
}

/// Whether the account signs in with a second factor.
pub(crate) fn confirmed(c: &mut Conn, user: UserId) -> Result<bool, Problem> {
    Ok(c.exists(CONFIRMED, &[&user.0])?)
}

pub(super) fn codes_left(c: &mut Conn, user: UserId) -> Result<i64, Problem> {
    Ok(c.count(CODES_LEFT, &[&user.0])?)
}
