//! Asking `scoring` how firm a result is, and what is kept of the answer.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use scoring::{
    DecidedBy, Firmness, FirmnessError, Input, Interval, Outcome, Ratio, Scheme, bootstrap, evaluate,
    weight_firmness,
};
use serde::{Deserialize, Serialize};

use super::record::Asked;

/// The answer about everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// How many sets of weights were tried.
    pub variants: u32,
    /// In the order of the result.
    pub rows: Vec<FoundRow>,
}

/// The answer about one organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundRow {
    /// Key of the participant.
    pub participant: String,
    /// Its grade was decided by the committee and stays whatever is tried.
    pub decided: bool,
    /// Under other weights.
    pub weights: Stays,
    /// Under other ballots.
    pub ballots: Stays,
    /// How many ballots were drawn again each time.
    pub drawn: u64,
    /// Where the middle 95 of a hundred replicates lie: the mass evaluation's part, and the total.
    pub mass: (String, String),
    pub total: (String, String),
}

/// What became of place and grade in a number of variants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Stays {
    /// In how many the grade stays.
    pub kept: u32,
    /// Of how many.
    pub of: u32,
    pub best_grade: String,
    pub worst_grade: String,
    pub best_rank: u32,
    pub worst_rank: u32,
}

impl From<&Firmness> for Stays {
    fn from(found: &Firmness) -> Self {
        Self {
            kept: found.kept,
            of: found.of,
            best_grade: found.best_grade.name.clone(),
            worst_grade: found.worst_grade.name.clone(),
            best_rank: found.best_rank,
            worst_rank: found.worst_rank,
        }
    }
}

impl Stays {
    /// The share of variants in which the grade stays; all of none.
    pub(super) fn share(&self) -> Ratio {
        Ratio::from(self.kept).over(&Ratio::from(self.of)).unwrap_or(Ratio::ONE)
    }
}

/// Computes the answer. `told` hears after the weights that the ballots are next.
///
/// # Errors
/// What keeps the evaluation from giving a result, too many ballots, or what `told` says.
pub(crate) fn compute<E: From<FirmnessError>>(
    scheme: &Scheme,
    input: &Input,
    asked: Asked,
    told: impl FnOnce() -> Result<(), E>,
) -> Result<Found, E> {
    let outcome = evaluate(scheme, input).map_err(FirmnessError::from)?;
    let share = Ratio::new(i128::from(asked.share), 100);
    let weights = weight_firmness(scheme, input, share.as_ref())?;
    told()?;
    let seed = u64::try_from(asked.seed).unwrap_or_default();
    let ballots = bootstrap(scheme, input, seed, asked.replicates)?;
    let by_weights: BTreeMap<&str, &Firmness> =
        weights.participants.iter().map(|one| (one.participant.as_str(), &one.firmness)).collect();
    let row = |one: &scoring::BootstrapFigures| FoundRow {
        participant: one.participant.clone(),
        decided: is_decided(&outcome, &one.participant),
        weights: by_weights
            .get(one.participant.as_str())
            .map(|found| Stays::from(*found))
            .unwrap_or_default(),
        ballots: Stays::from(&one.firmness),
        drawn: one.ballots,
        mass: ends(&one.mass),
        total: ends(&one.total),
    };
    Ok(Found { variants: weights.variants, rows: ballots.participants.iter().map(row).collect() })
}

fn is_decided(outcome: &Outcome, participant: &str) -> bool {
    outcome.of(participant).is_some_and(|one| one.why.decided_by == DecidedBy::Decision)
}

fn ends(interval: &Interval) -> (String, String) {
    (interval.low.to_string(), interval.high.to_string())
}
