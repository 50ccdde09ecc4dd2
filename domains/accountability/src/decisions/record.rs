//! A decision of a meeting: what, who, until when.

use kernel::{Day, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::coded::coded;
use crate::meetings::record::MeetingId;

kernel::id_type!(
    /// Number of a decision of a meeting.
    DecisionId
);
store::id_columns!(DecisionId);

coded! {
    /// How a decision stands; derived from its days.
    State {
        /// Not carried out yet.
        Open = "open",
        /// Not carried out, and its day is past.
        Late = "late",
        /// Carried out.
        Done = "done",
    }
}

impl State {
    pub const ALL: [Self; 3] = [Self::Open, Self::Late, Self::Done];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Open => "calm",
            Self::Late => "bad",
            Self::Done => "done",
        }
    }
}

/// A decision of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Decision {
    pub id: DecisionId,
    pub meeting: MeetingId,
    pub content: String,
    /// The body that carries it out.
    pub org: Option<OrgId>,
    pub org_name: String,
    #[serde(skip)]
    pub org_path: String,
    /// The person who does; may be empty.
    pub person: String,
    pub due: Option<Day>,
    pub done_on: Option<Day>,
    /// What came of it.
    pub outcome: String,
}

impl Decision {
    /// How it stands on a day.
    pub fn state(&self, today: Day) -> State {
        match (self.done_on, self.due) {
            (Some(_), _) => State::Done,
            (None, Some(due)) if due < today => State::Late,
            _ => State::Open,
        }
    }
}

pub(crate) const FIND: &str =
    "SELECT id, meeting_id, content, org_id, org_name, org_path, person, due, done_on, outcome
    FROM group_decisions WHERE id = $1";
pub(crate) const OF_MEETING: &str =
    "SELECT id, meeting_id, content, org_id, org_name, org_path, person, due, done_on, outcome
    FROM group_decisions WHERE meeting_id = $1 ORDER BY id";
pub(crate) const OPEN: &str =
    "SELECT id, meeting_id, content, org_id, org_name, org_path, person, due, done_on, outcome
    FROM group_decisions WHERE done_on IS NULL AND due IS NOT NULL ORDER BY due, id LIMIT 200";

/// The columns that [`decision`] reads.
pub(crate) const COLUMNS: [&str; 10] =
    ["id", "meeting_id", "content", "org_id", "org_name", "org_path", "person", "due", "done_on", "outcome"];

/// Reads the columns of the statements above.
pub(crate) fn decision(row: &Row<'_>) -> Result<Decision, store::Error> {
    Ok(Decision {
        id: row.get(0)?,
        meeting: row.get(1)?,
        content: row.get(2)?,
        org: row.get(3)?,
        org_name: row.get(4)?,
        org_path: row.get(5)?,
        person: row.get(6)?,
        due: row.get(7)?,
        done_on: row.get(8)?,
        outcome: row.get(9)?,
    })
}

/// The record that links and the audit trail speak of.
pub(crate) fn reference(id: DecisionId) -> RecordRef {
    RecordRef::new("decision", id.0)
}

/// One decision.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: DecisionId) -> Result<Decision, Problem> {
    c.maybe(FIND, &[&id], decision)?.ok_or(Problem::Missing)
}

/// Decisions of a meeting.
pub(crate) fn of_meeting(c: &mut Conn, meeting: MeetingId) -> Result<Vec<Decision>, Problem> {
    Ok(c.all(OF_MEETING, &[&meeting], decision)?)
}

/// Decisions with a day that are not carried out, the most urgent first.
pub(crate) fn open(c: &mut Conn) -> Result<Vec<Decision>, Problem> {
    Ok(c.all(OPEN, &[], decision)?)
}
