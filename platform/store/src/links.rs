//! Typed links between any two records: a finding *leads to* a measure, a measure is *evidence for* an indicator. A link has
//! a direction and is found from both its ends.

use std::collections::BTreeMap;

use kernel::{Moment, Problem, RecordRef};
use sea_query::{Condition, Expr, ExprTrait, Order, Query};

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

/// Two linked records: what the link says, where it starts, where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// As [`Link::kind`].
    pub kind: String,
    /// Where it starts.
    pub from: RecordRef,
    /// Where it ends.
    pub to: RecordRef,
}

/// All links that start or end at one of these records, in the order in which they were made; one query, whatever their
/// number.
///
/// # Errors
/// When the database fails.
pub fn around(conn: &mut Conn, records: &[RecordRef]) -> Result<Vec<Tie>, Error> {
    let mut kinds: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for record in records {
        kinds.entry(&record.kind).or_default().push(record.id);
    }
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut any = Condition::any();
    for (kind, ids) in kinds {
        for (kind_column, id_column) in [("from_kind", "from_id"), ("to_kind", "to_id")] {
            let is_kind = Expr::col(kind_column).eq(kind);
            any = any.add(is_kind.and(Expr::col(id_column).is_in(ids.iter().copied())));
        }
    }
    let mut query = Query::select();
    query
        .columns(["kind", "from_kind", "from_id", "to_kind", "to_id"])
        .from("links")
        .cond_where(any)
        .order_by("id", Order::Asc);
    conn.select(&query, |row| {
        Ok(Tie {
            kind: row.get(0)?,
            from: RecordRef { kind: row.get(1)?, id: row.get(2)? },
            to: RecordRef { kind: row.get(3)?, id: row.get(4)? },
        })
    })
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
