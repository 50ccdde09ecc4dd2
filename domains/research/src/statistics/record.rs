//! What the figures are made from.

use kernel::{Day, Problem};
use store::Conn;

use crate::findings::rules::State;
use crate::projects::rules::Kind;

pub(crate) const PROJECTS: &str = "SELECT year, kind, COUNT(*) FROM research_projects WHERE state <> 'draft'
    GROUP BY year, kind ORDER BY year DESC, kind";
/// Findings of a year, or of all years for 0.
pub(crate) const FINDINGS: &str =
    "SELECT kind, state, common, due, handed_on, review_on, closed_on FROM research_findings
    WHERE merged_into IS NULL AND (CAST($1 AS BIGINT) = 0 OR year = $1) ORDER BY id";
/// What findings led to: kind of the records, how many of them, from how many findings.
pub(crate) const BECAME: &str = "SELECT l.to_kind, COUNT(*), COUNT(DISTINCT l.from_id) FROM links l
    JOIN research_findings f ON f.id = l.from_id
    WHERE l.from_kind = 'finding' AND l.kind = 'leads_to' AND (CAST($1 AS BIGINT) = 0 OR f.year = $1) GROUP BY l.to_kind ORDER BY l.to_kind";
/// Common problems by how many organisations they concern.
pub(crate) const COMMON: &str =
    "SELECT f.id, f.description, f.state, COUNT(o.org_id) AS concerned FROM research_findings f
    LEFT JOIN finding_organisations o ON o.finding_id = f.id
    WHERE f.merged_into IS NULL AND f.common = TRUE AND (CAST($1 AS BIGINT) = 0 OR f.year = $1)
    GROUP BY f.id, f.description, f.state ORDER BY concerned DESC, f.id LIMIT 20";

/// What the figures need of a finding.
pub(super) struct Counted {
    pub kind: Option<String>,
    pub state: State,
    pub common: bool,
    pub due: Option<Day>,
    pub handed: Option<Day>,
    pub review: Option<Day>,
    pub closed: Option<Day>,
}

/// Projects by year, the latest first, and kind.
pub(super) fn projects(c: &mut Conn) -> Result<Vec<(i16, Kind, i64)>, Problem> {
    Ok(c.all(PROJECTS, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

pub(super) fn findings(c: &mut Conn, year: i16) -> Result<Vec<Counted>, Problem> {
    Ok(c.all(FINDINGS, &[&i64::from(year)], |row| {
        Ok(Counted {
            kind: row.get(0)?,
            state: row.get(1)?,
            common: row.get(2)?,
            due: row.get(3)?,
            handed: row.get(4)?,
            review: row.get(5)?,
            closed: row.get(6)?,
        })
    })?)
}

pub(super) fn became(c: &mut Conn, year: i16) -> Result<Vec<(String, i64, i64)>, Problem> {
    Ok(c.all(BECAME, &[&i64::from(year)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

pub(super) fn common(c: &mut Conn, year: i16) -> Result<Vec<(i64, String, State, i64)>, Problem> {
    Ok(c.all(COMMON, &[&i64::from(year)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}
