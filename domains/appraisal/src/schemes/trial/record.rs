//! What really came of a cycle.

use std::collections::BTreeMap;

use kernel::OrgId;
use store::{Conn, Error};

use crate::cycles::record::CycleId;
use crate::participants;
use crate::rankings::record::places;

/// Where somebody really stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Real {
    pub org: OrgId,
    pub category: String,
    pub rank: u32,
    pub total: String,
    pub grade: String,
    pub grade_name: String,
    pub grade_place: u32,
}

/// Results of the cycle by the key of the participant.
pub(crate) fn results(c: &mut Conn, cycle: CycleId) -> Result<BTreeMap<String, Real>, Error> {
    let all = participants::of_cycle(c, cycle)?;
    let keys: BTreeMap<OrgId, String> = all.into_iter().map(|one| (one.org, one.key)).collect();
    let real = |place: crate::rankings::record::Place| {
        let key = keys.get(&place.org)?.clone();
        let real = Real {
            org: place.org,
            category: place.category,
            rank: place.rank,
            total: place.total,
            grade: place.grade,
            grade_name: place.grade_name,
            grade_place: place.grade_place,
        };
        Some((key, real))
    };
    Ok(places(c, cycle)?.into_iter().filter_map(real).collect())
}
