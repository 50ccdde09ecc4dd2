//! The page of reviewer statistics.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Act, Cell, Problem, Say, Sheet};
use schemars::JsonSchema;
use scoring::OwnSide;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::rules::{self, Panel};
use super::sight;
use super::views::{self, AdjustedLine, Agreement, PanelView, ReviewerRow};
use crate::cycles::record::{self as cycles, CycleId};
use crate::participants::{self, Participant};
use crate::policy::ReadPreparation;
use crate::ranked;
use crate::rankings::record::{Place, places};
use crate::reviewers::record::{self as reviewers, Reviewer};
use crate::reviewers::rules::own_side;
use crate::versions::basis::{Basis, basis};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
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

    fn moves(&self, lines: &[AdjustedLine]) -> bool {
        lines.iter().any(|line| line.movement != "kept")
    }

    /// How many places differ between the plain and the adjusted order.
    fn moved(&self, lines: &[AdjustedLine]) -> String {
        let n = lines.iter().filter(|line| line.movement != "kept").count();
        if n == 0 {
            return self.words.t("appraisal-statistics-unmoved");
        }
        self.words.f("appraisal-statistics-moved", [("n", n.to_string())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<StatisticsShow, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    if sight::is_closed_to(cx, cycle.id)? {
        return Err(Problem::Forbidden { act: ReadPreparation::NAME });
    }
    let Basis { scheme, input: marks, .. } = basis(cx.db, &cycle)?;
    let people = participants::of_cycle(cx.db, cycle.id)?;
    let panel = reviewers::of_cycle(cx.db, cycle.id)?;
    let own_sides = own_sides(&panel, &people);
    let panels = rules::panels(&scheme, &marks, &own_sides)
        .map_err(|error| Problem::refused(Say::new("appraisal-uncomputable").with("detail", error)))?;
    let stood = places(cx.db, cycle.id)?;
    let by_org: BTreeMap<_, &Place> = stood.iter().map(|place| (place.org, place)).collect();
    let by_key: BTreeMap<&str, &Place> =
        people.iter().filter_map(|one| Some((one.key.as_str(), *by_org.get(&one.org)?))).collect();
    let words = cx.words();
    let view = |panel: &Panel| views::view(&words, cycle.id, panel, &by_key);
    Ok(StatisticsShow {
        cycle: cycle.id,
        year: cycle.year,
        panels: panels.iter().map(view).collect(),
        own_sides_known: !own_sides.is_empty(),
        words,
    })
}

/// Which organisations are a reviewer's own side. Of panels from workbooks nothing is known but names.
fn own_sides(panel: &[Reviewer], people: &[Participant]) -> Vec<OwnSide> {
    let side = |reviewer: &Reviewer, participant: &Participant| OwnSide {
        reviewer: reviewer.label.clone(),
        participant: participant.key.clone(),
    };
    panel
        .iter()
        .flat_map(|reviewer| {
            people.iter().filter(|one| own_side(reviewer, one)).map(|one| side(reviewer, one))
        })
        .collect()
}
