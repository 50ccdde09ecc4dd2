//! The statement of one organisation (得分说明单): every figure of it, and how each came about.

use kernel::paper::{Column, Table};
use kernel::{Cell, OrgId, Paper, Problem};
use schemars::JsonSchema;
use scoring::{Fate, Node, NodeKind, Rounded, Rule};
use serde::Deserialize;
use web::{PaperView, Reading, Words};

use super::letterhead::Letterhead;
use super::notice::moved;
use super::rules;
use crate::cycles::record::CycleId;
use crate::policy::{ReadPreparation, ReadRankings};
use crate::ranked;
use crate::rankings::record::{self as rankings, Movement, movement};
use crate::standings::portrait::{self, DecidedLine, DimensionLine, IndicatorLine};
use crate::standings::record::{self as standings, Standing};
use crate::standings::rules::{fate, sentence, why};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: One) -> Result<PaperView, Problem> {
    let unpublished = cx.can::<ReadPreparation>();
    let head = Letterhead::read(cx, input.id)?;
    let own = standings::find(cx.db, input.id, input.org, unpublished)?;
    let explanation = standings::explanation(cx.db, input.id, input.org, unpublished)?.explanation;
    let moved = moved_since(cx.db, &head, input.org, &own)?;
    let words = &head.words;
    let title = words.f("appraisal-papers-statement-title", [head.year()]);
    let paper = head.paper(title.clone()).facts(result(words, &own, moved.as_ref()));
    let paper = dimensions(words, paper, &own);
    let paper = indicators(words, paper, &own, &explanation.total);
    let paper = ballots(words, paper, &own, &explanation.total);
    let paper = decisions(words, paper, &own);
    let paper = head.close(grade(words, paper, &own));
    let (href, label) = head.back();
    let name = words.f("appraisal-papers-file-of", [("title", title), ("name", own.name)]);
    Ok(PaperView::new(cx, paper).back(href, label).named(name))
}

/// How the organisation moved since the last published cycle; nothing when there is none.
pub(super) fn moved_since(
    c: &mut store::Conn,
    head: &Letterhead,
    org: OrgId,
    own: &Standing,
) -> Result<Option<Movement>, Problem> {
    let Some((before, _)) = rankings::before(c, head.cycle.year)? else { return Ok(None) };
    let then = rankings::places(c, before)?.into_iter().find(|place| place.org == org);
    let then = then.as_ref().map(|place| (place.category.as_str(), place.rank));
    Ok(Some(movement(&own.category, own.rank, then)))
}

fn result(words: &Words, own: &Standing, movement: Option<&Movement>) -> Vec<(String, String)> {
    let out_of = |points: &String, full: &String| {
        words.f("appraisal-papers-out-of", [("points", points.clone()), ("full", full.clone())])
    };
    let p = &own.portrait;
    let rank = [("rank", own.rank.to_string()), ("of", own.of.to_string())];
    let mut facts = vec![
        (words.t("appraisal-organisation"), own.name.clone()),
        (words.t("appraisal-category"), own.category.clone()),
        (words.t("appraisal-total"), out_of(&own.total, &p.full)),
        (words.t("appraisal-rank"), words.f("appraisal-papers-rank-of", rank)),
        (words.t("appraisal-grade"), own.grade_name.clone()),
    ];
    if let Some(movement) = movement {
        facts.push((words.t("appraisal-movement"), moved(words, movement)));
    }
    facts.push((words.t("appraisal-panel"), out_of(&own.panel, &p.panel_full)));
    facts.push((words.t("appraisal-mass"), out_of(&own.mass, &p.mass_full)));
    facts
}

/// The total and each dimension against median and best of the category.
fn dimensions(words: &Words, paper: Paper, own: &Standing) -> Paper {
    let columns = [
        Column::new(words.t("appraisal-dimension")).weight(5),
        Column::new(words.t("appraisal-full")).weight(3).right(),
        Column::new(words.t("appraisal-points")).weight(3).right(),
        Column::new(words.t("appraisal-median")).weight(4).right(),
        Column::new(words.t("appraisal-best")).weight(4).right(),
        Column::new(words.t("appraisal-papers-against-median")).weight(4).right(),
    ];
    let p = &own.portrait;
    let row = |name: &String, full: &String, points: &String, median: &String, best: &String| {
        let against = rules::difference(points, median);
        let mut cells = vec![Cell::text(name)];
        cells.extend([full, points, median, best].map(|figure| ranked::figure(figure)));
        cells.push(against.as_ref().map_or(Cell::Empty, ranked::decimal));
        cells
    };
    let lines = p.dimensions.iter();
    let rows = lines.map(|d: &DimensionLine| row(&d.name, &d.out_of, &d.points, &d.median, &d.best));
    let total = row(&words.t("appraisal-total"), &p.full, &own.total, &p.median, &p.best);
    let table = Table::new(columns).caption(words.t("appraisal-papers-dimensions-table"));
    paper
        .section(words.t("appraisal-papers-dimensions"))
        .table(table.rows(rows.collect::<Vec<_>>()).total(total))
}

/// Every indicator that applies, with its mark and how it came about.
fn indicators(words: &Words, paper: Paper, own: &Standing, total: &Node) -> Paper {
    let columns = [
        Column::new(words.t("appraisal-dimension")).weight(4),
        Column::new(words.t("appraisal-indicator")).weight(4),
        Column::new(words.t("appraisal-full")).weight(3).right(),
        Column::new(words.t("appraisal-points")).weight(3).right(),
        Column::new(words.t("appraisal-papers-how")).weight(10),
    ];
    let p = &own.portrait;
    let dimension = |code: &String| p.dimensions.iter().find(|line| line.code == *code);
    let row = |one: &IndicatorLine| {
        let how = portrait::figure(total, &one.code).map(|node| how(words, node)).unwrap_or_default();
        vec![
            Cell::text(dimension(&one.dimension).map(|line| line.name.clone()).unwrap_or_default()),
            Cell::text(&one.name),
            ranked::figure(&one.full),
            ranked::figure(&one.points),
            Cell::text(how),
        ]
    };
    let applying = p.indicators.iter().filter(|one| one.treatment != "not_applicable");
    let table = Table::new(columns).caption(words.t("appraisal-papers-indicators-table"));
    paper
        .section(words.t("appraisal-papers-indicators"))
        .text(words.t("appraisal-papers-indicators-text"))
        .table(table.rows(applying.map(row)))
}

/// How a figure came about in a sentence, with what it counts. What single reviewers gave is not on the paper.
fn how(words: &Words, node: &Node) -> String {
    let mut said = vec![sentence(words, node)];
    for below in &node.children {
        let part = match below.kind {
            NodeKind::Mark => {
                labelled(words, &words.t("appraisal-mark"), &published(below), how(words, below))
            }
            NodeKind::Event => labelled(words, &below.label, "", sentence(words, below)),
            NodeKind::Fact => {
                labelled(words, &words.t("appraisal-papers-fact"), &entered(words, below), String::new())
            }
            _ => continue,
        };
        said.push(part);
    }
    said.retain(|part| !part.is_empty());
    said.join(&words.t("appraisal-papers-semicolon"))
}

fn labelled(words: &Words, label: &str, value: &str, rest: String) -> String {
    let head = [label, value].join(" ").trim_end().to_owned();
    if rest.is_empty() {
        head
    } else {
        words.f("appraisal-papers-labelled", [("label", head), ("text", rest)])
    }
}

fn published(node: &Node) -> String {
    node.published.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// A measured fact as it was entered.
fn entered(words: &Words, node: &Node) -> String {
    match (&node.rule, &node.exact) {
        (Rule::Said { value }, _) if value == "yes" => words.t("appraisal-fact-yes"),
        (Rule::Said { value }, _) if value == "no" => words.t("appraisal-fact-no"),
        (Rule::Said { value }, _) => value.clone(),
        (_, Some(exact)) => portrait::plain(exact),
        (_, None) => String::new(),
    }
}

/// The counts of every mass evaluation by voter group, and how satisfied they are.
fn ballots(words: &Words, mut paper: Paper, own: &Standing, total: &Node) -> Paper {
    let groups = |code: &str| portrait::figure(total, code).map(groups_of).unwrap_or_default();
    let counted: Vec<_> = own
        .portrait
        .indicators
        .iter()
        .map(|one| (one, groups(&one.code)))
        .filter(|(_, groups)| !groups.is_empty())
        .collect();
    if counted.is_empty() {
        return paper;
    }
    paper = paper.section(words.t("appraisal-papers-ballots"));
    for (indicator, groups) in counted {
        paper = paper.table(ballot_table(words, &indicator.name, &groups));
        let known = own.portrait.satisfaction.iter().find(|one| one.code == indicator.code);
        if let Some(one) = known {
            let args = [
                ("valid", one.valid.to_string()),
                ("strict", one.strict.clone()),
                ("wide", one.wide.clone()),
            ];
            paper = paper.text(words.f("appraisal-papers-satisfaction", args));
        }
    }
    paper
}

/// The voter groups below a figure; a decided mark keeps them one step further down.
fn groups_of(node: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    for below in &node.children {
        match below.kind {
            NodeKind::Group => found.push(below),
            NodeKind::Mark => found.extend(groups_of(below)),
            _ => {}
        }
    }
    found
}

fn ballot_table(words: &Words, name: &str, groups: &[&Node]) -> Table {
    const COUNTS: [&str; 5] = [
        "appraisal-papers-due",
        "appraisal-tally-issued",
        "appraisal-tally-returned",
        "appraisal-papers-valid",
        "appraisal-tally-spoilt",
    ];
    let mut columns = vec![Column::new(words.t("appraisal-voters")).weight(4)];
    columns.extend(COUNTS.map(|key| Column::new(words.t(key)).weight(3).right()));
    columns.push(Column::new(words.t("appraisal-papers-mean")).weight(3).right());
    let mut sums = [0_u64; 5];
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let Rule::GroupMean { due, issued, returned, valid, spoilt, .. } = &group.rule else {
            rows.push(vec![Cell::text(format!("{}（{}）", group.label, fate(words, &group.fate)))]);
            continue;
        };
        let counts = [u64::from(*due), u64::from(*issued), u64::from(*returned), *valid, u64::from(*spoilt)];
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum = sum.saturating_add(count);
        }
        let mut cells = vec![Cell::text(&group.label)];
        cells.extend(counts.map(whole));
        let mean = group.published.as_ref().map(ranked::decimal);
        cells.push(match group.fate {
            Fate::BelowMinimum => Cell::text(fate(words, &group.fate)),
            _ => mean.unwrap_or(Cell::Empty),
        });
        rows.push(cells);
    }
    let mut total = vec![Cell::text(words.t("appraisal-papers-sum"))];
    total.extend(sums.map(whole));
    Table::new(columns)
        .caption(words.f("appraisal-papers-ballots-table", [("name", name.to_owned())]))
        .rows(rows)
        .total(total)
}

fn whole(count: u64) -> Cell {
    i64::try_from(count).map_or_else(|_| Cell::text(count.to_string()), Cell::Int)
}

/// What the committee decided, beside what was computed; a sentence when it changed nothing.
fn decisions(words: &Words, paper: Paper, own: &Standing) -> Paper {
    let paper = paper.section(words.t("appraisal-papers-decisions"));
    if own.portrait.decided.is_empty() {
        return paper.text(words.t("appraisal-papers-decisions-none"));
    }
    let columns = [
        Column::new(words.t("appraisal-decide-what")).weight(4),
        Column::new(words.t("appraisal-computed")).weight(3).middle(),
        Column::new(words.t("appraisal-decided")).weight(3).middle(),
        Column::new(words.t("appraisal-given-reason")).weight(10),
    ];
    let row = |one: &DecidedLine| {
        let name = match one.what.as_str() {
            "total" => words.t("appraisal-total"),
            "grade" => words.t("appraisal-grade"),
            _ => one.name.clone(),
        };
        let value = |text: &String| {
            text.parse::<Rounded>().map_or_else(|_| Cell::text(text), |figure| ranked::decimal(&figure))
        };
        vec![Cell::text(name), value(&one.computed), value(&one.decided), Cell::text(&one.reason)]
    };
    let table = Table::new(columns).caption(words.t("appraisal-papers-decisions-table"));
    paper
        .text(words.t("appraisal-papers-decisions-text"))
        .table(table.rows(own.portrait.decided.iter().map(row)))
}

/// What decided the grade, and what would have changed it.
fn grade(words: &Words, paper: Paper, own: &Standing) -> Paper {
    let p = &own.portrait;
    let mut text = why(words, p, (own.rank, own.of), &own.grade_name);
    let mut add = |sentence: String| {
        text.push_str(&words.t("appraisal-papers-space"));
        text.push_str(&sentence);
    };
    if p.tied_with > 0 {
        add(words.f("appraisal-tied", [("n", p.tied_with.to_string())]));
    }
    if let Some(by) = &p.tie_broken_by {
        add(words.f("appraisal-tie-broken", [("dimension", by.clone())]));
    }
    if p.needs_approval {
        add(words.t("appraisal-needs-approval"));
    }
    let mut paper = paper.section(words.t("appraisal-papers-grade")).text(text);
    if let Some(better) = &p.better {
        let args = [("grade", better.grade.clone()), ("points", better.points.clone())];
        paper = paper.text(words.f("appraisal-papers-better", args));
        let enough = rules::enough(&p.dimensions, &better.points);
        paper = paper.text(match enough.join(&words.t("appraisal-comma")) {
            names if names.is_empty() => words.t("appraisal-papers-not-enough"),
            names => words.f("appraisal-papers-enough", [("names", names)]),
        });
    }
    paper
}
