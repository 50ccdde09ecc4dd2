//! An account: money of one year from one source.

use kernel::{Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::amount::Amount;

kernel::id_type!(
    /// Number of an account.
    AccountId
);
store::id_columns!(AccountId);

/// Money of one year from one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Account {
    pub id: AccountId,
    pub year: i16,
    /// Where it comes from, as 党费返还.
    pub source: String,
    pub budget: Amount,
    pub note: String,
}

pub(crate) const ALL: &str =
    "SELECT id, year, source, budget, note FROM fund_accounts ORDER BY year DESC, source, id";
pub(crate) const FIND: &str = "SELECT id, year, source, budget, note FROM fund_accounts WHERE id = $1";
pub(crate) const SAME: &str = "SELECT id FROM fund_accounts WHERE year = $1 AND source = $2";

fn account(row: &Row<'_>) -> Result<Account, store::Error> {
    Ok(Account {
        id: row.get(0)?,
        year: row.get(1)?,
        source: row.get(2)?,
        budget: row.get(3)?,
        note: row.get(4)?,
    })
}

/// The record that attachments and the audit trail speak of.
pub(crate) fn reference(id: AccountId) -> RecordRef {
    RecordRef::new("fund-account", id.0)
}

/// Accounts of all years, the latest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Account>, Problem> {
    Ok(c.all(ALL, &[], account)?)
}

/// One account.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: AccountId) -> Result<Account, Problem> {
    c.maybe(FIND, &[&id], account)?.ok_or(Problem::Missing)
}

/// The account of that year and source.
pub(crate) fn of(c: &mut Conn, year: i16, source: &str) -> Result<Option<AccountId>, Problem> {
    Ok(c.maybe(SAME, &[&year, &source], |row| row.get(0))?)
}
