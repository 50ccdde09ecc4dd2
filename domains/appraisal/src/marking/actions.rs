//! Keeping marks, submitting a sheet, and returning it.

use std::collections::BTreeMap;

use kernel::{OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{Scheme, Score, SourceRef};
use serde::Serialize;
use store::Tx;

use super::sheet::{self, Sheet};
use crate::cycles::actions::touch;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::reviewers::record::{self as reviewers, RecusedBy, ReviewerId, reference};
use crate::reviewers::recusals;

pub(crate) const PUT: &str = "INSERT INTO appraisal_marks
    (participant_id, indicator, reviewer, mark, file, sheet, cell, reviewer_id, entered_at, entered_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (participant_id, indicator, reviewer) DO UPDATE SET mark = excluded.mark, file = excluded.file,
    sheet = excluded.sheet, cell = excluded.cell, reviewer_id = excluded.reviewer_id,
    entered_at = excluded.entered_at, entered_by = excluded.entered_by";
pub(crate) const CLEAR: &str =
    "DELETE FROM appraisal_marks WHERE participant_id = $1 AND indicator = $2 AND reviewer_id = $3";
pub(crate) const SUBMIT: &str = "INSERT INTO appraisal_score_sheets
    (reviewer_id, category, state, submitted_at, submitted_by, reason) VALUES ($1, $2, 'submitted', $3, $4, '')
    ON CONFLICT (reviewer_id, category) DO UPDATE SET state = 'submitted', submitted_at = excluded.submitted_at,
    submitted_by = excluded.submitted_by, reason = ''";
pub(crate) const GIVE_BACK: &str = "UPDATE appraisal_score_sheets SET state = 'returned', reason = $3 WHERE reviewer_id = $1 AND category = $2";

/// One cell as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    pub org: OrgId,
    /// Code of the indicator.
    pub indicator: String,
    /// What whoever typed had before their eyes; nothing when they do not say.
    pub seen: Option<Seen>,
    /// Whether they typed in it; a cell that was only sent along is left alone.
    pub touched: bool,
    /// The mark; nothing clears the cell.
    pub mark: Option<Score>,
    /// Where it stands, when it was read from a workbook.
    pub source: Option<SourceRef>,
}

/// What stood in a cell when the page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen(pub Option<Score>);

/// What became of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Saved {
    /// How many were written.
    pub saved: usize,
    /// Cells in which something else stood than their writer had seen: they, or somebody for them, wrote it elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// How many marks the sheet still wants.
    pub left: usize,
}

/// A cell that was changed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Elsewhere {
    pub org: OrgId,
    pub name: String,
    pub indicator: String,
    /// What stood there; empty for nothing.
    pub found: String,
    /// What stands there now.
    pub now: String,
}

/// The sheet, when it may be changed.
///
/// # Errors
/// [`Problem::Refused`] outside review and mass evaluation, and when it is submitted; [`Problem::Missing`] when the
/// reviewer has no such sheet.
fn open(
    tx: &mut Tx,
    cycle: CycleId,
    scheme: &Scheme,
    reviewer: ReviewerId,
    number: usize,
) -> Result<Sheet, Problem> {
    let cycle = cycles::find(tx, cycle, true)?;
    let reviewer = reviewers::find(tx, cycle.id, reviewer)?;
    let sheet = sheet::load(tx, &cycle, scheme, &reviewer, number)?;
    takes_marks(&cycle)?;
    if sheet.state.is_locked() {
        return Err(Problem::refused(Say::new("marking-submitted").with("category", &sheet.category)));
    }
    Ok(sheet)
}

fn takes_marks(cycle: &Cycle) -> Result<(), Problem> {
    if cycle.state.takes_marks() {
        return Ok(());
    }
    Err(Problem::refused(Say::new("marking-closed").with("year", cycle.year)))
}

/// Writes cells of a sheet, all or none. A cell that its writer did not touch is left alone; of two writes to one cell the
/// later one counts, and its writer is told what stood there.
///
/// # Errors
/// As [`open`]; [`Problem::Refused`] for an organisation that the reviewer must not mark; [`Problem::Missing`] for a cell
/// that is not on the sheet.
pub(crate) fn put(
    tx: &mut Tx,
    cycle: CycleId,
    scheme: &Scheme,
    reviewer: ReviewerId,
    number: usize,
    cells: &[Typed],
) -> Result<Saved, Problem> {
    let mut sheet = open(tx, cycle, scheme, reviewer, number)?;
    let mut saved = Saved::default();
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    let (now, by) = (tx.now(), tx.actor_code());
    for cell in cells {
        let column =
            sheet.columns.iter().position(|one| one.code == cell.indicator).ok_or(Problem::Missing)?;
        let row =
            sheet.rows.iter_mut().find(|row| row.participant.org == cell.org).ok_or(Problem::Missing)?;
        let name = &row.participant.name;
        if row.recusal.is_some() {
            return Err(Problem::refused(Say::new("marking-recused").with("name", name)));
        }
        let stands = row.marks.get_mut(column).ok_or(Problem::Missing)?;
        let text = |mark: Option<Score>| mark.map(|mark| mark.to_string()).unwrap_or_default();
        if cell.seen.is_some_and(|Seen(seen)| seen != *stands && cell.mark != *stands) {
            saved.elsewhere.push(Elsewhere {
                org: cell.org,
                name: name.clone(),
                indicator: cell.indicator.clone(),
                found: text(*stands),
                now: text(if cell.touched { cell.mark } else { *stands }),
            });
        }
        if !cell.touched || *stands == cell.mark {
            continue;
        }
        let key = format!("{name} {}", cell.indicator);
        before.insert(key.clone(), std::mem::replace(stands, cell.mark));
        after.insert(key, cell.mark);
        let participant = row.participant.id;
        match cell.mark {
            None => tx.run(CLEAR, &[&participant, &cell.indicator, &reviewer])?,
            Some(mark) => {
                let SourceRef { file, sheet: page, cell: at } = cell.source.clone().unwrap_or_default();
                let (label, thousandths) = (&sheet.reviewer.label, mark.thousandths());
                tx.run(
                    PUT,
                    &[
                        &participant,
                        &cell.indicator,
                        label,
                        &thousandths,
                        &file,
                        &page,
                        &at,
                        &reviewer,
                        &now,
                        &by,
                    ],
                )?
            }
        };
        saved.saved += 1;
    }
    if saved.saved > 0 {
        tx.note(&reference(reviewer), Some(&before), Some(&after))?;
    }
    saved.left = sheet.left();
    Ok(saved)
}

/// Submits a complete sheet: from then on its marks count, and it is locked until it is returned. Recusals are looked at
/// once more; a mark for the reviewer's own side never counts.
///
/// # Errors
/// As [`open`]; [`Problem::Refused`] while marks are missing.
pub(crate) fn submit(
    tx: &mut Tx,
    cycle: CycleId,
    scheme: &Scheme,
    reviewer: ReviewerId,
    number: usize,
) -> Result<Sheet, Problem> {
    let mut sheet = open(tx, cycle, scheme, reviewer, number)?;
    let known = reviewers::assignments_of(tx, reviewer)?;
    for row in &mut sheet.rows {
        let kept = known.get(&row.participant.id).is_some_and(|one| one.recusal.is_some());
        if row.recusal.is_some() && (!kept || row.marks.iter().any(Option::is_some)) {
            recusals::set(tx, &sheet.reviewer, &row.participant, RecusedBy::Rule, "")?;
            row.marks.iter_mut().for_each(|mark| *mark = None);
        }
    }
    if sheet.left() > 0 || sheet.wanted() == 0 {
        return Err(Problem::refused(Say::new("marking-incomplete").with("n", sheet.left())));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SUBMIT, &[&reviewer, &sheet.category, &now, &by])?;
    let said = serde_json::json!({ "sheet": sheet.category, "state": "submitted", "marks": sheet.given() });
    tx.note(&reference(reviewer), None::<&()>, Some(&said))?;
    touch(tx, cycle)?;
    Ok(sheet)
}

/// Gives a submitted sheet back to its reviewer, with the reason.
///
/// # Errors
/// [`Problem::Invalid`] without a reason; [`Problem::Refused`] when it is not submitted, or marking is over.
pub(crate) fn give_back(
    tx: &mut Tx,
    cycle: CycleId,
    scheme: &Scheme,
    reviewer: ReviewerId,
    number: usize,
    reason: &str,
) -> Result<Sheet, Problem> {
    let cycle = cycles::find(tx, cycle, true)?;
    let reviewer = reviewers::find(tx, cycle.id, reviewer)?;
    let sheet = sheet::load(tx, &cycle, scheme, &reviewer, number)?;
    takes_marks(&cycle)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::field("reason", "appraisal-reason-needed"));
    }
    if !sheet.state.is_locked() {
        let say = Say::new("panel-not-submitted").with("label", &reviewer.label);
        return Err(Problem::refused(say.with("category", &sheet.category)));
    }
    tx.run(GIVE_BACK, &[&reviewer.id, &sheet.category, &reason])?;
    let said = |state: &str| serde_json::json!({ "sheet": sheet.category, "state": state });
    let after = serde_json::json!({ "sheet": sheet.category, "state": "returned", "reason": reason });
    tx.note(&reference(reviewer.id), Some(&said("submitted")), Some(&after))?;
    touch(tx, cycle.id)?;
    Ok(sheet)
}
