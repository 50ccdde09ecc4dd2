//! Persons and their posts.

use kernel::{PersonId, Problem};
use store::Tx;

use super::bulk;
use crate::appointments::actions::{self as appointments, NewAppointment};
use crate::imports::check::{CadrePlan, PersonStep, PostStep};
use crate::imports::image::{self, APPOINTMENTS, PERSONS};
use crate::imports::record::ImportId;
use crate::persons::actions as persons;

pub(super) fn write(tx: &mut Tx, import: ImportId, plan: &CadrePlan) -> Result<(), Problem> {
    let new: Vec<&PersonStep> = plan.people.iter().filter(|step| step.target.is_none()).collect();
    let entries: Vec<_> = new.iter().map(|step| (&step.facts, step.sealed.as_ref())).collect();
    let mut entered = bulk::persons(tx, import, &entries)?.into_iter();
    let mut people = Vec::with_capacity(plan.people.len());
    for step in &plan.people {
        let Some(id) = step.target else {
            people.extend(entered.next().map(PersonId));
            continue;
        };
        people.push(id);
        if step.changed {
            let before = image::take(tx, &PERSONS, id.0)?;
            persons::update(tx, id, &step.facts, step.sealed.as_ref())?;
            let after = image::take(tx, &PERSONS, id.0)?;
            image::keep(tx, import, &PERSONS, id.0, before.as_ref(), after.as_ref())?;
        }
    }
    let mut appointed = Vec::with_capacity(plan.posts.len());
    for step in &plan.posts {
        let person =
            people.get(step.person).copied().ok_or_else(|| Problem::unexpected("a post of nobody"))?;
        let new = NewAppointment { person, ..step.new.clone() };
        match &step.target {
            None => appointed.push(new),
            Some(_) => post(tx, import, step, &new)?,
        }
    }
    bulk::appointments(tx, import, &appointed)
}

fn post(tx: &mut Tx, import: ImportId, step: &PostStep, new: &NewAppointment) -> Result<(), Problem> {
    let Some(target) = step.target.as_ref().filter(|_| step.changed) else { return Ok(()) };
    let before = image::take(tx, &APPOINTMENTS, target.id.0)?;
    appointments::update(tx, target.id, new)?;
    let after = image::take(tx, &APPOINTMENTS, target.id.0)?;
    image::keep(tx, import, &APPOINTMENTS, target.id.0, before.as_ref(), after.as_ref())
}
