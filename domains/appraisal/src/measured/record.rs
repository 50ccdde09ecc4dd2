//! A measured fact.

use kernel::{Day, OrgId, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

pub(crate) const OF_CYCLE: &str =
    "SELECT m.id, m.participant_id, m.fact, m.indicator, m.part, m.whole, m.until_day, m.records
    FROM appraisal_measured m JOIN appraisal_participants p ON p.id = m.participant_id WHERE p.cycle_id = $1";
pub(crate) const OF_ORG: &str =
    "SELECT m.id, m.participant_id, m.fact, m.indicator, m.part, m.whole, m.until_day, m.records
    FROM appraisal_measured m JOIN appraisal_participants p ON p.id = m.participant_id
    WHERE p.cycle_id = $1 AND p.org_id = $2";

/// A record that a fact was counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Counted {
    pub kind: String,
    pub id: i64,
    /// Whether it counts in the part, and not only in the whole.
    pub counts: bool,
}

impl Counted {
    /// The record itself.
    pub fn record(&self) -> RecordRef {
        RecordRef::new(self.kind.clone(), self.id)
    }
}

/// A share that was counted from records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Measurement {
    pub id: i64,
    #[serde(skip)]
    pub participant: ParticipantId,
    pub fact: String,
    /// Code of the indicator.
    pub indicator: String,
    pub part: i64,
    pub whole: i64,
    /// Last day that was counted.
    pub until: Day,
    pub records: Vec<Counted>,
}

impl Measurement {
    /// What links speak of.
    pub fn reference(&self) -> RecordRef {
        reference(self.id)
    }
}

/// A measured fact as links and briefs name it.
pub(crate) fn reference(id: i64) -> RecordRef {
    RecordRef::new("indicator", id)
}

fn measurement(row: &Row<'_>) -> Result<Measurement, Error> {
    Ok(Measurement {
        id: row.get(0)?,
        participant: row.get(1)?,
        fact: row.get(2)?,
        indicator: row.get(3)?,
        part: row.get(4)?,
        whole: row.get(5)?,
        until: row.get(6)?,
        records: row.json(7)?,
    })
}

/// All of a cycle.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Measurement>, Error> {
    c.all(OF_CYCLE, &[&cycle], measurement)
}

/// Those of one organisation in a cycle.
pub(crate) fn of_org(c: &mut Conn, cycle: CycleId, org: OrgId) -> Result<Vec<Measurement>, Error> {
    c.all(OF_ORG, &[&cycle, &org], measurement)
}
