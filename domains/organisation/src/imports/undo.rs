//! Taking a whole import back. What came with it goes, what it changed is put back, unless something has been built on
//! it since; then nothing happens and every reason is named.

use std::collections::{HashMap, HashSet};

use kernel::{OrgId, Problem, RecordRef, Say};
use store::{Conn, Error, Tx, audit, links};

use super::image;
use super::record::{self, Import, ImportId, State};
use super::roster::Roster;

/// Entries of the trail read at a time.
const PAGE: u64 = 1000;

const NEW_PERSONS: &str = "SELECT id FROM persons WHERE import_id = $1";
const NEW_ORGANISATIONS: &str = "SELECT id FROM organisations WHERE import_id = $1";
const NEW_APPOINTMENTS: &str = "SELECT id FROM appointments WHERE import_id = $1";
const POSTS_OF_NEW_PERSONS: &str = "SELECT COUNT(*) FROM appointments a JOIN persons p ON p.id = a.person_id \
     WHERE p.import_id = $1 AND (a.import_id IS NULL OR a.import_id <> $1)";
const MERGED_INTO_NEW_PERSONS: &str = "SELECT COUNT(*) FROM persons m JOIN persons p ON p.id = m.merged_into \
     WHERE p.import_id = $1";
const POSTS_IN_NEW_ORGANISATIONS: &str = "SELECT COUNT(*) FROM appointments a JOIN organisations o ON o.id = a.org_id \
     WHERE o.import_id = $1";
const PERSONS_IN_NEW_ORGANISATIONS: &str = "SELECT COUNT(*) FROM persons p JOIN organisations o ON o.id = p.org_id \
     WHERE o.import_id = $1";
const BELOW_NEW_ORGANISATIONS: &str = "SELECT COUNT(*) FROM organisations b JOIN organisations o ON o.id = b.parent_id \
     WHERE o.import_id = $1 AND (b.import_id IS NULL OR b.import_id <> $1) \
     AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.import_id = $1 AND r.table_name = 'organisations' \
     AND r.record_id = b.id)";
const TERMS_OF_NEW_ORGANISATIONS: &str = "SELECT COUNT(*) FROM terms t JOIN organisations o ON o.id = t.org_id \
     WHERE o.import_id = $1";
const CHANGED_BY_LATER_IMPORTS: &str = "SELECT r.table_name, r.record_id FROM import_rows r \
     JOIN imports i ON i.id = r.import_id WHERE i.state = 'applied' AND r.import_id > $1";
const DROP_APPOINTMENTS: &str = "DELETE FROM appointments WHERE import_id = $1";
const DROP_PERSONS: &str = "DELETE FROM persons WHERE import_id = $1";
const DROP_EVENTS: &str = "DELETE FROM organisation_events WHERE org_id IN \
     (SELECT id FROM organisations WHERE import_id = $1)";
const DROP_VERSIONS: &str = "DELETE FROM organisation_versions WHERE org_id IN \
     (SELECT id FROM organisations WHERE import_id = $1)";
const DROP_ORGANISATIONS: &str = "DELETE FROM organisations WHERE import_id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[
    NEW_PERSONS,
    NEW_ORGANISATIONS,
    NEW_APPOINTMENTS,
    POSTS_OF_NEW_PERSONS,
    MERGED_INTO_NEW_PERSONS,
    POSTS_IN_NEW_ORGANISATIONS,
    PERSONS_IN_NEW_ORGANISATIONS,
    BELOW_NEW_ORGANISATIONS,
    TERMS_OF_NEW_ORGANISATIONS,
    CHANGED_BY_LATER_IMPORTS,
    DROP_APPOINTMENTS,
    DROP_PERSONS,
    DROP_EVENTS,
    DROP_VERSIONS,
    DROP_ORGANISATIONS,
];

/// Takes an import back.
///
/// # Errors
/// [`Problem::Refused`] when it is not applied or something was built on it since.
pub fn undo(tx: &mut Tx, id: ImportId) -> Result<(), Problem> {
    let import = record::find(tx, id)?;
    if import.state != State::Applied {
        return Err(Problem::refused("import-not-applied"));
    }
    if let Some(reason) = obstacles(tx, &import)?.into_iter().next() {
        return Err(Problem::Refused(reason));
    }
    remove(tx, &import).map_err(|error| match error {
        // Another domain points at one of the records.
        Problem::Unexpected(detail) if detail.starts_with(CONSTRAINT) => {
            Problem::refused("import-undo-referred")
        }
        other => other,
    })?;
    image::forget(tx, id)?;
    record::set_undone(tx, id)?;
    let (before, after) =
        (serde_json::json!({ "state": State::Applied }), serde_json::json!({ "state": State::Undone }));
    tx.emit("roster.undone", &import.record(), &serde_json::json!({ "counts": import.counts }))?;
    tx.note(&import.record(), Some(&before), Some(&after))?;
    Ok(())
}

/// How [`Error::Constraint`] begins once it is a problem.
const CONSTRAINT: &str = "a constraint forbids it";

fn remove(tx: &mut Tx, import: &Import) -> Result<(), Problem> {
    let id = import.id;
    tx.run(DROP_APPOINTMENTS, &[&id])?;
    // Rows that were there first let go of new ones: a moved organisation of its new parent.
    let kept = image::kept(tx, id)?;
    for row in &kept {
        image::put_back(tx, row)?;
        if let (true, Some(path)) =
            (row.table.name == "organisations", row.before.as_ref().and_then(|b| b.get("path")))
        {
            web::accounts::repath(tx, OrgId(row.id), path.as_str().unwrap_or_default())?;
        }
    }
    tx.run(DROP_PERSONS, &[&id])?;
    tx.run(DROP_EVENTS, &[&id])?;
    tx.run(DROP_VERSIONS, &[&id])?;
    tx.run(DROP_ORGANISATIONS, &[&id])?;
    Ok(())
}

/// Everything that keeps an applied import from being taken back.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn obstacles(c: &mut Conn, import: &Import) -> Result<Vec<Say>, Problem> {
    let id = import.id;
    let mut found = Vec::new();
    let mut counted = |c: &mut Conn, sql: &str, key: &'static str| -> Result<(), Error> {
        let n = c.count(sql, &[&id])?;
        if n > 0 {
            found.push(Say::new(key).with("n", n));
        }
        Ok(())
    };
    match import.roster {
        Roster::Cadres => {
            counted(c, POSTS_OF_NEW_PERSONS, "import-undo-posts")?;
            counted(c, MERGED_INTO_NEW_PERSONS, "import-undo-merged")?;
        }
        Roster::Organisations => {
            counted(c, POSTS_IN_NEW_ORGANISATIONS, "import-undo-posts-in")?;
            counted(c, PERSONS_IN_NEW_ORGANISATIONS, "import-undo-persons-in")?;
            counted(c, BELOW_NEW_ORGANISATIONS, "import-undo-below")?;
            counted(c, TERMS_OF_NEW_ORGANISATIONS, "import-undo-terms")?;
        }
    }
    let made = Made::load(c, id)?;
    let later = made.changed_later(c, import)?;
    if later > 0 {
        found.push(Say::new("import-undo-changed").with("n", later));
    }
    let linked = made.linked(c)?;
    if linked > 0 {
        found.push(Say::new("import-undo-linked").with("n", linked));
    }
    let roles = made.roles(c)?;
    if roles > 0 {
        found.push(Say::new("import-undo-roles").with("n", roles));
    }
    Ok(found)
}

/// The records that an import made or changed.
struct Made {
    new: HashMap<&'static str, HashSet<i64>>,
    changed: Vec<image::Kept>,
}

impl Made {
    fn load(c: &mut Conn, id: ImportId) -> Result<Self, Problem> {
        let mut new = HashMap::new();
        let kinds =
            [("person", NEW_PERSONS), ("organisation", NEW_ORGANISATIONS), ("appointment", NEW_APPOINTMENTS)];
        for (kind, sql) in kinds {
            new.insert(kind, c.all(sql, &[&id], |row| row.get::<i64>(0))?.into_iter().collect());
        }
        Ok(Self { new, changed: image::kept(c, id)? })
    }

    fn is_new(&self, kind: &str, id: i64) -> bool {
        self.new.get(kind).is_some_and(|ids| ids.contains(&id))
    }

    /// Records that changed after the import: by the trail, by another import, or by how they stand.
    fn changed_later(&self, c: &mut Conn, import: &Import) -> Result<usize, Problem> {
        let mut later: HashSet<(String, i64)> = HashSet::new();
        let about = import.record();
        let own = audit::Filter {
            record_kind: Some(about.kind.clone()),
            record_id: Some(about.id),
            ..audit::Filter::default()
        };
        let applied = audit::list(c, &own, None, 1)?.first().map_or(0, |entry| entry.seq);
        for kind in self.new.keys() {
            let filter = audit::Filter { record_kind: Some((*kind).to_owned()), ..audit::Filter::default() };
            let mut below = None;
            loop {
                let entries = audit::list(c, &filter, below, PAGE)?;
                below = entries.last().map(|entry| entry.seq);
                let fresh = entries.iter().filter(|entry| entry.seq > applied);
                later.extend(fresh.filter_map(|entry| {
                    let id = entry.record.as_ref()?.id;
                    self.is_new(kind, id).then(|| ((*kind).to_owned(), id))
                }));
                if below.is_none_or(|seq| seq <= applied) {
                    break;
                }
            }
        }
        let rows = c.all(CHANGED_BY_LATER_IMPORTS, &[&import.id], |row| {
            Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
        })?;
        for (table, id) in rows {
            let kind = table.strip_suffix('s').unwrap_or(&table);
            if self.is_new(kind, id) {
                later.insert((kind.to_owned(), id));
            }
        }
        for kept in &self.changed {
            if image::take(c, kept.table, kept.id)? != kept.after {
                let kind = kept.table.name.strip_suffix('s').unwrap_or(kept.table.name);
                later.insert((kind.to_owned(), kept.id));
            }
        }
        Ok(later.len())
    }

    /// New records that something is linked to.
    fn linked(&self, c: &mut Conn) -> Result<usize, Problem> {
        let mut n = 0;
        for kind in ["person", "organisation"] {
            for id in self.new.get(kind).into_iter().flatten() {
                n += usize::from(!links::of_record(c, &RecordRef::new(kind, *id))?.is_empty());
            }
        }
        Ok(n)
    }

    /// Accounts of new persons, and roles given for new organisations.
    fn roles(&self, c: &mut Conn) -> Result<usize, Problem> {
        let mut n = 0;
        for account in web::accounts::all(c)? {
            n += usize::from(account.person.is_some_and(|person| self.is_new("person", person.0)));
            let grants = web::accounts::grants(c, account.id)?;
            n += grants
                .iter()
                .filter_map(|grant| grant.org)
                .filter(|org| self.is_new("organisation", org.0))
                .count();
        }
        Ok(n)
    }
}
