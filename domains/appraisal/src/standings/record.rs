//! The stored result of one organisation.

use kernel::OrgId;
use scoring::Explanation;
use store::{Conn, Error, Row};

use super::portrait::Portrait;
use crate::cycles::record::{CycleId, State, Summary};
use crate::participants::ParticipantId;

pub(crate) const ONE: &str =
    "SELECT c.year, c.state, v.summary, p.name, p.category, r.rank, r.of_all, r.panel,
    r.mass, r.total, r.grade_name, r.grade_place, r.portrait, p.id
    FROM appraisal_participants p JOIN appraisal_cycles c ON c.id = p.cycle_id
    JOIN appraisal_versions v ON v.id = COALESCE(c.shown_version, c.working_version)
    JOIN appraisal_results r ON r.version_id = v.id AND r.participant_id = p.id
    WHERE p.cycle_id = $1 AND p.org_id = $2";
pub(crate) const YEARS: &str =
    "SELECT c.id, c.year, c.state, p.category, r.rank, r.of_all, r.total, r.grade_name,
    r.grade_place
    FROM appraisal_participants p JOIN appraisal_cycles c ON c.id = p.cycle_id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE p.org_id = $1 ORDER BY c.year";
pub(crate) const EXPLANATION: &str = "SELECT c.year, c.state, p.name, p.category, r.explanation
    FROM appraisal_participants p JOIN appraisal_cycles c ON c.id = p.cycle_id
    JOIN appraisal_results r ON r.version_id = COALESCE(c.shown_version, c.working_version) AND r.participant_id = p.id
    WHERE p.cycle_id = $1 AND p.org_id = $2";

/// The result of an organisation in a cycle.
pub(crate) struct Standing {
    pub participant: ParticipantId,
    pub year: i16,
    pub grades: usize,
    pub name: String,
    pub category: String,
    pub rank: u32,
    pub of: u32,
    pub panel: String,
    pub mass: String,
    pub total: String,
    pub grade_name: String,
    pub grade_place: u32,
    pub portrait: Portrait,
}

/// The result, missing when the cycle is not published and `unpublished` is false.
pub(crate) fn find(c: &mut Conn, cycle: CycleId, org: OrgId, unpublished: bool) -> Result<Standing, Error> {
    let (state, found) = c.one(ONE, &[&cycle, &org], |row| {
        let summary: Summary = row.json(2)?;
        let found = Standing {
            participant: row.get(13)?,
            year: row.get(0)?,
            grades: summary.grades.len(),
            name: row.get(3)?,
            category: row.get(4)?,
            rank: row.get(5)?,
            of: row.get(6)?,
            panel: row.get(7)?,
            mass: row.get(8)?,
            total: row.get(9)?,
            grade_name: row.get(10)?,
            grade_place: row.get(11)?,
            portrait: row.json(12)?,
        };
        Ok((row.get::<String>(1)?, found))
    })?;
    visible(&state, unpublished)?;
    Ok(found)
}

fn visible(state: &str, unpublished: bool) -> Result<(), Error> {
    if unpublished || State::of(state).is_public() { Ok(()) } else { Err(Error::NoRow) }
}

/// One year of an organisation.
pub(crate) struct Year {
    pub cycle: CycleId,
    pub year: i16,
    pub category: String,
    pub rank: u32,
    pub of: u32,
    pub total: String,
    pub grade_name: String,
    pub grade_place: u32,
}

/// All years in which an organisation took part, the earliest first.
pub(crate) fn years(c: &mut Conn, org: OrgId, unpublished: bool) -> Result<Vec<Year>, Error> {
    let year = |row: &Row<'_>| {
        let year = Year {
            cycle: row.get(0)?,
            year: row.get(1)?,
            category: row.get(3)?,
            rank: row.get(4)?,
            of: row.get(5)?,
            total: row.get(6)?,
            grade_name: row.get(7)?,
            grade_place: row.get(8)?,
        };
        Ok((row.get::<String>(2)?, year))
    };
    let all = c.all(YEARS, &[&org], year)?;
    Ok(all
        .into_iter()
        .filter(|(state, _)| visible(state, unpublished).is_ok())
        .map(|(_, year)| year)
        .collect())
}

/// All figures of an organisation, opened.
pub(crate) struct Opened {
    pub year: i16,
    pub name: String,
    pub category: String,
    /// Whether the result is for everybody.
    pub public: bool,
    pub explanation: Explanation,
}

/// The opened figures, missing when the cycle is not published and `unpublished` is false.
pub(crate) fn explanation(
    c: &mut Conn,
    cycle: CycleId,
    org: OrgId,
    unpublished: bool,
) -> Result<Opened, Error> {
    let (state, found) = c.one(EXPLANATION, &[&cycle, &org], |row| {
        let state: String = row.get(1)?;
        let opened = Opened {
            year: row.get(0)?,
            name: row.get(2)?,
            category: row.get(3)?,
            public: State::of(&state).is_public(),
            explanation: row.json(4)?,
        };
        Ok((state, opened))
    })?;
    visible(&state, unpublished)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loaded::published_2014;

    #[test]
    fn the_page_of_an_organisation_takes_two_queries() {
        let fresh = published_2014();
        let (queries, hidden) = fresh
            .read(|c| {
                find(c, CycleId(1), OrgId(2), false)?;
                years(c, OrgId(2), false)?;
                Ok((c.queries(), find(c, CycleId(1), OrgId(99), false).is_err()))
            })
            .unwrap();
        assert_eq!((queries, hidden), (2, true));
    }
}
