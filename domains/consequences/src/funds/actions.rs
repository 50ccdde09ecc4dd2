//! Setting up and correcting accounts.

use kernel::{Problem, Say};
use store::Tx;

use super::record::{self, Account, AccountId, reference};
use crate::allocations::record as allocations;
use crate::allocations::rules::State;
use crate::amount::Amount;
use crate::history;

pub(crate) const CREATE: &str =
    "INSERT INTO fund_accounts (year, source, budget, note, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE fund_accounts SET year = $2, source = $3, budget = $4, note = $5 WHERE id = $1";

/// An account as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub year: i16,
    pub source: String,
    pub budget: Amount,
    pub note: String,
}

/// Sets up an account.
///
/// # Errors
/// [`Problem::Invalid`] when that source has an account in that year already.
pub(crate) fn create(tx: &mut Tx, draft: &Draft) -> Result<AccountId, Problem> {
    if record::of(tx, draft.year, &draft.source)?.is_some() {
        return Err(taken(draft));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let id: AccountId =
        tx.insert(CREATE, &[&draft.year, &draft.source, &draft.budget, &draft.note, &now, &by])?;
    let made = record::find(tx, id)?;
    history::note(tx, &reference(id), "account-created", "", None::<&()>, &made)?;
    Ok(id)
}

fn taken(draft: &Draft) -> Problem {
    Problem::field("source", Say::new("fund-source-taken").with("year", draft.year))
}

/// Corrects an account. Once an allocation waits for approval or was approved, only the note can be corrected.
///
/// # Errors
/// [`Problem::Refused`] when money would change that others have decided about, [`Problem::Invalid`] when the source is
/// taken.
pub(crate) fn correct(tx: &mut Tx, id: AccountId, draft: &Draft) -> Result<Account, Problem> {
    let before = record::find(tx, id)?;
    let same = (before.year, &before.source, before.budget) == (draft.year, &draft.source, draft.budget);
    if !same && is_settled(tx, id)? {
        return Err(Problem::refused("fund-account-settled"));
    }
    if record::of(tx, draft.year, &draft.source)?.is_some_and(|other| other != id) {
        return Err(taken(draft));
    }
    tx.run(CORRECT, &[&id, &draft.year, &draft.source, &draft.budget, &draft.note])?;
    let after = record::find(tx, id)?;
    history::note(tx, &reference(id), "account-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Whether an allocation of the account waits for approval, is in force or was.
pub(crate) fn is_settled(c: &mut store::Conn, id: AccountId) -> Result<bool, Problem> {
    let settled = |state| matches!(state, State::Proposed | State::Approved | State::Replaced);
    Ok(allocations::of_account(c, id)?.into_iter().any(|one| settled(one.state)))
}
