//! What the lead body does with a measure: sign for it, tell how far it is, hand it in, ask for more time. Those who help
//! tell what they did and change nothing else.

use kernel::{Day, Problem};
use store::Tx;
use web::enclosures::{Enclosure, keep};

use super::actions::RECKON;
use super::record::{self, Answer, EntryId, ExtensionId, Measure, MeasureId, MilestoneId, reference};
use super::rules::State;
use crate::history::note;

pub(crate) const SIGN: &str =
    "UPDATE measures SET state = 'signed', signed_on = $2, updated_at = $3 WHERE id = $1";
pub(crate) const TELL: &str =
    "UPDATE measures SET state = $2, percent = $3, latest = $4, updated_at = $5 WHERE id = $1";
pub(crate) const ENTER: &str =
    "INSERT INTO measure_entries (measure_id, percent, text, org_name, first_file, files, entered_on, entered_at,
    entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
pub(crate) const FILES: &str =
    "SELECT CAST(COALESCE(SUM(files), 0) AS BIGINT) FROM measure_entries WHERE measure_id = $1";
pub(crate) const FINISH: &str = "UPDATE measure_milestones SET done_on = $2, done_by = $3 WHERE id = $1";
pub(crate) const HAND_IN: &str =
    "UPDATE measures SET state = 'handed_in', handed_in_on = $2, handed_in_by = $3,
    reason = '', updated_at = $4 WHERE id = $1";
pub(crate) const ASK: &str =
    "INSERT INTO measure_extensions (measure_id, old_due, new_due, reason, state, asked_on, asked_by, answer)
    VALUES ($1, $2, $3, $4, 'asked', $5, $6, '') RETURNING id";

/// Signs for a measure (签收).
///
/// # Errors
/// [`Problem::Refused`] unless it was handed out and nobody has signed yet.
pub(crate) fn sign(tx: &mut Tx, id: MeasureId) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Issued {
        return Err(Problem::refused("measure-not-to-sign"));
    }
    let (today, now) = (tx.today(), tx.now());
    tx.run(SIGN, &[&id, &today, &now])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "measure-signed", "", Some(&before), &after)?;
    Ok(after)
}

/// What is told about a measure.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// How far it is; a body that helps gives none, and the figure stays.
    pub percent: Option<u32>,
    pub text: String,
    /// The body that tells it.
    pub org_name: String,
    pub files: Vec<Enclosure>,
}

/// Enters what was done (进展). The first entry of the lead body begins the work.
///
/// # Errors
/// [`Problem::Refused`] before somebody has signed and once it was handed in.
pub(crate) fn tell(tx: &mut Tx, id: MeasureId, told: &Told) -> Result<EntryId, Problem> {
    let before = record::find(tx, id)?;
    if before.state == State::Issued {
        return Err(Problem::refused("measure-sign-first"));
    }
    if !before.state.is_at_work() {
        return Err(Problem::refused("measure-not-at-work"));
    }
    let entry = enter(tx, &before, told)?;
    let state = if told.percent.is_some() { State::Running } else { before.state };
    let (percent, now) = (told.percent.unwrap_or(before.percent), tx.now());
    tx.run(TELL, &[&id, &state, &percent, &told.text, &now])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "measure-told", "", Some(&before), &after)?;
    Ok(entry)
}

fn enter(tx: &mut Tx, measure: &Measure, told: &Told) -> Result<EntryId, Problem> {
    let id = measure.id;
    let first: i64 = tx.scalar::<i64>(FILES, &[&id])? + 1;
    let files = i64::try_from(told.files.len()).unwrap_or_default();
    let percent = told.percent.unwrap_or(measure.percent);
    let (today, now, by) = (tx.today(), tx.now(), tx.actor_code());
    let entry: EntryId =
        tx.insert(ENTER, &[&id, &percent, &told.text, &told.org_name, &first, &files, &today, &now, &by])?;
    keep(tx, &reference(id), &told.files)?;
    Ok(entry)
}

/// Notes that a milestone was reached on a day.
///
/// # Errors
/// [`Problem::Missing`] for one of another measure, [`Problem::Refused`] when the measure is not at work or the milestone
/// was reached before, [`Problem::Invalid`] for a day to come.
pub(crate) fn reach(tx: &mut Tx, id: MeasureId, milestone: MilestoneId, on: Day) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    let all = record::milestones(tx, id)?;
    let one = all.into_iter().find(|one| one.id == milestone).ok_or(Problem::Missing)?;
    if before.state == State::Issued {
        return Err(Problem::refused("measure-sign-first"));
    }
    if !before.state.is_at_work() {
        return Err(Problem::refused("measure-not-at-work"));
    }
    if one.done_on.is_some() {
        return Err(Problem::refused("measure-milestone-done"));
    }
    if on > tx.today() {
        return Err(Problem::field("on", "measure-day-to-come"));
    }
    let by = tx.actor_code();
    tx.run(FINISH, &[&milestone, &on, &by])?;
    tx.run(RECKON, &[&id])?;
    let after = record::find(tx, id)?;
    let mut noted = serde_json::to_value(&after).map_err(Problem::unexpected)?;
    if let serde_json::Value::Object(fields) = &mut noted {
        fields.insert("about".into(), one.name.into());
    }
    note(tx, &reference(id), "measure-milestone-reached", "", Some(&before), &noted)?;
    Ok(after)
}

/// Hands a measure in to be accepted (申请验收), with what was done.
///
/// # Errors
/// [`Problem::Refused`] when it is not at work or a milestone is open.
pub(crate) fn hand_in(tx: &mut Tx, id: MeasureId, told: &Told) -> Result<Measure, Problem> {
    let before = record::find(tx, id)?;
    if !before.state.is_at_work() {
        return Err(Problem::refused("measure-not-at-work"));
    }
    let open = before.milestones.saturating_sub(before.milestones_done);
    if open > 0 {
        return Err(Problem::refused(kernel::Say::new("measure-milestones-open").with("n", open)));
    }
    enter(tx, &before, told)?;
    let (today, now, by) = (tx.today(), tx.now(), tx.actor_code());
    tx.run(TELL, &[&id, &State::HandedIn, &before.percent, &told.text, &now])?;
    tx.run(HAND_IN, &[&id, &today, &by, &now])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "measure-handed-in", "", Some(&before), &after)?;
    Ok(after)
}

/// Asks for a later day (申请延期).
///
/// # Errors
/// [`Problem::Refused`] for a standing measure, one that is not at work, and while another request waits;
/// [`Problem::Invalid`] for a day that is not later, or already past.
pub(crate) fn ask(tx: &mut Tx, id: MeasureId, new_due: Day, reason: &str) -> Result<ExtensionId, Problem> {
    let before = record::find(tx, id)?;
    let Some(due) = before.due else { return Err(Problem::refused("measure-is-standing")) };
    if !before.state.is_at_work() {
        return Err(Problem::refused("measure-not-at-work"));
    }
    if record::extensions(tx, id)?.iter().any(|one| one.state == Answer::Asked) {
        return Err(Problem::refused("measure-extension-waits"));
    }
    if new_due <= due || new_due < tx.today() {
        return Err(Problem::field("new_due", "measure-extension-day"));
    }
    let (today, by) = (tx.today(), tx.actor_code());
    let extension: ExtensionId = tx.insert(ASK, &[&id, &due, &new_due, &reason, &today, &by])?;
    note(tx, &reference(id), "measure-extension-asked", reason, Some(&before), &before)?;
    Ok(extension)
}
