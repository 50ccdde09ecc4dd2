//! Both results side by side, as the page and the workbook show them.

use schemars::JsonSchema;
use scoring::{Average, Change, Outcome, Scheme};
use serde::Serialize;
use web::Words;

use super::rules::{self, AVERAGES, Both, PLACES};
use crate::rankings::record::tone;

/// One organisation under the real and the tried parameters.
#[derive(Serialize, JsonSchema)]
pub(super) struct Row {
    pub name: String,
    pub category: String,
    pub rank: u32,
    pub tried_rank: u32,
    pub total: String,
    pub tried_total: String,
    pub grade: String,
    pub tone: &'static str,
    pub tried_grade: String,
    pub tried_tone: &'static str,
    /// `up`, `down` or `kept`.
    pub movement: &'static str,
    pub places: usize,
    /// `up`, `down` or `kept`.
    pub grade_movement: &'static str,
    pub moves: bool,
    /// Its grade was decided by the committee and stays.
    pub decided: bool,
}

/// One category: how many have each grade.
#[derive(Serialize, JsonSchema)]
pub(super) struct CategoryGrades {
    pub name: String,
    /// Name of the grade, with how many have it and would have it.
    pub grades: Vec<(String, u32, u32)>,
}

/// The two results.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tried {
    pub rows: Vec<Row>,
    pub categories: Vec<CategoryGrades>,
    pub grades_up: usize,
    pub grades_down: usize,
    pub ranks_moved: usize,
}

/// Both results side by side.
pub(super) fn compare(real: &Outcome, tried: &Outcome) -> Tried {
    let all = rules::side_by_side(real, tried);
    let place = |outcome: &Outcome, code: &str| {
        let place = outcome.grade_position(code).and_then(|place| u32::try_from(place).ok());
        tone(place.unwrap_or_default(), outcome.grades.len())
    };
    let row = |one: &Both<'_>| Row {
        name: one.real.name.clone(),
        category: one.real.category.clone(),
        rank: one.real.rank,
        tried_rank: one.tried.rank,
        total: one.real.total.published.to_string(),
        tried_total: one.tried.total.published.to_string(),
        grade: one.real.grade.name.clone(),
        tone: place(real, &one.real.grade.code),
        tried_grade: one.tried.grade.name.clone(),
        tried_tone: place(tried, &one.tried.grade.code),
        movement: code(one.rank),
        places: usize::try_from(one.places()).unwrap_or_default(),
        grade_movement: code(one.grade),
        moves: one.moves(),
        decided: one.is_decided(),
    };
    let count = |change: Change| all.iter().filter(|one| one.grade == change).count();
    let categories = real.categories.iter().map(|category| {
        let then = tried.categories.iter().find(|one| one.category == category.category);
        let counts = then.map(|one| one.grades.clone()).unwrap_or_default();
        let named = real.grades.iter().zip(&category.grades).zip(counts);
        CategoryGrades {
            name: category.category.clone(),
            grades: named.map(|((grade, real), tried)| (grade.name.clone(), *real, tried)).collect(),
        }
    });
    Tried {
        categories: categories.collect(),
        grades_up: count(Change::Up),
        grades_down: count(Change::Down),
        ranks_moved: all.iter().filter(|one| one.rank != Change::Same).count(),
        rows: all.iter().map(row).collect(),
    }
}

fn code(change: Change) -> &'static str {
    match change {
        Change::Up => "up",
        Change::Down => "down",
        Change::Same | Change::New | Change::NotComparable => "kept",
    }
}

/// What is different between two schemes, in words.
pub(super) fn changes(words: &Words, real: &Scheme, tried: &Scheme) -> Vec<String> {
    let from_to = |name: &str, from: String, to: String| {
        words.f("appraisal-what-if-from-to", [("name", name.to_owned()), ("from", from), ("to", to)])
    };
    let mut all = Vec::new();
    for (own, other) in real.dimensions.iter().zip(&tried.dimensions) {
        if own.weight != other.weight {
            all.push(from_to(&own.name, own.weight.to_string(), other.weight.to_string()));
        }
    }
    for (own, other) in real.grades.iter().zip(&tried.grades) {
        if let (Some(from), Some(to)) = (&own.share, &other.share)
            && from != to
        {
            all.push(from_to(
                &own.name,
                format!("{}%", rules::percent(from)),
                format!("{}%", rules::percent(to)),
            ));
        }
    }
    if real.grading.places != tried.grading.places {
        let word = |places| {
            let known = PLACES.iter().find(|(_, one)| *one == places);
            known.map(|(code, _)| words.t(&format!("appraisal-what-if-places-{code}"))).unwrap_or_default()
        };
        let name = words.t("appraisal-what-if-places");
        all.push(from_to(&name, word(real.grading.places), word(tried.grading.places)));
    }
    let averages =
        |scheme: &Scheme| scheme.panels().map(|(_, panel)| panel.average).collect::<Vec<Average>>();
    if averages(real) != averages(tried) {
        let used = averages(tried).first().copied();
        let known = AVERAGES.iter().find(|(_, one)| Some(*one) == used);
        all.extend(known.map(|(code, _)| words.t(&format!("appraisal-what-if-average-{code}"))));
    }
    all
}
