//! An allocation: a budget shared out, with everything it was computed from.

use kernel::{Moment, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use scoring::Score;
use serde::Serialize;
use store::{Conn, Row};

use super::rules::{Capacity, Parameters, State};
use crate::amount::Amount;
use crate::funds::record::{Account, AccountId};

kernel::id_type!(
    /// Number of an allocation.
    AllocationId
);
store::id_columns!(AllocationId);

/// An allocation without its shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Allocation {
    pub id: AllocationId,
    pub account: AccountId,
    pub state: State,
    /// How many times it was submitted.
    pub round: u32,
    pub cycle: i64,
    pub cycle_year: i16,
    /// Version of the results it was computed from.
    pub version: u32,
    pub budget: Amount,
    pub parameters: Parameters,
    /// Everybody who worked on it, as in the audit trail.
    #[serde(skip)]
    pub authors: Vec<String>,
    pub saved: Moment,
    pub submitted: Option<Moment>,
    #[serde(skip)]
    pub submitted_by: Option<String>,
    /// When it was approved.
    pub settled: Option<Moment>,
}

/// What one organisation gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Share {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    pub grade: String,
    pub grade_name: String,
    pub members: u32,
    #[schemars(with = "String")]
    pub coefficient: Score,
    /// What the rule gives exactly, in 元, as a fraction.
    pub exact: String,
    /// The part of it that does not depend on members and grade.
    pub base: String,
    pub rounded_up: bool,
    pub computed: Amount,
    /// What the committee decided instead.
    pub decided: Option<Amount>,
    /// Why.
    pub reason: String,
}

impl Share {
    /// What it gets.
    pub fn amount(&self) -> Amount {
        self.decided.unwrap_or(self.computed)
    }
}

/// An approval or a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub round: u32,
    pub capacity: Capacity,
    pub approves: bool,
    pub reason: String,
    pub at: Moment,
    pub by: String,
}

pub(crate) const FIND: &str =
    "SELECT id, account_id, state, round, cycle_id, cycle_year, version, budget, parameters, authors,
    saved_at, submitted_at, submitted_by, settled_at FROM fund_allocations WHERE id = $1";
pub(crate) const OF_ACCOUNT: &str = "SELECT id, account_id, state, round, cycle_id, cycle_year, version, budget, parameters,
    authors, saved_at, submitted_at, submitted_by, settled_at FROM fund_allocations WHERE account_id = $1 ORDER BY id DESC";
pub(crate) const SHARES: &str =
    "SELECT org_id, name, category, grade, grade_name, members, coefficient, exact, base, rounded_up,
    computed, decided, reason FROM fund_shares WHERE allocation_id = $1 ORDER BY place";
pub(crate) const VERDICTS: &str =
    "SELECT round, capacity, approves, reason, given_at, given_by FROM fund_verdicts
    WHERE allocation_id = $1 ORDER BY id";
pub(crate) const LAST_YEAR: &str =
    "SELECT a.id FROM fund_allocations a JOIN fund_accounts f ON f.id = a.account_id
    WHERE f.year = $1 AND f.source = $2 AND a.state = 'approved'";
pub(crate) const IN_STATE: &str = "SELECT id FROM fund_allocations WHERE state = $1 ORDER BY id";

fn allocation(row: &Row<'_>) -> Result<Allocation, store::Error> {
    Ok(Allocation {
        id: row.get(0)?,
        account: row.get(1)?,
        state: row.get(2)?,
        round: row.get(3)?,
        cycle: row.get(4)?,
        cycle_year: row.get(5)?,
        version: row.get(6)?,
        budget: row.get(7)?,
        parameters: row.json(8)?,
        authors: row.json(9)?,
        saved: row.get(10)?,
        submitted: row.get(11)?,
        submitted_by: row.get(12)?,
        settled: row.get(13)?,
    })
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: AllocationId) -> RecordRef {
    RecordRef::new("allocation", id.0)
}

/// One allocation.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: AllocationId) -> Result<Allocation, Problem> {
    c.maybe(FIND, &[&id], allocation)?.ok_or(Problem::Missing)
}

/// Allocations of an account, the latest first.
pub(crate) fn of_account(c: &mut Conn, account: AccountId) -> Result<Vec<Allocation>, Problem> {
    Ok(c.all(OF_ACCOUNT, &[&account], allocation)?)
}

/// The allocation of an account that is in force.
pub(crate) fn in_force(c: &mut Conn, account: AccountId) -> Result<Option<Allocation>, Problem> {
    Ok(of_account(c, account)?.into_iter().find(|one| one.state == State::Approved))
}

/// The allocation of an account that is worked on or waits for approval.
pub(crate) fn open(c: &mut Conn, account: AccountId) -> Result<Option<Allocation>, Problem> {
    let open = |state: State| state.is_worked_on() || state == State::Proposed;
    Ok(of_account(c, account)?.into_iter().find(|one| open(one.state)))
}

/// The allocation in force of the year before from the same source.
pub(crate) fn last_year(c: &mut Conn, account: &Account) -> Result<Option<Allocation>, Problem> {
    let found: Option<AllocationId> =
        c.maybe(LAST_YEAR, &[&(account.year - 1), &account.source], |row| row.get(0))?;
    found.map(|id| find(c, id)).transpose()
}

/// Who gets what, in the order of the results.
pub(crate) fn shares(c: &mut Conn, id: AllocationId) -> Result<Vec<Share>, Problem> {
    Ok(c.all(SHARES, &[&id], |row| {
        Ok(Share {
            org: row.get(0)?,
            name: row.get(1)?,
            category: row.get(2)?,
            grade: row.get(3)?,
            grade_name: row.get(4)?,
            members: row.get(5)?,
            coefficient: Score::from_thousandths(row.get(6)?),
            exact: row.get(7)?,
            base: row.get(8)?,
            rounded_up: row.get(9)?,
            computed: row.get(10)?,
            decided: row.get(11)?,
            reason: row.get(12)?,
        })
    })?)
}

/// Approvals and refusals of all rounds, the first first.
pub(crate) fn verdicts(c: &mut Conn, id: AllocationId) -> Result<Vec<Verdict>, Problem> {
    Ok(c.all(VERDICTS, &[&id], |row| {
        Ok(Verdict {
            round: row.get(0)?,
            capacity: row.get(1)?,
            approves: row.get(2)?,
            reason: row.get(3)?,
            at: row.get(4)?,
            by: row.get(5)?,
        })
    })?)
}

/// Approvals of the present round: by whom, in which capacity.
pub(crate) fn approvals(c: &mut Conn, of: &Allocation) -> Result<Vec<(String, Capacity)>, Problem> {
    let given = verdicts(c, of.id)?.into_iter();
    Ok(given.filter(|one| one.round == of.round && one.approves).map(|one| (one.by, one.capacity)).collect())
}

/// Allocations of all accounts that are so far.
pub(crate) fn in_state(c: &mut Conn, state: State) -> Result<Vec<AllocationId>, Problem> {
    Ok(c.all(IN_STATE, &[&state], |row| row.get(0))?)
}
