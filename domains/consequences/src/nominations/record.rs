//! A nomination: an organisation or one of its people, for an award.

use std::collections::BTreeSet;

use kernel::{OrgId, PersonId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::awards::record::{Award, AwardId};
use crate::coded::coded;

kernel::id_type!(
    /// Number of a nomination.
    NominationId
);
store::id_columns!(NominationId);

coded!(
    /// What became of a nomination.
    Decided {
        /// Waiting for a decision.
        Entered = "entered",
        /// Accepted.
        Accepted = "accepted",
        /// Refused, with a reason.
        Refused = "refused",
        /// Taken back by who nominated.
        Withdrawn = "withdrawn",
    }
);

impl Decided {
    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Entered => "warn",
            Self::Accepted => "done",
            Self::Refused => "bad",
            Self::Withdrawn => "",
        }
    }

    /// Whether it counts towards places.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Entered | Self::Accepted)
    }
}

/// A nomination. Grade and category are those at the time it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Nomination {
    pub id: NominationId,
    pub award: AwardId,
    pub org: OrgId,
    pub org_name: String,
    pub category: String,
    pub grade: String,
    pub grade_name: String,
    /// The person on the roster, where the name is one person's there.
    pub person: Option<PersonId>,
    /// Who is nominated: a person, or the organisation itself.
    pub name: String,
    pub deeds: String,
    /// Why it is an exception from the rules; empty for none.
    pub exception: String,
    pub state: Decided,
    /// Why it was refused or withdrawn.
    pub reason: String,
    #[serde(skip)]
    pub by: String,
}

pub(crate) const FIND: &str =
    "SELECT id, award_id, org_id, org_name, category, grade, grade_name, person_id, name, deeds,
    exception, state, reason, nominated_by FROM award_nominations WHERE id = $1";
pub(crate) const OF_AWARD: &str = "SELECT id, award_id, org_id, org_name, category, grade, grade_name, person_id, name, deeds,
    exception, state, reason, nominated_by FROM award_nominations WHERE award_id = $1 ORDER BY category, org_id, sort_key, id";

pub(crate) const COUNTS: &str =
    "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'entered' THEN 1 ELSE 0 END), 0) AS BIGINT),
    CAST(COALESCE(SUM(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END), 0) AS BIGINT)
    FROM award_nominations WHERE award_id = $1";

fn nomination(row: &Row<'_>) -> Result<Nomination, store::Error> {
    Ok(Nomination {
        id: row.get(0)?,
        award: row.get(1)?,
        org: row.get(2)?,
        org_name: row.get(3)?,
        category: row.get(4)?,
        grade: row.get(5)?,
        grade_name: row.get(6)?,
        person: row.get(7)?,
        name: row.get(8)?,
        deeds: row.get(9)?,
        exception: row.get(10)?,
        state: row.get(11)?,
        reason: row.get(12)?,
        by: row.get(13)?,
    })
}

/// The record that attachments and the audit trail speak of.
pub(crate) fn reference(id: NominationId) -> RecordRef {
    RecordRef::new("nomination", id.0)
}

/// One nomination.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: NominationId) -> Result<Nomination, Problem> {
    c.maybe(FIND, &[&id], nomination)?.ok_or(Problem::Missing)
}

/// Nominations for an award by category, organisation and name: in no order of merit.
pub(crate) fn of_award(c: &mut Conn, award: AwardId) -> Result<Vec<Nomination>, Problem> {
    Ok(c.all(OF_AWARD, &[&award], nomination)?)
}

/// How many nominations for an award wait for a decision, and how many were accepted.
pub(crate) fn counts(c: &mut Conn, award: AwardId) -> Result<(i64, i64), Problem> {
    Ok(c.one(COUNTS, &[&award], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether somebody may see a nomination: those within reach of [`ReadNominations`](crate::policy::ReadNominations), where
/// `None` is everybody, and whoever stands on a list that is put up or final.
pub(crate) fn is_visible(award: &Award, one: &Nomination, within: Option<&BTreeSet<OrgId>>) -> bool {
    within.is_none_or(|within| within.contains(&one.org))
        || (award.state.is_public() && one.state == Decided::Accepted)
}
