//! What runs the jobs of one kind, and what it sees of the job.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::access::MachineActor;
use kernel::{Act, Permit, Problem};
use serde::de::DeserializeOwned;

use super::JobId;
use super::runner::complete;
use crate::{Db, Error, Tx};

const PROGRESS: &str = "UPDATE jobs SET done = $2, total = $3, note = $4 WHERE id = $1";

type Work = dyn Fn(&Run, &str) -> Result<(), Problem> + Send + Sync;

/// What runs the jobs of one kind.
#[derive(Clone)]
pub struct Handler {
    pub(super) kind: &'static str,
    pub(super) attempts: i64,
    pub(super) work: Arc<Work>,
}

impl Handler {
    /// Runs jobs of that kind; `P` is what was queued with them. One attempt, unless [`Handler::attempts`] says more.
    pub fn new<P: DeserializeOwned>(
        kind: &'static str,
        work: impl Fn(&Run, P) -> Result<(), Problem> + Send + Sync + 'static,
    ) -> Self {
        let work = move |run: &Run, payload: &str| {
            let payload = serde_json::from_str(payload).map_err(Problem::unexpected)?;
            work(run, payload)
        };
        Self { kind, attempts: 1, work: Arc::new(work) }
    }

    /// How often a job is tried before it is given up.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = i64::from(attempts.max(1));
        self
    }
}

/// A job that is being run, as its handler sees it. A clone can be moved into the closure of a write.
#[derive(Clone)]
pub struct Run {
    pub(super) db: Db,
    pub(super) id: JobId,
    pub(super) kind: &'static str,
    pub(super) attempt: i64,
    pub(super) requested_by: String,
    pub(super) stop: Arc<AtomicBool>,
}

impl Run {
    /// Number of the job.
    pub fn id(&self) -> JobId {
        self.id
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> i64 {
        self.attempt
    }

    /// Who wanted it, as in the audit trail.
    pub fn requested_by(&self) -> &str {
        &self.requested_by
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The permit of this job: its writes are audited under `job:` and its kind.
    pub fn permit<A: Act>(&self) -> Permit<A> {
        Permit::on_the_machine(MachineActor::Job(self.kind.to_owned()))
    }

    /// Says how far the job is, for whoever looks at it. `total` is 0 while unknown.
    ///
    /// # Errors
    /// When the database fails.
    pub fn progress(&self, done: i64, total: i64, note: &str) -> Result<(), Problem> {
        let (id, note) = (self.id, note.to_owned());
        self.db.write_unaudited("job.progress", move |tx| {
            tx.run(PROGRESS, &[&id, &done, &total, &note])?;
            Ok(())
        })
    }

    /// Whether the program wants to end. A long job looks now and then, returns any error, and is run again later.
    pub fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Marks the job as done inside the write that does its work: then either both are there or neither.
    ///
    /// # Errors
    /// [`Error::NoRow`] when the job is no longer this server's to finish.
    pub fn complete(&self, tx: &mut Tx) -> Result<(), Error> {
        complete(tx, self.id)
    }
}
