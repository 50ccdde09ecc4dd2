//! Setting up the panel: reviewers, and what each of them marks.

use std::collections::BTreeMap;

use kernel::names::fold;
use kernel::{OrgId, Problem, Role, Say, UserId};
use store::Tx;
use web::accounts;

use super::record::{self, Assignment, Recusal, RecusedBy, Reviewer, ReviewerId, reference};
use super::{recusals, rules};
use crate::cycles::actions::touch;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::marking::record as sheets;
use crate::participants::{self, Participant, ParticipantId};

pub(crate) const ADD: &str = "INSERT INTO appraisal_reviewers
    (cycle_id, user_id, label, org_id, org_path, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
pub(crate) const CHANGE: &str =
    "UPDATE appraisal_reviewers SET user_id = $2, label = $3, org_id = $4, org_path = $5 WHERE id = $1";
pub(crate) const RENAME_MARKS: &str = "UPDATE appraisal_marks SET reviewer = $2 WHERE reviewer_id = $1";
pub(crate) const REMOVE: &str = "DELETE FROM appraisal_reviewers WHERE id = $1";
pub(crate) const DROP_ASSIGNMENTS: &str = "DELETE FROM appraisal_assignments WHERE reviewer_id = $1";
pub(crate) const DROP_SHEETS: &str = "DELETE FROM appraisal_score_sheets WHERE reviewer_id = $1";
pub(crate) const ASSIGN: &str = "INSERT INTO appraisal_assignments
    (reviewer_id, participant_id, recused, recused_by, reason, set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (reviewer_id, participant_id) DO UPDATE SET recused = excluded.recused,
    recused_by = excluded.recused_by, reason = excluded.reason, set_at = excluded.set_at, set_by = excluded.set_by";
pub(crate) const UNASSIGN: &str =
    "DELETE FROM appraisal_assignments WHERE reviewer_id = $1 AND participant_id = $2";

/// A reviewer as the office enters one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The account; it must hold the role of a reviewer.
    pub user: Option<UserId>,
    /// How the reviewer is called.
    pub label: String,
    /// The reviewer's own side, with its path.
    pub own: Option<(OrgId, String)>,
}

/// A cycle whose panel may be changed.
///
/// # Errors
/// [`Problem::Refused`] before it is opened and once the deliberation has begun.
pub(crate) fn changeable(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let cycle = cycles::find(tx, id, true)?;
    if cycle.opened.is_none() || !cycle.state.takes_figures() {
        return Err(Problem::refused(Say::new("panel-closed").with("year", cycle.year)));
    }
    Ok(cycle)
}

fn check(tx: &mut Tx, cycle: CycleId, but: Option<ReviewerId>, entry: &Entry) -> Result<String, Problem> {
    let label = rules::label(&entry.label).map_err(|say| Problem::field("label", say))?;
    let others = record::of_cycle(tx, cycle)?;
    let mut others = others.iter().filter(|one| Some(one.id) != but);
    if others.clone().any(|one| fold(&one.label) == fold(&label)) {
        return Err(Problem::field("label", Say::new("panel-label-taken").with("label", label)));
    }
    if let Some(user) = entry.user {
        if let Some(other) = others.find(|one| one.user == Some(user)) {
            return Err(Problem::field("user", Say::new("panel-user-taken").with("label", &other.label)));
        }
        let today = tx.today();
        if !accounts::holders(tx, Role::Reviewer, today)?.iter().any(|one| one.user == user) {
            return Err(Problem::field("user", "panel-user-unknown"));
        }
    }
    Ok(label)
}

/// Adds a reviewer.
///
/// # Errors
/// [`Problem::Invalid`] when the label or the account is taken, or the account is no reviewer's; as [`changeable`].
pub(crate) fn add(tx: &mut Tx, cycle: CycleId, entry: &Entry) -> Result<ReviewerId, Problem> {
    changeable(tx, cycle)?;
    let label = check(tx, cycle, None, entry)?;
    let (org, path) = entry.own.clone().unzip();
    let (now, by) = (tx.now(), tx.actor_code());
    let id: ReviewerId = tx.insert(ADD, &[&cycle, &entry.user, &label, &org, &path, &now, &by])?;
    let added = record::by_id(tx, id)?;
    tx.note_new(&reference(id), &added)?;
    Ok(id)
}

/// Changes a reviewer. A changed own side is recused at once, with the marks that were given for it; what is no longer
/// the own side may be marked again.
///
/// # Errors
/// As [`add`].
pub(crate) fn change(tx: &mut Tx, cycle: CycleId, id: ReviewerId, entry: &Entry) -> Result<(), Problem> {
    changeable(tx, cycle)?;
    let before = record::find(tx, cycle, id)?;
    let label = check(tx, cycle, Some(id), entry)?;
    let (org, path) = entry.own.clone().unzip();
    tx.run(CHANGE, &[&id, &entry.user, &label, &org, &path])?;
    if label != before.label {
        tx.run(RENAME_MARKS, &[&id, &label])?;
    }
    let after = record::by_id(tx, id)?;
    tx.note(&reference(id), Some(&before), Some(&after))?;
    let people = by_id(tx, cycle)?;
    for (participant, assignment) in record::assignments_of(tx, id)? {
        let Some(person) = people.get(&participant) else { continue };
        let by_rule = assignment.recusal.as_ref().is_some_and(|recusal| recusal.by == RecusedBy::Rule);
        match (rules::own_side(&after, person), &assignment.recusal) {
            (true, None) => {
                recusals::set(tx, &after, person, RecusedBy::Rule, "")?;
            }
            (false, Some(_)) if by_rule => put(tx, &after, person, None)?,
            _ => {}
        }
    }
    touch(tx, cycle)
}

/// Removes a reviewer who has not marked anything.
///
/// # Errors
/// [`Problem::Refused`] when there are marks; as [`changeable`].
pub(crate) fn remove(tx: &mut Tx, cycle: CycleId, id: ReviewerId) -> Result<Reviewer, Problem> {
    changeable(tx, cycle)?;
    let reviewer = record::find(tx, cycle, id)?;
    let given = sheets::marks_of(tx, id)?.len();
    if given > 0 {
        let say = Say::new("panel-remove-marked").with("label", &reviewer.label).with("n", given);
        return Err(Problem::refused(say));
    }
    crate::marking::uploads::actions::forget(tx, id)?;
    for sql in [DROP_ASSIGNMENTS, DROP_SHEETS, REMOVE] {
        tx.run(sql, &[&id])?;
    }
    tx.note_gone(&reference(id), &reviewer)?;
    Ok(reviewer)
}

fn by_id(tx: &mut Tx, cycle: CycleId) -> Result<BTreeMap<ParticipantId, Participant>, Problem> {
    Ok(participants::of_cycle(tx, cycle)?.into_iter().map(|one| (one.id, one)).collect())
}

/// Writes one assignment.
pub(super) fn put(
    tx: &mut Tx,
    reviewer: &Reviewer,
    participant: &Participant,
    recusal: Option<&Recusal>,
) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let recused = recusal.is_some();
    let recused_by = recusal.map(|one| one.by.code());
    let reason = recusal.map_or("", |one| one.reason.as_str());
    tx.run(ASSIGN, &[&reviewer.id, &participant.id, &recused, &recused_by, &reason, &now, &by])?;
    Ok(())
}

/// What became of organisations that were to be assigned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Assigned {
    /// Newly assigned.
    pub added: usize,
    /// No longer assigned.
    pub dropped: usize,
    /// Recused, and therefore not to be marked.
    pub recused: usize,
}

/// Has a reviewer mark exactly these organisations of the given ones: `all` says which are spoken of, `wanted` which of
/// them are to be marked. The own side is recused instead.
///
/// # Errors
/// [`Problem::Refused`] when a sheet that it would change is submitted, or an organisation that is dropped has marks; as
/// [`changeable`].
pub(crate) fn assign(
    tx: &mut Tx,
    cycle: CycleId,
    id: ReviewerId,
    all: &[Participant],
    wanted: &[OrgId],
) -> Result<Assigned, Problem> {
    changeable(tx, cycle)?;
    let reviewer = record::find(tx, cycle, id)?;
    let known = record::assignments_of(tx, id)?;
    let sheets = sheets::states(tx, cycle)?;
    let marks = sheets::marks_of(tx, id)?;
    let submitted =
        |category: &str| sheets.get(&(id, category.to_owned())).is_some_and(|one| one.is_locked());
    let mut done = Assigned::default();
    let mut changed: Vec<(&str, &'static str)> = Vec::new();
    for one in all {
        let before: Option<&Assignment> = known.get(&one.id);
        let is_wanted = wanted.contains(&one.org);
        if before.is_some() == is_wanted || before.is_some_and(|before| before.recusal.is_some()) {
            done.recused += usize::from(before.is_some_and(|before| before.recusal.is_some()));
            continue;
        }
        if submitted(&one.category) {
            let say = Say::new("panel-assign-submitted").with("label", &reviewer.label);
            return Err(Problem::refused(say.with("category", &one.category)));
        }
        if is_wanted {
            let rule = Recusal { by: RecusedBy::Rule, reason: String::new() };
            let recusal = rules::own_side(&reviewer, one).then_some(&rule);
            put(tx, &reviewer, one, recusal)?;
            done.added += usize::from(recusal.is_none());
            done.recused += usize::from(recusal.is_some());
            changed.push((&one.name, if recusal.is_some() { "recused" } else { "assigned" }));
        } else {
            let given = marks.iter().filter(|mark| mark.participant == one.id).count();
            if given > 0 {
                let say = Say::new("panel-assign-marked").with("label", &reviewer.label);
                return Err(Problem::refused(say.with("name", &one.name).with("n", given)));
            }
            tx.run(UNASSIGN, &[&id, &one.id])?;
            done.dropped += 1;
            changed.push((&one.name, "dropped"));
        }
    }
    if !changed.is_empty() {
        let said: BTreeMap<&str, &str> = changed.into_iter().collect();
        tx.note(&reference(id), None::<&()>, Some(&serde_json::json!({ "organisations": said })))?;
        touch(tx, cycle)?;
    }
    Ok(done)
}
