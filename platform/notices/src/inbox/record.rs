//! Notices as they stand in the database.

use kernel::{Day, Moment, Problem, UserId};
use store::{Conn, Row, Tx};

/// More than this is not counted for the top of a page.
const COUNTED: i64 = 100;

const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM notices WHERE user_id = $1 AND read_at IS NULL \
     LIMIT $2) AS unread";
const COUNTS: &str = "SELECT COUNT(*), COUNT(read_at) FROM notices WHERE user_id = $1";
const LIST: &str = "SELECT id, title_key, args, href, due_day, created, read_at FROM notices \
     WHERE user_id = $1 AND ($2 OR read_at IS NULL) \
     ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT $3 OFFSET $4";
const FIND: &str = "SELECT id, title_key, args, href, due_day, created, read_at FROM notices \
     WHERE user_id = $1 AND id = $2";
const READ: &str = "UPDATE notices SET read_at = $3 WHERE user_id = $1 AND id = $2 AND read_at IS NULL";
const READ_UNTIL: &str =
    "UPDATE notices SET read_at = $3 WHERE user_id = $1 AND id <= $2 AND read_at IS NULL";

/// Every statement of this file, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[UNREAD, COUNTS, LIST, FIND, READ, READ_UNTIL];

/// A notice of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) args: Vec<(String, String)>,
    pub(crate) href: String,
    pub(crate) due: Option<Day>,
    pub(crate) created: Moment,
    pub(crate) read: Option<Moment>,
}

impl Kept {
    /// From the columns id, title_key, args, href, due_day, created, read_at.
    pub(crate) fn of(row: &Row<'_>) -> Result<Self, store::Error> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            args: row.json(2)?,
            href: row.get(3)?,
            due: row.get(4)?,
            created: row.get(5)?,
            read: row.get(6)?,
        })
    }
}

/// How many unread notices an account has, up to a hundred.
pub(crate) fn unread(c: &mut Conn, user: UserId) -> Result<i64, Problem> {
    Ok(c.count(UNREAD, &[&user.0, &COUNTED])?)
}

/// How many notices an account has, and how many of them it has read.
pub(super) fn counts(c: &mut Conn, user: UserId) -> Result<(i64, i64), Problem> {
    Ok(c.one(COUNTS, &[&user.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Notices of an account, unread first, then the newest; with `all` those read as well.
pub(super) fn list(
    c: &mut Conn,
    user: UserId,
    all: bool,
    many: i64,
    skip: i64,
) -> Result<Vec<Kept>, Problem> {
    Ok(c.all(LIST, &[&user.0, &all, &many, &skip], Kept::of)?)
}

/// Marks a notice of that account as read and gives it.
///
/// # Errors
/// [`Problem::Missing`] when the account has no such notice.
pub(super) fn read(tx: &mut Tx, user: UserId, id: i64) -> Result<Kept, Problem> {
    let notice = tx.maybe(FIND, &[&user.0, &id], Kept::of)?.ok_or(Problem::Missing)?;
    let now = tx.now();
    tx.run(READ, &[&user.0, &id, &now])?;
    Ok(notice)
}

/// Marks everything up to that notice as read; what came later was not seen yet.
pub(super) fn read_until(tx: &mut Tx, user: UserId, last: i64) -> Result<u64, Problem> {
    let now = tx.now();
    Ok(tx.run(READ_UNTIL, &[&user.0, &last, &now])?)
}
