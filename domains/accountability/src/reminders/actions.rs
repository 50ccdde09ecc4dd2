//! Issuing and answering reminders.

use kernel::{Day, OrgId, Problem};
use store::{Json, Tx};

use super::record::{self, Frozen, Reminder, ReminderId, reference};
use crate::history::note;
use crate::plans::record::{self as plans, PlanId};

pub(crate) const NUMBER: &str =
    "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM reminders WHERE year = $1";
pub(crate) const ISSUE: &str =
    "INSERT INTO reminders (plan_id, year, number, grade, org_id, org_name, issued_on, issued_by, answer_by, note,
    frozen, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') RETURNING id";
pub(crate) const ADD: &str = "INSERT INTO reminder_items (reminder_id, grade, measure_id, milestone_id, due)
    VALUES ($1, $2, $3, $4, $5)";
pub(crate) const ANSWER: &str =
    "UPDATE reminders SET answer = $2, answered_on = $3, answered_by = $4 WHERE id = $1";

/// A reminder to be issued.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub plan: PlanId,
    pub org: OrgId,
    pub grade: u32,
    pub answer_by: Day,
    pub note: String,
}

/// Issues a reminder about everything of a body that has reached that grade: a numbered paper whose text stays as it is.
///
/// # Errors
/// [`Problem::Refused`] when nothing is left to remind of, [`Problem::Invalid`] for a day that is past.
pub(crate) fn issue(tx: &mut Tx, draft: &Draft) -> Result<ReminderId, Problem> {
    let today = tx.today();
    if draft.answer_by < today {
        return Err(Problem::field("answer_by", "reminder-day-past"));
    }
    let plan = plans::find(tx, draft.plan)?;
    let due = record::proposed(tx, &plan, today)?;
    let Some(due) = due.into_iter().find(|one| one.org == draft.org && one.grade == draft.grade) else {
        return Err(Problem::refused("reminder-nothing-due"));
    };
    let (year, by) = (today.year(), tx.actor_code());
    let number: u32 = tx.scalar(NUMBER, &[&year])?;
    let frozen = Frozen { plan_title: plan.title, plan_number: plan.number, items: due.items };
    let id: ReminderId = tx.insert(
        ISSUE,
        &[
            &draft.plan,
            &year,
            &number,
            &draft.grade,
            &draft.org,
            &due.org_name,
            &today,
            &by,
            &draft.answer_by,
            &draft.note,
            &Json(&frozen),
        ],
    )?;
    for item in &frozen.items {
        tx.run(ADD, &[&id, &draft.grade, &item.measure, &item.milestone, &item.due])?;
    }
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "reminder-issued", "", None::<&()>, &made)?;
    Ok(id)
}

/// Answers a reminder, once.
///
/// # Errors
/// [`Problem::Refused`] when it is answered.
pub(crate) fn answer(tx: &mut Tx, id: ReminderId, text: &str) -> Result<Reminder, Problem> {
    let before = record::find(tx, id)?;
    if before.answered_on.is_some() {
        return Err(Problem::refused("reminder-answered"));
    }
    let (today, by) = (tx.today(), tx.actor_code());
    tx.run(ANSWER, &[&id, &text, &today, &by])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "reminder-answered", "", Some(&before), &after)?;
    Ok(after)
}
