//! Writes: exceptions kept and removed.

use kernel::workdays::Exception;
use kernel::{Day, Problem, RecordRef};
use store::Tx;

use super::record::{KEEP, REMOVE, find};

/// The record of a day in the audit trail: its number reads as the date, `20151001`.
fn record(day: Day) -> RecordRef {
    let number =
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day_of_month());
    RecordRef::new("workday", number)
}

/// Keeps these exceptions; those of the same days are replaced, others stay. Gives how many were new or changed.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn keep(tx: &mut Tx, exceptions: &[Exception]) -> Result<usize, Problem> {
    let mut changed = 0;
    for exception in exceptions {
        let before = find(tx, exception.day)?;
        if before.as_ref() == Some(exception) {
            continue;
        }
        tx.run(KEEP, &[&exception.day, &exception.working, &exception.name])?;
        tx.note(&record(exception.day), before.as_ref(), Some(exception))?;
        changed += 1;
    }
    Ok(changed)
}

/// Removes the exception of a day: the rule of the week holds again.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(super) fn remove(tx: &mut Tx, day: Day) -> Result<Exception, Problem> {
    let before = find(tx, day)?.ok_or(Problem::Missing)?;
    tx.run(REMOVE, &[&day])?;
    tx.note_gone(&record(day), &before)?;
    Ok(before)
}
