//! Writing what a check planned: one transaction, all or nothing.

mod bulk;
mod cadres;
mod founding;
mod organisations;

use kernel::{Problem, Say};
use store::Tx;

use super::batch::{Batch, Counts};
use super::check::{Checked, Plan, check};
use super::record::{self, ImportId, State};
use super::roster::Roster;

/// Every statement of this folder.
pub(crate) fn statements() -> Vec<&'static str> {
    [bulk::statements(), founding::statements(), organisations::STATEMENTS.to_vec()].concat()
}

/// Applies a roster under an import that was begun and is not applied yet. It is checked once more, because the
/// database may have changed since it was shown.
///
/// The trail gets one row with the counts and the hash of the file. What happens to organisations that are there is
/// noted one by one; every other row that changes is kept with the import, before and after.
///
/// # Errors
/// [`Problem::Refused`] when there are faults by now, or when it is applied already.
pub fn apply(tx: &mut Tx, id: ImportId, batch: &Batch) -> Result<Counts, Problem> {
    let today = tx.today();
    let checked = check(tx, batch, today)?;
    if !checked.faults.is_empty() {
        return Err(Problem::refused(Say::new("import-has-faults").with("n", checked.faults.len())));
    }
    apply_checked(tx, id, batch.roster(), &checked)
}

/// The same after a check in this very transaction.
pub(super) fn apply_checked(
    tx: &mut Tx,
    id: ImportId,
    roster: Roster,
    checked: &Checked,
) -> Result<Counts, Problem> {
    let import = record::find(tx, id)?;
    if !matches!(import.state, State::Draft | State::Queued) {
        return Err(Problem::refused("import-not-open"));
    }
    match &checked.plan {
        Plan::Organisations(plan) => organisations::write(tx, id, plan)?,
        Plan::Cadres(plan) => cadres::write(tx, id, plan)?,
    }
    record::set_applied(tx, id, checked.counts)?;
    let after = serde_json::json!({
        "file": import.file, "sm3": import.hash, "roster": roster, "counts": checked.counts,
    });
    tx.emit("roster.imported", &import.record(), &after)?;
    tx.note(&import.record(), Some(&serde_json::json!({ "state": import.state })), Some(&after))?;
    Ok(checked.counts)
}
