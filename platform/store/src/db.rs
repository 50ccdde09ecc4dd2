//! The database as the rest of the program sees it: closures that read, closures that write.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use kernel::{Act, Actor, Clock, Moment, Permit, Problem};

use crate::bell::Bell;
use crate::dialect::{self, Use};
use crate::migrate::{Migrations, STORE};
use crate::place::{self, Place};
use crate::reader::{self, Read};
use crate::tx::{Tx, Writing};
use crate::writer::{self, Job, Write};
use crate::{Backend, Config, Conn, Error};

/// A database with its threads. Clones share them; when the last one is dropped, what is queued is finished and the
/// threads end.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    backend: Backend,
    config: Config,
    clock: Arc<dyn Clock>,
    bell: Arc<Bell>,
    // Emptied when dropped: a thread ends when nobody can send to it any more.
    reads: Option<Sender<Read>>,
    writes: Option<Sender<Box<dyn Write>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Db {
    /// Opens a database, applies the migrations it lacks, and starts its threads.
    ///
    /// # Errors
    /// When it cannot be reached, or a migration is refused or differs from what was applied before.
    pub fn open(config: &Config, sets: &[Migrations], clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let mut driver = dialect::driver(config, Use::Write)?;
        let mut all = vec![STORE];
        all.extend_from_slice(sets);
        driver.migrate(&all)?;
        let backend = driver.backend();
        let bell = Arc::new(Bell::default());
        let mut threads = Vec::new();

        let (writes, queue) = unbounded();
        let (its_clock, its_bell) = (Arc::clone(&clock), Arc::clone(&bell));
        threads.push(start("store-writer".into(), move || {
            writer::run(Tx::new(driver), &queue, &its_clock, &its_bell);
        })?);

        let (reads, queue): (_, Receiver<Read>) = unbounded();
        for number in 0..config.reader_threads() {
            let (driver, queue) = (dialect::driver(config, Use::Read)?, queue.clone());
            threads.push(start(format!("store-reader-{number}"), move || reader::run(driver, &queue))?);
        }
        let db = Self(Arc::new(Inner {
            backend,
            config: config.clone(),
            clock,
            bell,
            reads: Some(reads),
            writes: Some(writes),
            threads,
        }));
        db.ping().map_err(|problem| Error::Connection(problem.to_string()))?;
        Ok(db)
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// The clock it was opened with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// Runs `f` on a reader thread and waits for its result. Everything it reads belongs to one state of the data.
    ///
    /// # Errors
    /// What `f` returns; [`Problem::Unexpected`] when it panics or is called inside another closure of the store.
    pub fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        place::may_wait_for(Place::Reader)?;
        let (reply, answer) = bounded(1);
        self.spawn_read(move |conn| {
            // Whoever asked may have gone away in the meantime.
            let _ = reply.send(place::guarded(|| f(conn)));
        });
        answer.recv().unwrap_or_else(|_| Err(Problem::unexpected("the readers have ended")))
    }

    /// Runs `f` on a reader thread without waiting for it; `f` hands on its own result. When no connection can be
    /// had, `f` still runs and every statement in it fails.
    pub fn spawn_read(&self, f: impl FnOnce(&mut Conn) + Send + 'static) {
        if let Some(queue) = &self.0.reads
            && queue.send(Box::new(f)).is_err()
        {
            tracing::error!("the readers have ended");
        }
    }

    /// Runs `f` on the writer and waits until it is committed. One audit row is written with the act alone when `f`
    /// notes nothing. `f` does database work only: everybody else's writes wait for it.
    ///
    /// # Errors
    /// What `f` returns, after undoing all of it; [`Problem::Unexpected`] when it panics, when the commit fails, or
    /// when it is called inside another write.
    pub fn write<A: Act, T: Send + 'static>(
        &self,
        permit: &Permit<A>,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.write_with(by(permit.actor(), permit.act(), true), false, f)
    }

    /// Housekeeping that changes no business record: when a session was last seen, how far a job has come. It leaves
    /// no audit row and may not write one.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_unaudited<T: Send + 'static>(
        &self,
        what: &'static str,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.write_with(Writing::housekeeping(what, Moment(0)), false, f)
    }

    /// A write by the program itself under a name of its own; audit rows only for what it notes.
    pub(crate) fn write_as<T: Send + 'static>(
        &self,
        actor: &Actor,
        act: &'static str,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.write_with(by(actor, act, false), false, f)
    }

    /// Housekeeping that shares its commit with nobody.
    pub(crate) fn write_alone<T: Send + 'static>(
        &self,
        what: &'static str,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.write_with(Writing::housekeeping(what, Moment(0)), true, f)
    }

    fn write_with<T: Send + 'static>(
        &self,
        writing: Writing,
        alone: bool,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        place::may_wait_for(Place::Writer)?;
        let (reply, answer) = bounded(1);
        let job = Job { writing, alone, closure: Some(f), result: None, reply };
        let ended = || Problem::unexpected("the writer has ended");
        self.0.writes.as_ref().ok_or_else(ended)?.send(Box::new(job)).map_err(|_| ended())?;
        answer.recv().unwrap_or_else(|_| Err(ended()))
    }

    /// Leaves nothing of removed rows in the files of these tables, and nothing of the order in which present ones came. Takes a
    /// connection of its own and as long as the tables are large; other writes to them wait.
    ///
    /// # Errors
    /// When the database fails or something keeps it from being done; it may be tried again.
    pub fn scrub(&self, tables: &[&str]) -> Result<(), Error> {
        let mut driver = dialect::driver(&self.0.config, Use::Write)?;
        driver.begin()?;
        driver.execute("COMMIT", &[])?;
        for sql in dialect::scrub(self.0.backend, tables) {
            let mut busy = false;
            match self.0.backend {
                Backend::Postgres => driver.batch(&sql)?,
                Backend::Sqlite => driver.query(&sql, &[], &mut |row| {
                    busy = row.get::<i64>(0)? != 0;
                    Ok(())
                })?,
            }
            if busy {
                return Err(Error::Misuse("the log could not be emptied while somebody was reading"));
            }
        }
        Ok(())
    }

    /// Whether both a reader and the writer answer.
    ///
    /// # Errors
    /// What keeps them from it.
    pub fn ping(&self) -> Result<(), Problem> {
        self.read(|conn| Ok(conn.count("SELECT 1", &[])?))?;
        self.write_unaudited("ping", |_| Ok(()))
    }

    /// Closures that wait for a reader, and closures that wait for the writer.
    pub fn waiting(&self) -> (usize, usize) {
        (self.0.reads.as_ref().map_or(0, Sender::len), self.0.writes.as_ref().map_or(0, Sender::len))
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }
}

fn by(actor: &Actor, act: &'static str, always_noted: bool) -> Writing {
    Writing { actor: actor.clone(), audited: true, act, always_noted, now: Moment(0), noted: 0 }
}

pub(crate) fn start(name: String, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    Ok(thread::Builder::new().name(name).spawn(run)?)
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.reads = None;
        self.writes = None;
        for thread in self.threads.drain(..) {
            // The last holder may be a closure on one of these very threads; that one ends by itself.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store ended in a panic");
            }
        }
    }
}
