//! What is still missing before a cycle can go on.

use std::collections::BTreeMap;

use kernel::{Problem, Say};
use scoring::Scheme;
use store::Conn;

use super::record::{Cycle, State};
use crate::workbooks::faults_of_evaluation;
use crate::{inputs, self_assessments, tallies};

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// What.
    pub say: Say,
    /// Where it is mended.
    pub href: String,
    /// Whether the cycle cannot go on without it; otherwise whoever moves it on has to say that they know.
    pub blocks: bool,
}

/// At most so many of a kind are named one by one.
const NAMED: usize = 12;

/// Everything that is missing in the present state.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn of(c: &mut Conn, cycle: &Cycle, scheme: &Scheme) -> Result<Vec<Missing>, Problem> {
    let mut missing = self_assessments::missing(c, cycle)?;
    missing.extend(crate::marking::missing::missing(c, cycle, scheme)?);
    if cycle.state.takes_figures() {
        missing.extend(mismatched(c, cycle, scheme)?);
        missing.extend(paper_awaited(c, cycle)?);
    }
    if cycle.state == State::MassEvaluation {
        missing.extend(unscored(c, cycle, scheme)?);
    }
    Ok(missing)
}

/// Tallies on which two typists do not agree.
fn mismatched(c: &mut Conn, cycle: &Cycle, scheme: &Scheme) -> Result<Option<Missing>, Problem> {
    let n = tallies::record::mismatches(c, cycle.id, scheme)?;
    let say = Say::new("appraisal-tallies-mismatches").with("n", n);
    let blocks = cycle.state == State::MassEvaluation;
    Ok((n > 0).then(|| Missing { say, href: format!("/cycles/{}/tallies", cycle.id), blocks }))
}

/// Paper ballots that were handed out beside those cast online and are not yet counted.
fn paper_awaited(c: &mut Conn, cycle: &Cycle) -> Result<Option<Missing>, Problem> {
    let n = crate::ballots::record::paper_awaited(c, cycle.id)?;
    let say = Say::new("appraisal-paper-awaited").with("n", n);
    Ok((n > 0).then(|| Missing { say, href: format!("/cycles/{}/tallies", cycle.id), blocks: true }))
}

/// What keeps the evaluation from giving a result.
fn unscored(c: &mut Conn, cycle: &Cycle, scheme: &Scheme) -> Result<Vec<Missing>, Problem> {
    let input = inputs::read(c, cycle.id)?;
    let names: BTreeMap<&str, &str> =
        input.participants.iter().map(|one| (one.key.as_str(), one.name.as_str())).collect();
    let Err(error) = scoring::evaluate(scheme, &input) else { return Ok(Vec::new()) };
    let named = |mut say: Say| {
        for (name, value) in &mut say.args {
            if let ("participant", Some(full)) = (*name, names.get(value.as_str())) {
                (*full).clone_into(value);
            }
        }
        say
    };
    let faults = faults_of_evaluation(&error);
    let more = faults.len().saturating_sub(NAMED);
    let href = format!("/cycles/{}/progress", cycle.id);
    let one = |say: Say| Missing { say, href: href.clone(), blocks: true };
    let mut missing: Vec<Missing> =
        faults.into_iter().take(NAMED).map(|fault| one(named(fault.reason))).collect();
    if more > 0 {
        missing.push(one(Say::new("appraisal-missing-more").with("n", more)));
    }
    Ok(missing)
}
