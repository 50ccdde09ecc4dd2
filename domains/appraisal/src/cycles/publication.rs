//! Publishing a cycle: when it may be, and doing it.

use kernel::{Day, Problem, Say};
use store::{Conn, Tx};

use super::actions;
use super::record::{self, Cycle, CycleId, State};
use crate::objections;

/// What has to be done before a cycle can be published; nothing when it can.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn owed(c: &mut Conn, cycle: &Cycle, today: Day) -> Result<Option<Say>, Problem> {
    let year = |key| Say::new(key).with("year", cycle.year);
    if cycle.state == State::Published {
        return Ok(Some(year("appraisal-cycle-final")));
    }
    if cycle.opened.is_none() {
        let ready = cycle.state == State::Deliberation;
        return Ok((!ready).then(|| year("appraisal-not-computed")));
    }
    if cycle.state != State::Notice {
        return Ok(Some(year("appraisal-publish-after-notice")));
    }
    if let Some(notice) = cycle.notice.filter(|notice| today <= notice.until) {
        return Ok(Some(Say::new("appraisal-publish-notice-runs").with("until", notice.until)));
    }
    let open = objections::record::open(c, cycle.id)?;
    if open > 0 {
        return Ok(Some(Say::new("appraisal-publish-objections").with("n", open)));
    }
    if cycle.working.is_some() {
        return Ok(Some(year("appraisal-publish-correction-open")));
    }
    Ok(None)
}

/// Publishes a cycle for good.
///
/// # Errors
/// [`Problem::Refused`] with what is owed.
pub(crate) fn publish(tx: &mut Tx, id: CycleId) -> Result<Cycle, Problem> {
    let (cycle, today) = (record::find(tx, id, true)?, tx.today());
    if let Some(say) = owed(tx, &cycle, today)? {
        return Err(Problem::Refused(say));
    }
    actions::make_final(tx, &cycle)?;
    Ok(cycle)
}
