//! Work done in the background: rows that survive a restart, and the threads that run them.
//!
//! A job is queued by [`Tx::enqueue`] in the transaction that wants it. A [`Runner`] takes the oldest whose time has
//! come, runs the handler of its kind, and keeps the error of one that failed. A job that was running when its server
//! ended is run again, so a handler either bears being run twice or does its work and [`Run::complete`] in one write.

mod handler;
mod runner;

pub use handler::{Handler, Run};
pub use runner::{Runner, Settings};

use kernel::Moment;
use schemars::JsonSchema;
use sea_query::{Expr, ExprTrait, Order, Query};
use serde::Serialize;

use crate::{Conn, Error, FromSql, Json, Row, ToSql, Tx, Value};

kernel::id_type!(
    /// Number of a background job.
    JobId
);
crate::id_columns!(JobId);

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for its turn or its time.
    Queued,
    /// Being run.
    Running,
    /// Ended well.
    Done,
    /// Given up; [`Job::error`] says why.
    Failed,
}

impl State {
    /// As it stands in the database and in message keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl ToSql for State {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(self.code().into()))
    }
}

impl FromSql for State {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        let all = [Self::Queued, Self::Running, Self::Done, Self::Failed];
        let Value::Text(code) = value else { return Err("a job's state") };
        all.into_iter().find(|state| state.code() == code).ok_or("a job's state")
    }
}

/// A job as its row stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// Which handler runs it.
    pub kind: String,
    /// What the handler was given, as JSON.
    pub payload: String,
    /// How far it is.
    pub state: State,
    /// Steps done.
    pub done: i64,
    /// Steps in all; 0 while unknown.
    pub total: i64,
    /// What it is doing or has done, in its own words.
    pub note: String,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// Attempts begun.
    pub attempts: i64,
    /// Not before this moment.
    pub run_at: Moment,
    /// When it was queued.
    pub created_at: Moment,
    /// When the last attempt began.
    pub started_at: Option<Moment>,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Who wanted it, as in the audit trail.
    pub requested_by: String,
}

const APPEND: &str = "INSERT INTO jobs (kind, payload, state, run_at, created_at, requested_by)
    VALUES ($1, $2, 'queued', $3, $4, $5) RETURNING id";
const ONE: &str = "SELECT id, kind, payload, state, done, total, note, error, attempts, run_at, created_at,
    started_at, finished_at, requested_by FROM jobs WHERE id = $1";
const RETRY: &str = "UPDATE jobs SET state = 'queued', run_at = $2, finished_at = NULL
    WHERE id = $1 AND state = 'failed'";
const CANCEL: &str = "UPDATE jobs SET state = 'failed', error = 'cancelled', finished_at = $2
    WHERE id = $1 AND state = 'queued'";
const FORGET: &str = "DELETE FROM jobs WHERE state IN ('done', 'failed') AND finished_at < $1";
const COLUMNS: [&str; 14] = [
    "id",
    "kind",
    "payload",
    "state",
    "done",
    "total",
    "note",
    "error",
    "attempts",
    "run_at",
    "created_at",
    "started_at",
    "finished_at",
    "requested_by",
];

pub(crate) fn append<P: Serialize + ?Sized>(
    tx: &mut Tx,
    kind: &'static str,
    payload: &P,
    run_at: Option<Moment>,
) -> Result<JobId, Error> {
    let (now, actor) = (tx.now(), tx.actor_code());
    tx.insert(APPEND, &[&kind, &Json(payload), &run_at.unwrap_or(now), &now, &actor])
}

/// Which jobs are wanted; `None` means any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of that kind.
    pub kind: Option<String>,
    /// In that state.
    pub state: Option<State>,
    /// Wanted by that actor, as in the audit trail.
    pub requested_by: Option<String>,
}

/// Jobs, newest first: at most `limit` of them with a number below `below` (`None` for the first page).
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, filter: &Filter, below: Option<JobId>, limit: u64) -> Result<Vec<Job>, Error> {
    let mut query = Query::select();
    query.from("jobs").columns(COLUMNS).order_by("id", Order::Desc).limit(limit);
    if let Some(kind) = &filter.kind {
        query.and_where(Expr::col("kind").eq(kind));
    }
    if let Some(state) = filter.state {
        query.and_where(Expr::col("state").eq(state.code()));
    }
    if let Some(actor) = &filter.requested_by {
        query.and_where(Expr::col("requested_by").eq(actor));
    }
    if let Some(below) = below {
        query.and_where(Expr::col("id").lt(below.0));
    }
    conn.select(&query, from_row)
}

/// One job.
///
/// # Errors
/// [`Error::NoRow`] when there is none.
pub fn find(conn: &mut Conn, id: JobId) -> Result<Job, Error> {
    conn.one(ONE, &[&id], from_row)
}

/// Queues a failed job again. Gives false when it has not failed.
///
/// # Errors
/// When the database fails.
pub fn retry(tx: &mut Tx, id: JobId) -> Result<bool, Error> {
    let now = tx.now();
    tx.rings = true;
    Ok(tx.run(RETRY, &[&id, &now])? > 0)
}

/// Gives up a job that has not begun. Gives false when it has.
///
/// # Errors
/// When the database fails.
pub fn cancel(tx: &mut Tx, id: JobId) -> Result<bool, Error> {
    let now = tx.now();
    Ok(tx.run(CANCEL, &[&id, &now])? > 0)
}

/// Removes jobs that ended before that moment; gives their number.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx, ended_before: Moment) -> Result<u64, Error> {
    tx.run(FORGET, &[&ended_before])
}

fn from_row(row: &Row<'_>) -> Result<Job, Error> {
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        payload: row.get(2)?,
        state: row.get(3)?,
        done: row.get(4)?,
        total: row.get(5)?,
        note: row.get(6)?,
        error: row.get(7)?,
        attempts: row.get(8)?,
        run_at: row.get(9)?,
        created_at: row.get(10)?,
        started_at: row.get(11)?,
        finished_at: row.get(12)?,
        requested_by: row.get(13)?,
    })
}
