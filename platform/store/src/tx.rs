//! A connection inside a closure that writes.

use std::ops::{Deref, DerefMut};

use kernel::{Actor, Day, Moment, RecordRef};
use serde::Serialize;

use crate::audit::{self, Entry, Head, actor_code};
use crate::driver::Driver;
use crate::jobs::{self, JobId};
use crate::{Conn, Error, FromSql, ToSql, outbox};

/// The right to write, inside the closure of [`Db::write`](crate::Db::write). Reads through it see its own writes.
pub struct Tx {
    conn: Conn,
    writing: Writing,
    pub(crate) head: Head,
    /// Where the savepoint between this write and the one before stands.
    pub(crate) savepoint: Savepoint,
    /// Rows were added to the trail since the head was read.
    pub(crate) moved: bool,
    /// Something was queued for a background thread.
    pub(crate) rings: bool,
}

/// The savepoint that separates the writes of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Savepoint {
    /// Not set in this transaction.
    None,
    /// Set, with nothing done since: the last write was rolled back to it.
    Clean,
    /// Set before a write that is kept.
    Used,
}

/// Who writes what, and when.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    /// Whoever writes.
    pub(crate) actor: Actor,
    /// False for housekeeping, which leaves no row in the trail.
    pub(crate) audited: bool,
    /// Name of the act, or of the housekeeping.
    pub(crate) act: &'static str,
    /// Whether a row with the act alone is written when nothing was noted.
    pub(crate) always_noted: bool,
    /// The time of everything in it.
    pub(crate) now: Moment,
    /// Rows noted so far.
    pub(crate) noted: u32,
}

impl Writing {
    /// A write that changes no business record.
    pub(crate) fn housekeeping(what: &'static str, now: Moment) -> Self {
        Self { actor: Actor::Job(what.into()), audited: false, act: what, always_noted: false, now, noted: 0 }
    }
}

impl Tx {
    pub(crate) fn new(driver: Box<dyn Driver>) -> Self {
        Self {
            conn: Conn::new(driver),
            writing: Writing::housekeeping("store", Moment(0)),
            head: Head { seq: 0, hash: String::new() },
            savepoint: Savepoint::None,
            moved: false,
            rings: false,
        }
    }

    /// Makes ready for the next closure.
    pub(crate) fn start(&mut self, writing: Writing) {
        self.conn.reset();
        self.writing = writing;
    }

    /// Writes the row with the act alone if nothing else was noted.
    pub(crate) fn close(&mut self) -> Result<(), Error> {
        if self.conn.has_failed() {
            return Err(Error::Failed);
        }
        if self.writing.always_noted && self.writing.noted == 0 {
            self.append(None, None, None)?;
        }
        Ok(())
    }

    /// Runs a statement that changes rows; gives their number.
    ///
    /// # Errors
    /// What the database says. After an error nothing but the rollback is left.
    pub fn run(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<u64, Error> {
        self.conn.change(sql, args)
    }

    /// Runs an `INSERT … RETURNING id`; gives the number of the new row.
    ///
    /// # Errors
    /// As [`Tx::run`]; [`Error::NoRow`] when nothing was inserted (`ON CONFLICT DO NOTHING`).
    pub fn insert<T: FromSql>(&mut self, sql: &str, args: &[&dyn ToSql]) -> Result<T, Error> {
        self.conn.scalar(sql, args)
    }

    /// Writes a row of the audit trail: what the record was and what it is now. Who, which act and when come from the
    /// permit and the clock.
    ///
    /// # Errors
    /// [`Error::Misuse`] in housekeeping; [`Error::Json`] when a state cannot be put into JSON.
    pub fn note<B: Serialize + ?Sized, A: Serialize + ?Sized>(
        &mut self,
        record: &RecordRef,
        before: Option<&B>,
        after: Option<&A>,
    ) -> Result<(), Error> {
        let before = before.map(serde_json::to_string).transpose()?;
        let after = after.map(serde_json::to_string).transpose()?;
        self.append(Some(record.clone()), before, after)
    }

    /// A record came into being.
    ///
    /// # Errors
    /// As [`Tx::note`].
    pub fn note_new<A: Serialize + ?Sized>(&mut self, record: &RecordRef, after: &A) -> Result<(), Error> {
        self.note(record, None::<&()>, Some(after))
    }

    /// A record is gone.
    ///
    /// # Errors
    /// As [`Tx::note`].
    pub fn note_gone<B: Serialize + ?Sized>(&mut self, record: &RecordRef, before: &B) -> Result<(), Error> {
        self.note(record, Some(before), None::<&()>)
    }

    /// From here on the trail names another actor: for acts at whose beginning nobody is known yet, such as signing
    /// in.
    pub fn act_as(&mut self, actor: Actor) {
        self.writing.actor = actor;
    }

    /// Queues an event for the consumers of the outbox; they see it when this write is committed. `kind` is in the
    /// past tense: `organisation.merged`.
    ///
    /// # Errors
    /// [`Error::Json`] when the payload cannot be put into JSON.
    pub fn emit<P: Serialize + ?Sized>(
        &mut self,
        kind: &'static str,
        subject: &RecordRef,
        payload: &P,
    ) -> Result<(), Error> {
        outbox::append(self, kind, subject, payload)?;
        self.rings = true;
        Ok(())
    }

    /// Queues a job, to be run at `run_at` or as soon as this write is committed.
    ///
    /// # Errors
    /// [`Error::Json`] when the payload cannot be put into JSON.
    pub fn enqueue<P: Serialize + ?Sized>(
        &mut self,
        kind: &'static str,
        payload: &P,
        run_at: Option<Moment>,
    ) -> Result<JobId, Error> {
        let id = jobs::append(self, kind, payload, run_at)?;
        self.rings = true;
        Ok(id)
    }

    fn append(
        &mut self,
        record: Option<RecordRef>,
        before: Option<String>,
        after: Option<String>,
    ) -> Result<(), Error> {
        if !self.writing.audited {
            return Err(Error::Misuse("housekeeping leaves no audit row; write with a permit"));
        }
        let entry = Entry {
            seq: 0,
            at: self.writing.now,
            actor: actor_code(&self.writing.actor),
            act: self.writing.act.to_owned(),
            record,
            before,
            after,
        };
        audit::append(&mut self.conn, &mut self.head, entry)?;
        self.moved = true;
        self.writing.noted += 1;
        Ok(())
    }

    /// The time of this write; the same for everything in it.
    pub fn now(&self) -> Moment {
        self.writing.now
    }

    /// The civil day of this write.
    pub fn today(&self) -> Day {
        self.writing.now.day()
    }

    /// Who writes.
    pub fn actor(&self) -> &Actor {
        &self.writing.actor
    }

    /// Who writes, as it stands in columns such as `created_by`.
    pub fn actor_code(&self) -> String {
        actor_code(&self.writing.actor)
    }

    /// Name of the act.
    pub fn act(&self) -> &'static str {
        self.writing.act
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
