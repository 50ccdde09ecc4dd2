//! A self-assessment (自评): what an organisation says of its own year, as a whole and indicator by indicator.

use std::collections::BTreeMap;

use kernel::access::Reach;
use kernel::{Moment, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use super::rules::Content;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants::{self, Participant, ParticipantId};

kernel::id_type!(
    /// Number of what is said about one indicator.
    SelfItemId
);
store::id_columns!(SelfItemId);

/// How far a self-assessment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Begun.
    Draft,
    /// Handed in.
    Submitted,
    /// Given back by the office, to be mended and handed in again.
    Returned,
}

impl State {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "submitted" => Self::Submitted,
            "returned" => Self::Returned,
            _ => Self::Draft,
        }
    }

    /// Message key of its name, and tone of its badge; nothing for one that was not begun.
    pub(crate) fn look(state: Option<Self>) -> (&'static str, &'static str) {
        match state {
            None => ("self-state-none", ""),
            Some(Self::Draft) => ("self-state-draft", "calm"),
            Some(Self::Submitted) => ("self-state-submitted", "done"),
            Some(Self::Returned) => ("self-state-returned", "warn"),
        }
    }
}

impl store::ToSql for State {
    fn to_value(&self) -> Result<store::Value<'_>, Error> {
        Ok(store::Value::Text(self.code().into()))
    }
}

/// A self-assessment without what it says about the indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assessment {
    pub participant: ParticipantId,
    pub state: State,
    pub summary: String,
    /// Grows with every change of the summary.
    pub revision: i64,
    /// When and by whom the summary was changed last.
    pub updated: Moment,
    pub updated_by: String,
    /// When and by whom it was handed in last.
    pub submitted: Option<(Moment, String)>,
    /// When and by whom it was given back last.
    pub returned: Option<(Moment, String)>,
    /// Why it was given back.
    pub reason: String,
}

/// What is said about one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub id: SelfItemId,
    pub participant: ParticipantId,
    pub indicator: String,
    pub content: Content,
    /// Grows with every change.
    pub revision: i64,
    pub updated: Moment,
    pub updated_by: String,
}

pub(crate) const OF_CYCLE: &str =
    "SELECT s.participant_id, s.state, s.summary, s.revision, s.updated_at, s.updated_by, s.submitted_at,
    s.submitted_by, s.returned_at, s.returned_by, s.returned_reason
    FROM appraisal_self_assessments s JOIN appraisal_participants p ON p.id = s.participant_id WHERE p.cycle_id = $1";
pub(crate) const ONE: &str =
    "SELECT participant_id, state, summary, revision, updated_at, updated_by, submitted_at, submitted_by, returned_at,
    returned_by, returned_reason FROM appraisal_self_assessments WHERE participant_id = $1";
pub(crate) const ITEMS: &str =
    "SELECT id, participant_id, indicator, claim, claimed, words, revision, updated_at,
    updated_by FROM appraisal_self_items WHERE participant_id = $1 ORDER BY id";
pub(crate) const ITEM: &str =
    "SELECT id, participant_id, indicator, claim, claimed, words, revision, updated_at,
    updated_by FROM appraisal_self_items WHERE participant_id = $1 AND indicator = $2";
/// Items about which something is said, without the words.
pub(crate) const FILLED: &str = "SELECT i.participant_id, i.indicator, i.claim
    FROM appraisal_self_items i JOIN appraisal_participants p ON p.id = i.participant_id
    WHERE p.cycle_id = $1 AND (i.claim IS NOT NULL OR i.claimed <> '' OR i.words <> '')";

/// The record of an organisation's self-assessment for the audit trail.
pub(crate) fn reference(participant: ParticipantId) -> RecordRef {
    RecordRef::new("self_assessment", participant.0)
}

fn assessment(row: &Row<'_>) -> Result<Assessment, Error> {
    let at_by = |at: usize| -> Result<Option<(Moment, String)>, Error> {
        Ok(row.get::<Option<Moment>>(at)?.zip(row.get(at + 1)?))
    };
    Ok(Assessment {
        participant: row.get(0)?,
        state: State::of(&row.get::<String>(1)?),
        summary: row.get(2)?,
        revision: row.get(3)?,
        updated: row.get(4)?,
        updated_by: row.get(5)?,
        submitted: at_by(6)?,
        returned: at_by(8)?,
        reason: row.get(10)?,
    })
}

fn item(row: &Row<'_>) -> Result<Item, Error> {
    let points: Option<i64> = row.get(3)?;
    let claim = match points {
        Some(points) => Score::from_thousandths(points).to_string(),
        None => row.get(4)?,
    };
    Ok(Item {
        id: row.get(0)?,
        participant: row.get(1)?,
        indicator: row.get(2)?,
        content: Content { claim, words: row.get(5)? },
        revision: row.get(6)?,
        updated: row.get(7)?,
        updated_by: row.get(8)?,
    })
}

/// The self-assessments of a cycle that were begun, by participant.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<BTreeMap<ParticipantId, Assessment>, Error> {
    let all = c.all(OF_CYCLE, &[&cycle], assessment)?;
    Ok(all.into_iter().map(|one| (one.participant, one)).collect())
}

/// That of one participant, when it was begun.
pub(crate) fn find(c: &mut Conn, participant: ParticipantId) -> Result<Option<Assessment>, Error> {
    c.maybe(ONE, &[&participant], assessment)
}

/// What a participant says, by the code of the indicator.
pub(crate) fn items(c: &mut Conn, participant: ParticipantId) -> Result<BTreeMap<String, Item>, Error> {
    let all = c.all(ITEMS, &[&participant], item)?;
    Ok(all.into_iter().map(|one| (one.indicator.clone(), one)).collect())
}

/// What a participant says about one indicator.
pub(crate) fn find_item(
    c: &mut Conn,
    participant: ParticipantId,
    indicator: &str,
) -> Result<Option<Item>, Error> {
    c.maybe(ITEM, &[&participant, &indicator], item)
}

/// Indicators of a participant about which something is said, with claims that are points.
pub(crate) type Filled = BTreeMap<ParticipantId, Vec<(String, Option<Score>)>>;

/// About which indicators each participant of a cycle says something.
pub(crate) fn filled(c: &mut Conn, cycle: CycleId) -> Result<Filled, Error> {
    let mut filled = Filled::new();
    for (participant, indicator, points) in c.all(FILLED, &[&cycle], |row| {
        let points: Option<i64> = row.get(2)?;
        Ok((row.get(0)?, row.get(1)?, points.map(Score::from_thousandths)))
    })? {
        filled.entry(participant).or_default().push((indicator, points));
    }
    Ok(filled)
}

/// A cycle that was opened for work on the pages.
///
/// # Errors
/// [`Problem::Missing`] for drafts and years that were brought in from workbooks.
pub(crate) fn opened(c: &mut Conn, cycle: CycleId) -> Result<Cycle, Problem> {
    let found = cycles::find(c, cycle, true)?;
    if found.opened.is_some() { Ok(found) } else { Err(Problem::Missing) }
}

/// A participant within reach, and its cycle.
///
/// # Errors
/// [`Problem::Missing`] when there is none, and when it lies outside.
pub(crate) fn within(
    c: &mut Conn,
    cycle: CycleId,
    org: OrgId,
    reach: &Reach,
) -> Result<(Cycle, Participant), Problem> {
    let cycle = opened(c, cycle)?;
    let participant = participants::find(c, cycle.id, org)?;
    if reaches(reach, &participant) { Ok((cycle, participant)) } else { Err(Problem::Missing) }
}

/// Whether a participant lies within reach. Whoever holds a role for that very organisation keeps it in the year, even
/// when the organisation has been moved in the tree since.
pub(crate) fn reaches(reach: &Reach, participant: &Participant) -> bool {
    let own = format!(".{}.", participant.org);
    reach.covers(participant.org, &participant.path) || reach.below.iter().any(|root| root.ends_with(&own))
}
