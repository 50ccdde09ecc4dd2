//! The page of reviewer statistics.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Act, Cell, Problem, Say, Sheet};
use schemars::JsonSchema;
use scoring::{Adjusted, AdjustedRow, Figure, OwnSide, ReviewError, ReviewerFigures};
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::rules::{self, Panel};
use super::sight;
use crate::cycles::record::{self as cycles, CycleId};
use crate::participants;
use crate::policy::ReadPreparation;
use crate::ranked;
use crate::rankings::record::{Place, places};
use crate::versions::basis::{Basis, basis};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

/// One reviewer. Figures are in points of a hundred; empty where there is nothing to compare.
#[derive(Serialize, JsonSchema)]
struct ReviewerRow {
    name: String,
    marks: u32,
    severity: String,
    /// `severe`, `even` or `lenient`.
    tendency: &'static str,
    spread: String,
    straight_lined: u32,
    straight_lined_of: u32,
    longest_run: u32,
    straight_lining: bool,
    /// How much more the own side got than the others; empty when unknown.
    own_side: String,
}

/// A figure with its name.
#[derive(Serialize, JsonSchema)]
struct Named {
    name: String,
    value: String,
}

/// How well a panel agrees.
#[derive(Serialize, JsonSchema)]
struct Agreement {
    icc: String,
    /// `poor`, `moderate`, `good` or `excellent`; empty when nothing differs.
    word: &'static str,
    companions: Vec<Named>,
    participants: u32,
    left_out: u32,
}

/// How well a panel agrees about the order.
#[derive(Serialize, JsonSchema)]
struct Order {
    w: String,
    chi_square: String,
    freedom: u32,
}

/// One organisation with the reviewers' severity taken out.
#[derive(Serialize, JsonSchema)]
struct AdjustedLine {
    href: String,
    name: String,
    /// By the total, as it is.
    rank: u32,
    /// By the plain mean of the marks.
    mean_rank: u32,
    mean: String,
    adjusted_rank: u32,
    adjusted: String,
    /// `up`, `down` or `kept` against the plain mean.
    movement: &'static str,
    places: usize,
}

/// The panel of one category. What cannot be told says why.
#[derive(Serialize, JsonSchema)]
struct PanelView {
    category: String,
    reviewers: Vec<ReviewerRow>,
    agreement: Result<Agreement, String>,
    order: Result<Order, String>,
    adjusted: Result<Vec<AdjustedLine>, String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "panel_statistics/show.html")]
pub(super) struct StatisticsShow {
    #[serde(skip)]
    words: Words,
    cycle: CycleId,
    year: i16,
    panels: Vec<PanelView>,
    /// Whether it is known which organisations are a reviewer's own side.
    own_sides_known: bool,
}

impl Page for StatisticsShow {
    fn title(&self) -> String {
        self.words.f("appraisal-statistics-title", [("year", self.year.to_string())])
    }

    fn sheets(&self) -> Vec<Sheet> {
        vec![self.reviewers_sheet(), self.panels_sheet(), self.order_sheet()]
    }

    fn file_name(&self) -> Option<String> {
        Some(self.title())
    }
}

impl StatisticsShow {
    fn named_sheet(&self, name: &str, head: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
        Sheet { name: self.words.t(name), head: head.iter().map(|key| self.words.t(key)).collect(), rows }
    }

    fn reviewers_sheet(&self) -> Sheet {
        const HEADS: [&str; 9] = [
            "appraisal-category",
            "appraisal-statistics-reviewer",
            "appraisal-statistics-marks",
            "appraisal-statistics-severity",
            "appraisal-statistics-spread",
            "appraisal-statistics-straight",
            "appraisal-statistics-straight-of",
            "appraisal-statistics-run",
            "appraisal-statistics-own",
        ];
        let row = |category: &str, one: &ReviewerRow| {
            vec![
                Cell::text(category),
                Cell::text(&one.name),
                Cell::Int(i64::from(one.marks)),
                ranked::figure(&one.severity),
                ranked::figure(&one.spread),
                Cell::Int(i64::from(one.straight_lined)),
                Cell::Int(i64::from(one.straight_lined_of)),
                Cell::Int(i64::from(one.longest_run)),
                ranked::figure(&one.own_side),
            ]
        };
        let panels = self.panels.iter();
        let rows = panels.flat_map(|own| own.reviewers.iter().map(|one| row(&own.category, one))).collect();
        self.named_sheet("appraisal-statistics-reviewers", &HEADS, rows)
    }

    fn panels_sheet(&self) -> Sheet {
        const HEADS: [&str; 3] =
            ["appraisal-category", "appraisal-statistics-figure", "appraisal-statistics-value"];
        let mut rows = Vec::new();
        for own in &self.panels {
            let mut add = |name: String, value: &str| {
                rows.push(vec![Cell::text(&own.category), Cell::Text(name), ranked::figure(value)]);
            };
            if let Ok(agreement) = &own.agreement {
                agreement.companions.iter().for_each(|one| add(one.name.clone(), &one.value));
            }
            if let Ok(order) = &own.order {
                add(self.words.t("appraisal-statistics-w"), &order.w);
                add(self.words.t("appraisal-statistics-chi"), &order.chi_square);
                add(self.words.t("appraisal-statistics-freedom"), &order.freedom.to_string());
            }
        }
        self.named_sheet("appraisal-statistics-agreement", &HEADS, rows)
    }

    fn order_sheet(&self) -> Sheet {
        const HEADS: [&str; 7] = [
            "appraisal-category",
            "appraisal-organisation",
            "appraisal-rank",
            "appraisal-statistics-mean-rank",
            "appraisal-statistics-mean",
            "appraisal-statistics-adjusted-rank",
            "appraisal-statistics-adjusted",
        ];
        let row = |category: &str, one: &AdjustedLine| {
            vec![
                Cell::text(category),
                Cell::text(&one.name),
                Cell::Int(i64::from(one.rank)),
                Cell::Int(i64::from(one.mean_rank)),
                ranked::figure(&one.mean),
                Cell::Int(i64::from(one.adjusted_rank)),
                ranked::figure(&one.adjusted),
            ]
        };
        let lines = self.panels.iter().filter_map(|own| Some((own, own.adjusted.as_ref().ok()?)));
        let rows = lines.flat_map(|(own, lines)| lines.iter().map(|one| row(&own.category, one))).collect();
        self.named_sheet("appraisal-statistics-order", &HEADS, rows)
    }

    fn ranking(&self) -> String {
        format!("/cycles/{}", self.cycle)
    }

    fn export(&self) -> String {
        format!("/cycles/{}/reviewers?format=xlsx", self.cycle)
    }

    fn tendency(&self, row: &ReviewerRow) -> String {
        self.words.t(&format!("appraisal-statistics-{}", row.tendency))
    }

    fn word(&self, agreement: &Agreement) -> String {
        self.words.t(&format!("appraisal-statistics-agreement-{}", agreement.word))
    }

    /// How many places differ between the plain and the adjusted order.
    fn moved(&self, lines: &[AdjustedLine]) -> String {
        let n = lines.iter().filter(|line| line.movement != "kept").count();
        self.words.f("appraisal-statistics-moved", [("n", n.to_string())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<StatisticsShow, Problem> {
    if sight::is_reviewer(cx.principal(), cx.today()) {
        return Err(Problem::Forbidden { act: ReadPreparation::NAME });
    }
    let cycle = cycles::find(cx.db, input.id, true)?;
    let Basis { scheme, input: marks, .. } = basis(cx.db, &cycle)?;
    let own_sides = own_sides();
    let panels = rules::panels(&scheme, &marks, &own_sides)
        .map_err(|error| Problem::refused(Say::new("appraisal-move-uncomputable").with("detail", error)))?;
    let people = participants::of_cycle(cx.db, cycle.id)?;
    let stood = places(cx.db, cycle.id)?;
    let by_org: BTreeMap<_, &Place> = stood.iter().map(|place| (place.org, place)).collect();
    let by_key: BTreeMap<&str, &Place> =
        people.iter().filter_map(|one| Some((one.key.as_str(), *by_org.get(&one.org)?))).collect();
    let words = cx.words();
    let view = |panel: &Panel| view(&words, cycle.id, panel, &by_key);
    Ok(StatisticsShow {
        cycle: cycle.id,
        year: cycle.year,
        panels: panels.iter().map(view).collect(),
        own_sides_known: !own_sides.is_empty(),
        words,
    })
}

/// Whose own side is whose. Workbooks name reviewers and no more, so that nothing is known of them.
fn own_sides() -> Vec<OwnSide> {
    Vec::new()
}

fn view(words: &Words, cycle: CycleId, panel: &Panel, places: &BTreeMap<&str, &Place>) -> PanelView {
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
