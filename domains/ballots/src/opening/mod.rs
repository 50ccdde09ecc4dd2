//! Opening an evaluation: keys are made in the background, then electorate and manifest are frozen in one transaction.

mod work;

use kernel::{Problem, Say};
use store::Tx;

use crate::boxes::record as boxes;
use crate::evaluations::actions::SET_STATE;
use crate::evaluations::record::{self, EvaluationId, State};

pub(crate) use work::{FREEZE, FREEZE_BOX, Hand, handler, open};

pub(crate) const JOB: &str = "ballots.open";

/// Has an evaluation opened.
///
/// # Errors
/// [`Problem::Refused`] when it was opened before, has nobody who may vote, or would be over already.
pub(crate) fn ask(tx: &mut Tx, id: EvaluationId) -> Result<(), Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Draft {
        return Err(Problem::refused("ballots-frozen"));
    }
    if before.windows.issue_until <= tx.now() {
        return Err(Problem::refused("ballots-over-already"));
    }
    let boxes = boxes::of_evaluation(tx, id)?;
    if boxes.iter().all(|one| one.roster == 0) {
        return Err(Problem::refused("ballots-nobody"));
    }
    tx.run(SET_STATE, &[&id, &State::Opening])?;
    tx.enqueue(JOB, &work::Work { evaluation: id }, None)?;
    let said = |state: State| serde_json::json!({ "state": state });
    Ok(tx.note(&before.record(), Some(&said(State::Draft)), Some(&said(State::Opening)))?)
}

/// Why an evaluation cannot be opened in a sensible way, though it may be: boxes so small that they will be withheld.
pub(crate) fn warnings(minimum: u32, boxes: &[boxes::VoteBox]) -> Vec<Say> {
    let small = boxes.iter().filter(|one| one.roster > 0 && one.roster < minimum).count();
    let empty = boxes.iter().filter(|one| one.roster == 0).count();
    let mut warnings = Vec::new();
    if small > 0 {
        warnings.push(Say::new("ballots-warning-small").with("n", small).with("minimum", minimum));
    }
    if empty > 0 {
        warnings.push(Say::new("ballots-warning-empty").with("n", empty));
    }
    warnings
}
