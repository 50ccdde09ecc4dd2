//! A meeting of a leading group.

use kernel::{Day, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::groups::record::{GroupId, MemberId};

kernel::id_type!(
    /// Number of a meeting of a leading group.
    MeetingId
);
store::id_columns!(MeetingId);

/// A meeting of a leading group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Meeting {
    pub id: MeetingId,
    pub group: GroupId,
    pub title: String,
    pub held_on: Day,
    pub place: String,
    pub chair: String,
    pub recorder: String,
    /// Who came without belonging to the group (列席).
    pub guests: String,
    /// One item on each line.
    pub agenda: String,
    pub minutes: String,
}

impl Meeting {
    /// Items of the agenda.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.agenda.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

/// Whether a member came or was on leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Attendance {
    pub member: MemberId,
    pub name: String,
    /// Present; otherwise on leave.
    pub present: bool,
}

pub(crate) const FIND: &str =
    "SELECT id, group_id, title, held_on, place, chair, recorder, guests, agenda, minutes
    FROM group_meetings WHERE id = $1";
pub(crate) const OF_GROUP: &str =
    "SELECT id, group_id, title, held_on, place, chair, recorder, guests, agenda, minutes
    FROM group_meetings WHERE group_id = $1 ORDER BY held_on DESC, id DESC";
pub(crate) const BETWEEN: &str =
    "SELECT id, group_id, title, held_on, place, chair, recorder, guests, agenda, minutes
    FROM group_meetings WHERE held_on >= $1 AND held_on <= $2 ORDER BY held_on, id";
pub(crate) const ATTENDANCE: &str = "SELECT a.member_id, m.name, a.present
    FROM group_attendance a JOIN leading_group_members m ON m.id = a.member_id
    WHERE a.meeting_id = $1 ORDER BY m.since, m.id";

/// The columns that [`meeting`] reads.
pub(crate) const COLUMNS: [&str; 10] =
    ["id", "group_id", "title", "held_on", "place", "chair", "recorder", "guests", "agenda", "minutes"];

/// Reads the columns of the statements above.
pub(crate) fn meeting(row: &Row<'_>) -> Result<Meeting, store::Error> {
    Ok(Meeting {
        id: row.get(0)?,
        group: row.get(1)?,
        title: row.get(2)?,
        held_on: row.get(3)?,
        place: row.get(4)?,
        chair: row.get(5)?,
        recorder: row.get(6)?,
        guests: row.get(7)?,
        agenda: row.get(8)?,
        minutes: row.get(9)?,
    })
}

/// The record that links, files and the audit trail speak of.
pub(crate) fn reference(id: MeetingId) -> RecordRef {
    RecordRef::new("meeting", id.0)
}

/// One meeting.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: MeetingId) -> Result<Meeting, Problem> {
    c.maybe(FIND, &[&id], meeting)?.ok_or(Problem::Missing)
}

/// Meetings of a group, the latest first.
pub(crate) fn of_group(c: &mut Conn, group: GroupId) -> Result<Vec<Meeting>, Problem> {
    Ok(c.all(OF_GROUP, &[&group], meeting)?)
}

/// Meetings of all groups from a day to another.
pub(crate) fn between(c: &mut Conn, from: Day, to: Day) -> Result<Vec<Meeting>, Problem> {
    Ok(c.all(BETWEEN, &[&from, &to], meeting)?)
}

/// Who was due at a meeting.
pub(crate) fn attendance(c: &mut Conn, id: MeetingId) -> Result<Vec<Attendance>, Problem> {
    Ok(c.all(ATTENDANCE, &[&id], |row| {
        Ok(Attendance { member: row.get(0)?, name: row.get(1)?, present: row.get(2)? })
    })?)
}
