//! An organisation as it stands, its versions in time, and its events.

use kernel::{Day, OrgId, Problem, Reach, RecordRef, names};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use super::kind::{EventKind, Kind, State};
use crate::dated::Dated;

/// A Party organisation as it stands today, or as it last stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Organisation {
    /// Its number.
    pub id: OrgId,
    /// Code of the roster, as `001002`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name; empty when it has none.
    pub short_name: String,
    /// Kind.
    pub kind: Kind,
    /// The roster's own word for the kind, as `机关党委`.
    pub kind_text: String,
    /// Category in which it is appraised; empty when it is in none.
    pub category: String,
    /// The organisation above; `None` for the root.
    pub parent: Option<OrgId>,
    /// Ids from the root, each followed by a full stop, as `1.2.9.`.
    pub path: String,
    /// Department it belongs to; empty when it is not said.
    pub department: String,
    /// When it was founded.
    pub founded: Option<Dated>,
    /// Number of the document that founded it.
    pub founded_document: String,
    /// Party members, probationary ones too.
    pub members: i64,
    /// Of these, probationary.
    pub probationary: Option<i64>,
    /// Of these, under 35 years old.
    pub under_35: Option<i64>,
    /// Everybody who works there, members or not.
    pub staff: Option<i64>,
    /// Whom to ask.
    pub contact: String,
    /// At which number.
    pub telephone: String,
    /// Whether it exists.
    pub state: State,
    /// First day on which it no longer exists.
    pub ended: Option<Day>,
    /// The one that took it up.
    pub successor: Option<OrgId>,
    /// The import that brought it.
    pub import: Option<i64>,
}

impl Organisation {
    /// The record that links, attachments and the audit trail speak of.
    pub fn record(&self) -> RecordRef {
        RecordRef::new("organisation", self.id.0)
    }

    /// Members with full rights.
    pub fn full_members(&self) -> i64 {
        (self.members - self.probationary.unwrap_or(0)).max(0)
    }

    /// How many organisations stand above it.
    pub fn depth(&self) -> usize {
        depth(&self.path)
    }

    pub(crate) fn sort_key(&self) -> String {
        names::sort_key(&self.name)
    }

    /// Initials of the full and of the short name, so that either is found.
    pub(crate) fn initials(&self) -> String {
        let full = names::initials(&self.name);
        if self.short_name.is_empty() {
            full
        } else {
            format!("{full} {}", names::initials(&self.short_name))
        }
    }
}

/// How many organisations stand above the one with that path.
pub(crate) fn depth(path: &str) -> usize {
    path.matches('.').count().saturating_sub(1)
}

/// The end of the range in which the paths of a subtree lie: `/` follows `.` in every byte order.
pub(crate) fn path_end(path: &str) -> String {
    format!("{}/", path.strip_suffix('.').unwrap_or(path))
}

/// One dated event in the life of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Event {
    /// Its number.
    pub id: i64,
    /// Whose event it is.
    pub org: OrgId,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub on: Dated,
    /// Number of the document that ordered it.
    pub document: String,
    /// Anything else worth keeping.
    pub note: String,
    /// Name, place or kind before.
    pub was: String,
    /// Name, place or kind after.
    pub became: String,
    /// The other organisation, where one is concerned.
    pub counterpart: Option<OrgId>,
    /// Its name.
    pub counterpart_name: Option<String>,
}

const FIND: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE id = $1";
const LIVING: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE state = 'normal' ORDER BY code, id";
const CHILDREN: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE parent_id = $1 AND state = 'normal' \
     ORDER BY code, id";
const SUBTREE: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE path >= $1 AND path < $2 ORDER BY path";
const BY_FOLDED: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE folded = $1 AND state = 'normal' ORDER BY id";
const BY_CODE: &str = "SELECT id, code, name, short_name, kind, kind_text, category, parent_id, path, department, \
     founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, telephone, \
     state, ended_on, successor_id, import_id FROM organisations WHERE code = $1 AND state = 'normal'";
const EVENTS: &str = "SELECT e.id, e.org_id, e.kind, e.on_day, e.on_precision, e.document, e.note, e.was, e.became, \
     e.counterpart_id, o.name FROM organisation_events e LEFT JOIN organisations o ON o.id = e.counterpart_id \
     WHERE e.org_id = $1 ORDER BY e.on_day, e.id";
const CATEGORIES: &str = "SELECT DISTINCT category FROM organisations WHERE category <> '' ORDER BY category";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] =
    &[FIND, LIVING, CHILDREN, SUBTREE, BY_FOLDED, BY_CODE, EVENTS, CATEGORIES];

/// One organisation, whether it still exists or not.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub fn find(c: &mut Conn, id: OrgId) -> Result<Organisation, Problem> {
    c.maybe(FIND, &[&id], organisation)?.ok_or(Problem::Missing)
}

/// One organisation within reach.
///
/// # Errors
/// [`Problem::Missing`] when there is none, or when it lies outside.
pub fn find_within(c: &mut Conn, id: OrgId, reach: &Reach) -> Result<Organisation, Problem> {
    let found = find(c, id)?;
    if reach.covers(found.id, &found.path) { Ok(found) } else { Err(Problem::Missing) }
}

/// All organisations that exist, by code.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn living(c: &mut Conn) -> Result<Vec<Organisation>, Problem> {
    Ok(c.all(LIVING, &[], organisation)?)
}

/// Those directly under one, by code.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn children(c: &mut Conn, id: OrgId) -> Result<Vec<Organisation>, Problem> {
    Ok(c.all(CHILDREN, &[&id], organisation)?)
}

/// One and everything that stands or last stood below it, parents before children.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn subtree(c: &mut Conn, path: &str) -> Result<Vec<Organisation>, Problem> {
    let mut found = c.all(SUBTREE, &[&path, &path_end(path)], organisation)?;
    found.sort_by_key(Organisation::depth);
    Ok(found)
}

/// Those of that full name, compared by [`names::fold`].
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn by_name(c: &mut Conn, name: &str) -> Result<Vec<Organisation>, Problem> {
    Ok(c.all(BY_FOLDED, &[&names::fold(name)], organisation)?)
}

/// The one with that code.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn by_code(c: &mut Conn, code: &str) -> Result<Option<Organisation>, Problem> {
    Ok(c.maybe(BY_CODE, &[&code], organisation)?)
}

/// Events of an organisation, the oldest first.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn events(c: &mut Conn, id: OrgId) -> Result<Vec<Event>, Problem> {
    Ok(c.all(EVENTS, &[&id], event)?)
}

/// Categories in use.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn categories(c: &mut Conn) -> Result<Vec<String>, Problem> {
    Ok(c.all(CATEGORIES, &[], |r| r.get(0))?)
}

/// Reads the columns of the statements above.
pub(crate) fn organisation(r: &Row<'_>) -> Result<Organisation, store::Error> {
    Ok(Organisation {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        short_name: r.get(3)?,
        kind: Kind::at(r, 4)?,
        kind_text: r.get(5)?,
        category: r.get(6)?,
        parent: r.get(7)?,
        path: r.get(8)?,
        department: r.get(9)?,
        founded: Dated::at(r, 10)?,
        founded_document: r.get(12)?,
        members: r.get(13)?,
        probationary: r.get(14)?,
        under_35: r.get(15)?,
        staff: r.get(16)?,
        contact: r.get(17)?,
        telephone: r.get(18)?,
        state: State::at(r, 19)?,
        ended: r.get(20)?,
        successor: r.get(21)?,
        import: r.get(22)?,
    })
}

fn event(r: &Row<'_>) -> Result<Event, store::Error> {
    let on = Dated::at(r, 3)?.ok_or(store::Error::WrongType { column: 3, wanted: "a day", found: "NULL" })?;
    Ok(Event {
        id: r.get(0)?,
        org: r.get(1)?,
        kind: EventKind::at(r, 2)?,
        on,
        document: r.get(5)?,
        note: r.get(6)?,
        was: r.get(7)?,
        became: r.get(8)?,
        counterpart: r.get(9)?,
        counterpart_name: r.get(10)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_is_one_range_of_paths() {
        let (from, to) = ("1.2.", path_end("1.2."));
        let within = |path: &str| path >= from && path < to.as_str();
        assert!(within("1.2.") && within("1.2.9.") && within("1.2.10.3."));
        assert!(!within("1.20.") && !within("1.") && !within("1.3.") && !within("1.1.2."));
        assert_eq!(depth("1."), 0);
        assert_eq!(depth("1.2.9."), 2);
    }
}
