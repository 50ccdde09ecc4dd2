//! An entry of spending, and what is left.

use kernel::{Day, OrgId, Problem, Reach, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::amount::Amount;
use crate::coded::coded;
use crate::funds::record::AccountId;
use crate::sources::Sources;

kernel::id_type!(
    /// Number of an entry.
    EntryId
);
store::id_columns!(EntryId);

coded!(
    /// What became of an entry.
    State {
        /// Entered; its voucher waits to be confirmed.
        Entered = "entered",
        /// Its voucher was confirmed by finance.
        Confirmed = "confirmed",
        /// Taken back; it stays visible and no longer counts.
        Cancelled = "cancelled",
    }
);

impl State {
    /// Every one, in the order in which they are listed to people.
    pub const ALL: [Self; 3] = [Self::Entered, Self::Confirmed, Self::Cancelled];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Entered => "warn",
            Self::Confirmed => "done",
            Self::Cancelled => "",
        }
    }
}

/// Money spent by an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Entry {
    pub id: EntryId,
    pub account: AccountId,
    pub org: OrgId,
    pub org_name: String,
    pub spent_on: Day,
    pub purpose: String,
    pub amount: Amount,
    pub state: State,
    /// Why it was cancelled.
    pub reason: String,
    #[serde(skip)]
    pub entered_by: String,
}

/// What an organisation was allotted from an account, and what it has spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Balance {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    pub grade: String,
    pub grade_name: String,
    pub allotted: Amount,
    /// Entered or confirmed.
    pub spent: Amount,
    /// The confirmed part of it.
    pub confirmed: Amount,
}

impl Balance {
    /// What is left.
    pub fn left(&self) -> Amount {
        self.allotted.less(self.spent)
    }
}

pub(crate) const FIND: &str =
    "SELECT id, account_id, org_id, org_name, spent_on, purpose, amount, state, reason, entered_by
    FROM fund_entries WHERE id = $1";
pub(crate) const OF_ORG: &str =
    "SELECT id, account_id, org_id, org_name, spent_on, purpose, amount, state, reason, entered_by
    FROM fund_entries WHERE account_id = $1 AND org_id = $2 ORDER BY spent_on DESC, id DESC";
pub(crate) const SPENT: &str = "SELECT org_id, MIN(org_name), CAST(SUM(amount) AS BIGINT) FROM fund_entries
    WHERE account_id = $1 AND state <> 'cancelled' GROUP BY org_id ORDER BY org_id";
pub(crate) const BALANCES: &str =
    "SELECT s.org_id, s.name, s.category, s.grade, s.grade_name, COALESCE(s.decided, s.computed),
    COALESCE((SELECT CAST(SUM(e.amount) AS BIGINT) FROM fund_entries e
      WHERE e.account_id = a.account_id AND e.org_id = s.org_id AND e.state <> 'cancelled'), 0),
    COALESCE((SELECT CAST(SUM(e.amount) AS BIGINT) FROM fund_entries e
      WHERE e.account_id = a.account_id AND e.org_id = s.org_id AND e.state = 'confirmed'), 0)
    FROM fund_allocations a JOIN fund_shares s ON s.allocation_id = a.id
    WHERE a.account_id = $1 AND a.state = 'approved' ORDER BY s.place";

pub(crate) const ORGS: &str = "SELECT DISTINCT org_id FROM fund_entries ORDER BY org_id";

pub(crate) const TO_CONFIRM: &str =
    "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM fund_entries
    WHERE state = 'entered' AND entered_by <> $1";

/// The columns that [`entry`] reads.
pub(crate) const COLUMNS: [&str; 10] = [
    "id",
    "account_id",
    "org_id",
    "org_name",
    "spent_on",
    "purpose",
    "amount",
    "state",
    "reason",
    "entered_by",
];

/// Reads the columns of the statements above.
pub(crate) fn entry(row: &Row<'_>) -> Result<Entry, store::Error> {
    Ok(Entry {
        id: row.get(0)?,
        account: row.get(1)?,
        org: row.get(2)?,
        org_name: row.get(3)?,
        spent_on: row.get(4)?,
        purpose: row.get(5)?,
        amount: row.get(6)?,
        state: row.get(7)?,
        reason: row.get(8)?,
        entered_by: row.get(9)?,
    })
}

/// The record that attachments and the audit trail speak of.
pub(crate) fn reference(id: EntryId) -> RecordRef {
    RecordRef::new("fund-entry", id.0)
}

/// One entry.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: EntryId) -> Result<Entry, Problem> {
    c.maybe(FIND, &[&id], entry)?.ok_or(Problem::Missing)
}

/// Entries of an organisation against an account, the latest first; cancelled ones too.
pub(crate) fn of_org(c: &mut Conn, account: AccountId, org: OrgId) -> Result<Vec<Entry>, Problem> {
    Ok(c.all(OF_ORG, &[&account, &org], entry)?)
}

/// What each organisation has spent from an account.
pub(crate) fn spent(c: &mut Conn, account: AccountId) -> Result<Vec<(OrgId, String, Amount)>, Problem> {
    Ok(c.all(SPENT, &[&account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Balances of everybody who was allotted something from an account, in the order of the allocation in force.
pub(crate) fn balances(c: &mut Conn, account: AccountId) -> Result<Vec<Balance>, Problem> {
    Ok(c.all(BALANCES, &[&account], |row| {
        Ok(Balance {
            org: row.get(0)?,
            name: row.get(1)?,
            category: row.get(2)?,
            grade: row.get(3)?,
            grade_name: row.get(4)?,
            allotted: row.get(5)?,
            spent: row.get(6)?,
            confirmed: row.get(7)?,
        })
    })?)
}

/// The same for those within reach.
pub(crate) fn within(
    c: &mut Conn,
    sources: &Sources,
    reach: &Reach,
    account: AccountId,
) -> Result<Vec<Balance>, Problem> {
    let mut balances = balances(c, account)?;
    let orgs: Vec<OrgId> = balances.iter().map(|balance| balance.org).collect();
    if let Some(within) = sources.within(c, reach, &orgs)? {
        balances.retain(|balance| within.contains(&balance.org));
    }
    Ok(balances)
}

/// Organisations that have spent something.
pub(crate) fn orgs(c: &mut Conn) -> Result<Vec<OrgId>, Problem> {
    Ok(c.all(ORGS, &[], |row| row.get(0))?)
}

/// How many entries wait for their vouchers to be confirmed by somebody who did not enter them, and what they come to.
/// `by` is an actor as in the audit trail.
pub(crate) fn to_confirm(c: &mut Conn, by: &str) -> Result<(i64, Amount), Problem> {
    Ok(c.one(TO_CONFIRM, &[&by], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
