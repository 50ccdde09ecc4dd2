//! Marks given on the pages, and the sheets they stand on.

use std::collections::BTreeMap;

use kernel::Moment;
use schemars::JsonSchema;
use scoring::Score;
use serde::Serialize;
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;
use crate::reviewers::record::ReviewerId;

pub(crate) const MARKS_OF: &str =
    "SELECT participant_id, indicator, mark FROM appraisal_marks WHERE reviewer_id = $1";
pub(crate) const STATES: &str =
    "SELECT s.state, s.submitted_at, s.submitted_by, s.reason, s.reviewer_id, s.category
    FROM appraisal_score_sheets s JOIN appraisal_reviewers r ON r.id = s.reviewer_id WHERE r.cycle_id = $1";
pub(crate) const STATE_OF: &str =
    "SELECT state, submitted_at, submitted_by, reason FROM appraisal_score_sheets
    WHERE reviewer_id = $1 AND category = $2";

/// A mark that a reviewer gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    pub participant: ParticipantId,
    pub indicator: String,
    pub mark: Score,
}

/// How far a score sheet is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Being filled in.
    #[default]
    Open,
    /// Counts, and cannot be changed until it is returned.
    Submitted,
    /// The office gave it back; being filled in again.
    Returned,
}

impl State {
    fn of(code: &str) -> Self {
        match code {
            "submitted" => Self::Submitted,
            "returned" => Self::Returned,
            _ => Self::Open,
        }
    }

    /// Message key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Open => "marking-state-open",
            Self::Submitted => "marking-state-submitted",
            Self::Returned => "marking-state-returned",
        }
    }

    /// Tone of its badge.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Submitted => "done",
            Self::Returned => "warn",
        }
    }
}

/// The state of a score sheet: of one reviewer for one category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct SheetState {
    pub state: State,
    pub submitted: Option<Moment>,
    /// Who submitted it, as the audit trail names them.
    #[serde(skip)]
    pub by: Option<String>,
    /// Why it was returned.
    pub reason: String,
}

impl SheetState {
    /// Whether its marks count and cannot be changed.
    pub(crate) fn is_locked(&self) -> bool {
        self.state == State::Submitted
    }
}

fn state(row: &Row<'_>) -> Result<SheetState, Error> {
    Ok(SheetState {
        state: State::of(&row.get::<String>(0)?),
        submitted: row.get(1)?,
        by: row.get(2)?,
        reason: row.get(3)?,
    })
}

/// Every mark of a reviewer.
pub(crate) fn marks_of(c: &mut Conn, reviewer: ReviewerId) -> Result<Vec<Given>, Error> {
    c.all(MARKS_OF, &[&reviewer], |row| {
        Ok(Given {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            mark: Score::from_thousandths(row.get(2)?),
        })
    })
}

/// States of all sheets of a cycle; a sheet that is not among them is open.
pub(crate) fn states(
    c: &mut Conn,
    cycle: CycleId,
) -> Result<BTreeMap<(ReviewerId, String), SheetState>, Error> {
    let all = c.all(STATES, &[&cycle], |row| Ok(((row.get(4)?, row.get(5)?), state(row)?)))?;
    Ok(all.into_iter().collect())
}

/// The state of one sheet.
pub(crate) fn state_of(c: &mut Conn, reviewer: ReviewerId, category: &str) -> Result<SheetState, Error> {
    Ok(c.maybe(STATE_OF, &[&reviewer, &category], state)?.unwrap_or_default())
}
