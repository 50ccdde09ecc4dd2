//! Events change an organisation from a day on. Each writes a new version, an event, and the audit trail.

use kernel::{OrgId, Problem};
use store::Tx;

use crate::appointments;
use crate::dated::Dated;
use crate::organisations::actions::{self, Facts, living, save};
use crate::organisations::history;
use crate::organisations::kind::{EventKind, Kind, State};
use crate::organisations::record::{self, Organisation};
use crate::organisations::rules::{self, Refusal};

const RECORD: &str = "INSERT INTO organisation_events (org_id, kind, on_day, on_precision, document, note, was, became, \
     counterpart_id, recorded_at, import_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const REPATH: &str = "UPDATE organisations SET path = $2 WHERE id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[RECORD, REPATH];

/// What all events have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When it happened.
    pub on: Dated,
    /// Number of the document that ordered it; may be empty.
    pub document: String,
    /// Anything else worth keeping; may be empty.
    pub note: String,
}

impl Change {
    /// On that day, without a document.
    pub fn on(day: kernel::Day) -> Self {
        Self { on: Dated::on(day), document: String::new(), note: String::new() }
    }
}

/// The new organisation that a split makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its full name.
    pub name: String,
    /// Its code; may be empty.
    pub code: String,
    /// Members who go over to it.
    pub members: i64,
}

/// Writes an event without changing anything.
pub(crate) fn record(
    tx: &mut Tx,
    org: OrgId,
    kind: EventKind,
    change: &Change,
    (was, became): (&str, &str),
    counterpart: Option<OrgId>,
    import: Option<i64>,
) -> Result<(), Problem> {
    let (on, precision, now) = (change.on.day, change.on.precision.code(), tx.now());
    let (document, note) = (&change.document, &change.note);
    tx.run(
        RECORD,
        &[&org, &kind.code(), &on, &precision, document, note, &was, &became, &counterpart, &now, &import],
    )?;
    Ok(())
}

/// Gives an organisation another name from that day on.
///
/// # Errors
/// [`Problem::Invalid`] when the name is taken, [`Problem::Refused`] when the day cannot be.
pub fn rename(
    tx: &mut Tx,
    id: OrgId,
    name: &str,
    short_name: &str,
    change: &Change,
) -> Result<Organisation, Problem> {
    let before = changeable(tx, id, change, true)?;
    if (name, short_name) == (before.name.as_str(), before.short_name.as_str()) {
        return Err(Refusal::Unchanged.into());
    }
    actions::check_taken(tx, Some(id), name, "")?;
    let after = Organisation { name: name.to_owned(), short_name: short_name.to_owned(), ..before.clone() };
    apply(tx, &before, &after, change)?;
    record(tx, id, EventKind::Renamed, change, (&before.name, &after.name), None, None)?;
    tx.emit("organisation.renamed", &after.record(), &after)?;
    Ok(after)
}

/// Puts an organisation, with everything below it, under another from that day on. Roles given for them follow.
///
/// # Errors
/// [`Problem::Refused`] when it cannot stand there or the day cannot be.
pub fn relocate(tx: &mut Tx, id: OrgId, parent: OrgId, change: &Change) -> Result<Organisation, Problem> {
    let before = changeable(tx, id, change, true)?;
    let Some(from) = before.parent else { return Err(Refusal::Root.into()) };
    if parent == from {
        return Err(Refusal::Unchanged.into());
    }
    let (old, new) = (record::find(tx, from)?, living(tx, parent)?);
    if new.path.starts_with(&before.path) {
        return Err(Refusal::Circle.into());
    }
    actions::check_place(tx, before.kind, Some(parent))?;
    let path = format!("{}{}.", new.path, before.id);
    let after = Organisation { parent: Some(parent), path, ..before.clone() };
    apply(tx, &before, &after, change)?;
    repath_below(tx, &before, &after, change)?;
    record(tx, id, EventKind::Moved, change, (&old.name, &new.name), Some(parent), None)?;
    tx.emit("organisation.moved", &after.record(), &after)?;
    Ok(after)
}

/// Gives every organisation below `after` the path that follows from its new place.
fn repath_below(
    tx: &mut Tx,
    before: &Organisation,
    after: &Organisation,
    change: &Change,
) -> Result<(), Problem> {
    web::accounts::repath(tx, after.id, &after.path)?;
    for below in record::subtree(tx, &before.path)? {
        let Some(rest) = below.path.strip_prefix(&before.path).filter(|_| below.id != after.id) else {
            continue;
        };
        let moved = Organisation { path: format!("{}{rest}", after.path), ..below };
        tx.run(REPATH, &[&moved.id, &moved.path])?;
        web::accounts::repath(tx, moved.id, &moved.path)?;
        if moved.state == State::Normal {
            history::change(tx, &moved, change.on.day)?;
        }
    }
    Ok(())
}

/// Makes an organisation a higher kind from that day on, usually under another name.
///
/// # Errors
/// [`Problem::Refused`] when the kind is not higher or cannot stand there, [`Problem::Invalid`] when the name is taken.
pub fn upgrade(
    tx: &mut Tx,
    id: OrgId,
    kind: Kind,
    name: &str,
    change: &Change,
) -> Result<Organisation, Problem> {
    let before = changeable(tx, id, change, true)?;
    if !rules::is_higher(before.kind, kind) {
        return Err(Refusal::NotHigher.into());
    }
    actions::check_taken(tx, Some(id), name, "")?;
    actions::check_place_of(tx, kind, &before)?;
    let word = kind.word().to_owned();
    let after = Organisation { kind, kind_text: word, name: name.to_owned(), ..before.clone() };
    apply(tx, &before, &after, change)?;
    record(tx, id, EventKind::Upgraded, change, (&before.name, &after.name), None, None)?;
    tx.emit("organisation.upgraded", &after.record(), &after)?;
    Ok(after)
}

/// Makes a new organisation of the same kind beside it out of a part of its members.
///
/// # Errors
/// [`Problem::Refused`] when the part is larger than the whole, [`Problem::Invalid`] when its name or code is taken.
pub fn split(tx: &mut Tx, id: OrgId, part: &Part, change: &Change) -> Result<Organisation, Problem> {
    let before = changeable(tx, id, change, true)?;
    if before.parent.is_none() {
        return Err(Refusal::Root.into());
    }
    if part.members >= before.members.max(1) {
        return Err(Refusal::PartTooLarge(before.members).into());
    }
    let facts = Facts {
        code: part.code.clone(),
        category: before.category.clone(),
        department: before.department.clone(),
        kind_text: before.kind_text.clone(),
        founded: Some(change.on),
        founded_document: change.document.clone(),
        members: part.members,
        ..Facts::named(part.name.clone(), before.kind)
    };
    let new = actions::found(tx, &facts, before.parent, None)?;
    let after = Organisation { members: before.members - part.members, ..before.clone() };
    apply(tx, &before, &after, change)?;
    record(tx, id, EventKind::Split, change, (&before.name, &new.name), Some(new.id), None)?;
    tx.emit("organisation.split", &after.record(), &new)?;
    Ok(new)
}

/// Takes an organisation up into another: its members are counted there, what stood below it stands below the other,
/// and its posts end.
///
/// # Errors
/// [`Problem::Refused`] when it is the same one, the root, or the day cannot be.
pub fn merge(tx: &mut Tx, id: OrgId, into: OrgId, change: &Change) -> Result<Organisation, Problem> {
    if id == into {
        return Err(Refusal::Itself.into());
    }
    let before = changeable(tx, id, change, false)?;
    let survivor = changeable(tx, into, change, true)?;
    if before.parent.is_none() || survivor.path.starts_with(&before.path) {
        return Err(Refusal::Root.into());
    }
    for child in record::children(tx, id)? {
        relocate(tx, child.id, into, change)?;
    }
    end(tx, &before, State::Merged, Some(into), change)?;
    let sum = |a: Option<i64>, b: Option<i64>| a.map_or(b, |a| Some(a + b.unwrap_or(0)));
    let after = Organisation {
        members: survivor.members + before.members,
        probationary: sum(survivor.probationary, before.probationary),
        under_35: sum(survivor.under_35, before.under_35),
        staff: sum(survivor.staff, before.staff),
        ..survivor.clone()
    };
    apply(tx, &survivor, &after, change)?;
    record(tx, id, EventKind::Merged, change, (&before.name, &after.name), Some(into), None)?;
    record(tx, into, EventKind::Merged, change, (&before.name, &after.name), Some(id), None)?;
    tx.emit("organisation.merged", &before.record(), &after)?;
    Ok(after)
}

/// Abolishes an organisation with nothing below it; its posts end.
///
/// # Errors
/// [`Problem::Refused`] when something still stands below it, it is the root, or the day cannot be.
pub fn abolish(tx: &mut Tx, id: OrgId, change: &Change) -> Result<(), Problem> {
    let before = changeable(tx, id, change, false)?;
    if before.parent.is_none() {
        return Err(Refusal::Root.into());
    }
    let below = record::children(tx, id)?.len();
    if below > 0 {
        return Err(Refusal::NotEmpty(below).into());
    }
    end(tx, &before, State::Abolished, None, change)?;
    record(tx, id, EventKind::Abolished, change, (&before.name, ""), None, None)?;
    tx.emit("organisation.abolished", &before.record(), &before)?;
    Ok(())
}

fn end(
    tx: &mut Tx,
    before: &Organisation,
    state: State,
    successor: Option<OrgId>,
    change: &Change,
) -> Result<(), Problem> {
    let on = change.on.day;
    let after = Organisation { state, ended: Some(on), successor, ..before.clone() };
    save(tx, &after)?;
    history::end(tx, before.id, on)?;
    tx.note(&after.record(), Some(before), Some(&after))?;
    appointments::actions::end_all(tx, before.id, on, state.code())
}

/// The organisation, if it exists and can change on that day.
fn changeable(tx: &mut Tx, id: OrgId, change: &Change, open: bool) -> Result<Organisation, Problem> {
    let org = living(tx, id)?;
    let latest = history::latest(tx, id)?;
    rules::dated(change.on.day, latest, tx.today(), open)?;
    Ok(org)
}

fn apply(tx: &mut Tx, before: &Organisation, after: &Organisation, change: &Change) -> Result<(), Problem> {
    save(tx, after)?;
    history::change(tx, after, change.on.day)?;
    tx.note(&after.record(), Some(before), Some(after))?;
    Ok(())
}
