//! A submission and what was found in it.

use kernel::{Moment, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row, attachments};

use crate::cycles::record::CycleId;
use crate::workbooks::{PanelFound, PassedOver, SheetFound};

kernel::id_type!(
    /// Number of a submission.
    SubmissionId
);
store::id_columns!(SubmissionId);

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// There are faults; nothing can be computed from it.
    Refused,
    /// Waiting to be confirmed.
    Ready,
    /// The cycle is computed from it.
    Applied,
    /// A later one took its place.
    Replaced,
}

impl State {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Ready => "ready",
            Self::Applied => "applied",
            Self::Replaced => "replaced",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        match code {
            "ready" => Self::Ready,
            "applied" => Self::Applied,
            "replaced" => Self::Replaced,
            _ => Self::Refused,
        }
    }
}

/// A submission.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Submission {
    pub id: SubmissionId,
    pub cycle: CycleId,
    /// Category of sheets whose title names none; empty when none was given.
    pub category: String,
    pub state: State,
    pub preview: Preview,
    pub created: Moment,
}

/// What was found in the files.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Preview {
    pub sheets: Vec<SheetFound>,
    pub panels: Vec<PanelFound>,
    pub passed_over: Vec<PassedOver>,
    /// Organisations of the roster that should take part and stand in no sheet.
    pub absent: Vec<String>,
    pub organisations: usize,
    pub marks: usize,
    pub tallies: usize,
    pub faults: Vec<FaultText>,
}

/// A fault in words of both languages.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FaultText {
    pub file: String,
    /// `sheet!cell`, or less.
    pub place: String,
    pub value: String,
    pub zh: (String, String),
    pub en: (String, String),
}

pub(crate) const FIND: &str =
    "SELECT id, cycle_id, category, state, preview, created_at FROM appraisal_submissions WHERE id = $1";
pub(crate) const OF_CYCLE: &str = "SELECT id FROM appraisal_submissions WHERE cycle_id = $1 ORDER BY id";
pub(crate) const LATEST: &str = "SELECT id, state FROM appraisal_submissions WHERE cycle_id = $1
    ORDER BY id DESC LIMIT 1";

fn submission(row: &Row<'_>) -> Result<Submission, Error> {
    Ok(Submission {
        id: row.get(0)?,
        cycle: row.get(1)?,
        category: row.get(2)?,
        state: State::of(&row.get::<String>(3)?),
        preview: row.json(4)?,
        created: row.get(5)?,
    })
}

pub(crate) fn find(c: &mut Conn, id: SubmissionId) -> Result<Submission, Error> {
    c.one(FIND, &[&id], submission)
}

/// Submissions of a cycle, the first first.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<SubmissionId>, Error> {
    c.all(OF_CYCLE, &[&cycle], |row| row.get(0))
}

/// The last submission of a cycle.
pub(crate) fn latest(c: &mut Conn, cycle: CycleId) -> Result<Option<(SubmissionId, State)>, Error> {
    c.maybe(LATEST, &[&cycle], |row| Ok((row.get(0)?, State::of(&row.get::<String>(1)?))))
}

/// The record its files are attached to.
pub(crate) fn reference(id: SubmissionId) -> RecordRef {
    RecordRef::new("submission", id.0)
}

/// Its files with their bytes, in the order in which they were sent.
pub(crate) fn files(c: &mut Conn, id: SubmissionId) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut files = Vec::new();
    for file in attachments::of_record(c, &reference(id))? {
        let bytes = attachments::bytes(c, &file)?;
        files.push((file.name, bytes));
    }
    Ok(files)
}
