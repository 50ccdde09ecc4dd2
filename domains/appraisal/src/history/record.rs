//! The places of all public years, in one query.

use std::collections::BTreeMap;

use kernel::OrgId;
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;

pub(crate) const PUBLIC_PLACES: &str =
    "SELECT p.cycle_id, p.org_id, p.name, p.category, r.rank, r.of_all, r.total, r.grade_name, r.grade_place
    FROM appraisal_cycles c JOIN appraisal_participants p ON p.cycle_id = c.id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE c.state IN ('notice', 'published')";

/// Where an organisation stood in one of the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stood {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    pub rank: u32,
    pub of: u32,
    pub total: String,
    pub grade_name: String,
    /// Position of the grade, 0 the best.
    pub grade_place: u32,
}

fn stood(row: &Row<'_>) -> Result<(CycleId, Stood), Error> {
    let stood = Stood {
        org: row.get(1)?,
        name: row.get(2)?,
        category: row.get(3)?,
        rank: row.get(4)?,
        of: row.get(5)?,
        total: row.get(6)?,
        grade_name: row.get(7)?,
        grade_place: row.get(8)?,
    };
    Ok((row.get(0)?, stood))
}

/// Everybody in every public cycle, by cycle.
pub(crate) fn all(c: &mut Conn) -> Result<BTreeMap<CycleId, Vec<Stood>>, Error> {
    let mut years: BTreeMap<CycleId, Vec<Stood>> = BTreeMap::new();
    for (cycle, stood) in c.all(PUBLIC_PLACES, &[], stood)? {
        years.entry(cycle).or_default().push(stood);
    }
    Ok(years)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loaded::published_2014;

    #[test]
    fn all_years_take_one_query_each_for_cycles_and_places() {
        let read = published_2014().read(|c| {
            crate::cycles::record::all(c, false)?;
            let years = all(c)?;
            Ok((c.queries(), years.values().map(Vec::len).sum::<usize>()))
        });
        assert_eq!(read.unwrap(), (2, 41));
    }
}
