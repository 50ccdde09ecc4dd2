//! Keeping what was brought in for a sheet, and taking its marks.

use kernel::{Problem, Say};
use scoring::{Scheme, SourceRef};
use store::{Json, Tx, attachments};
use web::UPLOAD_LIMIT;

use super::record::{self, Found, UploadId, reference};
use crate::cycles::record::CycleId;
use crate::marking::actions::{self, Saved, Typed};
use crate::marking::sheet::Sheet;
use crate::marking::workbook::XLSX;
use crate::reviewers::record::ReviewerId;
use crate::submissions::record::State;

pub(crate) const KEEP: &str = "INSERT INTO appraisal_sheet_uploads
    (reviewer_id, category, state, by_office, found, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
pub(crate) const REPLACE: &str = "UPDATE appraisal_sheet_uploads SET state = 'replaced'
    WHERE reviewer_id = $1 AND category = $2 AND state = 'ready'";
pub(crate) const APPLY: &str = "UPDATE appraisal_sheet_uploads SET state = 'applied' WHERE id = $1";
pub(crate) const FORGET: &str = "DELETE FROM appraisal_sheet_uploads WHERE reviewer_id = $1";

/// Keeps a file that was brought in for a sheet. One that waited for the same sheet is replaced.
///
/// # Errors
/// [`Problem::Refused`] when the sheet takes no marks now.
pub(crate) fn keep(
    tx: &mut Tx,
    sheet: &Sheet,
    by_office: bool,
    found: &Found,
    bytes: &[u8],
) -> Result<UploadId, Problem> {
    let cycle = crate::cycles::record::find(tx, sheet.cycle.id, true)?;
    if !cycle.state.takes_marks() {
        return Err(Problem::refused(Say::new("marking-closed").with("year", cycle.year)));
    }
    if crate::marking::record::state_of(tx, sheet.reviewer.id, &sheet.category)?.is_locked() {
        return Err(Problem::refused(Say::new("marking-submitted").with("category", &sheet.category)));
    }
    let state = if found.faults.is_empty() { State::Ready } else { State::Refused };
    let (now, by) = (tx.now(), tx.actor_code());
    let (reviewer, category) = (sheet.reviewer.id, &sheet.category);
    tx.run(REPLACE, &[&reviewer, category])?;
    let id: UploadId =
        tx.insert(KEEP, &[&reviewer, category, &state.code(), &by_office, &Json(found), &now, &by])?;
    let limit = u64::try_from(UPLOAD_LIMIT).unwrap_or(u64::MAX);
    attachments::add(tx, &reference(id), &found.file, XLSX, bytes, limit)?;
    let after = serde_json::json!({
        "reviewer": sheet.reviewer.label, "category": category, "file": found.file, "by_office": by_office,
        "marks": found.marks.len(), "faults": found.faults.len(),
    });
    tx.note_new(&reference(id), &after)?;
    Ok(id)
}

/// Takes the marks of an upload, all or none. A cell that is empty in the file stays as it is. With `submit` the sheet is
/// submitted at once.
///
/// # Errors
/// [`Problem::Refused`] when the upload has faults or was taken already, and as [`actions::put`] and [`actions::submit`].
pub(crate) fn apply(
    tx: &mut Tx,
    id: UploadId,
    cycle: CycleId,
    scheme: &Scheme,
    number: usize,
    submit: bool,
) -> Result<Saved, Problem> {
    let upload = record::find(tx, id)?;
    if upload.state != State::Ready {
        return Err(Problem::refused("marking-upload-not-ready"));
    }
    let cells: Vec<Typed> = upload
        .found
        .marks
        .iter()
        .map(|one| Typed {
            org: one.org,
            indicator: one.indicator.clone(),
            seen: None,
            touched: true,
            mark: Some(one.mark),
            source: Some(SourceRef {
                file: upload.found.file.clone(),
                sheet: one.sheet.clone(),
                cell: one.cell.clone(),
            }),
        })
        .collect();
    let saved = actions::put(tx, cycle, scheme, upload.reviewer, number, &cells)?;
    tx.run(APPLY, &[&id])?;
    tx.note(
        &reference(id),
        None::<&()>,
        Some(&serde_json::json!({ "state": "applied", "marks": saved.saved })),
    )?;
    if submit {
        actions::submit(tx, cycle, scheme, upload.reviewer, number)?;
    }
    Ok(saved)
}

/// Removes what was brought in for a reviewer who is removed.
pub(crate) fn forget(tx: &mut Tx, reviewer: ReviewerId) -> Result<(), Problem> {
    for upload in record::of_reviewer(tx, reviewer)? {
        for file in attachments::of_record(tx, &reference(upload.id))? {
            attachments::remove(tx, file.id)?;
        }
    }
    tx.run(FORGET, &[&reviewer])?;
    Ok(())
}
