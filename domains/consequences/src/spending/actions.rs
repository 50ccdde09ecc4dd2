//! Entering spending, confirming its vouchers, and cancelling it.

use kernel::{Day, OrgId, Problem, Say};
use store::Tx;

use super::record::{self, Entry, EntryId, State, reference};
use crate::amount::Amount;
use crate::funds::record::{self as funds, AccountId};
use crate::history::note;
use web::enclosures::{Enclosure, keep};

pub(crate) const ENTER: &str =
    "INSERT INTO fund_entries (account_id, org_id, org_name, spent_on, purpose, amount, state, reason,
    entered_at, entered_by) VALUES ($1, $2, $3, $4, $5, $6, 'entered', '', $7, $8) RETURNING id";
pub(crate) const SETTLE: &str =
    "UPDATE fund_entries SET state = $2, reason = $3, settled_at = $4, settled_by = $5 WHERE id = $1";

/// Spending to be entered.
#[derive(Debug, Clone)]
pub(crate) struct Spent {
    pub account: AccountId,
    pub org: OrgId,
    pub on: Day,
    pub purpose: String,
    pub amount: Amount,
    pub vouchers: Vec<Enclosure>,
}

/// Enters spending against what an organisation was allotted.
///
/// # Errors
/// [`Problem::Refused`] when nothing was allotted, [`Problem::Invalid`] when more would be spent than is left, or on a
/// day outside the account's time.
pub(crate) fn enter(tx: &mut Tx, spent: &Spent) -> Result<EntryId, Problem> {
    let account = funds::find(tx, spent.account)?;
    let balances = record::balances(tx, spent.account)?;
    let Some(balance) = balances.into_iter().find(|balance| balance.org == spent.org) else {
        return Err(Problem::refused("fund-nothing-allotted"));
    };
    if spent.on > tx.today() || spent.on.year() < account.year {
        return Err(Problem::field("on", Say::new("fund-day-outside").with("year", account.year)));
    }
    if spent.amount > balance.left() {
        return Err(Problem::field("amount", Say::new("fund-overspent").with("left", balance.left())));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let id: EntryId = tx.insert(
        ENTER,
        &[&spent.account, &spent.org, &balance.name, &spent.on, &spent.purpose, &spent.amount, &now, &by],
    )?;
    keep(tx, &reference(id), &spent.vouchers)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "entry-entered", "", None::<&()>, &made)?;
    Ok(id)
}

/// Confirms the vouchers of an entry.
///
/// # Errors
/// [`Problem::Refused`] unless it waits for that, and for whoever entered it.
pub(crate) fn confirm(tx: &mut Tx, id: EntryId) -> Result<Entry, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Entered {
        return Err(Problem::refused("fund-entry-settled"));
    }
    if before.entered_by == tx.actor_code() {
        return Err(Problem::refused("fund-entry-own"));
    }
    settle(tx, &before, State::Confirmed, "entry-confirmed", "")
}

/// Cancels an entry; it stays visible with the reason. Once confirmed, only who may confirm can cancel it.
///
/// # Errors
/// [`Problem::Refused`] when it is cancelled already, or confirmed and `confirms` is false.
pub(crate) fn cancel(tx: &mut Tx, id: EntryId, reason: &str, confirms: bool) -> Result<Entry, Problem> {
    let before = record::find(tx, id)?;
    match before.state {
        State::Cancelled => Err(Problem::refused("fund-entry-cancelled")),
        State::Confirmed if !confirms => Err(Problem::refused("fund-entry-confirmed")),
        _ => settle(tx, &before, State::Cancelled, "entry-cancelled", reason),
    }
}

fn settle(
    tx: &mut Tx,
    before: &Entry,
    state: State,
    did: &'static str,
    reason: &str,
) -> Result<Entry, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SETTLE, &[&before.id, &state, &reason, &now, &by])?;
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, reason, Some(before), &after)?;
    Ok(after)
}
