//! A roster against the database: what is new, what differs, what cannot be. Nothing is written; the same check runs
//! again inside the write that applies it.

mod cadres;
mod organisations;
mod roll;
mod tree;

use kernel::{Day, Problem};
use office::CellError;
use schemars::JsonSchema;
use serde::Serialize;
use store::Conn;

use super::batch::{Batch, Counts, Rows};
use super::reading::in_order;
use super::warning::{Warning, Warnings};
use crate::dated::Dated;

pub(crate) use cadres::{CadrePlan, PersonStep, PostStep};
pub(crate) use organisations::{Above, OrgPlan, OrgStep};

/// What an import would do.
#[derive(Debug, Clone)]
pub struct Checked {
    /// How many rows do what.
    pub counts: Counts,
    /// Rows that change what is there, field by field.
    pub differences: Vec<Difference>,
    /// What stands in its way; it is applied only when there is nothing.
    pub faults: Vec<CellError>,
    /// What is odd without being wrong.
    pub warnings: Vec<Warning>,
    pub(crate) plan: Plan,
}

/// A row that changes what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// The row, as `名册!C12`.
    pub place: String,
    /// Whose row it is.
    pub name: String,
    /// What changes.
    pub changes: Vec<FieldChange>,
}

/// One field that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldChange {
    /// The field, as in the code.
    pub field: &'static str,
    /// What is there.
    pub was: String,
    /// What the roster says.
    pub becomes: String,
}

/// What is to be written.
#[derive(Debug, Clone)]
pub(crate) enum Plan {
    Organisations(OrgPlan),
    Cadres(CadrePlan),
}

/// Checks a roster against the database as it stands.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails. What is wrong with the roster is in [`Checked::faults`].
pub fn check(c: &mut Conn, batch: &Batch, today: Day) -> Result<Checked, Problem> {
    let mut findings = Findings {
        batch,
        today,
        faults: Vec::new(),
        warnings: batch.warnings.clone(),
        differences: Vec::new(),
    };
    let plan = match &batch.rows {
        Rows::Organisations(rows) => Plan::Organisations(organisations::check(c, rows, &mut findings)?),
        Rows::Cadres(rows) => Plan::Cadres(cadres::check(c, rows, &mut findings)?),
    };
    let Findings { faults, warnings, differences, .. } = findings;
    let (rows, new) = (batch.len(), plan.new_rows());
    let changed = differences.len();
    let counts = Counts { rows, new, changed, unchanged: rows.saturating_sub(new + changed) };
    let faults = in_order(faults);
    Ok(Checked { counts, differences, faults, warnings: warnings.into_list(), plan })
}

impl Plan {
    /// Rows that bring something new.
    fn new_rows(&self) -> usize {
        match self {
            Self::Organisations(plan) => plan.steps.iter().filter(|step| step.target.is_none()).count(),
            Self::Cadres(plan) => plan.new_rows,
        }
    }
}

/// What a check has found so far.
struct Findings<'a> {
    batch: &'a Batch,
    today: Day,
    faults: Vec<CellError>,
    warnings: Warnings,
    differences: Vec<Difference>,
}

impl Findings<'_> {
    /// The last day that a date on this roster can bear: that of the roster itself, or today.
    fn latest(&self) -> Day {
        self.batch.as_of.map_or(self.today, Dated::latest)
    }
}

/// The date that is kept: a less exact one of the roster does not replace what it agrees with.
fn refined(old: Option<Dated>, new: Option<Dated>) -> Option<Dated> {
    match (old, new) {
        (Some(old), Some(new)) if old.may_be(new) && old.precision >= new.precision => Some(old),
        (old, new) => new.or(old),
    }
}

/// The text that is kept: a blank cell leaves what is there.
fn kept(old: &str, new: &str) -> String {
    if new.is_empty() { old.to_owned() } else { new.to_owned() }
}

/// The differences between pairs of texts.
fn changes<const N: usize>(fields: [(&'static str, String, String); N]) -> Vec<FieldChange> {
    let differs = |(_, was, becomes): &(&str, String, String)| was != becomes;
    let change = |(field, was, becomes)| FieldChange { field, was, becomes };
    fields.into_iter().filter(differs).map(change).collect()
}

fn shown(date: Option<Dated>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn number(n: Option<i64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}
