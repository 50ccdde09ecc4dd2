//! Organisations: new ones are founded; what differs of those that are there becomes an event of today where it is one
//! (another name, another place, a higher kind), and a correction where it is not.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{OrgId, Problem};
use store::{Conn, Tx};

use super::founding;
use crate::events::actions::{self as events, Change};
use crate::imports::check::{Above, OrgPlan, OrgStep};
use crate::imports::image::{self, EVENTS, Image, ORGANISATIONS, Table, VERSIONS};
use crate::imports::record::ImportId;
use crate::organisations::actions::{self, Facts};
use crate::organisations::record::{self, Organisation};
use crate::organisations::rules;

const VERSIONS_OF: &str = "SELECT id FROM organisation_versions WHERE org_id = $1 ORDER BY id";
const EVENTS_OF: &str = "SELECT id FROM organisation_events WHERE org_id = $1 ORDER BY id";

/// Every statement of this file.
pub(super) const STATEMENTS: &[&str] = &[VERSIONS_OF, EVENTS_OF];

pub(super) fn write(tx: &mut Tx, import: ImportId, plan: &OrgPlan) -> Result<(), Problem> {
    let touched = touched(tx, plan)?;
    let before = images(tx, &touched)?;
    let change = Change { note: format!("名册导入 {import}"), ..Change::on(tx.today()) };
    for step in &plan.steps {
        if let Some(org) = step.target.as_ref().filter(|_| step.changed) {
            rename(tx, org, &step.facts, &change)?;
        }
    }
    let mut ids: BTreeMap<usize, OrgId> =
        plan.steps.iter().filter_map(|step| Some((step.row, step.target.as_ref()?.id))).collect();
    for level in plan.steps.chunk_by(|one, next| one.depth == next.depth) {
        let mut new = Vec::new();
        for step in level {
            let parent = parent_of(step, &ids)?;
            match &step.target {
                None => new.push((step, parent)),
                Some(org) if step.changed => rest(tx, org, step, parent, &change)?,
                Some(_) => {}
            }
        }
        let entries: Vec<_> = new.iter().map(|(step, parent)| (&step.facts, *parent)).collect();
        let founded = founding::organisations(tx, import, &entries)?;
        ids.extend(new.iter().map(|(step, _)| step.row).zip(founded.into_iter().map(OrgId)));
    }
    founding::histories(tx, import)?;
    let after = images(tx, &touched)?;
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    for key in keys {
        let (name, id) = key;
        let table = if name == ORGANISATIONS.name {
            &ORGANISATIONS
        } else if name == VERSIONS.name {
            &VERSIONS
        } else {
            &EVENTS
        };
        image::keep(tx, import, table, id, before.get(&key), after.get(&key))?;
    }
    Ok(())
}

/// Where a row's organisation stands; the rows above are done by now.
fn parent_of(step: &OrgStep, ids: &BTreeMap<usize, OrgId>) -> Result<Option<OrgId>, Problem> {
    match step.above {
        Above::Root => Ok(None),
        Above::Known(id) => Ok(Some(id)),
        Above::Row(row) => match ids.get(&row) {
            Some(id) => Ok(Some(*id)),
            None => Err(Problem::unexpected("a row comes before the one above it")),
        },
    }
}

/// A name or kind that differs. Done first, so that a name given up can be borne by somebody new.
fn rename(tx: &mut Tx, org: &Organisation, facts: &Facts, change: &Change) -> Result<(), Problem> {
    if rules::is_higher(org.kind, facts.kind) {
        events::upgrade(tx, org.id, facts.kind, &facts.name, change)?;
    } else if org.name != facts.name {
        events::rename(tx, org.id, &facts.name, &facts.short_name, change)?;
    }
    Ok(())
}

/// Place and everything else that differs.
fn rest(
    tx: &mut Tx,
    org: &Organisation,
    step: &OrgStep,
    parent: Option<OrgId>,
    change: &Change,
) -> Result<(), Problem> {
    if let Some(parent) = parent.filter(|parent| org.parent != Some(*parent)) {
        events::relocate(tx, org.id, parent, change)?;
    }
    let now = record::find(tx, org.id)?;
    if Facts::of(&now) != step.facts {
        actions::correct(tx, org.id, &step.facts)?;
    }
    Ok(())
}

/// Organisations whose rows may change: those that differ, and everything below those that move.
fn touched(c: &mut Conn, plan: &OrgPlan) -> Result<BTreeSet<OrgId>, Problem> {
    let mut ids = BTreeSet::new();
    for step in plan.steps.iter().filter(|step| step.changed) {
        let Some(org) = &step.target else { continue };
        ids.insert(org.id);
        let stays = match step.above {
            Above::Known(id) => org.parent == Some(id),
            Above::Root => true,
            Above::Row(row) => {
                let above =
                    plan.steps.iter().find(|other| other.row == row).and_then(|other| other.target.as_ref());
                above.is_some_and(|above| org.parent == Some(above.id))
            }
        };
        if !stays {
            ids.extend(record::subtree(c, &org.path)?.into_iter().map(|org| org.id));
        }
    }
    Ok(ids)
}

/// Every row of those organisations, with their versions and events.
fn images(c: &mut Conn, orgs: &BTreeSet<OrgId>) -> Result<BTreeMap<(&'static str, i64), Image>, Problem> {
    let mut found = BTreeMap::new();
    let mut put = |c: &mut Conn, table: &Table, id: i64| -> Result<(), Problem> {
        if let Some(image) = image::take(c, table, id)? {
            found.insert((table.name, id), image);
        }
        Ok(())
    };
    for org in orgs {
        put(c, &ORGANISATIONS, org.0)?;
        for id in c.all(VERSIONS_OF, &[org], |row| row.get::<i64>(0))? {
            put(c, &VERSIONS, id)?;
        }
        for id in c.all(EVENTS_OF, &[org], |row| row.get::<i64>(0))? {
            put(c, &EVENTS, id)?;
        }
    }
    Ok(found)
}
