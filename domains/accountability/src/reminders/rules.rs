//! What is late, by how much, and which reminder is due for it: derived from the measures and the day.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, OrgId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::measures::record::{Measure, MeasureId, Milestone, MilestoneId};
use crate::plans::record::Grades;

impl Grades {
    /// The grade of a lateness of so many days: 1 to 3; none while it is shorter than the first.
    pub fn of(self, days: i64) -> Option<u32> {
        let reached = |after: u32| days >= i64::from(after);
        match () {
            () if reached(self.third) => Some(3),
            () if reached(self.second) => Some(2),
            () if reached(self.first) => Some(1),
            () => None,
        }
    }
}

/// A lateness: what was not done on its day. The same thing with another day is another lateness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lateness {
    pub measure: MeasureId,
    /// The milestone; 0 for the measure itself.
    pub milestone: MilestoneId,
    pub due: Day,
}

/// Something late, as a reminder says it and keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Item {
    pub measure: i64,
    /// 0 for the measure itself.
    pub milestone: i64,
    /// Number of the measure in the plan.
    pub number: String,
    pub content: String,
    /// Name of the milestone; empty for the measure itself.
    pub step: String,
    pub standard: String,
    pub person: String,
    pub percent: u32,
    /// What was told about it last.
    pub latest: String,
    pub due: Day,
    pub days: i64,
}

impl Item {
    /// The lateness it speaks of.
    pub fn lateness(&self) -> Lateness {
        Lateness { measure: MeasureId(self.measure), milestone: MilestoneId(self.milestone), due: self.due }
    }
}

/// Everything about a measure that is late on a day: itself, and every open milestone past its day.
pub(crate) fn late(measure: &Measure, milestones: &[Milestone], today: Day) -> Vec<Item> {
    let standing = measure.standing();
    if standing.late_since(today).is_none() {
        return Vec::new();
    }
    let day = match (measure.state, measure.handed_in_on) {
        (crate::measures::rules::State::HandedIn, Some(day)) => day,
        _ => today,
    };
    let item = |milestone: i64, step: &str, due: Day| Item {
        measure: measure.id.0,
        milestone,
        number: measure.number(),
        content: measure.content.clone(),
        step: step.to_owned(),
        standard: measure.standard.clone(),
        person: measure.person.clone(),
        percent: measure.percent,
        latest: measure.latest.clone(),
        due,
        days: due.days_until(day),
    };
    let open = |one: &&Milestone| one.measure == measure.id && one.done_on.is_none() && one.due < day;
    let itself = measure.due.filter(|due| *due < day).map(|due| item(0, "", due));
    let steps = milestones.iter().filter(open).map(|one| item(one.id.0, &one.name, one.due));
    itself.into_iter().chain(steps).collect()
}

/// A reminder that could be issued: everything of a body that has reached a grade and was not reminded of in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Proposal {
    pub org: OrgId,
    pub org_name: String,
    /// 1 提醒, 2 督办, 3 通报.
    pub grade: u32,
    pub items: Vec<Item>,
}

/// The reminders that are due, the gravest first. What was reminded of in a grade is not in it again.
pub(crate) fn proposals(
    measures: &[Measure],
    milestones: &BTreeMap<MeasureId, Vec<Milestone>>,
    issued: &BTreeSet<(Lateness, u32)>,
    grades: Grades,
    today: Day,
) -> Vec<Proposal> {
    let mut found: BTreeMap<(std::cmp::Reverse<u32>, String, OrgId), Vec<Item>> = BTreeMap::new();
    for measure in measures {
        let steps = milestones.get(&measure.id).map(Vec::as_slice).unwrap_or_default();
        for item in late(measure, steps, today) {
            let Some(grade) = grades.of(item.days) else { continue };
            if !issued.contains(&(item.lateness(), grade)) {
                let key = (std::cmp::Reverse(grade), measure.org_name.clone(), measure.org);
                found.entry(key).or_default().push(item);
            }
        }
    }
    found
        .into_iter()
        .map(|((grade, org_name, org), items)| Proposal { org, org_name, grade: grade.0, items })
        .collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
