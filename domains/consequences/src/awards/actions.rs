//! Setting up an award, putting its list up, taking it back, and making it final.

use kernel::contracts::CycleBrief;
use kernel::{Day, Problem, Say};
use store::{Json, Tx};

use super::record::{self, Award, AwardId, Notice, reference};
use super::rules::{Conditions, State, Subject};
use crate::history::note;
use crate::nominations::record::{self as nominations, Decided};
use crate::sources::Sources;

pub(crate) const CREATE: &str =
    "INSERT INTO awards (cycle_id, cycle_year, version, name, subject, conditions, due, state,
    created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 'nominating', $8, $9) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE awards SET name = $2, subject = $3, conditions = $4, due = $5 WHERE id = $1";
pub(crate) const PUT_UP: &str =
    "UPDATE awards SET state = 'notice', version = $2, notice_from = $3, notice_days = $4,
    notice_until = $5 WHERE id = $1";
pub(crate) const REOPEN: &str =
    "UPDATE awards SET state = 'nominating', notice_from = NULL, notice_days = NULL,
    notice_until = NULL WHERE id = $1";
pub(crate) const FINISH: &str = "UPDATE awards SET state = 'final', finished_at = $2 WHERE id = $1";

/// An award as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub name: String,
    pub subject: Subject,
    pub conditions: Conditions,
    pub due: Option<Day>,
}

/// Sets up an award by the grades of a published cycle.
///
/// # Errors
/// [`Problem::Invalid`] when the year has an award of that name.
pub(crate) fn create(tx: &mut Tx, cycle: &CycleBrief, draft: &Draft) -> Result<AwardId, Problem> {
    if record::named(tx, cycle.id, &draft.name)?.is_some() {
        return Err(Problem::field("name", "award-name-taken"));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    let id: AwardId = tx.insert(
        CREATE,
        &[
            &cycle.id,
            &cycle.year,
            &cycle.version,
            &draft.name,
            &draft.subject,
            &Json(&draft.conditions),
            &draft.due,
            &now,
            &by,
        ],
    )?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "award-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects an award. Once somebody is nominated, only its last day can be corrected.
///
/// # Errors
/// [`Problem::Refused`] when rules would change under a nomination, or the list is put up; [`Problem::Invalid`] when the
/// name is taken.
pub(crate) fn correct(tx: &mut Tx, id: AwardId, draft: &Draft) -> Result<Award, Problem> {
    let before = nominating(tx, id)?;
    let same =
        (&before.name, before.subject, &before.conditions) == (&draft.name, draft.subject, &draft.conditions);
    if !same && !nominations::of_award(tx, id)?.is_empty() {
        return Err(Problem::refused("award-settled"));
    }
    if record::named(tx, before.cycle, &draft.name)?.is_some_and(|other| other != id) {
        return Err(Problem::field("name", "award-name-taken"));
    }
    tx.run(CORRECT, &[&id, &draft.name, &draft.subject, &Json(&draft.conditions), &draft.due])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "award-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// An award that takes nominations.
///
/// # Errors
/// [`Problem::Refused`] once its list is put up.
pub(crate) fn nominating(c: &mut store::Conn, id: AwardId) -> Result<Award, Problem> {
    let award = record::find(c, id)?;
    if award.state == State::Nominating { Ok(award) } else { Err(Problem::refused("award-not-nominating")) }
}

/// Puts the list of those accepted up for notice, from today for so many working days.
///
/// # Errors
/// [`Problem::Refused`] while nominations wait for a decision, or when nobody was accepted.
pub(crate) fn put_up(tx: &mut Tx, sources: &Sources, id: AwardId, days: u32) -> Result<Notice, Problem> {
    let before = nominating(tx, id)?;
    let all = nominations::of_award(tx, id)?;
    let in_state = |state| all.iter().filter(|one| one.state == state).count();
    let waiting = in_state(Decided::Entered);
    if waiting > 0 {
        return Err(Problem::refused(Say::new("award-undecided").with("n", waiting)));
    }
    if in_state(Decided::Accepted) == 0 {
        return Err(Problem::refused("award-nobody-accepted"));
    }
    let version = sources.cycle(tx, before.cycle)?.version;
    let from = tx.today();
    let until = web::workdays(tx)?.after(from, days);
    tx.run(PUT_UP, &[&id, &version, &from, &days, &until])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "award-put-up", "", Some(&before), &after)?;
    Ok(Notice { from, days, until })
}

/// Takes a list back that is put up, so that nominations are taken and decided again.
///
/// # Errors
/// [`Problem::Refused`] unless it is put up.
pub(crate) fn reopen(tx: &mut Tx, id: AwardId, reason: &str) -> Result<(), Problem> {
    let before = noticed(tx, id)?;
    tx.run(REOPEN, &[&id])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "award-reopened", reason, Some(&before), &after)
}

fn noticed(c: &mut store::Conn, id: AwardId) -> Result<Award, Problem> {
    let award = record::find(c, id)?;
    if award.state == State::Notice { Ok(award) } else { Err(Problem::refused("award-not-put-up")) }
}

/// Makes the list final, after the last day of its notice.
///
/// # Errors
/// [`Problem::Refused`] before that, and when nobody is left on it.
pub(crate) fn finish(tx: &mut Tx, id: AwardId) -> Result<Award, Problem> {
    let before = noticed(tx, id)?;
    if let Some(notice) = before.notice.filter(|notice| tx.today() <= notice.until) {
        return Err(Problem::refused(Say::new("award-notice-runs").with("until", notice.until)));
    }
    let all = nominations::of_award(tx, id)?;
    if all.iter().all(|one| one.state != Decided::Accepted) {
        return Err(Problem::refused("award-nobody-accepted"));
    }
    let now = tx.now();
    tx.run(FINISH, &[&id, &now])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "award-finished", "", Some(&before), &after)?;
    let about = serde_json::json!({ "year": after.cycle_year, "name": after.name });
    tx.emit("award.finished", &reference(id), &about)?;
    Ok(after)
}
