//! What other domains may ask: published results.

use kernel::Problem;
use kernel::contracts::{CycleBrief, ResultBrief, Results};
use store::{Conn, Row};

use crate::cycles::record::Summary;

pub(crate) const PUBLISHED: &str = "SELECT c.id, c.year, v.number, v.summary FROM appraisal_cycles c
    JOIN appraisal_versions v ON v.id = c.shown_version WHERE c.state = 'published' ORDER BY c.year DESC";
pub(crate) const OF_CYCLE: &str =
    "SELECT p.org_id, p.name, p.path, p.category, r.rank, r.of_all, r.total, r.grade,
    r.grade_name FROM appraisal_cycles c JOIN appraisal_participants p ON p.cycle_id = c.id
    JOIN appraisal_results r ON r.version_id = c.shown_version AND r.participant_id = p.id
    WHERE c.id = $1 AND c.state = 'published'";

/// The published results over the tables of this domain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Published;

impl Results<Conn> for Published {
    fn published(&self, c: &mut Conn) -> Result<Vec<CycleBrief>, Problem> {
        Ok(c.all(PUBLISHED, &[], |row| {
            let summary: Summary = row.json(3)?;
            Ok(CycleBrief {
                id: row.get(0)?,
                year: row.get(1)?,
                version: row.get(2)?,
                grades: summary.grades,
                categories: summary.categories.into_iter().map(|category| category.name).collect(),
            })
        })?)
    }

    fn of(&self, c: &mut Conn, cycle: i64) -> Result<Vec<ResultBrief>, Problem> {
        let published = self.published(c)?.into_iter().find(|brief| brief.id == cycle);
        let categories = published.ok_or(Problem::Missing)?.categories;
        let mut results = c.all(OF_CYCLE, &[&cycle], brief)?;
        let place = |name: &str| categories.iter().position(|known| known == name);
        results.sort_by(|a, b| {
            (place(&a.category), a.rank, &a.name).cmp(&(place(&b.category), b.rank, &b.name))
        });
        Ok(results)
    }
}

fn brief(row: &Row<'_>) -> Result<ResultBrief, store::Error> {
    Ok(ResultBrief {
        org: row.get(0)?,
        name: row.get(1)?,
        path: row.get(2)?,
        category: row.get(3)?,
        rank: row.get(4)?,
        of: row.get(5)?,
        total: row.get(6)?,
        grade: row.get(7)?,
        grade_name: row.get(8)?,
    })
}
