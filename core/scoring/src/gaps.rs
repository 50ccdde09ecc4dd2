//! What is not there yet, so that an office sees it before it moves on.

use serde::{Deserialize, Serialize};

use crate::evaluate::{Found, MissingReason, Work, recorded, score};
use crate::input::Input;
use crate::scheme::{Missing, Scheme};

/// An input that the scheme needs and that is not there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Gap {
    /// Key of the participant.
    pub participant: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Code of a voter group that is not tallied while others are; nothing when the whole indicator is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Why it counts as missing.
    pub reason: MissingReason,
    /// What the scheme does about it. The weight of a voter group goes to the others, which is [`Missing::Exclude`].
    pub treated: Missing,
}

/// Everything that is missing for everybody, by key of the participant, then in the order of the scheme.
///
/// It never fails: faulty rows count as not there, participants of an unknown category are passed over, and what is
/// wrong with either is what [`evaluate`](crate::evaluate) says. An indicator whose mark the committee decided is not
/// missing, and neither are events, of which no record means that there were none. Without a gap that is treated as
/// [`Missing::Block`], nothing missing stops an evaluation.
///
/// ```
/// # use scoring::*;
/// # let scheme = Scheme::from_toml(include_str!("../../../samples/scheme.toml"))?;
/// let mut input = Input::default();
/// input.participants.push(Participant { key: "7".into(), name: "规划发展司党委".into(), category: "综合管理类".into() });
/// let missing = gaps(&scheme, &input);
/// assert_eq!(missing.len(), scheme.indicators.len());
/// assert_eq!((missing[0].indicator.as_str(), missing[0].treated), ("leadership-building", Missing::Block));
/// # Ok::<(), SchemeError>(())
/// ```
#[must_use]
pub fn gaps(scheme: &Scheme, input: &Input) -> Vec<Gap> {
    let (gathered, _) = recorded(scheme, input);
    let mut gaps = Vec::new();
    for one in &gathered {
        for (at, indicator) in scheme.indicators.iter().enumerate() {
            if one.decisions.mark(at).is_some() {
                continue;
            }
            let mut gap = |group: Option<&str>, reason, treated| {
                gaps.push(Gap {
                    participant: one.participant.key.clone(),
                    indicator: indicator.code.clone(),
                    group: group.map(str::to_owned),
                    reason,
                    treated,
                });
            };
            match score(at, indicator, one) {
                Found::Missing(treated, reason) => gap(None, reason, treated),
                Found::Worked(Work::Ballots(work)) => {
                    for absent in work.groups.iter().filter(|group| group.tally.is_none()) {
                        gap(Some(&absent.group.code), MissingReason::Nothing, Missing::Exclude);
                    }
                }
                Found::Worked(_) | Found::NotApplicable => {}
            }
        }
    }
    gaps
}
