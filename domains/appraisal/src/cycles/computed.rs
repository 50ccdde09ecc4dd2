//! A ranking ready to be written: everything that takes time is done before the write begins.

use std::collections::{BTreeMap, BTreeSet};

use kernel::contracts::OrgBrief;
use kernel::names::fold;
use kernel::{OrgId, Problem, Say};
use scoring::{EvaluateError, Explanation, Input, Outcome, Scheme, Standing, evaluate, explain};

use crate::cycles::record::{CategorySummary, DecidedSummary, Summary};
use crate::ranked;
use crate::standings::portrait::{self, DecidedLine, Portrait};
use crate::versions::bundle;
use crate::workbooks::{self, Fault, Found};

/// A computed cycle.
#[derive(Debug)]
pub(crate) struct Computed {
    pub summary: Summary,
    pub taking_part: Vec<TakingPart>,
    /// Marks and tallies as they were read; participants by key.
    pub input: Input,
    /// The same as JSON, kept with the version so that it can be computed again.
    pub input_text: String,
    /// SM3 of scheme and input.
    pub digest: String,
}

/// One organisation of it.
#[derive(Debug)]
pub(crate) struct TakingPart {
    pub org: OrgBrief,
    pub grade_place: usize,
    pub standing: Standing,
    pub portrait: Portrait,
    pub explanation: Explanation,
}

/// The names that the directory must know.
pub(crate) fn names(found: &Found) -> Vec<String> {
    found.input.participants.iter().map(|participant| participant.name.clone()).collect()
}

/// Takes the directory's names, and adds what only it can tell: organisations it does not know, and two names of one
/// organisation. `briefs` answers [`names`], in the same order.
pub(crate) fn check_organisations(found: &mut Found, briefs: &[Option<OrgBrief>]) {
    let mut known: BTreeMap<OrgId, String> = BTreeMap::new();
    for (participant, brief) in found.input.participants.iter_mut().zip(briefs) {
        let faults = found.unknown.get(&participant.key).cloned().unwrap_or_default();
        let Some(brief) = brief else {
            found.faults.extend(faults);
            continue;
        };
        participant.name.clone_from(&brief.name);
        if let Some(other) = known.insert(brief.id, participant.key.clone()) {
            let reason = Say::new("appraisal-fault-same-organisation").with("other", other);
            found.faults.extend(faults.into_iter().map(|fault| Fault { reason: reason.clone(), ..fault }));
        }
    }
    found.faults.sort();
}

/// Organisations of the directory that should take part and are in no sheet.
pub(crate) fn absent(found: &Found, expected: &[OrgBrief]) -> Vec<String> {
    let here: BTreeSet<&str> = found.input.participants.iter().map(|p| p.key.as_str()).collect();
    expected
        .iter()
        .filter(|org| !here.contains(fold(&org.name).as_str()))
        .map(|org| org.name.clone())
        .collect()
}

/// Computes ranking, portraits and explanations of what was found in workbooks.
///
/// # Errors
/// The faults of the files, if there are any, or what keeps the evaluation from giving a result.
pub(crate) fn compute(
    scheme: &Scheme,
    found: &Found,
    briefs: &[Option<OrgBrief>],
) -> Result<Result<Computed, Vec<Fault>>, Problem> {
    if !found.faults.is_empty() {
        return Ok(Err(found.faults.clone()));
    }
    let orgs: BTreeMap<&str, OrgBrief> = found
        .input
        .participants
        .iter()
        .zip(briefs)
        .filter_map(|(participant, brief)| Some((participant.key.as_str(), brief.clone()?)))
        .collect();
    let computed = of_input(scheme, found.input.clone(), &orgs)?;
    Ok(computed.map_err(|error| workbooks::faults_of_evaluation(&error)))
}

/// Computes ranking, portraits and explanations. `orgs` has the organisation behind every key.
///
/// # Errors
/// What keeps the evaluation from giving a result.
pub(crate) fn of_input(
    scheme: &Scheme,
    input: Input,
    orgs: &BTreeMap<&str, OrgBrief>,
) -> Result<Result<Computed, EvaluateError>, Problem> {
    let outcome = match evaluate(scheme, &input) {
        Ok(outcome) => outcome,
        Err(error) => return Ok(Err(error)),
    };
    let inputs = ranked::by_participant(&input);
    let reviewers_of = |standing: &Standing| {
        let marks = inputs.get(standing.participant.as_str()).map(|own| own.marks.as_slice());
        marks.unwrap_or_default().iter().map(|mark| mark.reviewer.clone()).collect::<BTreeSet<_>>()
    };
    let mut panels: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for standing in &outcome.standings {
        panels.entry(&standing.category).or_default().extend(reviewers_of(standing));
    }
    let mut taking_part = Vec::with_capacity(outcome.standings.len());
    for standing in &outcome.standings {
        let org = orgs.get(standing.participant.as_str()).ok_or(Problem::Missing)?;
        let own = inputs.get(standing.participant.as_str()).ok_or(Problem::Missing)?;
        let panel = panels.get(standing.category.as_str()).map_or(0, BTreeSet::len);
        let explanation = explain(scheme, own, &standing.participant).map_err(Problem::unexpected)?;
        taking_part.push(TakingPart {
            org: org.clone(),
            grade_place: outcome.grade_position(&standing.grade.code).unwrap_or_default(),
            standing: standing.clone(),
            portrait: portrait::of(scheme, &outcome, standing, (reviewers_of(standing).len(), panel)),
            explanation,
        });
    }
    let (digest, input_text) = bundle::digest(scheme, &input).map_err(Problem::unexpected)?;
    let decided = taking_part.iter().flat_map(decided).collect();
    let summary = Summary { decided, ..summary(scheme, &outcome) };
    Ok(Ok(Computed { summary, taking_part, input, input_text, digest }))
}

fn decided(one: &TakingPart) -> impl Iterator<Item = DecidedSummary> {
    let about = |line: &DecidedLine| DecidedSummary {
        org: one.org.id,
        organisation: one.standing.name.clone(),
        line: line.clone(),
    };
    one.portrait.decided.iter().map(about)
}

fn summary(scheme: &Scheme, outcome: &Outcome) -> Summary {
    let categories = outcome.categories.iter().map(|category| {
        let first = outcome.ranking(&category.category).filter(|s| s.rank == 1);
        let shares = scheme.grades.iter().filter_map(|grade| grade.share.as_ref());
        CategorySummary {
            name: category.category.clone(),
            of: category.of,
            first: first.map(|s| s.name.clone()).collect(),
            median: category.total.median.published.to_string(),
            grades: category.grades.clone(),
            lines: shares.map(|share| scheme.grading.places.of(share, category.of)).collect(),
        }
    });
    Summary {
        organisations: outcome.standings.len(),
        categories: categories.collect(),
        grades: outcome.grades.iter().map(|g| (g.code.clone(), g.name.clone())).collect(),
        decided: Vec::new(),
    }
}
