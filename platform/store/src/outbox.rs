//! Events: rows written in the transaction that makes them true, and consumers that act on each exactly once.
//!
//! A consumer's effect and the place it has reached are one write, so an event is neither lost nor acted on twice. Each
//! consumer sees its events in the order in which they were committed; one that fails waits and is tried again before
//! any later one.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded, select};
use kernel::{Actor, Moment, Problem, RecordRef};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::start;
use crate::{Conn, Db, Error, Json, Row, Tx};

/// Something that has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number; later events have higher ones.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who did it, as in the audit trail.
    pub actor: String,
    /// What, in the past tense, as `organisation.merged`.
    pub kind: String,
    /// To which record.
    pub subject: RecordRef,
    /// Details, as JSON.
    pub payload: String,
}

impl Event {
    /// The details as `T`.
    ///
    /// # Errors
    /// [`Error::Json`] when they are something else.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Error> {
        Ok(serde_json::from_str(&self.payload)?)
    }
}

type Act = dyn Fn(&mut Tx, &Event) -> Result<(), Problem> + Send + Sync;

/// Acts on events. A new one begins with the oldest event that is kept.
#[derive(Clone)]
pub struct Consumer {
    name: &'static str,
    kinds: &'static [&'static str],
    act: Arc<Act>,
}

impl Consumer {
    /// Acts on events of these kinds. What it notes stands in the audit trail under `job:` and its name.
    pub fn new(
        name: &'static str,
        kinds: &'static [&'static str],
        act: impl Fn(&mut Tx, &Event) -> Result<(), Problem> + Send + Sync + 'static,
    ) -> Self {
        Self { name, kinds, act: Arc::new(act) }
    }
}

const APPEND: &str = "INSERT INTO outbox (at, actor, kind, subject_kind, subject_id, payload)
    VALUES ($1, $2, $3, $4, $5, $6)";
const REACHED: &str = "SELECT last_id FROM outbox_cursors WHERE consumer = $1";
const WAITING: &str = "SELECT id FROM outbox WHERE id > $1 ORDER BY id LIMIT 1";
const NEXT: &str = "SELECT id, at, actor, kind, subject_kind, subject_id, payload FROM outbox
    WHERE id > $1 ORDER BY id LIMIT 200";
const REACH: &str = "INSERT INTO outbox_cursors (consumer, last_id) VALUES ($1, $2)
    ON CONFLICT (consumer) DO UPDATE SET last_id = excluded.last_id, failures = 0, error = NULL";
const STUMBLE: &str = "INSERT INTO outbox_cursors (consumer, last_id, failures, error) VALUES ($1, 0, 1, $2)
    ON CONFLICT (consumer) DO UPDATE SET failures = outbox_cursors.failures + 1, error = excluded.error";
const STANDING: &str = "SELECT consumer, last_id, failures, error,
        (SELECT COUNT(*) FROM outbox WHERE id > outbox_cursors.last_id)
    FROM outbox_cursors ORDER BY consumer";
const FORGET: &str = "DELETE FROM outbox
    WHERE at < $1 AND id <= (SELECT COALESCE(MIN(last_id), 0) FROM outbox_cursors)";

pub(crate) fn append<P: Serialize + ?Sized>(
    tx: &mut Tx,
    kind: &'static str,
    subject: &RecordRef,
    payload: &P,
) -> Result<(), Error> {
    let (now, actor) = (tx.now(), tx.actor_code());
    tx.run(APPEND, &[&now, &actor, &kind, &subject.kind, &subject.id, &Json(payload)]).map(|_| ())
}

/// Lets a consumer act on everything that waits for it; gives the number of events it acted on.
///
/// # Errors
/// What the consumer returns: it has then acted on every event before that one, and on none after it.
pub fn drain(db: &Db, consumer: &Consumer) -> Result<u64, Problem> {
    let name = consumer.name;
    let mut acted = 0;
    while db.read(move |conn| {
        let last = reached(conn, name)?;
        Ok(conn.exists(WAITING, &[&last])?)
    })? {
        let its = consumer.clone();
        let step = db.write_as(&Actor::Job(name.to_owned()), name, move |tx| advance(tx, &its));
        match step {
            Ok(one) => acted += u64::from(one),
            Err(problem) => {
                let words = problem.to_string();
                db.write_unaudited("outbox.stumble", move |tx| Ok(tx.run(STUMBLE, &[&name, &words])?))?;
                return Err(problem);
            }
        }
    }
    Ok(acted)
}

/// Acts on the next event that the consumer wants and moves past it; gives whether there was one among those looked
/// at.
fn advance(tx: &mut Tx, consumer: &Consumer) -> Result<bool, Problem> {
    let last = reached(tx, consumer.name)?;
    let events = tx.all(NEXT, &[&last], from_row)?;
    let wanted = events.iter().find(|event| consumer.kinds.contains(&event.kind.as_str()));
    if let Some(event) = wanted {
        (consumer.act)(tx, event)?;
    }
    let Some(passed) = wanted.or(events.last()) else { return Ok(false) };
    tx.run(REACH, &[&consumer.name, &passed.id])?;
    Ok(wanted.is_some())
}

fn reached(conn: &mut Conn, consumer: &str) -> Result<i64, Error> {
    Ok(conn.maybe(REACHED, &[&consumer], |row| row.get(0))?.unwrap_or(0))
}

/// Where a consumer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Its name.
    pub consumer: String,
    /// Number of the last event it has passed.
    pub last_id: i64,
    /// Attempts at the next one that failed.
    pub failures: i64,
    /// Why the last of them failed.
    pub error: Option<String>,
    /// Events after that, of all kinds.
    pub behind: i64,
}

/// Where every consumer that ever met an event stands.
///
/// # Errors
/// When the database fails.
pub fn standing(conn: &mut Conn) -> Result<Vec<Standing>, Error> {
    conn.all(STANDING, &[], |row| {
        Ok(Standing {
            consumer: row.get(0)?,
            last_id: row.get(1)?,
            failures: row.get(2)?,
            error: row.get(3)?,
            behind: row.get(4)?,
        })
    })
}

/// Removes events from before that moment that every consumer has passed; gives their number.
///
/// # Errors
/// When the database fails.
pub fn forget(tx: &mut Tx, before: Moment) -> Result<u64, Error> {
    tx.run(FORGET, &[&before])
}

/// A thread that brings events to their consumers soon after they are committed. Stop it before the last [`Db`] is
/// dropped, for it holds one.
pub struct Courier {
    // Closed when dropped, which wakes the thread.
    alive: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Courier {
    /// Starts the thread; it looks at `poll` intervals for events of other servers and for consumers that stumbled.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(db: &Db, consumers: Vec<Consumer>, poll: Duration) -> Result<Self, Error> {
        let (alive, ended) = bounded::<()>(0);
        let (db, bell) = (db.clone(), db.bell().listen());
        let thread = start("outbox".into(), move || {
            loop {
                for consumer in &consumers {
                    if let Err(problem) = drain(&db, consumer) {
                        tracing::error!(consumer = consumer.name, %problem, "an event was not acted on");
                    }
                }
                select! {
                    recv(bell) -> _ => {}
                    recv(ended) -> _ => return,
                    default(poll) => {}
                }
            }
        })?;
        Ok(Self { alive: Some(alive), thread: Some(thread) })
    }

    /// Waits for the event at hand and ends.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.alive = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread of the outbox ended in a panic");
        }
    }
}

fn from_row(row: &Row<'_>) -> Result<Event, Error> {
    Ok(Event {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        kind: row.get(3)?,
        subject: RecordRef { kind: row.get(4)?, id: row.get(5)? },
        payload: row.get(6)?,
    })
}
