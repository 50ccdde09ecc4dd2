//! What research tells about organisations for their yearly appraisal.

use kernel::contracts::{FactKind, Facts, Measured};
use kernel::{Day, OrgId, Problem};
use store::Conn;

use crate::findings::record::{FindingId, reference};

/// Code of the share of findings that an organisation had to act on in a year and that are closed.
const CLOSED: &str = "findings_closed";

pub(crate) const DUE: &str = "SELECT id, responsible_org, closed_on FROM research_findings
    WHERE merged_into IS NULL AND responsible_org IS NOT NULL AND state <> 'pending' AND due >= $1 AND due <= $2 ORDER BY id";

/// Tells them.
pub(crate) struct Told;

impl Facts<Conn> for Told {
    fn kinds(&self) -> Vec<FactKind> {
        vec![FactKind { code: CLOSED, label: "research-fact-closed" }]
    }

    fn measure(
        &self,
        c: &mut Conn,
        fact: &str,
        year: i16,
        until: Day,
        orgs: &[OrgId],
    ) -> Result<Vec<Measured>, Problem> {
        if fact != CLOSED {
            return Err(Problem::Missing);
        }
        let (first, last) = (Day::new(year, 1, 1), Day::new(year, 12, 31));
        let (first, last) = (first.map_err(Problem::unexpected)?, last.map_err(Problem::unexpected)?);
        let due: Vec<(FindingId, OrgId, Option<Day>)> =
            c.all(DUE, &[&first, &last.min(until)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let measured = |org: &OrgId| {
            let own = due.iter().filter(|(_, of, _)| of == org);
            let records: Vec<_> = own
                .map(|(id, _, closed)| (reference(*id), closed.is_some_and(|closed| closed <= until)))
                .collect();
            let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            Measured {
                org: *org,
                part: count(records.iter().filter(|(_, closed)| *closed).count()),
                whole: count(records.len()),
                records,
            }
        };
        Ok(orgs.iter().map(measured).collect())
    }
}
