//! Versions: how an organisation stood in time. Each version holds from its first day until the day before the next
//! one begins; one range over `from_day` and `until_day` shows the whole tree as of any date. Only days on which an
//! organisation existed are covered.

use kernel::{Day, OrgId, Problem, names};
use store::{Conn, Tx};

use super::record::Organisation;

const LATEST: &str =
    "SELECT from_day FROM organisation_versions WHERE org_id = $1 ORDER BY from_day DESC LIMIT 1";
const FIRST: &str =
    "SELECT from_day, until_day FROM organisation_versions WHERE org_id = $1 ORDER BY from_day LIMIT 1";
const OPEN: &str = "INSERT INTO organisation_versions (org_id, from_day, until_day, code, name, short_name, folded, \
     sort_key, initials, kind, kind_text, category, parent_id, path) \
     VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const REPLACE: &str = "UPDATE organisation_versions SET code = $3, name = $4, short_name = $5, folded = $6, \
     sort_key = $7, initials = $8, kind = $9, kind_text = $10, category = $11, parent_id = $12, path = $13 \
     WHERE org_id = $1 AND from_day = $2";
const CLOSE: &str = "UPDATE organisation_versions SET until_day = $2 WHERE org_id = $1 AND until_day IS NULL";
const SHIFT: &str = "UPDATE organisation_versions SET from_day = $3 WHERE org_id = $1 AND from_day = $2";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[LATEST, FIRST, OPEN, REPLACE, CLOSE, SHIFT];

/// From when on an organisation counts whose founding nobody remembers: the first day of the calendar.
pub fn beginning() -> Day {
    Day::from_epoch_days(-719_162)
}

/// First day of the latest version.
///
/// # Errors
/// [`Problem::Missing`] when there is no such organisation.
pub fn latest(c: &mut Conn, id: OrgId) -> Result<Day, Problem> {
    c.maybe(LATEST, &[&id], |r| r.get(0))?.ok_or(Problem::Missing)
}

/// The first version of a new organisation.
pub(crate) fn begin(tx: &mut Tx, org: &Organisation) -> Result<(), Problem> {
    let from = org.founded.map_or_else(beginning, |founded| founded.day);
    write(tx, OPEN, org, from)
}

/// A new version from that day on; on the first day of the latest version, or before it, that one is replaced.
pub(crate) fn change(tx: &mut Tx, org: &Organisation, on: Day) -> Result<(), Problem> {
    let latest = latest(tx, org.id)?;
    if latest >= on {
        return write(tx, REPLACE, org, latest);
    }
    tx.run(CLOSE, &[&org.id, &on])?;
    write(tx, OPEN, org, on)
}

/// The latest version, corrected without a change in time; the first one begins with the founding as it is now known.
pub(crate) fn correct(tx: &mut Tx, org: &Organisation) -> Result<(), Problem> {
    let (first, until) = tx.one(FIRST, &[&org.id], |r| Ok((r.get::<Day>(0)?, r.get::<Option<Day>>(1)?)))?;
    let founded = org.founded.map_or_else(beginning, |founded| founded.day);
    if founded != first {
        if let Some(until) = until.filter(|until| *until <= founded) {
            return Err(super::rules::Refusal::BeforeLatest(until).into());
        }
        tx.run(SHIFT, &[&org.id, &first, &founded])?;
    }
    let latest = latest(tx, org.id)?;
    write(tx, REPLACE, org, latest)
}

/// The organisation no longer exists from that day on.
pub(crate) fn end(tx: &mut Tx, id: OrgId, on: Day) -> Result<(), Problem> {
    tx.run(CLOSE, &[&id, &on])?;
    Ok(())
}

fn write(tx: &mut Tx, sql: &str, org: &Organisation, from: Day) -> Result<(), Problem> {
    let (folded, sort_key, initials) = (names::fold(&org.name), org.sort_key(), org.initials());
    tx.run(
        sql,
        &[
            &org.id,
            &from,
            &org.code,
            &org.name,
            &org.short_name,
            &folded,
            &sort_key,
            &initials,
            &org.kind.code(),
            &org.kind_text,
            &org.category,
            &org.parent,
            &org.path,
        ],
    )?;
    Ok(())
}
