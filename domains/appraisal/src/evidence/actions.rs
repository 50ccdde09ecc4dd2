//! Adding and removing evidence.

use kernel::{Problem, Say};
use store::attachments::{self, Attachment};
use store::{Tx, digest};

use super::rules::{Fit, MOST};
use crate::participants::ParticipantId;
use crate::self_assessments::actions::{item, item_reference};

/// Adds a file to what is said about an indicator; a file that is there already is told.
///
/// # Errors
/// [`Problem::Refused`] when it is there or there are too many, [`Problem::TooLarge`] above 32 MB.
pub(crate) fn add(
    tx: &mut Tx,
    participant: ParticipantId,
    indicator: &str,
    file: &Fit,
) -> Result<(), Problem> {
    let record = item_reference(item(tx, participant, indicator)?.id);
    let there = attachments::of_record(tx, &record)?;
    let hash = digest::sm3_hex(&file.bytes);
    if there.iter().any(|known| known.hash == hash) {
        return Err(Problem::refused(Say::new("evidence-twice").with("name", &file.name)));
    }
    if there.len() >= MOST {
        return Err(Problem::refused(Say::new("evidence-too-many").with("most", MOST)));
    }
    attachments::add(tx, &record, &file.name, file.kind.mime(), &file.bytes, attachments::LIMIT)?;
    let after = serde_json::json!({ "evidence": file.name, "size": file.bytes.len(), "sm3": hash });
    tx.note_new(&record, &after)?;
    Ok(())
}

/// Removes a file of evidence.
///
/// # Errors
/// [`Problem::Missing`] when it is gone already.
pub(crate) fn remove(tx: &mut Tx, file: &Attachment) -> Result<(), Problem> {
    let gone = attachments::remove(tx, file.id)?;
    let before = serde_json::json!({ "evidence": gone.name, "size": gone.size, "sm3": gone.hash });
    tx.note_gone(&gone.record, &before)?;
    Ok(())
}
