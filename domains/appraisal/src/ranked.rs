//! From files to a ranking in one step, without a database: what the command line and the web have in common.

use kernel::{Cell, Sheet};
use scoring::{Outcome, Rounded, Scheme, Standing, evaluate};
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

/// A published figure as a cell with its digits.
pub fn decimal(figure: &Rounded) -> Cell {
    let units = figure.to_string().replace('.', "").parse();
    units.map_or_else(
        |_| Cell::text(figure.to_string()),
        |units| Cell::Decimal { units, digits: figure.digits() },
    )
}
