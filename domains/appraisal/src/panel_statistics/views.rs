//! The statistics of a panel, as the page and the workbook show them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use scoring::{Adjusted, AdjustedRow, Figure, ReviewError, ReviewerFigures};
use serde::Serialize;
use web::Words;

use super::rules::{self, Panel};
use crate::cycles::record::CycleId;
use crate::rankings::record::Place;

/// One reviewer. Figures are in points of a hundred; empty where there is nothing to compare.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReviewerRow {
    pub name: String,
    pub marks: u32,
    pub severity: String,
    /// `severe`, `even` or `lenient`.
    pub tendency: &'static str,
    pub spread: String,
    pub straight_lined: u32,
    pub straight_lined_of: u32,
    pub longest_run: u32,
    pub straight_lining: bool,
    /// How much more the own side got than the others; empty when unknown.
    pub own_side: String,
}

/// A figure with its name.
#[derive(Serialize, JsonSchema)]
pub(super) struct Named {
    pub name: String,
    pub value: String,
}

/// How well a panel agrees.
#[derive(Serialize, JsonSchema)]
pub(super) struct Agreement {
    pub icc: String,
    /// `poor`, `moderate`, `good` or `excellent`; empty when nothing differs.
    pub word: &'static str,
    pub companions: Vec<Named>,
    pub participants: u32,
    pub left_out: u32,
}

/// How well a panel agrees about the order.
#[derive(Serialize, JsonSchema)]
pub(super) struct Order {
    pub w: String,
    pub chi_square: String,
    pub freedom: u32,
}

/// One organisation with the reviewers' severity taken out.
#[derive(Serialize, JsonSchema)]
pub(super) struct AdjustedLine {
    pub href: String,
    pub name: String,
    /// By the total, as it is.
    pub rank: u32,
    /// By the plain mean of the marks.
    pub mean_rank: u32,
    pub mean: String,
    pub adjusted_rank: u32,
    pub adjusted: String,
    /// `up`, `down` or `kept` against the plain mean.
    pub movement: &'static str,
    pub places: usize,
}

/// The panel of one category. What cannot be told says why.
#[derive(Serialize, JsonSchema)]
pub(super) struct PanelView {
    pub category: String,
    pub reviewers: Vec<ReviewerRow>,
    pub agreement: Result<Agreement, String>,
    pub order: Result<Order, String>,
    pub adjusted: Result<Vec<AdjustedLine>, String>,
}

/// The panel of a category. `places` are by key of the participant.
pub(super) fn view(
    words: &Words,
    cycle: CycleId,
    panel: &Panel,
    places: &BTreeMap<&str, &Place>,
) -> PanelView {
    let why = |error: &ReviewError| refusal(words, error, places);
    PanelView {
        category: panel.category.clone(),
        reviewers: panel.reviewers.iter().map(reviewer).collect(),
        agreement: panel.icc.as_ref().map(|icc| agreement(words, icc)).map_err(why),
        order: panel.concordance.as_ref().map(order).map_err(why),
        adjusted: panel.adjusted.as_ref().map(|found| adjusted(cycle, found, places)).map_err(why),
    }
}

fn adjusted(cycle: CycleId, found: &Adjusted, places: &BTreeMap<&str, &Place>) -> Vec<AdjustedLine> {
    let line = |row: &AdjustedRow| {
        let place = places.get(row.participant.as_str())?;
        Some(AdjustedLine {
            href: format!("/cycles/{cycle}/organisations/{}", place.org),
            name: place.name.clone(),
            rank: place.rank,
            mean_rank: row.rank,
            mean: row.mean.published.to_string(),
            adjusted_rank: row.adjusted_rank,
            adjusted: row.adjusted.published.to_string(),
            movement: match row.adjusted_rank.cmp(&row.rank) {
                std::cmp::Ordering::Less => "up",
                std::cmp::Ordering::Equal => "kept",
                std::cmp::Ordering::Greater => "down",
            },
            places: usize::try_from(row.adjusted_rank.abs_diff(row.rank)).unwrap_or_default(),
        })
    };
    found.participants.iter().filter_map(line).collect()
}

fn text(figure: Option<&Figure>) -> String {
    figure.map(|figure| figure.published.to_string()).unwrap_or_default()
}

fn reviewer(one: &ReviewerFigures) -> ReviewerRow {
    ReviewerRow {
        name: one.reviewer.clone(),
        marks: one.marks,
        severity: text(one.severity.as_ref()),
        tendency: one.severity.as_ref().map_or("even", rules::severity),
        spread: one.spread.as_ref().map(|spread| spread.deviation.to_string()).unwrap_or_default(),
        straight_lined: one.straight_lined,
        straight_lined_of: one.straight_lined_of,
        longest_run: one.longest_run,
        straight_lining: rules::is_straight_lining(one),
        own_side: text(one.own_side.as_ref().map(|side| &side.bias)),
    }
}

fn agreement(words: &Words, icc: &scoring::Icc) -> Agreement {
    let companions = [
        ("icc-1-1", &icc.icc_1_1),
        ("icc-2-1", &icc.icc_2_1),
        ("icc-3-1", &icc.icc_3_1),
        ("icc-1-k", &icc.icc_1_k),
        ("icc-2-k", &icc.icc_2_k),
        ("icc-3-k", &icc.icc_3_k),
    ];
    let named = |(code, figure): (&str, &Option<Figure>)| Named {
        name: words.t(&format!("appraisal-statistics-{code}")),
        value: text(figure.as_ref()),
    };
    Agreement {
        icc: text(icc.icc_2_k.as_ref()),
        word: icc.icc_2_k.as_ref().map_or("", rules::agreement),
        companions: companions.into_iter().map(named).collect(),
        participants: icc.participants,
        left_out: icc.left_out,
    }
}

fn order(found: &scoring::Concordance) -> Order {
    Order { w: text(found.w.as_ref()), chi_square: text(found.chi_square.as_ref()), freedom: found.freedom }
}

/// Why a figure cannot be told.
fn refusal(words: &Words, error: &ReviewError, places: &BTreeMap<&str, &Place>) -> String {
    match error {
        ReviewError::TooFew { participants, reviewers, left_out } => words.f(
            "appraisal-statistics-too-few",
            [
                ("participants", participants.to_string()),
                ("reviewers", reviewers.to_string()),
                ("left_out", left_out.to_string()),
            ],
        ),
        ReviewError::Disconnected { parts } => {
            let name = |key: &String| {
                places.get(key.as_str()).map_or_else(|| key.clone(), |place| place.name.clone())
            };
            let part = |part: &Vec<String>| part.iter().map(name).collect::<Vec<_>>().join("、");
            let parts = parts.iter().map(part).collect::<Vec<_>>().join(" ／ ");
            words.f("appraisal-statistics-disconnected", [("parts", parts)])
        }
    }
}
