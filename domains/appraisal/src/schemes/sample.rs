//! The draft of the sample organ: the version after the one kept last, with three small changes.

use kernel::access::MachineActor;
use kernel::{Permit, Problem};
use scoring::{Indicator, Method, Scheme, Score};
use store::Db;

use super::drafts::actions;
use super::drafts::record::{self as drafts};
use super::record;
use crate::policy::PrepareCycle;

/// Who is said to have begun it.
const WHO: &str = "机关党委管理员";

/// Begins a draft from the version kept last and changes a little of it, as the pages would.
///
/// # Errors
/// [`Problem::Missing`] when no version is kept; whatever the database says.
pub fn sample_draft(db: &Db, actor: &MachineActor) -> Result<(), Problem> {
    let permit: Permit<PrepareCycle> = Permit::on_the_machine(actor.clone());
    let (base, scheme) = db.read(|c| {
        let base = record::latest(c)?.ok_or(Problem::Missing)?;
        Ok((base, record::rules(c, base)?))
    })?;
    let id = db.write(&permit, move |tx| actions::begin(tx, scheme, Some(base), WHO))?;
    let (draft, before) = db.read(move |c| drafts::read(c, id))?;
    let after = changed(before.clone());
    let text = after.to_toml().map_err(Problem::unexpected)?;
    db.write(&permit, move |tx| actions::save(tx, &draft, &before, &after, &text, WHO))?;
    Ok(())
}

/// 中心工作 16 and 特色创新 9 points, 较好 worth 80.
fn changed(mut scheme: Scheme) -> Scheme {
    for indicator in &mut scheme.indicators {
        match indicator.name.as_str() {
            "中心工作" => indicator.full = Score::from_thousandths(16_000),
            "特色创新" => indicator.full = Score::from_thousandths(9_000),
            _ => lower_fair(indicator),
        }
    }
    scheme
}

fn lower_fair(indicator: &mut Indicator) {
    if let Method::Ballots(ballots) = &mut indicator.method {
        let fair = ballots.choices.iter_mut().filter(|choice| choice.name == "较好");
        fair.for_each(|choice| choice.points = Score::from_thousandths(80_000));
    }
}
