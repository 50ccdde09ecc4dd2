//! Taking visits down, and finishing them at a desk.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem, UserId};
use store::Tx;
use web::enclosures::{Enclosure, keep};
use web::history::note;

use super::record::{self, Visit, VisitId, reference};
use crate::bodies;
use crate::findings::actions::{self as findings, Draft};
use crate::projects::actions as projects;
use crate::projects::record::ProjectId;
use crate::sight::Sight;

pub(crate) const CREATE: &str =
    "INSERT INTO research_visits (project_id, org_id, org_name, visited_on, place, present, notes,
    practices, finished, taken_by, taken_name, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9, $10, $11, $12) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE research_visits SET project_id = $2, org_id = $3, org_name = $4, visited_on = $5,
    place = $6, present = $7, notes = $8, practices = $9 WHERE id = $1";
pub(crate) const FINISH: &str = "UPDATE research_visits SET finished = $2 WHERE id = $1";

/// A visit as it is taken down.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub project: Option<ProjectId>,
    pub org: OrgBrief,
    pub on: Day,
    pub place: String,
    pub present: String,
    pub notes: String,
    pub practices: String,
}

/// Who takes it down.
#[derive(Debug, Clone)]
pub(crate) struct Taker {
    pub user: UserId,
    pub name: String,
}

/// Takes a visit down; what was heard becomes findings, one for each line.
pub(crate) fn create(
    tx: &mut Tx,
    taken: &Taken,
    heard: &[String],
    taker: &Taker,
) -> Result<VisitId, Problem> {
    bodies::keep(tx, &taken.org)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let id: VisitId = tx.insert(
        CREATE,
        &[
            &taken.project,
            &taken.org.id,
            &taken.org.name,
            &taken.on,
            &taken.place,
            &taken.present,
            &taken.notes,
            &taken.practices,
            &taker.user.0,
            &taker.name,
            &now,
            &by,
        ],
    )?;
    visited(tx, taken)?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "visit-taken", "", None::<&()>, &made)?;
    write_down(tx, &taken.org, id, heard, taken.on, taker.user)?;
    Ok(id)
}

/// A project knows every organisation that was visited for it, whether it was planned or not.
fn visited(tx: &mut Tx, taken: &Taken) -> Result<(), Problem> {
    match taken.project {
        Some(project) => projects::add_org(tx, project, &taken.org),
        None => Ok(()),
    }
}

fn write_down(
    tx: &mut Tx,
    org: &OrgBrief,
    id: VisitId,
    heard: &[String],
    on: Day,
    author: UserId,
) -> Result<(), Problem> {
    for line in heard {
        findings::create(tx, &Draft::heard(line, org), Some(&reference(id)), on, author)?;
    }
    Ok(())
}

/// A visit that somebody may write to.
fn kept(tx: &mut Tx, sight: &Sight, id: VisitId) -> Result<Visit, Problem> {
    let visit = record::find(tx, id)?;
    match record::keeps(tx, sight, &visit)? {
        true => Ok(visit),
        false => Err(Problem::refused("visit-not-yours")),
    }
}

fn done(tx: &mut Tx, before: &Visit, did: &'static str) -> Result<Visit, Problem> {
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, "", Some(before), &after)?;
    Ok(after)
}

/// Corrects a visit.
///
/// # Errors
/// [`Problem::Refused`] when somebody else keeps it.
pub(crate) fn correct(tx: &mut Tx, sight: &Sight, id: VisitId, taken: &Taken) -> Result<Visit, Problem> {
    let before = kept(tx, sight, id)?;
    bodies::keep(tx, &taken.org)?;
    tx.run(
        CORRECT,
        &[
            &id,
            &taken.project,
            &taken.org.id,
            &taken.org.name,
            &taken.on,
            &taken.place,
            &taken.present,
            &taken.notes,
            &taken.practices,
        ],
    )?;
    visited(tx, taken)?;
    done(tx, &before, "visit-corrected")
}

/// More of what was heard.
pub(crate) fn hear(
    tx: &mut Tx,
    sight: &Sight,
    id: VisitId,
    org: &OrgBrief,
    heard: &[String],
) -> Result<Visit, Problem> {
    let visit = kept(tx, sight, id)?;
    write_down(tx, org, id, heard, visit.on, sight.user)?;
    Ok(visit)
}

/// The record is complete: those who were visited may see it.
pub(crate) fn finish(tx: &mut Tx, sight: &Sight, id: VisitId, finished: bool) -> Result<Visit, Problem> {
    let before = kept(tx, sight, id)?;
    tx.run(FINISH, &[&id, &finished])?;
    done(tx, &before, if finished { "visit-finished" } else { "visit-reopened" })
}

/// Adds files.
pub(crate) fn enclose(
    tx: &mut Tx,
    sight: &Sight,
    id: VisitId,
    files: &[Enclosure],
) -> Result<Visit, Problem> {
    let before = kept(tx, sight, id)?;
    keep(tx, &reference(id), files)?;
    done(tx, &before, "files-added")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::FIND, CREATE, CORRECT, FINISH]
}
