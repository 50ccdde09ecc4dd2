//! What an appraisal may count of measures: which share of those due in a year a body completed, and completed in time.

use std::collections::BTreeMap;

use kernel::contracts::{FactKind, Facts, Measured};
use kernel::{Day, OrgId, Problem};
use store::Conn;

use crate::measures::record::{self as measures, Extension, Measure, MeasureId, reference};

/// Tells them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MeasureFacts;

const DONE: FactKind = FactKind { code: "measures_done", label: "fact-measures-done" };
const ON_TIME: FactKind = FactKind { code: "measures_on_time", label: "fact-measures-on-time" };

/// The day on which a measure was due as it stood at the end of a day: extensions granted later are taken back.
/// `granted` are those, in the order in which they were asked for.
pub(crate) fn due_then(measure: &Measure, granted: &[Extension]) -> Option<Day> {
    let first = granted.iter().find(|one| one.measure == measure.id).map(|one| one.old_due);
    first.or(measure.due)
}

/// Whether it was accepted by the end of a day.
pub(crate) fn is_done(measure: &Measure, until: Day) -> bool {
    measure.done_on.is_some_and(|day| day <= until)
}

/// Whether it was handed in, on or before its day, for the acceptance that it got: the time the office takes counts for
/// nobody.
pub(crate) fn is_on_time(measure: &Measure, due: Day, until: Day) -> bool {
    is_done(measure, until) && measure.handed_in_on.or(measure.done_on).is_some_and(|day| day <= due)
}

impl Facts<Conn> for MeasureFacts {
    fn kinds(&self) -> Vec<FactKind> {
        vec![ON_TIME, DONE]
    }

    fn measure(
        &self,
        c: &mut Conn,
        fact: &str,
        year: i16,
        until: Day,
        orgs: &[OrgId],
    ) -> Result<Vec<Measured>, Problem> {
        if ![DONE.code, ON_TIME.code].contains(&fact) {
            return Err(Problem::Missing);
        }
        let from = Day::new(year, 1, 1).map_err(|_| Problem::Missing)?;
        let last = Day::new(year, 12, 31).map_err(|_| Problem::Missing)?.min(until);
        let granted = measures::granted_after(c, until)?;
        let mut of_org: BTreeMap<OrgId, Vec<(MeasureId, bool)>> = BTreeMap::new();
        for one in measures::due_from(c, from)? {
            let Some(due) = due_then(&one, &granted).filter(|due| (from..=last).contains(due)) else {
                continue;
            };
            let counts = match fact == DONE.code {
                true => is_done(&one, until),
                false => is_on_time(&one, due, until),
            };
            of_org.entry(one.org).or_default().push((one.id, counts));
        }
        let measured = |org: &OrgId| {
            let all = of_org.get(org).map(Vec::as_slice).unwrap_or_default();
            let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            Measured {
                org: *org,
                part: count(all.iter().filter(|(_, counts)| *counts).count()),
                whole: count(all.len()),
                records: all.iter().map(|(id, counts)| (reference(*id), *counts)).collect(),
            }
        };
        Ok(orgs.iter().map(measured).collect())
    }
}
