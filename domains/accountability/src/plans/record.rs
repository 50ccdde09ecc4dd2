//! A plan with its aspects and parameters.

use kernel::{Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::coded::coded;
use crate::measures::rules::Warning;

kernel::id_type!(
    /// Number of a plan.
    PlanId
);
store::id_columns!(PlanId);
kernel::id_type!(
    /// Number of an aspect.
    AspectId
);
store::id_columns!(AspectId);

coded!(
    /// How far a plan is.
    State {
        /// Being written; only the office sees it.
        Draft = "draft",
        /// Its measures were handed out.
        InForce = "in_force",
        /// Nothing changes any more.
        Closed = "closed",
    }
);

impl State {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 3] = [Self::Draft, Self::InForce, Self::Closed];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Draft => "warn",
            Self::InForce => "done",
            Self::Closed => "",
        }
    }
}

/// After how many days of lateness each grade of reminder is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Grades {
    /// 提醒
    pub first: u32,
    /// 督办
    pub second: u32,
    /// 通报
    pub third: u32,
}

/// A plan (实施意见): what is to be done in a year or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Plan {
    pub id: PlanId,
    pub title: String,
    /// Number of the document; may be empty.
    pub number: String,
    pub from_year: i16,
    pub until_year: i16,
    pub state: State,
    pub warning: Warning,
    pub grades: Grades,
}

impl Plan {
    /// Its year or years.
    pub fn years(&self) -> String {
        if self.from_year == self.until_year {
            self.from_year.to_string()
        } else {
            format!("{}–{}", self.from_year, self.until_year)
        }
    }
}

/// A part of a plan (方面).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Aspect {
    pub id: AspectId,
    /// From 1.
    pub place: u32,
    pub name: String,
}

pub(crate) const ALL: &str = "SELECT id, title, number, from_year, until_year, state, near_days, tolerance,
    first_after, second_after, third_after FROM plans ORDER BY until_year DESC, id DESC";
pub(crate) const FIND: &str = "SELECT id, title, number, from_year, until_year, state, near_days, tolerance,
    first_after, second_after, third_after FROM plans WHERE id = $1";
pub(crate) const ASPECTS: &str = "SELECT id, place, name FROM plan_aspects WHERE plan_id = $1 ORDER BY place";

fn plan(row: &Row<'_>) -> Result<Plan, store::Error> {
    Ok(Plan {
        id: row.get(0)?,
        title: row.get(1)?,
        number: row.get(2)?,
        from_year: row.get(3)?,
        until_year: row.get(4)?,
        state: row.get(5)?,
        warning: Warning { near_days: row.get(6)?, tolerance: row.get(7)? },
        grades: Grades { first: row.get(8)?, second: row.get(9)?, third: row.get(10)? },
    })
}

/// The record that links and the audit trail speak of.
pub(crate) fn reference(id: PlanId) -> RecordRef {
    RecordRef::new("plan", id.0)
}

/// Plans of all years, the latest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Plan>, Problem> {
    Ok(c.all(ALL, &[], plan)?)
}

/// One plan.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: PlanId) -> Result<Plan, Problem> {
    c.maybe(FIND, &[&id], plan)?.ok_or(Problem::Missing)
}

/// Aspects of a plan in order.
pub(crate) fn aspects(c: &mut Conn, id: PlanId) -> Result<Vec<Aspect>, Problem> {
    Ok(c.all(ASPECTS, &[&id], |row| Ok(Aspect { id: row.get(0)?, place: row.get(1)?, name: row.get(2)? }))?)
}
