//! Who takes part in a cycle: a snapshot of the directory, taken when the cycle is opened or brought in from workbooks.

use std::collections::BTreeMap;

use kernel::OrgId;
use kernel::contracts::OrgBrief;
use kernel::names::fold;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Error, Row, Tx};

use crate::cycles::record::CycleId;

kernel::id_type!(
    /// Number of a participant: an organisation in one cycle.
    ParticipantId
);
store::id_columns!(ParticipantId);

pub(crate) const OF_CYCLE: &str = "SELECT id, org_id, key, name, category, path, members
    FROM appraisal_participants WHERE cycle_id = $1 ORDER BY id";
pub(crate) const ONE: &str = "SELECT id, org_id, key, name, category, path, members
    FROM appraisal_participants WHERE cycle_id = $1 AND org_id = $2";
pub(crate) const ADD: &str = "INSERT INTO appraisal_participants
    (cycle_id, org_id, key, name, category, path, members) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";

/// An organisation that takes part, as it was when the cycle was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Participant {
    pub id: ParticipantId,
    pub org: OrgId,
    /// What inputs name it by: the folded name.
    #[serde(skip)]
    pub key: String,
    pub name: String,
    pub category: String,
    #[serde(skip)]
    pub path: String,
    /// Party members on that day.
    pub members: i64,
}

fn participant(row: &Row<'_>) -> Result<Participant, Error> {
    Ok(Participant {
        id: row.get(0)?,
        org: row.get(1)?,
        key: row.get(2)?,
        name: row.get(3)?,
        category: row.get(4)?,
        path: row.get(5)?,
        members: row.get(6)?,
    })
}

/// Everybody, in the order in which they were entered: by category of the scheme, then as the roster has them.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Participant>, Error> {
    c.all(OF_CYCLE, &[&cycle], participant)
}

/// The participant that is this organisation.
pub(crate) fn find(c: &mut Conn, cycle: CycleId, org: OrgId) -> Result<Participant, Error> {
    c.one(ONE, &[&cycle, &org], participant)
}

/// Enters an organisation.
pub(crate) fn add(
    tx: &mut Tx,
    cycle: CycleId,
    org: &OrgBrief,
    category: &str,
) -> Result<ParticipantId, Error> {
    tx.insert(ADD, &[&cycle, &org.id, &fold(&org.name), &org.name, &category, &org.path, &org.members])
}

/// Participants by key.
pub(crate) fn by_key(participants: &[Participant]) -> BTreeMap<&str, &Participant> {
    participants.iter().map(|one| (one.key.as_str(), one)).collect()
}
