//! The notice of the results: put up while everybody may object, sent round once they are final.

use std::collections::HashMap;

use kernel::paper::{Column, Table};
use kernel::{Cell, OrgId, Paper, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Conn;
use web::{PaperView, Reading, Words};

use super::letterhead::Letterhead;
use crate::cycles::record::{CategorySummary, CycleId, State};
use crate::notices::rules;
use crate::objections::record::{self as objections, State as Objected};
use crate::policy::ReadRankings;
use crate::ranked;
use crate::rankings::record::{self as rankings, Movement, Place};
use crate::versions::record::Change;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadRankings>, input: OfCycle) -> Result<PaperView, Problem> {
    let head = Letterhead::read(cx, input.id)?;
    let words = &head.words;
    let report = head.cycle.state == State::Published;
    let title = if report { "appraisal-papers-report-title" } else { "appraisal-papers-notice-title" };
    let paper = head.paper(words.f(title, [head.year()])).to(words.t("appraisal-papers-notice-to"));
    let paper = opening(&head, paper, cx.db, report)?.text(taking_part(&head));
    let paper = results(&head, paper, cx.db)?;
    let paper = if report { paper } else { objecting(&head, paper) };
    let paper = head.close(correction(&head, paper));
    let (href, label) = head.back();
    let name = if report { "appraisal-papers-report-file" } else { "appraisal-papers-notice-file" };
    Ok(PaperView::new(cx, paper).back(href, label).named(words.f(name, [head.year()])))
}

/// By which scheme, and what is told: that the results are put up, or that they are final after they were.
fn opening(head: &Letterhead, paper: Paper, c: &mut Conn, report: bool) -> Result<Paper, Problem> {
    let (words, cycle) = (&head.words, &head.cycle);
    let args =
        [("scheme", cycle.scheme_name.clone()), ("version", cycle.scheme_version.to_string()), head.year()];
    if !report {
        return Ok(paper.text(words.f("appraisal-papers-notice-opening", args)));
    }
    let paper = paper.text(words.f("appraisal-papers-report-opening", args));
    let Some(notice) = cycle.notice else { return Ok(paper) };
    let raised = objections::of_cycle(c, cycle.id, None)?;
    let n = raised.iter().filter(|one| one.state != Objected::Withdrawn).count();
    let upheld = raised.iter().filter(|one| one.state == Objected::Upheld).count();
    let key = if n == 0 { "appraisal-papers-report-quiet" } else { "appraisal-papers-report-objections" };
    let args = [
        ("from", words.day(notice.from)),
        ("until", words.day(notice.until)),
        ("days", notice.days.to_string()),
        ("n", n.to_string()),
        ("upheld", upheld.to_string()),
    ];
    Ok(paper.text(words.f(key, args)))
}

/// How many took part, by category, and how many have each grade.
fn taking_part(head: &Letterhead) -> String {
    let (words, summary) = (&head.words, &head.cycle.summary);
    let comma = words.t("appraisal-comma");
    let category = |one: &CategorySummary| {
        words.f("appraisal-papers-of-category", [("name", one.name.clone()), ("n", one.of.to_string())])
    };
    let categories: Vec<_> = summary.categories.iter().map(category).collect();
    let grade = |(at, (_, name)): (usize, &(String, String))| {
        let n: u32 = summary.categories.iter().filter_map(|category| category.grades.get(at)).sum();
        words.f("appraisal-papers-of-grade", [("name", name.clone()), ("n", n.to_string())])
    };
    let grades: Vec<_> = summary.grades.iter().enumerate().map(grade).collect();
    let args = [
        ("n", summary.organisations.to_string()),
        ("categories", categories.join(&comma)),
        ("grades", grades.join(&comma)),
    ];
    words.f("appraisal-papers-taking-part", args)
}

/// A table for each category, in the order of the scheme.
fn results(head: &Letterhead, paper: Paper, c: &mut Conn) -> Result<Paper, Problem> {
    let (words, cycle) = (&head.words, &head.cycle);
    let places = rankings::places(c, cycle.id)?;
    let before = rankings::before(c, cycle.year)?;
    let earlier: HashMap<OrgId, (String, u32)> = match before {
        Some((id, _)) => rankings::places(c, id)?
            .into_iter()
            .map(|place| (place.org, (place.category, place.rank)))
            .collect(),
        None => HashMap::new(),
    };
    let mut paper = paper.section(words.t("appraisal-papers-results"));
    if let Some((_, year)) = before {
        paper = paper.text(words.f("appraisal-papers-movement-text", [("year", year.to_string())]));
    }
    for category in &cycle.summary.categories {
        let own = places.iter().filter(|place| place.category == category.name);
        let rows = own.map(|place| row(words, place, &earlier, before.is_some()));
        paper = paper.table(table(words, category, before.is_some()).rows(rows));
    }
    Ok(paper)
}

fn table(words: &Words, category: &CategorySummary, moves: bool) -> Table {
    let mut columns = vec![
        Column::new(words.t("appraisal-rank")).weight(2).middle(),
        Column::new(words.t("appraisal-organisation")).weight(8),
        Column::new(words.t("appraisal-total")).weight(3).right(),
        Column::new(words.t("appraisal-grade")).weight(3).middle(),
    ];
    if moves {
        columns.push(Column::new(words.t("appraisal-movement")).weight(4).middle());
    }
    let args = [("name", category.name.clone()), ("n", category.of.to_string())];
    Table::new(columns).caption(words.f("appraisal-papers-of-category", args))
}

fn row(words: &Words, place: &Place, earlier: &HashMap<OrgId, (String, u32)>, moves: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Int(i64::from(place.rank)),
        Cell::text(&place.name),
        ranked::figure(&place.total),
        Cell::text(&place.grade_name),
    ];
    if moves {
        let before = earlier.get(&place.org).map(|(category, rank)| (category.as_str(), *rank));
        cells.push(moved(words, &rankings::movement(&place.category, place.rank, before)).into());
    }
    cells
}

/// A movement in words.
pub(super) fn moved(words: &Words, movement: &Movement) -> String {
    let by = [("n", movement.places.to_string())];
    match movement.code {
        "up" => words.f("kit-move-up-by", by),
        "down" => words.f("kit-move-down-by", by),
        "kept" => words.t("kit-move-kept"),
        _ => words.t("kit-move-new"),
    }
}

/// From when to when the notice is up, how to object and by when an answer comes.
fn objecting(head: &Letterhead, paper: Paper) -> Paper {
    let words = &head.words;
    let period = match head.cycle.notice {
        Some(notice) => words.f(
            "appraisal-papers-period",
            [
                ("from", words.day(notice.from)),
                ("until", words.day(notice.until)),
                ("days", notice.days.to_string()),
            ],
        ),
        None => words.f("appraisal-papers-period-open", [("days", rules::DAYS.to_string())]),
    };
    let until = head.cycle.notice.map(|notice| words.day(notice.until));
    let until = until.unwrap_or_else(|| words.t("appraisal-papers-period-end"));
    let args = [("until", until), ("signer", head.signer.clone())];
    paper
        .section(words.t("appraisal-notice-period"))
        .text(period)
        .section(words.t("appraisal-papers-objecting"))
        .text(words.f("appraisal-papers-objecting-text", args))
        .text(words.f("appraisal-papers-objecting-answer", [("days", rules::ANSWER.to_string())]))
}

/// What is different from the version before, and why; nothing of the first version.
fn correction(head: &Letterhead, paper: Paper) -> Paper {
    let (words, version) = (&head.words, &head.version);
    if version.number < 2 {
        return paper;
    }
    let args = [
        ("n", version.number.to_string()),
        ("before", (version.number - 1).to_string()),
        ("reason", version.reason.trim_end_matches('。').to_owned()),
    ];
    let paper = paper
        .section(words.t("appraisal-papers-correction"))
        .text(words.f("appraisal-papers-correction-text", args));
    if version.changes.is_empty() {
        return paper.text(words.t("appraisal-version-same"));
    }
    let columns = [
        Column::new(words.t("appraisal-organisation")).weight(6),
        Column::new(words.t("appraisal-category")).weight(5),
        Column::new(words.t("appraisal-total")).weight(5).middle(),
        Column::new(words.t("appraisal-rank")).weight(3).middle(),
        Column::new(words.t("appraisal-grade")).weight(4).middle(),
    ];
    let n = [("n", version.changes.len().to_string())];
    let changed = |change: &Change| {
        vec![
            Cell::text(&change.name),
            Cell::text(&change.category),
            Cell::text(from_to(&change.total.0, &change.total.1)),
            Cell::text(from_to(&change.rank.0.to_string(), &change.rank.1.to_string())),
            Cell::text(from_to(&change.grade.0, &change.grade.1)),
        ]
    };
    let table = Table::new(columns).caption(words.f("appraisal-version-changes", n));
    paper.table(table.rows(version.changes.iter().map(changed)))
}

/// Two values with an arrow between them, or one where they are the same.
fn from_to(from: &str, to: &str) -> String {
    if from == to { to.to_owned() } else { format!("{from} → {to}") }
}
