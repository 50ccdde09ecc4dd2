//! A reminder (督办单): a numbered paper about what is late, as it was on the day it was issued.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Row};
use web::Words;

use super::rules::{Item, Lateness, Proposal, proposals};
use crate::measures::record::{self as measures, MeasureId, Milestone};
use crate::plans::record::{Plan, PlanId};

kernel::id_type!(
    /// Number of a reminder.
    ReminderId
);
store::id_columns!(ReminderId);

/// What a reminder says; it never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Frozen {
    pub plan_title: String,
    pub plan_number: String,
    pub items: Vec<Item>,
}

/// A reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Reminder {
    pub id: ReminderId,
    pub plan: PlanId,
    pub year: i16,
    /// Its number in the year.
    pub number: u32,
    /// 1 提醒, 2 督办, 3 通报.
    pub grade: u32,
    pub org: OrgId,
    pub org_name: String,
    pub issued_on: Day,
    #[serde(skip)]
    pub issued_by: String,
    /// Until when an answer is expected.
    pub answer_by: Day,
    /// What the office says beside the list.
    pub note: String,
    pub frozen: Frozen,
    /// What the body answered; empty until it does.
    pub answer: String,
    pub answered_on: Option<Day>,
    #[serde(skip)]
    pub answered_by: Option<String>,
}

impl Reminder {
    /// Its number and grade.
    pub fn named(&self, words: &Words) -> String {
        named(words, self.year, self.number, self.grade)
    }

    /// Whether an answer is late.
    pub fn is_overdue(&self, today: Day) -> bool {
        self.answered_on.is_none() && self.answer_by < today
    }
}

/// A reminder as a measure names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Brief {
    pub id: ReminderId,
    pub year: i16,
    pub number: u32,
    pub grade: u32,
    pub issued_on: Day,
}

impl Brief {
    /// Its number and grade.
    pub fn named(&self, words: &Words) -> String {
        named(words, self.year, self.number, self.grade)
    }
}

fn named(words: &Words, year: i16, number: u32, grade: u32) -> String {
    let args = [
        ("year", year.to_string()),
        ("number", number.to_string()),
        ("grade", words.t(&format!("reminder-grade-{grade}"))),
    ];
    words.f("reminder-named", args)
}

pub(crate) const ALL: &str =
    "SELECT id, plan_id, year, number, grade, org_id, org_name, issued_on, issued_by,
    answer_by, note, frozen, answer, answered_on, answered_by FROM reminders ORDER BY year DESC, number DESC";
pub(crate) const FIND: &str =
    "SELECT id, plan_id, year, number, grade, org_id, org_name, issued_on, issued_by,
    answer_by, note, frozen, answer, answered_on, answered_by FROM reminders WHERE id = $1";
pub(crate) const OPEN: &str =
    "SELECT id, plan_id, year, number, grade, org_id, org_name, issued_on, issued_by,
    answer_by, note, frozen, answer, answered_on, answered_by FROM reminders WHERE answered_on IS NULL
    ORDER BY year, number";
pub(crate) const OF_MEASURE: &str =
    "SELECT DISTINCT r.id, r.year, r.number, r.grade, r.issued_on FROM reminders r
    JOIN reminder_items i ON i.reminder_id = r.id WHERE i.measure_id = $1 ORDER BY r.year DESC, r.number DESC";
pub(crate) const ISSUED: &str = "SELECT i.measure_id, i.milestone_id, i.due, i.grade FROM reminder_items i
    JOIN reminders r ON r.id = i.reminder_id WHERE r.plan_id = $1";

fn reminder(row: &Row<'_>) -> Result<Reminder, store::Error> {
    Ok(Reminder {
        id: row.get(0)?,
        plan: row.get(1)?,
        year: row.get(2)?,
        number: row.get(3)?,
        grade: row.get(4)?,
        org: row.get(5)?,
        org_name: row.get(6)?,
        issued_on: row.get(7)?,
        issued_by: row.get(8)?,
        answer_by: row.get(9)?,
        note: row.get(10)?,
        frozen: row.json(11)?,
        answer: row.get(12)?,
        answered_on: row.get(13)?,
        answered_by: row.get(14)?,
    })
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: ReminderId) -> RecordRef {
    RecordRef::new("reminder", id.0)
}

/// All reminders, the latest first.
pub(crate) fn all(c: &mut Conn) -> Result<Vec<Reminder>, Problem> {
    Ok(c.all(ALL, &[], reminder)?)
}

/// Those that wait for an answer, the oldest first.
pub(crate) fn open(c: &mut Conn) -> Result<Vec<Reminder>, Problem> {
    Ok(c.all(OPEN, &[], reminder)?)
}

/// One reminder.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: ReminderId) -> Result<Reminder, Problem> {
    c.maybe(FIND, &[&id], reminder)?.ok_or(Problem::Missing)
}

/// Reminders that speak of a measure, the latest first.
pub(crate) fn of_measure(c: &mut Conn, id: MeasureId) -> Result<Vec<Brief>, Problem> {
    Ok(c.all(OF_MEASURE, &[&id], |row| {
        Ok(Brief {
            id: row.get(0)?,
            year: row.get(1)?,
            number: row.get(2)?,
            grade: row.get(3)?,
            issued_on: row.get(4)?,
        })
    })?)
}

/// The reminders of a plan that could be issued today.
pub(crate) fn proposed(c: &mut Conn, plan: &Plan, today: Day) -> Result<Vec<Proposal>, Problem> {
    if plan.state != crate::plans::record::State::InForce {
        return Ok(Vec::new());
    }
    let measures = measures::of_plan(c, plan.id)?;
    let mut milestones: BTreeMap<MeasureId, Vec<Milestone>> = BTreeMap::new();
    for one in measures::milestones_of_plan(c, plan.id)? {
        milestones.entry(one.measure).or_default().push(one);
    }
    let issued: BTreeSet<(Lateness, u32)> = c
        .all(ISSUED, &[&plan.id], |row| {
            let lateness = Lateness { measure: row.get(0)?, milestone: row.get(1)?, due: row.get(2)? };
            Ok((lateness, row.get(3)?))
        })?
        .into_iter()
        .collect();
    Ok(proposals(&measures, &milestones, &issued, plan.grades, today))
}
