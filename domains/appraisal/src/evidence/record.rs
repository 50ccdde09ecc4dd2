//! Files of evidence, and whose they are.

use std::collections::BTreeMap;

use kernel::{Moment, Problem};
use office::FileKind;
use schemars::JsonSchema;
use serde::Serialize;
use store::attachments::{self, Attachment, AttachmentId};
use store::{Conn, Row};
use web::{Download, Shown};

use super::rules;
use crate::cycles::record::CycleId;
use crate::participants::{self, Participant, ParticipantId};

/// Kind of the records to which evidence belongs.
pub(crate) const KIND: &str = "self_item";

pub(crate) const OF_PARTICIPANT: &str = "SELECT i.indicator, a.id, a.name, a.mime, a.size, a.created_at
    FROM attachments a JOIN appraisal_self_items i ON i.id = a.record_id
    WHERE a.record_kind = 'self_item' AND i.participant_id = $1 ORDER BY a.id";
pub(crate) const COUNTS: &str = "SELECT i.participant_id, COUNT(*)
    FROM attachments a JOIN appraisal_self_items i ON i.id = a.record_id
    JOIN appraisal_participants p ON p.id = i.participant_id
    WHERE a.record_kind = 'self_item' AND p.cycle_id = $1 GROUP BY i.participant_id";
pub(crate) const OWNER: &str = "SELECT p.org_id, i.indicator
    FROM appraisal_self_items i JOIN appraisal_participants p ON p.id = i.participant_id
    WHERE i.id = $1 AND p.cycle_id = $2";

/// A file of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Evidence {
    pub id: AttachmentId,
    pub name: String,
    /// What it is, as `PDF`.
    pub kind: String,
    /// Its size, as `1.6 MB`.
    pub size: String,
    #[schemars(with = "i64")]
    pub added: Moment,
}

fn evidence(row: &Row<'_>) -> Result<(String, Evidence), store::Error> {
    let mime: String = row.get(3)?;
    let one = Evidence {
        id: row.get(1)?,
        name: row.get(2)?,
        kind: FileKind::of_mime(&mime).map(rules::word).unwrap_or_default().to_owned(),
        size: rules::size(row.get(4)?),
        added: row.get(5)?,
    };
    Ok((row.get(0)?, one))
}

/// All evidence of a participant, by the code of the indicator.
pub(crate) fn of_participant(
    c: &mut Conn,
    participant: ParticipantId,
) -> Result<BTreeMap<String, Vec<Evidence>>, store::Error> {
    let mut all: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    for (indicator, one) in c.all(OF_PARTICIPANT, &[&participant], evidence)? {
        all.entry(indicator).or_default().push(one);
    }
    Ok(all)
}

/// How many files each participant of a cycle shows.
pub(crate) fn counts(c: &mut Conn, cycle: CycleId) -> Result<BTreeMap<ParticipantId, usize>, store::Error> {
    let all = c.all(COUNTS, &[&cycle], |row| Ok((row.get(0)?, row.get::<u32>(1)?)))?;
    Ok(all
        .into_iter()
        .map(|(participant, n)| (participant, usize::try_from(n).unwrap_or(usize::MAX)))
        .collect())
}

/// A file of evidence of that cycle, whose it is, and the code of the indicator. Whether somebody may see it is the
/// caller's to know.
///
/// # Errors
/// [`Problem::Missing`] when it is none, or of another cycle.
pub(crate) fn find(
    c: &mut Conn,
    cycle: CycleId,
    file: AttachmentId,
) -> Result<(Attachment, Participant, String), Problem> {
    let file = attachments::find(c, file)?;
    if file.record.kind != KIND {
        return Err(Problem::Missing);
    }
    let owner = c.maybe(OWNER, &[&file.record.id, &cycle], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (org, indicator) = owner.ok_or(Problem::Missing)?;
    Ok((file, participants::find(c, cycle, org)?, indicator))
}

/// The file for the reader: pictures and PDF are shown, anything else is kept.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn shown(c: &mut Conn, file: Attachment) -> Result<Shown, Problem> {
    let mime = FileKind::of_mime(&file.mime).map_or("application/octet-stream", FileKind::mime);
    let bytes = attachments::bytes(c, &file)?;
    Ok(Shown(Download { name: file.name, mime, bytes }))
}
