//! Measures as a table: what is exported is what an import takes back.

use kernel::{Cell, Sheet};
use web::Words;

use super::record::{Measure, Milestone};
use super::rules::Lamp;

/// Between the day, the name and the form of a milestone in its cell.
pub(crate) const BAR: char = '|';

/// A measure with what stands beside it in its row.
pub(crate) struct Line<'a> {
    pub measure: &'a Measure,
    pub aspect: &'a str,
    pub helpers: Vec<String>,
    pub milestones: &'a [Milestone],
    pub lamp: Lamp,
}

/// Heads of the table, as message keys; an import looks for the first eleven.
pub(crate) const HEADS: [&str; 14] = [
    "measure-number",
    "measure-aspect",
    "measure-content",
    "measure-standard",
    "measure-lead",
    "measure-helpers",
    "measure-person",
    "measure-starts",
    "measure-due",
    "measure-weight",
    "measure-milestones",
    "measure-state",
    "measure-percent",
    "measure-lamp",
];

/// The table of these measures.
pub(crate) fn sheet<'a>(words: &Words, name: &str, lines: impl Iterator<Item = Line<'a>>) -> Sheet {
    let row = |line: Line<'_>| {
        let one = line.measure;
        vec![
            Cell::text(one.number()),
            Cell::text(line.aspect),
            Cell::text(&one.content),
            Cell::text(&one.standard),
            Cell::text(&one.org_name),
            Cell::text(line.helpers.join("、")),
            Cell::text(&one.person),
            Cell::Day(one.starts),
            one.due.map_or_else(|| Cell::text(words.t("measure-standing")), Cell::Day),
            Cell::Int(i64::from(one.weight)),
            Cell::text(milestones(line.milestones)),
            Cell::text(words.t(&format!("measure-state-{}", one.state.code().replace('_', "-")))),
            Cell::Int(i64::from(one.percent)),
            Cell::text(words.t(&format!("measure-lamp-{}", line.lamp.code()))),
        ]
    };
    Sheet {
        name: name.to_owned(),
        head: HEADS.iter().map(|key| words.t(key)).collect(),
        rows: lines.map(row).collect(),
    }
}

/// Milestones in one cell, one on each line: day, name and form.
pub(crate) fn milestones(milestones: &[Milestone]) -> String {
    let line = |one: &Milestone| format!("{} {BAR} {} {BAR} {}", one.due, one.name, one.form);
    milestones.iter().map(line).collect::<Vec<_>>().join("\n")
}
