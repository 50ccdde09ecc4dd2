//! From files to a ranking in one step, without a database: what the command line and the web have in common.

use std::collections::HashMap;

use kernel::{Cell, Sheet};
use scoring::{Input, Outcome, Rounded, Scheme, Standing, evaluate};
use web::Words;

use crate::workbooks::{self, Fault, Found, Wanted};

/// Files read and ranked.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// What was found in the files.
    pub found: Found,
    /// The ranking.
    pub outcome: Outcome,
}

/// Reads files and ranks what is in them.
///
/// # Errors
/// Everything that is wrong, sorted by place; see [`Found::faults`]. Also what the scheme does not allow to be missing.
pub fn rank(files: &[(String, Vec<u8>)], wanted: &Wanted<'_>) -> Result<Ranked, Vec<Fault>> {
    let found = workbooks::read(files, wanted);
    let outcome = evaluated(wanted.scheme, &found)?;
    Ok(Ranked { found, outcome })
}

/// The ranking of what was found.
///
/// # Errors
/// As [`rank`].
pub fn evaluated(scheme: &Scheme, found: &Found) -> Result<Outcome, Vec<Fault>> {
    if !found.faults.is_empty() {
        return Err(found.faults.clone());
    }
    evaluate(scheme, &found.input).map_err(|error| workbooks::faults_of_evaluation(&error))
}

/// The input taken apart by participant: explaining one of thousands should not look through what was recorded of all.
pub fn by_participant(input: &Input) -> HashMap<&str, Input> {
    let mut parts: HashMap<&str, Input> = HashMap::new();
    for participant in &input.participants {
        parts.entry(&participant.key).or_default().participants.push(participant.clone());
    }
    for mark in &input.marks {
        parts.entry(&mark.participant).or_default().marks.push(mark.clone());
    }
    for tally in &input.tallies {
        parts.entry(&tally.participant).or_default().tallies.push(tally.clone());
    }
    for fact in &input.facts {
        parts.entry(&fact.participant).or_default().facts.push(fact.clone());
    }
    for event in &input.events {
        parts.entry(&event.participant).or_default().events.push(event.clone());
    }
    for decision in &input.decisions {
        parts.entry(&decision.participant).or_default().decisions.push(decision.clone());
    }
    for veto in &input.vetoes {
        parts.entry(&veto.participant).or_default().vetoes.push(veto.clone());
    }
    parts
}

/// The ranking as one table, in the order of the categories of the scheme.
pub fn sheet(outcome: &Outcome, name: String, words: &Words) -> Sheet {
    Sheet { name, head: heads(words), rows: outcome.standings.iter().map(row).collect() }
}

/// Heads of [`sheet`] in the reader's words.
pub fn heads(words: &Words) -> Vec<String> {
    const KEYS: [&str; 7] = [
        "appraisal-category",
        "appraisal-rank",
        "appraisal-organisation",
        "appraisal-panel",
        "appraisal-mass",
        "appraisal-total",
        "appraisal-grade",
    ];
    KEYS.iter().map(|key| words.t(key)).collect()
}

fn row(standing: &Standing) -> Vec<Cell> {
    vec![
        Cell::text(&standing.category),
        Cell::Int(i64::from(standing.rank)),
        Cell::text(&standing.name),
        decimal(&standing.panel.published),
        decimal(&standing.mass.published),
        decimal(&standing.total.published),
        Cell::text(&standing.grade.name),
    ]
}

/// A published figure, as it was stored, as a cell with its digits.
pub(crate) fn figure(text: &str) -> Cell {
    text.parse::<Rounded>().map_or_else(|_| Cell::text(text), |figure| decimal(&figure))
}

/// A published figure as a cell with its digits.
pub fn decimal(figure: &Rounded) -> Cell {
    let units = figure.to_string().replace('.', "").parse();
    units.map_or_else(
        |_| Cell::text(figure.to_string()),
        |units| Cell::Decimal { units, digits: figure.digits() },
    )
}
