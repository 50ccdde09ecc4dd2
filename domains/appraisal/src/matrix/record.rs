//! The stored pages of all organisations of a cycle.

use kernel::OrgId;
use store::{Conn, Error, Row};

use crate::cycles::record::CycleId;
use crate::standings::portrait::Portrait;

pub(crate) const PORTRAITS: &str =
    "SELECT p.org_id, p.name, p.category, r.rank, r.total, r.grade_name, r.grade_place, r.portrait
    FROM appraisal_cycles c JOIN appraisal_participants p ON p.cycle_id = c.id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE c.id = $1";

/// One organisation with all its figures.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    pub rank: u32,
    pub total: String,
    pub grade_name: String,
    pub grade_place: u32,
    pub portrait: Portrait,
}

fn figures(row: &Row<'_>) -> Result<Figures, Error> {
    Ok(Figures {
        org: row.get(0)?,
        name: row.get(1)?,
        category: row.get(2)?,
        rank: row.get(3)?,
        total: row.get(4)?,
        grade_name: row.get(5)?,
        grade_place: row.get(6)?,
        portrait: row.json(7)?,
    })
}

/// Everybody, by rank and name.
pub(super) fn all(c: &mut Conn, cycle: CycleId) -> Result<Vec<Figures>, Error> {
    let mut all = c.all(PORTRAITS, &[&cycle], figures)?;
    all.sort_by(|a, b| (a.rank, &a.name).cmp(&(b.rank, &b.name)));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycles::record as cycles;
    use crate::loaded::published_2014;

    #[test]
    fn the_matrix_takes_two_queries() {
        let read = published_2014().read(|c| {
            cycles::find(c, CycleId(1), false)?;
            let all = all(c, CycleId(1))?;
            Ok((c.queries(), all.len()))
        });
        assert_eq!(read.unwrap(), (2, 41));
    }
}
