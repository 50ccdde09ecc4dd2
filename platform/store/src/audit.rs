//! The audit trail: append-only rows, each bound to the one before it by a hash.
//!
//! The hash of a row is SM3 over the JSON array `[seq, hash of the row before, at, actor, act, record kind, record id,
//! before, after]`. The head stands in a table of its own, so that removing the last rows shows as well.

use kernel::{Actor, Moment, RecordRef, UserId};

use crate::digest::sm3_hex;
use sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::{Conn, Error, Row};

/// The last row of the chain: its number (0 when there is none) and its hash (empty when there is none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the last row.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// One row of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who, as [`actor_code`] writes it.
    pub actor: String,
    /// Which act.
    pub act: String,
    /// About which record; `None` when the act alone is recorded.
    pub record: Option<RecordRef>,
    /// The record before, as JSON.
    pub before: Option<String>,
    /// The record after, as JSON.
    pub after: Option<String>,
}

impl Entry {
    /// The hash of this row when it follows a row with the hash `previous`.
    pub fn hash(&self, previous: &str) -> Result<String, Error> {
        let (kind, id) = self.record.as_ref().map(|record| (record.kind.as_str(), record.id)).unzip();
        let text = serde_json::to_string(&(
            self.seq,
            previous,
            self.at,
            &self.actor,
            &self.act,
            kind,
            id,
            &self.before,
            &self.after,
        ))?;
        Ok(sm3_hex(text.as_bytes()))
    }

    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        let kind: Option<String> = row.get(4)?;
        let id: Option<i64> = row.get(5)?;
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            act: row.get(3)?,
            record: kind.zip(id).map(|(kind, id)| RecordRef { kind, id }),
            before: row.get(6)?,
            after: row.get(7)?,
        })
    }
}

/// How an actor stands in the trail, in jobs and in events: `user:7`, `user:7 for user:3`, `user:7 token:报表`, `cli:root`,
/// `job:outbox`.
pub fn actor_code(actor: &Actor) -> String {
    match actor {
        Actor::Nobody => "nobody".into(),
        Actor::User(id) => format!("user:{id}"),
        Actor::UserFor { user, represented } => format!("user:{user} for user:{represented}"),
        Actor::Token { user, name } => format!("user:{user} token:{name}"),
        Actor::CommandLine(name) => format!("cli:{name}"),
        Actor::Job(kind) => format!("job:{kind}"),
    }
}

/// The actor of a code that [`actor_code`] wrote; `None` for anything else.
pub fn actor_of(code: &str) -> Option<Actor> {
    let id = |text: &str| text.parse().ok().map(UserId);
    if code == "nobody" {
        Some(Actor::Nobody)
    } else if let Some(name) = code.strip_prefix("cli:") {
        Some(Actor::CommandLine(name.to_owned()))
    } else if let Some(kind) = code.strip_prefix("job:") {
        Some(Actor::Job(kind.to_owned()))
    } else if let Some((user, name)) = code.strip_prefix("user:")?.split_once(" token:") {
        Some(Actor::Token { user: id(user)?, name: name.to_owned() })
    } else if let Some((user, represented)) = code.strip_prefix("user:")?.split_once(" for user:") {
        Some(Actor::UserFor { user: id(user)?, represented: id(represented)? })
    } else {
        code.strip_prefix("user:").and_then(id).map(Actor::User)
    }
}

const TAKE_HEAD: &str = "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '')
    ON CONFLICT (id) DO UPDATE SET seq = audit_head.seq RETURNING seq, hash";
const MOVE_HEAD: &str = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";
const READ_HEAD: &str = "SELECT seq, hash FROM audit_head WHERE id = 1";
const APPEND: &str = "INSERT INTO audit
    (seq, at, actor, act, record_kind, record_id, before_json, after_json, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const WALK: &str = "SELECT seq, at, actor, act, record_kind, record_id, before_json, after_json, hash
    FROM audit ORDER BY seq";

/// Reads the head and holds its row until the transaction ends: several servers on one database then write one after
/// the other, as the single writer of one server does.
pub(crate) fn take_head(conn: &mut Conn) -> Result<Head, Error> {
    conn.one(TAKE_HEAD, &[], head_from)
}

/// Stores the head at the end of a group of writes.
pub(crate) fn move_head(conn: &mut Conn, head: &Head) -> Result<(), Error> {
    conn.change(MOVE_HEAD, &[&head.seq, &head.hash]).map(|_| ())
}

/// Appends a row after `head`, which moves on; the row's own number is set here.
pub(crate) fn append(conn: &mut Conn, head: &mut Head, mut entry: Entry) -> Result<(), Error> {
    entry.seq = head.seq + 1;
    let hash = entry.hash(&head.hash)?;
    let (kind, id) = entry.record.as_ref().map(|record| (&record.kind, record.id)).unzip();
    conn.change(
        APPEND,
        &[&entry.seq, &entry.at, &entry.actor, &entry.act, &kind, &id, &entry.before, &entry.after, &hash],
    )?;
    *head = Head { seq: entry.seq, hash };
    Ok(())
}

/// The last row of the chain. Its number is also the version of the data: it grows with every audited write, by
/// whichever process, and a page rendered at one version holds until the next.
///
/// # Errors
/// When the database fails.
pub fn head(conn: &mut Conn) -> Result<Head, Error> {
    Ok(conn.maybe(READ_HEAD, &[], head_from)?.unwrap_or(Head { seq: 0, hash: String::new() }))
}

fn head_from(row: &Row<'_>) -> Result<Head, Error> {
    Ok(Head { seq: row.get(0)?, hash: row.get(1)? })
}

/// What a check of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Every row is as it was written.
    Whole {
        /// Rows in the trail.
        rows: i64,
        /// The hash of the last one; empty when there is none.
        head: String,
    },
    /// The row with this number was changed, removed or put in; everything before it is as it was written.
    Broken {
        /// Number of the first row that does not fit.
        seq: i64,
    },
}

/// Walks the whole chain. A few thousand rows a second at least, a few rows in memory at a time.
///
/// # Errors
/// When the database fails.
pub fn verify(conn: &mut Conn) -> Result<Verified, Error> {
    let mut last = Head { seq: 0, hash: String::new() };
    let mut broken = None;
    conn.stream(WALK, &[], |row| {
        if broken.is_some() {
            return Ok(());
        }
        let entry = Entry::from_row(row)?;
        let stored: String = row.get(8)?;
        let hash = entry.hash(&last.hash)?;
        if entry.seq == last.seq + 1 && hash == stored {
            last = Head { seq: entry.seq, hash };
        } else {
            broken = Some(last.seq + 1);
        }
        Ok(())
    })?;
    if broken.is_none() && head(conn)? != last {
        broken = Some(last.seq + 1);
    }
    Ok(match broken {
        Some(seq) => Verified::Broken { seq },
        None => Verified::Whole { rows: last.seq, head: last.hash },
    })
}

/// Which rows of the trail are wanted; `None` means any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Who, as [`actor_code`] writes it.
    pub actor: Option<String>,
    /// Any of these; none at all when the list is empty and given.
    pub actors: Option<Vec<String>>,
    /// Name of the act; ending in `.` it stands for a whole domain, as `appraisal.`.
    pub act: Option<String>,
    /// Kind of the record.
    pub record_kind: Option<String>,
    /// Number of the record within its kind.
    pub record_id: Option<i64>,
    /// First moment.
    pub from: Option<Moment>,
    /// First moment no longer wanted.
    pub until: Option<Moment>,
}

impl Filter {
    fn query(&self) -> SelectStatement {
        let mut query = Query::select();
        query.from("audit").columns(COLUMNS).order_by("seq", Order::Desc);
        let column = Expr::col;
        if let Some(actor) = &self.actor {
            query.and_where(column("actor").eq(actor));
        }
        match self.actors.as_deref() {
            None => {}
            Some([]) => {
                query.and_where(Expr::cust("1 = 0"));
            }
            Some(actors) => {
                query.and_where(column("actor").is_in(actors.iter().map(String::as_str)));
            }
        }
        match &self.act {
            // '/' is the character after '.', so this is every act of the domain.
            Some(act) if act.ends_with('.') => {
                let end = format!("{}/", act.trim_end_matches('.'));
                query.and_where(column("act").gte(act)).and_where(column("act").lt(end));
            }
            Some(act) => {
                query.and_where(column("act").eq(act));
            }
            None => {}
        }
        if let Some(kind) = &self.record_kind {
            query.and_where(column("record_kind").eq(kind));
        }
        if let Some(id) = self.record_id {
            query.and_where(column("record_id").eq(id));
        }
        if let Some(from) = self.from {
            query.and_where(column("at").gte(from.0));
        }
        if let Some(until) = self.until {
            query.and_where(column("at").lt(until.0));
        }
        query
    }
}

const COLUMNS: [&str; 8] =
    ["seq", "at", "actor", "act", "record_kind", "record_id", "before_json", "after_json"];

/// Rows of the trail, newest first: at most `limit` of them with a number below `below`, which is the last number of
/// the page before (`None` for the first page).
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, filter: &Filter, below: Option<i64>, limit: u64) -> Result<Vec<Entry>, Error> {
    let mut query = filter.query();
    if let Some(below) = below {
        query.and_where(Expr::col("seq").lt(below));
    }
    query.limit(limit);
    conn.select(&query, Entry::from_row)
}

/// How many rows of the trail there are.
///
/// # Errors
/// When the database fails.
pub fn count(conn: &mut Conn, filter: &Filter) -> Result<i64, Error> {
    conn.select_count(&filter.query())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_actor_is_found_again_behind_its_code() {
        let user = UserId(7);
        for actor in [
            Actor::Nobody,
            Actor::User(user),
            Actor::UserFor { user, represented: UserId(3) },
            Actor::Token { user, name: "a token:b for user:3".into() },
            Actor::CommandLine("root".into()),
            Actor::Job("outbox".into()),
        ] {
            assert_eq!(actor_of(&actor_code(&actor)), Some(actor));
        }
        assert_eq!(actor_of("user:"), None);
        assert_eq!(actor_of("user:7 for user:"), None);
        assert_eq!(actor_of("someone"), None);
    }
}
