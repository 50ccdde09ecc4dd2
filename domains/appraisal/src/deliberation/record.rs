//! Decisions of the committee.

use kernel::{Moment, Problem};
use schemars::JsonSchema;
use scoring::{Outcome, Scheme};
use serde::Serialize;
use store::{Conn, Error, Row};

use crate::cycles::record::{Cycle, CycleId};
use crate::participants::ParticipantId;
use crate::{inputs, schemes, troubles};

kernel::id_type!(
    /// Number of a decision.
    DecisionId
);
store::id_columns!(DecisionId);

pub(crate) const OF_CYCLE: &str =
    "SELECT d.id, d.participant_id, d.what, d.subject, d.computed, d.decided, d.reason,
    d.decided_at, d.decided_by, d.withdrawn_at, d.withdrawn_reason
    FROM appraisal_decisions d JOIN appraisal_participants p ON p.id = d.participant_id
    WHERE p.cycle_id = $1 ORDER BY d.id";
pub(crate) const ONE: &str =
    "SELECT d.id, d.participant_id, d.what, d.subject, d.computed, d.decided, d.reason,
    d.decided_at, d.decided_by, d.withdrawn_at, d.withdrawn_reason
    FROM appraisal_decisions d JOIN appraisal_participants p ON p.id = d.participant_id
    WHERE p.cycle_id = $1 AND d.id = $2";

/// A decision, kept even when it was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Decision {
    pub id: DecisionId,
    #[serde(skip)]
    pub participant: ParticipantId,
    /// `mark`, `total` or `grade`.
    pub what: String,
    /// Code of the indicator, for a mark.
    pub subject: String,
    /// What was computed.
    pub computed: String,
    /// What was decided instead.
    pub decided: String,
    pub reason: String,
    pub at: Moment,
    pub by: String,
    pub withdrawn: Option<Moment>,
    pub withdrawn_reason: Option<String>,
}

fn decision(row: &Row<'_>) -> Result<Decision, Error> {
    Ok(Decision {
        id: row.get(0)?,
        participant: row.get(1)?,
        what: row.get(2)?,
        subject: row.get(3)?,
        computed: row.get(4)?,
        decided: row.get(5)?,
        reason: row.get(6)?,
        at: row.get(7)?,
        by: row.get(8)?,
        withdrawn: row.get(9)?,
        withdrawn_reason: row.get(10)?,
    })
}

/// All decisions of a cycle, the first first.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Decision>, Error> {
    c.all(OF_CYCLE, &[&cycle], decision)
}

/// One decision of a cycle.
pub(crate) fn find(c: &mut Conn, cycle: CycleId, id: DecisionId) -> Result<Decision, Error> {
    c.one(ONE, &[&cycle, &id], decision)
}

/// Whether the committee may decide: while it deliberates, and while a correction is open.
pub(crate) fn is_open(cycle: &Cycle) -> bool {
    cycle.working.is_some()
        && (cycle.state == crate::cycles::record::State::Deliberation || cycle.state.is_public())
}

/// The scheme and the result as they would be computed now.
///
/// # Errors
/// [`Problem::Refused`] when something that is needed is missing.
pub(crate) fn outcome(c: &mut Conn, cycle: &Cycle) -> Result<(Scheme, Outcome), Problem> {
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let input = inputs::read(c, cycle.id)?;
    let outcome = troubles::evaluate(&scheme, &input)?;
    Ok((scheme, outcome))
}
