//! Deciding, and taking a decision back: each with the result that follows from it, in one write.

use kernel::{Problem, RecordRef, Say};
use scoring::{Decided, Decision as Entered};
use store::Tx;
use web::Writing;

use super::record::{self, Decision, DecisionId};
use crate::cycles::computing::{self, Computation};
use crate::cycles::record::CycleId;
use crate::participants::{self, Participant};
use crate::policy::Deliberate;
use crate::versions::actions as versions;

pub(crate) const DECIDE: &str =
    "INSERT INTO appraisal_decisions (participant_id, what, subject, computed, decided, reason,
    decided_at, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
pub(crate) const WITHDRAW: &str = "UPDATE appraisal_decisions SET withdrawn_at = $2, withdrawn_by = $3,
    withdrawn_reason = $4 WHERE id = $1 AND withdrawn_at IS NULL";

fn reference(id: DecisionId) -> RecordRef {
    RecordRef::new("decision", id.0)
}

/// Code and subject of what is decided, as they stand in the database.
fn codes(what: &Decided) -> (&'static str, String, String) {
    match what {
        Decided::Mark { indicator, mark } => ("mark", indicator.clone(), mark.to_string()),
        Decided::Total { total } => ("total", String::new(), total.to_string()),
        Decided::Grade { grade } => ("grade", String::new(), grade.clone()),
    }
}

/// Decides on an organisation and computes everybody anew.
///
/// # Errors
/// [`Problem::Refused`] when the committee does not deliberate, when the same was decided already, or when something the
/// result depends on has changed meanwhile.
pub(crate) fn decide(
    cx: &Writing<'_, Deliberate>,
    cycle: CycleId,
    participant: &Participant,
    what: &Decided,
    reason: &str,
) -> Result<(), Problem> {
    let key = participant.key.clone();
    let entered =
        Entered { participant: key.clone(), what: what.clone(), reason: reason.to_owned(), source: None };
    let computation = computing::compute_with(cx, cycle, move |input| input.decisions.push(entered))?;
    let (code, subject, decided) = codes(what);
    let wanted = if code == "mark" { subject.as_str() } else { code };
    let own = computation.computed.taking_part.iter().find(|one| one.standing.participant == key);
    let beside = own.and_then(|one| one.standing.decided.iter().find(|figure| figure.what == wanted));
    let computed = beside.map(|figure| figure.computed.clone()).unwrap_or_default();
    let (id, reason) = (participant.id, reason.to_owned());
    cx.write(move |tx| {
        let (now, by) = (tx.now(), tx.actor_code());
        let decision: DecisionId =
            tx.insert(DECIDE, &[&id, &code, &subject, &computed, &decided, &reason, &now, &by])?;
        let after = serde_json::json!({
            "what": code, "subject": subject, "computed": computed, "decided": decided, "reason": reason,
        });
        tx.note_new(&reference(decision), &after)?;
        renew(tx, &computation)
    })
}

/// Withdraws a decision and computes everybody anew.
///
/// # Errors
/// As [`decide`].
pub(crate) fn withdraw(
    cx: &Writing<'_, Deliberate>,
    cycle: CycleId,
    id: DecisionId,
    reason: &str,
) -> Result<Decision, Problem> {
    let (decision, key) = cx.read(move |c| {
        let decision = record::find(c, cycle, id)?;
        let people = participants::of_cycle(c, cycle)?;
        let key = people.into_iter().find(|one| one.id == decision.participant).map(|one| one.key);
        Ok((decision, key.ok_or(Problem::Missing)?))
    })?;
    if decision.withdrawn.is_some() {
        return Err(Problem::refused("appraisal-decision-withdrawn-already"));
    }
    let (what, subject) = (decision.what.clone(), decision.subject.clone());
    let computation = computing::compute_with(cx, cycle, move |input| {
        input.decisions.retain(|one| {
            let (code, about, _) = codes(&one.what);
            one.participant != key || code != what || about != subject
        });
    })?;
    let (before, reason) = (decision.clone(), reason.to_owned());
    cx.write(move |tx| {
        let (now, by) = (tx.now(), tx.actor_code());
        tx.run(WITHDRAW, &[&id, &now, &by, &reason])?;
        let after = serde_json::json!({ "withdrawn": reason });
        tx.note(&reference(id), Some(&before), Some(&after))?;
        renew(tx, &computation)
    })?;
    Ok(decision)
}

/// Writes the working version anew, if the committee may still decide and nothing has changed meanwhile.
fn renew(tx: &mut Tx, computation: &Computation) -> Result<(), Problem> {
    let cycle = computation.current(tx)?;
    if !record::is_open(&cycle) {
        return Err(Problem::refused(Say::new("appraisal-decide-closed").with("year", cycle.year)));
    }
    versions::write_working(tx, &cycle, &computation.computed, "")?;
    crate::cycles::actions::touch(tx, cycle.id)
}
