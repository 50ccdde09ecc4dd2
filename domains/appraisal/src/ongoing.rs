//! A year under way, for the sample organ and for tests: opened, assessed by the organisations themselves, being marked.
//! Everything goes through the same actions as the pages use.

use std::sync::Arc;

use kernel::access::MachineActor;
use kernel::contracts::Directory;
use kernel::{Permit, Problem};
use store::{Conn, Db};

use crate::cycles::record::{Due, State};
use crate::cycles::{actions, opening, record};
use crate::marking;
use crate::policy::PrepareCycle;
use crate::submissions::rules;
use crate::{promises, schemes, self_assessments};

/// Sets up and opens the cycle of that year with the scheme kept last, and takes it to the review.
///
/// # Errors
/// [`Problem::Missing`] without a scheme, [`Problem::Invalid`] when the year has a cycle already.
pub fn ongoing(
    db: &Db,
    actor: &MachineActor,
    directory: &Arc<dyn Directory<Conn>>,
    year: i16,
) -> Result<(), Problem> {
    let permit: Permit<PrepareCycle> = Permit::on_the_machine(actor.clone());
    let directory = Arc::clone(directory);
    let cycle = db.write(&permit, move |tx| {
        let id = schemes::record::latest(tx)?.ok_or(Problem::Missing)?;
        let scheme = schemes::record::rules(tx, id)?;
        let cycle = actions::create(tx, year, id)?;
        let today = tx.today();
        let taking_part: Vec<_> = directory
            .appraised_on(tx, rules::day_of(year, today))?
            .into_iter()
            .filter_map(|org| {
                let category = scheme.category(org.category.as_deref()?)?.name.clone();
                Some((org, category))
            })
            .collect();
        let due = Due {
            self_assessment: Some(today.plus_days(-3)),
            review: Some(today.plus_days(11)),
            mass_evaluation: Some(today.plus_days(18)),
        };
        opening::open_with(tx, cycle, &scheme, &taking_part, due)?;
        promises::fill_sample(tx)?;
        self_assessments::fill_sample(tx, cycle, &scheme)?;
        let opened = record::find(tx, cycle, true)?;
        actions::move_to(tx, &opened, State::Review)?;
        Ok(cycle)
    })?;
    marking::sample::panel_at_work(db, actor, cycle)
}
