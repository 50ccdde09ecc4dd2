//! Keeping a submission, and computing the cycle from it.

use kernel::{Problem, Say};
use store::{Json, Tx, attachments};
use web::UPLOAD_LIMIT;

use super::record::{self, Preview, State, SubmissionId, reference};
use crate::cycles::actions as cycles;
use crate::cycles::computed::Computed;
use crate::cycles::record::CycleId;
use crate::schemes::record::SchemeId;

pub(crate) const KEEP: &str = "INSERT INTO appraisal_submissions
    (cycle_id, category, state, preview, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
pub(crate) const REPLACE: &str = "UPDATE appraisal_submissions SET state = 'replaced' WHERE cycle_id = $1 AND state IN ('applied', 'ready')";
pub(crate) const APPLY: &str = "UPDATE appraisal_submissions SET state = 'applied' WHERE id = $1";

/// Keeps what was sent for a cycle, with its files.
///
/// # Errors
/// [`Problem::Refused`] when the cycle is published, or opened for work on the pages.
pub(crate) fn keep(
    tx: &mut Tx,
    cycle: CycleId,
    category: &str,
    preview: &Preview,
    files: &[(String, Vec<u8>)],
) -> Result<SubmissionId, Problem> {
    cycles::by_workbooks(tx, cycle)?;
    let state = if preview.faults.is_empty() { State::Ready } else { State::Refused };
    let (now, by) = (tx.now(), tx.actor_code());
    let id: SubmissionId = tx.insert(KEEP, &[&cycle, &category, &state.code(), &Json(preview), &now, &by])?;
    let limit = u64::try_from(UPLOAD_LIMIT).unwrap_or(u64::MAX);
    for (name, bytes) in files {
        attachments::add(tx, &reference(id), name, mime(name), bytes, limit)?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let after = serde_json::json!({ "cycle": cycle, "files": names, "faults": preview.faults.len() });
    tx.note_new(&reference(id), &after)?;
    Ok(id)
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("xlsx" | "xlsm") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("xls") => "application/vnd.ms-excel",
        Some("csv" | "txt") => "text/csv",
        _ => "application/octet-stream",
    }
}

/// Computes the cycle from a submission in place of an earlier one. `scheme` is the one it was computed by.
///
/// # Errors
/// [`Problem::Refused`] when the submission has faults or was replaced, when the cycle got another scheme in the
/// meantime, or when it is published.
pub(crate) fn apply(
    tx: &mut Tx,
    id: SubmissionId,
    scheme: SchemeId,
    computed: &Computed,
) -> Result<CycleId, Problem> {
    let submission = record::find(tx, id)?;
    if submission.state != State::Ready {
        return Err(Problem::refused(Say::new("appraisal-submission-not-ready")));
    }
    if cycles::by_workbooks(tx, submission.cycle)?.scheme != scheme {
        return Err(Problem::refused(Say::new("appraisal-submission-other-scheme")));
    }
    tx.run(REPLACE, &[&submission.cycle])?;
    tx.run(APPLY, &[&id])?;
    cycles::write(tx, submission.cycle, computed)?;
    Ok(submission.cycle)
}

/// Removes the files of a submission whose cycle is removed.
pub(crate) fn drop_files(tx: &mut Tx, id: SubmissionId) -> Result<(), Problem> {
    for file in attachments::of_record(tx, &reference(id))? {
        attachments::remove(tx, file.id)?;
    }
    Ok(())
}
