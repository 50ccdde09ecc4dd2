//! Recording what a meeting decided, and what came of it.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem};
use store::Tx;
use web::history::note;

use super::record::{self, Decision, DecisionId, reference};
use crate::meetings::record::{self as meetings, MeetingId};

pub(crate) const CREATE: &str =
    "INSERT INTO group_decisions (meeting_id, content, org_id, org_name, org_path, person, due, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7, '') RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE group_decisions SET content = $2, org_id = $3, org_name = $4, org_path = $5, person = $6, due = $7
    WHERE id = $1";
pub(crate) const FINISH: &str = "UPDATE group_decisions SET done_on = $2, outcome = $3 WHERE id = $1";

/// A decision as it is to stand.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub content: String,
    pub body: Option<OrgBrief>,
    pub person: String,
    pub due: Option<Day>,
}

impl Draft {
    /// Name and place of the body; empty where there is none.
    fn named(&self) -> (&str, &str) {
        self.body.as_ref().map(|body| (body.name.as_str(), body.path.as_str())).unwrap_or_default()
    }
}

/// Records a decision.
///
/// # Errors
/// [`Problem::Missing`] when there is no such meeting.
pub(crate) fn create(tx: &mut Tx, meeting: MeetingId, draft: &Draft) -> Result<DecisionId, Problem> {
    meetings::find(tx, meeting)?;
    let (name, path) = draft.named();
    let org = draft.body.as_ref().map(|body| body.id);
    let id: DecisionId =
        tx.insert(CREATE, &[&meeting, &draft.content, &org, &name, &path, &draft.person, &draft.due])?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "decision-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects a decision.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn correct(tx: &mut Tx, id: DecisionId, draft: &Draft) -> Result<Decision, Problem> {
    let before = record::find(tx, id)?;
    let (name, path) = draft.named();
    let org = draft.body.as_ref().map(|body| body.id);
    tx.run(CORRECT, &[&id, &draft.content, &org, &name, &path, &draft.person, &draft.due])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "decision-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Records that a decision was carried out, on which day and with what result; or takes that back.
///
/// # Errors
/// [`Problem::Invalid`] for a day before the meeting or after today.
pub(crate) fn finish(
    tx: &mut Tx,
    id: DecisionId,
    on: Option<Day>,
    outcome: &str,
) -> Result<Decision, Problem> {
    let before = record::find(tx, id)?;
    if let Some(on) = on {
        let held = meetings::find(tx, before.meeting)?.held_on;
        if on < held || on > tx.today() {
            return Err(Problem::field("on", "decision-day-wrong"));
        }
    }
    tx.run(FINISH, &[&id, &on, &outcome])?;
    let after = record::find(tx, id)?;
    let did = if on.is_some() { "decision-done" } else { "decision-reopened" };
    note(tx, &reference(id), did, outcome, Some(&before), &after)?;
    Ok(after)
}
