//! A workbook that was brought in for one sheet, and what was found in it.

use kernel::{Moment, OrgId, RecordRef};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::reviewers::record::ReviewerId;
use crate::submissions::record::FaultText;
use crate::submissions::record::State;

kernel::id_type!(
    /// Number of an upload.
    UploadId
);
store::id_columns!(UploadId);

pub(crate) const FIND: &str = "SELECT id, reviewer_id, category, state, by_office, found, created_at FROM appraisal_sheet_uploads WHERE id = $1";
pub(crate) const OF_REVIEWER: &str =
    "SELECT id, reviewer_id, category, state, by_office, found, created_at FROM appraisal_sheet_uploads
    WHERE reviewer_id = $1 ORDER BY id";

/// An upload.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Upload {
    pub id: UploadId,
    #[serde(skip)]
    pub reviewer: ReviewerId,
    pub category: String,
    pub state: State,
    /// The office brought it in for the reviewer.
    pub by_office: bool,
    #[serde(skip)]
    pub found: Found,
    pub created: Moment,
}

/// What was found in the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Found {
    pub file: String,
    pub marks: Vec<FoundMark>,
    pub faults: Vec<FaultText>,
}

/// A mark in the file, and its cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FoundMark {
    pub org: OrgId,
    pub indicator: String,
    pub mark: Score,
    pub sheet: String,
    pub cell: String,
}

fn upload(row: &Row<'_>) -> Result<Upload, Error> {
    Ok(Upload {
        id: row.get(0)?,
        reviewer: row.get(1)?,
        category: row.get(2)?,
        state: State::of(&row.get::<String>(3)?),
        by_office: row.get(4)?,
        found: row.json(5)?,
        created: row.get(6)?,
    })
}

/// The record its file is attached to.
pub(crate) fn reference(id: UploadId) -> RecordRef {
    RecordRef::new("sheet_upload", id.0)
}

/// An upload.
pub(crate) fn find(c: &mut Conn, id: UploadId) -> Result<Upload, Error> {
    c.one(FIND, &[&id], upload)
}

/// Everything that was brought in for a reviewer, the first first.
pub(crate) fn of_reviewer(c: &mut Conn, reviewer: ReviewerId) -> Result<Vec<Upload>, Error> {
    c.all(OF_REVIEWER, &[&reviewer], upload)
}
