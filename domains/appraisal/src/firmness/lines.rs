//! The answer about everybody, as the page and the workbook show it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use scoring::Ratio;
use serde::Serialize;

use super::compute::{Found, FoundRow, Stays};
use super::rules::{self, Firm};
use crate::cycles::record::Cycle;
use crate::rankings::record::{Place, tone};

/// Units along a bar, with the total in the middle.
const BAR: u32 = 200;

/// One organisation.
#[derive(Serialize, JsonSchema)]
pub(super) struct Line {
    pub href: String,
    pub name: String,
    pub category: String,
    pub rank: u32,
    pub grade: String,
    pub tone: &'static str,
    pub total: String,
    pub firm: Firm,
    pub weights: Stays,
    pub ballots: Stays,
    /// Of a hundred draws of the ballots, in how many the grade stays.
    pub ballots_percent: String,
    /// How many ballots were drawn again each time.
    pub drawn: u64,
    pub mass: (String, String),
    pub total_interval: (String, String),
    #[serde(skip)]
    pub bar: Bar,
}

/// The interval of a total around it, on one scale for the category.
#[derive(Debug, Default)]
pub(super) struct Bar {
    pub from: u32,
    pub width: u32,
}

/// One category.
#[derive(Serialize, JsonSchema)]
pub(super) struct CategoryLines {
    pub name: String,
    pub rows: Vec<Line>,
}

/// Everybody, by category in the order of the scheme. `places` are by key of the participant.
pub(super) fn categories(
    cycle: &Cycle,
    found: &Found,
    places: &BTreeMap<&str, &Place>,
) -> Vec<CategoryLines> {
    let all: Vec<(&FoundRow, &Place)> =
        found.rows.iter().filter_map(|row| Some((row, *places.get(row.participant.as_str())?))).collect();
    let category = |name: &String| {
        let own: Vec<&(&FoundRow, &Place)> =
            all.iter().filter(|(_, place)| place.category == *name).collect();
        let apart = own.iter().filter_map(|(row, place)| apart(row, place));
        let widest = apart.map(|(from, to)| (-from).max(to)).max().unwrap_or_default();
        CategoryLines {
            name: name.clone(),
            rows: own.iter().map(|(row, place)| line(cycle, row, place, &widest)).collect(),
        }
    };
    cycle.summary.categories.iter().map(|one| category(&one.name)).collect()
}

/// How far the ends of the interval of a total lie from it.
fn apart(row: &FoundRow, place: &Place) -> Option<(Ratio, Ratio)> {
    let total = rules::number(&place.total)?;
    let [low, high] = [&row.total.0, &row.total.1].map(|end| rules::number(end));
    Some((low? - total.clone(), high? - total))
}

fn line(cycle: &Cycle, row: &FoundRow, place: &Place, widest: &Ratio) -> Line {
    let at = |value: &Ratio| rules::position(value, &-widest.clone(), widest, BAR);
    let (from, to) = apart(row, place).map_or((BAR / 2, BAR / 2), |(from, to)| (at(&from), at(&to)));
    Line {
        href: format!("/cycles/{}/organisations/{}", cycle.id, place.org),
        name: place.name.clone(),
        category: place.category.clone(),
        rank: place.rank,
        grade: place.grade_name.clone(),
        tone: tone(place.grade_place, cycle.summary.grades.len()),
        total: place.total.clone(),
        firm: Firm::of(&row.weights, &row.ballots, row.decided),
        weights: row.weights.clone(),
        ballots: row.ballots.clone(),
        ballots_percent: rules::percent(&row.ballots),
        drawn: row.drawn,
        mass: row.mass.clone(),
        total_interval: row.total.clone(),
        bar: Bar { from, width: to.saturating_sub(from).max(2) },
    }
}
