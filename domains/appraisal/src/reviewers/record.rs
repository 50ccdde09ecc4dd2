//! The reviewers of a cycle and what each of them marks.

use std::collections::BTreeMap;

use kernel::{OrgId, RecordRef, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

kernel::id_type!(
    /// Number of a reviewer of one cycle.
    ReviewerId
);
store::id_columns!(ReviewerId);

pub(crate) const OF_CYCLE: &str =
    "SELECT id, cycle_id, user_id, label, org_id, org_path FROM appraisal_reviewers
    WHERE cycle_id = $1 ORDER BY id";
pub(crate) const FIND: &str = "SELECT id, cycle_id, user_id, label, org_id, org_path FROM appraisal_reviewers
    WHERE cycle_id = $1 AND id = $2";
pub(crate) const BY_ID: &str =
    "SELECT id, cycle_id, user_id, label, org_id, org_path FROM appraisal_reviewers WHERE id = $1";
pub(crate) const OF_USER: &str =
    "SELECT id, cycle_id, user_id, label, org_id, org_path FROM appraisal_reviewers
    WHERE user_id = $1 ORDER BY cycle_id DESC";
pub(crate) const BY_USER: &str =
    "SELECT id, cycle_id, user_id, label, org_id, org_path FROM appraisal_reviewers
    WHERE cycle_id = $1 AND user_id = $2";
pub(crate) const ASSIGNMENTS: &str =
    "SELECT a.reviewer_id, a.participant_id, a.recused, a.recused_by, a.reason FROM appraisal_assignments a
    JOIN appraisal_reviewers r ON r.id = a.reviewer_id WHERE r.cycle_id = $1";
pub(crate) const ASSIGNMENTS_OF: &str = "SELECT reviewer_id, participant_id, recused, recused_by, reason FROM appraisal_assignments WHERE reviewer_id = $1";
pub(crate) const GIVEN: &str =
    "SELECT m.reviewer_id, p.category, COUNT(*) FROM appraisal_marks m JOIN appraisal_participants p
    ON p.id = m.participant_id WHERE p.cycle_id = $1 AND m.reviewer_id IS NOT NULL GROUP BY m.reviewer_id, p.category";

/// A reviewer (评委) of one cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Reviewer {
    pub id: ReviewerId,
    #[serde(skip)]
    pub cycle: CycleId,
    /// The account that marks; nothing for somebody who marks on paper.
    pub user: Option<UserId>,
    /// How the reviewer is called wherever marks are shown.
    pub label: String,
    /// The reviewer's own side, which they never mark.
    pub org: Option<OrgId>,
    /// Its materialised path.
    #[serde(skip)]
    pub path: Option<String>,
}

/// Who said that a reviewer must not mark an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecusedBy {
    /// It is their own side.
    Rule,
    /// The committee's office.
    Office,
    /// The reviewer.
    Reviewer,
}

impl RecusedBy {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Office => "office",
            Self::Reviewer => "reviewer",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "rule" => Self::Rule,
            "reviewer" => Self::Reviewer,
            _ => Self::Office,
        }
    }

    /// Message key of who it was.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Rule => "panel-recused-by-rule",
            Self::Office => "panel-recused-by-office",
            Self::Reviewer => "panel-recused-by-reviewer",
        }
    }
}

/// A recusal (回避).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Recusal {
    pub by: RecusedBy,
    /// Empty when the rule said it.
    pub reason: String,
}

/// One organisation that a reviewer marks, or must not mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Assignment {
    #[serde(skip)]
    pub reviewer: ReviewerId,
    pub participant: ParticipantId,
    pub recusal: Option<Recusal>,
}

fn reviewer(row: &Row<'_>) -> Result<Reviewer, Error> {
    Ok(Reviewer {
        id: row.get(0)?,
        cycle: row.get(1)?,
        user: row.get(2)?,
        label: row.get(3)?,
        org: row.get(4)?,
        path: row.get(5)?,
    })
}

fn assignment(row: &Row<'_>) -> Result<Assignment, Error> {
    let recused: bool = row.get(2)?;
    let by: Option<String> = row.get(3)?;
    let reason: String = row.get(4)?;
    let recusal =
        recused.then(|| Recusal { by: by.as_deref().map_or(RecusedBy::Office, RecusedBy::of), reason });
    Ok(Assignment { reviewer: row.get(0)?, participant: row.get(1)?, recusal })
}

/// The record of a reviewer for the audit trail.
pub(crate) fn reference(id: ReviewerId) -> RecordRef {
    RecordRef::new("reviewer", id.0)
}

/// The panel of a cycle, in the order in which reviewers were added.
pub(crate) fn of_cycle(c: &mut Conn, cycle: CycleId) -> Result<Vec<Reviewer>, Error> {
    c.all(OF_CYCLE, &[&cycle], reviewer)
}

/// A reviewer of that cycle.
pub(crate) fn find(c: &mut Conn, cycle: CycleId, id: ReviewerId) -> Result<Reviewer, Error> {
    c.one(FIND, &[&cycle, &id], reviewer)
}

/// A reviewer by number.
pub(crate) fn by_id(c: &mut Conn, id: ReviewerId) -> Result<Reviewer, Error> {
    c.one(BY_ID, &[&id], reviewer)
}

/// Everything an account reviews, the latest cycle first.
pub(crate) fn of_user(c: &mut Conn, user: UserId) -> Result<Vec<Reviewer>, Error> {
    c.all(OF_USER, &[&user], reviewer)
}

/// The reviewer that an account is in a cycle; missing when it is none.
pub(crate) fn by_user(c: &mut Conn, cycle: CycleId, user: UserId) -> Result<Reviewer, Error> {
    c.one(BY_USER, &[&cycle, &user], reviewer)
}

/// Assignments of a whole panel, by reviewer and participant.
pub(crate) type Assignments = BTreeMap<(ReviewerId, ParticipantId), Assignment>;

/// Assignments of the whole panel.
pub(crate) fn assignments(c: &mut Conn, cycle: CycleId) -> Result<Assignments, Error> {
    let all = c.all(ASSIGNMENTS, &[&cycle], assignment)?;
    Ok(all.into_iter().map(|one| ((one.reviewer, one.participant), one)).collect())
}

/// Assignments of one reviewer, by participant.
pub(crate) fn assignments_of(
    c: &mut Conn,
    reviewer: ReviewerId,
) -> Result<BTreeMap<ParticipantId, Assignment>, Error> {
    let all = c.all(ASSIGNMENTS_OF, &[&reviewer], assignment)?;
    Ok(all.into_iter().map(|one| (one.participant, one)).collect())
}

/// How many marks each reviewer has given in each category.
pub(crate) fn given(c: &mut Conn, cycle: CycleId) -> Result<BTreeMap<(ReviewerId, String), usize>, Error> {
    let all = c.all(GIVEN, &[&cycle], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(all.into_iter().collect())
}
