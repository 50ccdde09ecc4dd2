//! An objection.

use kernel::{Day, Moment};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;

kernel::id_type!(
    /// Number of an objection.
    ObjectionId
);
store::id_columns!(ObjectionId);

/// What became of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Waits for an answer.
    Received,
    /// It was right; a correction follows.
    Upheld,
    /// It was looked into and does not hold.
    Dismissed,
    /// Taken back by whoever raised it.
    Withdrawn,
}

impl State {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Upheld => "upheld",
            Self::Dismissed => "dismissed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that code.
    pub(crate) fn of(code: &str) -> Self {
        [Self::Upheld, Self::Dismissed, Self::Withdrawn]
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or(Self::Received)
    }

    /// Message key of its name, and tone of its badge.
    pub(crate) fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::Received => ("appraisal-objection-received", "warn"),
            Self::Upheld => ("appraisal-objection-upheld", "bad"),
            Self::Dismissed => ("appraisal-objection-dismissed", "done"),
            Self::Withdrawn => ("appraisal-objection-withdrawn", ""),
        }
    }
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Objection {
    pub id: ObjectionId,
    pub cycle: CycleId,
    /// The organisation it is about, if it is about one.
    pub about: Option<String>,
    pub state: State,
    pub words: String,
    pub raised: Moment,
    pub raised_by: String,
    /// The last day on which it should be answered.
    pub due: Day,
    pub answer: String,
    pub answered: Option<Moment>,
    pub answered_by: Option<String>,
}

impl Objection {
    /// Whether we are late: no answer by the day it was due, or one only after it.
    pub(crate) fn late(&self, today: Day) -> bool {
        match self.state {
            State::Withdrawn => false,
            State::Received => today > self.due,
            State::Upheld | State::Dismissed => self.answered.is_some_and(|at| at.day() > self.due),
        }
    }
}

pub(crate) const OF_CYCLE: &str =
    "SELECT o.id, o.cycle_id, p.name, o.state, o.words, o.raised_at, o.raised_by,
    o.answer_due, o.answer, o.answered_at, o.answered_by
    FROM appraisal_objections o LEFT JOIN appraisal_participants p ON p.id = o.participant_id
    WHERE o.cycle_id = $1 ORDER BY o.id DESC";
pub(crate) const ONE: &str = "SELECT o.id, o.cycle_id, p.name, o.state, o.words, o.raised_at, o.raised_by,
    o.answer_due, o.answer, o.answered_at, o.answered_by
    FROM appraisal_objections o LEFT JOIN appraisal_participants p ON p.id = o.participant_id WHERE o.id = $1";
pub(crate) const OPEN: &str =
    "SELECT COUNT(*) FROM appraisal_objections WHERE cycle_id = $1 AND state = 'received'";

fn objection(row: &Row<'_>) -> Result<Objection, Error> {
    Ok(Objection {
        id: row.get(0)?,
        cycle: row.get(1)?,
        about: row.get(2)?,
        state: State::of(&row.get::<String>(3)?),
        words: row.get(4)?,
        raised: row.get(5)?,
        raised_by: row.get(6)?,
        due: row.get(7)?,
        answer: row.get(8)?,
        answered: row.get(9)?,
        answered_by: row.get(10)?,
    })
}

/// Objections of a cycle, the latest first: all of them, or those that this code raised.
pub(crate) fn of_cycle(
    c: &mut Conn,
    cycle: CycleId,
    raised_by: Option<&str>,
) -> Result<Vec<Objection>, Error> {
    let mut all = c.all(OF_CYCLE, &[&cycle], objection)?;
    all.retain(|one| raised_by.is_none_or(|by| one.raised_by == by));
    Ok(all)
}

pub(crate) fn find(c: &mut Conn, id: ObjectionId) -> Result<Objection, Error> {
    c.one(ONE, &[&id], objection)
}

/// How many wait for an answer.
pub(crate) fn open(c: &mut Conn, cycle: CycleId) -> Result<i64, Error> {
    c.count(OPEN, &[&cycle])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn we_are_late_from_the_day_after_it_was_due() {
        let day = |text: &str| Day::parse(text).unwrap();
        let due = day("2015-12-18");
        let mut one = Objection {
            id: ObjectionId(1),
            cycle: CycleId(1),
            about: None,
            state: State::Received,
            words: "…".into(),
            raised: Moment(0),
            raised_by: "user:1".into(),
            due,
            answer: String::new(),
            answered: None,
            answered_by: None,
        };
        assert!(!one.late(due));
        assert!(one.late(due.plus_days(1)));
        one.state = State::Dismissed;
        one.answered = Some(Moment(due.epoch_days() * 86_400));
        assert!(!one.late(due.plus_days(9)), "answered in time stays in time");
        one.answered = Some(Moment(due.plus_days(1).epoch_days() * 86_400));
        assert!(one.late(due), "answered late stays late");
        one.state = State::Withdrawn;
        assert!(!one.late(due.plus_days(9)));
    }
}
