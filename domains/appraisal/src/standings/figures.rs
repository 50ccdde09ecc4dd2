//! One figure opened: a whole page without script, a part of the organisation's page with it.

use askama::Template;
use kernel::{OrgId, Problem};
use schemars::JsonSchema;
use scoring::{Fate, Node, NodeKind, Rule, SourceRef};
use serde::{Deserialize, Serialize};
use web::{Face, Page, Reading, Words};

use super::portrait::{self, plain};
use super::record::Opened;
use super::{record, rules};
use crate::cycles::record::CycleId;
use crate::inputs::{AND_PAPER, ON_THE_PAGE, ONLINE, RECORDS};
use crate::measured::shown::{Origin, origin};
use crate::panel_statistics::sight::{self, Sight};
use crate::people::People;
use crate::policy::{ReadPreparation, ReadRankings};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
    /// `total`, `panel`, `mass`, or code of a dimension or indicator.
    code: String,
}

/// A step through the tree of figures, so that a flat list draws it.
#[derive(Default, Serialize, JsonSchema)]
struct Step {
    /// `begin` of a figure that opens, `leaf`, or `end` of the innermost begun.
    step: &'static str,
    label: String,
    value: String,
    full: String,
    /// The rule, or of a leaf where it was entered and what became of it.
    rule: String,
    dropped: bool,
    open: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "standings/figure.html")]
pub(super) struct FigureShow {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    whole_page: bool,
    cycle: CycleId,
    org: OrgId,
    year: i16,
    name: String,
    label: String,
    steps: Vec<Step>,
    /// The records it was counted from, where it was.
    origin: Option<Origin>,
    /// The same as data.
    figure: serde_json::Value,
}

impl FigureShow {
    /// The way down to this page.
    fn way(&self) -> Vec<(String, String)> {
        let (words, cycle) = (&self.words, self.cycle);
        vec![
            ("/cycles".to_owned(), words.t("appraisal-cycles")),
            (format!("/cycles/{cycle}"), words.f("appraisal-ranking-of", [("year", self.year.to_string())])),
            (format!("/cycles/{cycle}/organisations/{}", self.org), self.name.clone()),
        ]
    }
}

impl Page for FigureShow {
    fn title(&self) -> String {
        self.words.f("appraisal-figure-title", [("label", self.label.clone()), ("name", self.name.clone())])
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: One) -> Result<FigureShow, Problem> {
    let unpublished = cx.can::<ReadPreparation>();
    let opened = record::explanation(cx.db, input.id, input.org, unpublished)?;
    let counted = sight_of(cx, input.id, &opened)? == Sight::Counted;
    let Opened { year, name, explanation, .. } = opened;
    let words = cx.words();
    // The parts name their indicators; what is below those stands in the total.
    let part = |mut part: Node| {
        for child in &mut part.children {
            if let Some(opened) = portrait::figure(&explanation.total, &child.code) {
                *child = opened.clone();
            }
        }
        part
    };
    let found = match input.code.as_str() {
        "panel" => Some(part(explanation.panel.clone())),
        "mass" if portrait::figure(&explanation.total, "mass").is_none() => {
            Some(part(explanation.mass.clone()))
        }
        code => portrait::figure(&explanation.total, code).cloned(),
    };
    let mut node = found.ok_or(Problem::Missing)?;
    let mut steps = Vec::new();
    let people = People::read(cx.db)?;
    walk((&words, &people), &node, counted, 0, &mut steps);
    if counted {
        sight::hide(&mut node);
    }
    let measured = crate::measured::record::of_org(cx.db, input.id, input.org)?;
    let origin = match measured.iter().find(|one| one.indicator == input.code) {
        Some(one) => Some(origin(cx, one)?),
        None => None,
    };
    let figure = serde_json::to_value(&node).map_err(Problem::unexpected)?;
    Ok(FigureShow {
        whole_page: cx.face() == Face::Page,
        cycle: input.id,
        org: input.org,
        year,
        name,
        label: label(&words, &node),
        steps,
        origin,
        figure,
        words,
    })
}

/// How the reader sees the marks of single reviewers.
fn sight_of(cx: &mut Reading<'_, ReadRankings>, cycle: CycleId, opened: &Opened) -> Result<Sight, Problem> {
    let Some(marks) = sight::fewest(&opened.explanation.total) else { return Ok(Sight::Named) };
    let seats = sight::seats(cx.db, cycle, &opened.category)?;
    let reviewing = sight::reviews(cx.principal(), cx.today(), &seats);
    if !reviewing {
        return Ok(Sight::Named);
    }
    let panel = sight::panel(cx.db, cycle, &opened.category)?;
    Ok(sight::sight(reviewing, opened.public, panel, marks))
}

fn label(words: &Words, node: &Node) -> String {
    match node.kind {
        NodeKind::Total => words.t("appraisal-total"),
        NodeKind::Panel => words.t("appraisal-panel"),
        NodeKind::Mass => words.t("appraisal-mass"),
        NodeKind::Mark => words.t("appraisal-mark"),
        _ => node.label.clone(),
    }
}

/// Where a value was entered: file, sheet and cell, or who entered it on a page, and when.
fn source(words: &Words, people: &People, source: &SourceRef) -> String {
    if source.file == ON_THE_PAGE {
        let args = [("who", people.name(&source.sheet)), ("at", source.cell.clone())];
        return words.f("appraisal-source-on-the-page", args);
    }
    if source.file == RECORDS {
        let args = [("share", source.sheet.clone()), ("day", source.cell.clone())];
        return words.f("appraisal-source-records", args);
    }
    if source.file == ONLINE {
        return words.t(if source.sheet == AND_PAPER {
            "appraisal-source-online-and-paper"
        } else {
            "appraisal-source-online"
        });
    }
    format!("{} {}!{}", source.file, source.sheet, source.cell)
}

/// Lays a figure out flat; `counted` leaves the marks of single reviewers out and tells how many there are.
fn walk((words, people): (&Words, &People), node: &Node, counted: bool, depth: usize, steps: &mut Vec<Step>) {
    if counted && sight::is_average(node) {
        let n = node.children.len().to_string();
        let said = [words.f("appraisal-marks-counted", [("n", n)]), rules::sentence(words, node)];
        steps.push(Step {
            step: "leaf",
            label: label(words, node),
            value: published(node),
            rule: said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            ..Step::default()
        });
        return;
    }
    let dropped = matches!(node.fate, Fate::DroppedHighest | Fate::DroppedLowest);
    let sentence = rules::sentence(words, node);
    if node.children.is_empty() {
        let source = node.source.as_ref().map(|from| source(words, people, from));
        let said: Vec<String> = source.into_iter().chain(Some(sentence).filter(|s| !s.is_empty())).collect();
        steps.push(Step {
            step: "leaf",
            label: label(words, node),
            value: entered(node),
            rule: said.join(" · "),
            dropped,
            ..Step::default()
        });
        return;
    }
    // Of the total the dimensions are in sight; of one indicator everything down to the cells.
    let open = depth == 0 || matches!(node.kind, NodeKind::Mark | NodeKind::Group);
    let (label, value, full) = (label(words, node), published(node), full(node));
    steps.push(Step { step: "begin", label, value, full, rule: sentence, dropped, open });
    for child in &node.children {
        walk((words, people), child, counted, depth + 1, steps);
    }
    steps.push(Step { step: "end", ..Step::default() });
}

fn published(node: &Node) -> String {
    node.published.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// A value as it was entered, without digits it was not entered with.
fn entered(node: &Node) -> String {
    match (&node.kind, &node.exact) {
        (NodeKind::Reviewer | NodeKind::Choice | NodeKind::Fact, Some(exact)) => plain(exact),
        _ => published(node),
    }
}

fn full(node: &Node) -> String {
    match &node.rule {
        Rule::SumOutOf { out_of } => plain(out_of),
        Rule::Average { full, .. }
        | Rule::Linear { full, .. }
        | Rule::Steps { full, .. }
        | Rule::ToTarget { full, .. }
        | Rule::Level { full }
        | Rule::Deduction { full }
        | Rule::WeightedGroups { full, .. } => full.to_string(),
        _ => String::new(),
    }
}
