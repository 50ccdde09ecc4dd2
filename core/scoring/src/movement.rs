//! Movement against the previous cycle (晋位 / 保位 / 退位), and the flow between grades.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::outcome::{GradeName, Outcome, Standing};

/// One participant against the previous cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The caller's key, the same in both cycles.
    pub participant: String,
    /// The change of rank within the category.
    pub rank: Change,
    /// The change of grade.
    pub grade: Change,
    /// Where it stood before, when it took part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
}

/// Where a participant stood in the previous cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Name of the category.
    pub category: String,
    /// Rank within it.
    pub rank: u32,
    /// Of how many.
    pub of: u32,
    /// The grade.
    pub grade: GradeName,
}

/// A direction of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 晋位: better than before.
    Up,
    /// 保位: as before.
    Same,
    /// 退位: worse than before.
    Down,
    /// Took no part before.
    New,
    /// Took part, but in another category, or under a grade that no longer exists.
    NotComparable,
}

/// Compares two cycles. Movements come in the order of the current standings.
///
/// Ranks are compared within one category only, as the plain numbers. Grades are compared by their order in the current
/// scheme.
#[must_use]
pub fn movements(before: &Outcome, now: &Outcome) -> Vec<Movement> {
    let earlier: HashMap<&str, &Standing> =
        before.standings.iter().map(|standing| (standing.participant.as_str(), standing)).collect();
    now.standings
        .iter()
        .map(|own| movement(now, own, earlier.get(own.participant.as_str()).copied()))
        .collect()
}

fn movement(now: &Outcome, own: &Standing, earlier: Option<&Standing>) -> Movement {
    let participant = own.participant.clone();
    let Some(earlier) = earlier else {
        return Movement { participant, rank: Change::New, grade: Change::New, before: None };
    };
    let rank = if earlier.category == own.category {
        towards_first(earlier.rank.cmp(&own.rank))
    } else {
        Change::NotComparable
    };
    let position = |standing: &Standing| now.grade_position(&standing.grade.code);
    let grade = match (position(earlier), position(own)) {
        (Some(then), Some(today)) => towards_first(then.cmp(&today)),
        _ => Change::NotComparable,
    };
    let (category, grade_before) = (earlier.category.clone(), earlier.grade.clone());
    let before = Before { category, rank: earlier.rank, of: earlier.of, grade: grade_before };
    Movement { participant, rank, grade, before: Some(before) }
}

fn towards_first(then_against_now: Ordering) -> Change {
    match then_against_now {
        Ordering::Greater => Change::Up,
        Ordering::Equal => Change::Same,
        Ordering::Less => Change::Down,
    }
}

/// How many went from one grade to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeFlow {
    /// The grade before.
    pub from: GradeName,
    /// The grade now.
    pub to: GradeName,
    /// How many.
    pub count: u32,
}

/// The flow between grades of everybody who took part in both cycles, in the order of the grades, without empty ones.
#[must_use]
pub fn grade_flow(before: &Outcome, now: &Outcome) -> Vec<GradeFlow> {
    let earlier: HashMap<&str, &Standing> =
        before.standings.iter().map(|standing| (standing.participant.as_str(), standing)).collect();
    let mut counts: HashMap<(&str, &str), u32> = HashMap::new();
    for own in &now.standings {
        if let Some(then) = earlier.get(own.participant.as_str()) {
            *counts.entry((&then.grade.code, &own.grade.code)).or_default() += 1;
        }
    }
    let mut flow = Vec::with_capacity(counts.len());
    for from in &before.grades {
        for to in &now.grades {
            if let Some(&count) = counts.get(&(from.code.as_str(), to.code.as_str())) {
                flow.push(GradeFlow { from: from.clone(), to: to.clone(), count });
            }
        }
    }
    flow
}
