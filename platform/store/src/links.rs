//! Typed links between any two records: an activity *implements* a task, an article *reports* an activity. A link has a
//! direction and is found from both its ends.

use kernel::{Moment, Problem, RecordRef};

use crate::{Conn, Error, Row, Tx};

/// A link as seen from one of its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What the link says, as `implements`.
    pub kind: String,
    /// True when it starts at the record asked about.
    pub outgoing: bool,
    /// The record at the other end.
    pub other: RecordRef,
    /// When it was made.
    pub at: Moment,
    /// By whom, as in the audit trail.
    pub by: String,
}

const ADD: &str = "INSERT INTO links (kind, from_kind, from_id, to_kind, to_id, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM links
    WHERE kind = $1 AND from_kind = $2 AND from_id = $3 AND to_kind = $4 AND to_id = $5";
const REMOVE_ALL: &str = "DELETE FROM links
    WHERE (from_kind = $1 AND from_id = $2) OR (to_kind = $1 AND to_id = $2)";
const OUTGOING: &str = "SELECT kind, to_kind, to_id, created_at, created_by FROM links
    WHERE from_kind = $1 AND from_id = $2 ORDER BY id";
const INCOMING: &str = "SELECT kind, from_kind, from_id, created_at, created_by FROM links
    WHERE to_kind = $1 AND to_id = $2 ORDER BY id";

/// Links two records. Gives false when they are already linked so.
///
/// # Errors
/// [`Problem::Refused`] (`link-to-itself`) for a record with itself.
pub fn link(tx: &mut Tx, kind: &str, from: &RecordRef, to: &RecordRef) -> Result<bool, Problem> {
    if from == to {
        return Err(Problem::refused("link-to-itself"));
    }
    let (now, by) = (tx.now(), tx.actor_code());
    Ok(tx.run(ADD, &[&kind, &from.kind, &from.id, &to.kind, &to.id, &now, &by])? > 0)
}

/// Removes a link. Gives false when there is none.
///
/// # Errors
/// When the database fails.
pub fn unlink(tx: &mut Tx, kind: &str, from: &RecordRef, to: &RecordRef) -> Result<bool, Error> {
    Ok(tx.run(REMOVE, &[&kind, &from.kind, &from.id, &to.kind, &to.id])? > 0)
}

/// Removes all links of a record, before it goes itself.
///
/// # Errors
/// When the database fails.
pub fn unlink_all(tx: &mut Tx, record: &RecordRef) -> Result<u64, Error> {
    tx.run(REMOVE_ALL, &[&record.kind, &record.id])
}

/// The links of a record, those that start there first, each in the order in which they were made.
///
/// # Errors
/// When the database fails.
pub fn of_record(conn: &mut Conn, record: &RecordRef) -> Result<Vec<Link>, Error> {
    let mut links = conn.all(OUTGOING, &[&record.kind, &record.id], |row| from_row(row, true))?;
    links.extend(conn.all(INCOMING, &[&record.kind, &record.id], |row| from_row(row, false))?);
    Ok(links)
}

fn from_row(row: &Row<'_>, outgoing: bool) -> Result<Link, Error> {
    Ok(Link {
        kind: row.get(0)?,
        outgoing,
        other: RecordRef { kind: row.get(1)?, id: row.get(2)? },
        at: row.get(3)?,
        by: row.get(4)?,
    })
}
