//! An import: what a file would bring, kept until somebody confirms it.

use kernel::{Moment, Problem, RecordRef, Say};
use store::{Conn, Json, Row, Tx};

use super::checking::drafts;
pub(crate) use super::checking::{Batch, Change};
use crate::coded::coded;
use crate::history::note;
use crate::measures::actions;
use crate::plans::record::{self as plans, PlanId, reference};

kernel::id_type!(
    /// Number of an import.
    ImportId
);
store::id_columns!(ImportId);

coded!(
    /// What became of a file.
    State {
        /// It waits to be confirmed.
        Ready = "ready",
        /// It was written.
        Applied = "applied",
    }
);

/// An import.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub id: ImportId,
    pub plan: PlanId,
    pub file: String,
    pub batch: Batch,
    pub state: State,
    pub sent_at: Moment,
    pub sent_by: String,
}

pub(crate) const FIND: &str =
    "SELECT id, plan_id, file, batch, state, sent_at, sent_by FROM measure_imports WHERE id = $1";
pub(crate) const KEEP: &str = "INSERT INTO measure_imports (plan_id, file, batch, state, sent_at, sent_by)
    VALUES ($1, $2, $3, 'ready', $4, $5) RETURNING id";
pub(crate) const APPLY: &str = "UPDATE measure_imports SET state = 'applied', applied_at = $2 WHERE id = $1";

fn import(row: &Row<'_>) -> Result<Import, store::Error> {
    Ok(Import {
        id: row.get(0)?,
        plan: row.get(1)?,
        file: row.get(2)?,
        batch: row.json(3)?,
        state: row.get(4)?,
        sent_at: row.get(5)?,
        sent_by: row.get(6)?,
    })
}

/// One import.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: ImportId) -> Result<Import, Problem> {
    c.maybe(FIND, &[&id], import)?.ok_or(Problem::Missing)
}

/// Keeps what a file would bring.
pub(crate) fn keep(tx: &mut Tx, plan: PlanId, file: &str, batch: &Batch) -> Result<ImportId, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let id: ImportId = tx.insert(KEEP, &[&plan, &file, &Json(batch), &now, &by])?;
    tx.note_new(&RecordRef::new("measure-import", id.0), &serde_json::json!({ "file": file }))?;
    Ok(id)
}

/// Writes everything a file brings, or nothing.
///
/// # Errors
/// [`Problem::Refused`] when it was written already, when the plan is closed, and when a measure is another than when
/// the file was looked at.
pub(crate) fn apply(tx: &mut Tx, id: ImportId) -> Result<Import, Problem> {
    let import = find(tx, id)?;
    if import.state == State::Applied {
        return Err(Problem::refused("measure-import-applied"));
    }
    let plan = plans::find(tx, import.plan)?;
    let now = drafts(tx, &plan)?;
    for change in &import.batch.changed {
        if now.get(&change.id) != Some(&change.before) {
            return Err(Problem::refused(Say::new("measure-import-stale").with("number", &change.number)));
        }
        actions::correct(tx, change.id, &change.after)?;
    }
    for draft in &import.batch.new {
        actions::create(tx, draft, None)?;
    }
    let at = tx.now();
    tx.run(APPLY, &[&id, &at])?;
    let counts = serde_json::json!({
        "about": import.file,
        "new": import.batch.new.len(),
        "changed": import.batch.changed.len(),
    });
    note(tx, &reference(plan.id), "plan-imported", "", None::<&()>, &counts)?;
    find(tx, id)
}
