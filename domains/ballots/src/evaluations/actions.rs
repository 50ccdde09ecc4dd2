//! Setting an evaluation up, changing it, taking it away, extending it.

use kernel::contracts::{Directory, EvaluatedCycle};
use kernel::{Moment, OrgId, Problem, Say};
use store::{Conn, Json, Tx};

use super::record::{self, Evaluation, EvaluationId, OwnQuestion, State, Windows, reference};
use super::rules;
use crate::boxes::{actions as boxes, record as box_record};

pub(crate) const CREATE: &str =
    "INSERT INTO evaluations (cycle_id, year, title, state, issue_from, issue_until, cast_from,
    cast_until, minimum, minimum_text, by_dimension, questions, remark, created_at, created_by, rehearsal)
    VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, $14) RETURNING id";
pub(crate) const CHANGE: &str =
    "UPDATE evaluations SET title = $2, issue_from = $3, issue_until = $4, cast_from = $5,
    cast_until = $6, minimum = $7, minimum_text = $8, by_dimension = $9, questions = $10 WHERE id = $1";
pub(crate) const REMOVE: &str = "DELETE FROM evaluations WHERE id = $1 AND state = 'draft'";
pub(crate) const SET_STATE: &str = "UPDATE evaluations SET state = $2 WHERE id = $1";
pub(crate) const EXTEND: &str =
    "UPDATE evaluations SET cast_until = $2, issue_until = $3, remark = $4 WHERE id = $1";
pub(crate) const REMARK: &str = "UPDATE evaluations SET remark = $2 WHERE id = $1";

/// An evaluation as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub title: String,
    pub windows: Windows,
    pub minimum: u32,
    pub minimum_text: u32,
    pub by_dimension: bool,
    pub questions: Vec<OwnQuestion>,
    /// For practising; said when it is set up, and for good.
    pub rehearsal: bool,
}

/// Sets an evaluation up: a box for each organisation and voter group, filled from the roster as far as it knows who belongs
/// where.
///
/// # Errors
/// [`Problem::Refused`] when the cycle has one already that is no rehearsal.
pub(crate) fn create(
    tx: &mut Tx,
    directory: &dyn Directory<Conn>,
    cycle: &EvaluatedCycle,
    draft: &Draft,
) -> Result<EvaluationId, Problem> {
    if !draft.rehearsal
        && record::all(tx)?
            .iter()
            .any(|one| one.cycle == cycle.id && !one.rehearsal && one.state != State::Void)
    {
        return Err(Problem::refused(Say::new("ballots-one-per-cycle").with("year", cycle.year)));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let Draft { title, windows, minimum, minimum_text, by_dimension, questions, rehearsal } = draft;
    let id: EvaluationId = tx.insert(
        CREATE,
        &[
            &cycle.id,
            &cycle.year,
            title,
            &windows.issue_from,
            &windows.issue_until,
            &windows.cast_from,
            &windows.cast_until,
            minimum,
            minimum_text,
            by_dimension,
            &Json(questions),
            &now,
            &by,
            rehearsal,
        ],
    )?;
    let orgs: Vec<OrgId> = cycle.organisations.iter().map(|one| one.org).collect();
    let briefs = directory.by_ids(tx, &orgs)?;
    let mut place = 0;
    for one in &cycle.organisations {
        let code = briefs.iter().find(|brief| brief.id == one.org).map_or_else(
            || one.org.to_string(),
            |brief| if brief.code.is_empty() { one.org.to_string() } else { brief.code.clone() },
        );
        for (group, name) in rules::groups(cycle) {
            place += 1;
            let new = boxes::NewBox {
                place,
                org: one.org,
                org_code: &code,
                org_name: &one.name,
                category: &one.category,
                voters: &group,
                voters_name: &name,
            };
            let made = boxes::add(tx, id, &new)?;
            boxes::fill(tx, directory, made, boxes::Rule::usual(&group), 0, 0)?;
        }
    }
    let made = record::find(tx, id)?;
    tx.note_new(&made.record(), &made)?;
    Ok(id)
}

fn in_draft(tx: &mut Tx, id: EvaluationId) -> Result<Evaluation, Problem> {
    let found = record::find(tx, id)?;
    if found.state == State::Draft { Ok(found) } else { Err(Problem::refused("ballots-frozen")) }
}

/// Changes an evaluation that is not yet open.
///
/// # Errors
/// [`Problem::Refused`] once it is.
pub(crate) fn change(tx: &mut Tx, id: EvaluationId, draft: &Draft) -> Result<(), Problem> {
    let before = in_draft(tx, id)?;
    let Draft { title, windows, minimum, minimum_text, by_dimension, questions, .. } = draft;
    tx.run(
        CHANGE,
        &[
            &id,
            title,
            &windows.issue_from,
            &windows.issue_until,
            &windows.cast_from,
            &windows.cast_until,
            minimum,
            minimum_text,
            by_dimension,
            &Json(questions),
        ],
    )?;
    let after = record::find(tx, id)?;
    Ok(tx.note(&reference(id), Some(&before), Some(&after))?)
}

/// Takes an evaluation away that was never opened.
///
/// # Errors
/// [`Problem::Refused`] once it was.
pub(crate) fn remove(tx: &mut Tx, id: EvaluationId) -> Result<(), Problem> {
    let before = in_draft(tx, id)?;
    tx.run(box_record::DROP_VOTERS, &[&id])?;
    tx.run(box_record::DROP, &[&id])?;
    tx.run(REMOVE, &[&id])?;
    Ok(tx.note_gone(&reference(id), &before)?)
}

/// Lets an open evaluation run longer; the board will say so with the reason. The manifest keeps what was announced.
///
/// # Errors
/// [`Problem::Refused`] when it is not open, [`Problem::Invalid`] when the new end is no later.
pub(crate) fn extend(tx: &mut Tx, id: EvaluationId, until: Moment, reason: &str) -> Result<(), Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Open {
        return Err(Problem::refused("ballots-not-open"));
    }
    if until <= before.windows.cast_until || until <= tx.now() {
        return Err(Problem::field("until", "ballots-extension-no-later"));
    }
    // Where people may still take ballots while others vote, that goes on too.
    let issue_until = if before.windows.are_apart() { before.windows.issue_until } else { until };
    let said = format!("{} → {}: {reason}", before.windows.cast_until, until);
    let remark = if before.remark.is_empty() { said } else { format!("{}\n{said}", before.remark) };
    tx.run(EXTEND, &[&id, &until, &issue_until, &remark])?;
    let after = record::find(tx, id)?;
    tx.note(&reference(id), Some(&before), Some(&after))?;
    crate::closing::plan(tx, id, until)
}
