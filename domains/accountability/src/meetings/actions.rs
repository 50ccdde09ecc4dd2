//! Keeping the minutes of a meeting.

use kernel::{Day, Problem, Say};
use store::Tx;
use web::history::note;

use super::record::{self, Meeting, MeetingId, reference};
use crate::groups::record::{self as groups, GroupId, MemberId};

pub(crate) const CREATE: &str =
    "INSERT INTO group_meetings (group_id, title, held_on, place, chair, recorder, guests, agenda, minutes)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE group_meetings SET title = $2, held_on = $3, place = $4, chair = $5, recorder = $6, guests = $7,
    agenda = $8, minutes = $9 WHERE id = $1";
pub(crate) const FORGET: &str = "DELETE FROM group_attendance WHERE meeting_id = $1";
pub(crate) const ATTEND: &str =
    "INSERT INTO group_attendance (meeting_id, member_id, present) VALUES ($1, $2, $3)";

/// A meeting as it is to stand.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub title: String,
    pub held_on: Day,
    pub place: String,
    pub chair: String,
    pub recorder: String,
    pub guests: String,
    pub agenda: String,
    pub minutes: String,
    /// Members who were due, and whether they came.
    pub attendance: Vec<(MemberId, bool)>,
}

/// Records a meeting.
///
/// # Errors
/// [`Problem::Invalid`] when somebody was no member on that day.
pub(crate) fn create(tx: &mut Tx, group: GroupId, draft: &Draft) -> Result<MeetingId, Problem> {
    let Draft { title, held_on, place, chair, recorder, guests, agenda, minutes, .. } = draft;
    members_then(tx, group, draft)?;
    let id: MeetingId =
        tx.insert(CREATE, &[&group, title, held_on, place, chair, recorder, guests, agenda, minutes])?;
    attend(tx, id, draft)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "meeting-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects what was recorded.
///
/// # Errors
/// As [`create`]; [`Problem::Missing`] when there is no such meeting.
pub(crate) fn correct(tx: &mut Tx, id: MeetingId, draft: &Draft) -> Result<Meeting, Problem> {
    let before = record::find(tx, id)?;
    members_then(tx, before.group, draft)?;
    let Draft { title, held_on, place, chair, recorder, guests, agenda, minutes, .. } = draft;
    tx.run(CORRECT, &[&id, title, held_on, place, chair, recorder, guests, agenda, minutes])?;
    tx.run(FORGET, &[&id])?;
    attend(tx, id, draft)?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "meeting-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Only those who belonged to the group on the day were due.
fn members_then(tx: &mut Tx, group: GroupId, draft: &Draft) -> Result<(), Problem> {
    groups::find(tx, group)?;
    let all = groups::members(tx, group)?;
    for (id, _) in &draft.attendance {
        let member = all.iter().find(|member| member.id == *id).ok_or(Problem::Missing)?;
        if !member.on(draft.held_on) {
            let say = Say::new("meeting-no-member-then").with("name", &member.name);
            return Err(Problem::field(format!("member-{id}"), say));
        }
    }
    Ok(())
}

fn attend(tx: &mut Tx, id: MeetingId, draft: &Draft) -> Result<(), Problem> {
    for (member, present) in &draft.attendance {
        tx.run(ATTEND, &[&id, member, present])?;
    }
    Ok(())
}
