//! Counts of ballots cast online.

use std::collections::BTreeMap;

use store::{Conn, Error};

use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

pub(crate) const OF_CYCLE: &str = "SELECT b.participant_id, b.indicator, b.voters, b.issued, b.paper, b.returned, b.choices
    FROM appraisal_ballot_counts b JOIN appraisal_participants p ON p.id = b.participant_id WHERE p.cycle_id = $1";
/// Groups in which somebody took a paper ballot, whose tally two persons have not yet typed alike.
pub(crate) const PAPER_AWAITED: &str = "SELECT COUNT(*) FROM appraisal_ballot_counts b
    JOIN appraisal_participants p ON p.id = b.participant_id
    WHERE p.cycle_id = $1 AND b.paper > 0 AND NOT EXISTS (SELECT 1 FROM appraisal_tallies t
    WHERE t.participant_id = b.participant_id AND t.indicator = b.indicator AND t.voters = b.voters)";
pub(crate) const UNDER_WAY: &str = "SELECT id FROM appraisal_cycles
    WHERE state IN ('self_assessment', 'review', 'mass_evaluation') AND opened_at IS NOT NULL ORDER BY year DESC";

/// What one voter group of one organisation came to on one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BallotLine {
    /// Credentials issued.
    pub issued: u32,
    /// Persons who took a paper ballot.
    pub paper: u32,
    /// Ballots counted.
    pub returned: u32,
    /// By code of the choice; `None` where there were too few to say.
    pub choices: Option<Vec<(String, u32)>>,
}

/// By participant, indicator and voter group.
pub(crate) type BallotLines = BTreeMap<(ParticipantId, String, String), BallotLine>;

/// The counts of a cycle.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<BallotLines, Error> {
    let lines = c.all(OF_CYCLE, &[&cycle], |row| {
        let choices: Option<String> = row.get(6)?;
        let line = BallotLine {
            issued: row.get(3)?,
            paper: row.get(4)?,
            returned: row.get(5)?,
            choices: choices.map(|text| serde_json::from_str(&text)).transpose()?,
        };
        Ok(((row.get(0)?, row.get(1)?, row.get(2)?), line))
    })?;
    Ok(lines.into_iter().collect())
}

/// How many tallies of paper ballots are still awaited.
pub(crate) fn paper_awaited(c: &mut Conn, cycle: CycleId) -> Result<i64, Error> {
    c.count(PAPER_AWAITED, &[&cycle])
}
