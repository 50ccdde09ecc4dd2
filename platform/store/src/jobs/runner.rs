//! The threads that run jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, select};
use kernel::Problem;

use super::JobId;
use super::handler::{Handler, Run};
use crate::db::start;
use crate::{Db, Error, ToSql, Tx, place};

/// A running job whose server has not been heard of for so many seconds is queued again.
const LEASE_SECONDS: i64 = 60;

/// How often a server says that it still runs its jobs.
const BEAT: Duration = Duration::from_secs(15);

/// How often a job may be begun beyond its attempts, because its server ended while it ran. One that brings its server
/// down every time is given up after that.
const INTERRUPTIONS: i64 = 3;

/// Seconds before the second attempt; each further one waits twice as long.
const FIRST_PAUSE: i64 = 30;

/// How a [`Runner`] works.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of this server, different from every other on the same database: after a restart it takes up its own jobs
    /// at once, and those of others only when they have not been heard of for a minute.
    pub name: String,
    /// Jobs run at the same time.
    pub workers: usize,
    /// How often jobs whose time has come are looked for. Those queued by this server are noticed at once.
    pub poll: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { name: "main".to_owned(), workers: 1, poll: Duration::from_secs(5) }
    }
}

/// Threads that run jobs. Stop it before the last [`Db`] is dropped, for it holds one.
pub struct Runner {
    stop: Arc<AtomicBool>,
    // Closed when dropped, which wakes every thread.
    alive: Option<Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

const TAKE_UP: &str = "UPDATE jobs SET state = 'queued'
    WHERE state = 'running' AND (worker = $1 OR beat_at < $2)";
const TAKE_UP_LOST: &str = "UPDATE jobs SET state = 'queued'
    WHERE state = 'running' AND beat_at < $1";
const BEAT_ON: &str = "UPDATE jobs SET beat_at = $2 WHERE state = 'running' AND worker = $1";
const COMPLETE: &str = "UPDATE jobs SET state = 'done', finished_at = $2, error = NULL
    WHERE id = $1 AND state = 'running' RETURNING id";
const GIVE_BACK: &str = "UPDATE jobs SET state = 'queued', attempts = attempts - 1
    WHERE id = $1 AND state = 'running'";
const TRY_LATER: &str = "UPDATE jobs SET state = 'queued', run_at = $2, error = $3
    WHERE id = $1 AND state = 'running'";
const GIVE_UP: &str = "UPDATE jobs SET state = 'failed', finished_at = $2, error = $3
    WHERE id = $1 AND state = 'running'";

pub(super) fn complete(tx: &mut Tx, id: JobId) -> Result<(), Error> {
    let now = tx.now();
    tx.scalar::<JobId>(COMPLETE, &[&id, &now]).map(|_| ())
}

impl Runner {
    /// Queues again what this server was running when it last ended, and starts the threads.
    ///
    /// # Errors
    /// When the database fails or a thread cannot be started.
    pub fn start(db: &Db, handlers: Vec<Handler>, settings: Settings) -> Result<Self, Problem> {
        let name = settings.name.clone();
        db.write_unaudited("job.take_up", move |tx| {
            let lost_before = tx.now().plus(-LEASE_SECONDS);
            Ok(tx.run(TAKE_UP, &[&name, &lost_before])?)
        })?;
        let (alive, ended) = bounded::<()>(0);
        let stop = Arc::new(AtomicBool::new(false));
        let mut runner = Self { stop: Arc::clone(&stop), alive: Some(alive), threads: Vec::new() };
        let handlers: Arc<[Handler]> = handlers.into();
        for number in 0..settings.workers.max(1) {
            let worker = Worker {
                db: db.clone(),
                handlers: Arc::clone(&handlers),
                claim: claim_text(handlers.len()),
                settings: settings.clone(),
                bell: db.bell().listen(),
                ended: ended.clone(),
                stop: Arc::clone(&stop),
            };
            runner.threads.push(start(format!("jobs-{number}"), move || worker.run())?);
        }
        let (db, name) = (db.clone(), settings.name);
        runner.threads.push(start("jobs-keeper".into(), move || keep(&db, &name, &ended))?);
        Ok(runner)
    }

    /// Takes no more jobs, asks the running ones to stop, and waits for them.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.alive = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the job runner ended in a panic");
            }
        }
    }
}

/// Says now and then that this server still runs its jobs, and queues again those of servers not heard of.
fn keep(db: &Db, name: &str, ended: &Receiver<()>) {
    while ended.recv_timeout(BEAT).is_err_and(|e| e.is_timeout()) {
        let name = name.to_owned();
        let kept = db.write_unaudited("job.beat", move |tx| {
            let now = tx.now();
            tx.run(BEAT_ON, &[&name, &now])?;
            Ok(tx.run(TAKE_UP_LOST, &[&now.plus(-LEASE_SECONDS)])?)
        });
        if let Err(problem) = kept {
            tracing::error!(%problem, "the jobs of this server could not be kept");
        }
    }
}

/// The state is asked for twice, because another server may take the job between the choice and the change.
fn claim_text(kinds: usize) -> String {
    let kinds: Vec<String> = (3..kinds + 3).map(|n| format!("${n}")).collect();
    format!(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = $1, beat_at = $1, worker = $2,
             done = 0, total = 0, note = ''
         WHERE state = 'queued' AND id = (
             SELECT id FROM jobs WHERE state = 'queued' AND run_at <= $1 AND kind IN ({})
             ORDER BY run_at, id LIMIT 1)
         RETURNING id, kind, payload, attempts, requested_by",
        kinds.join(", ")
    )
}

struct Worker {
    db: Db,
    handlers: Arc<[Handler]>,
    claim: String,
    settings: Settings,
    bell: Receiver<()>,
    ended: Receiver<()>,
    stop: Arc<AtomicBool>,
}

struct Claimed {
    id: JobId,
    kind: String,
    payload: String,
    attempt: i64,
    requested_by: String,
}

impl Worker {
    fn run(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            match self.claim() {
                Ok(Some(job)) => self.work(job),
                Ok(None) => self.wait(),
                Err(problem) => {
                    tracing::error!(%problem, "no job could be taken");
                    self.wait();
                }
            }
        }
    }

    fn wait(&self) {
        select! {
            recv(self.bell) -> _ => {}
            recv(self.ended) -> _ => {}
            default(self.settings.poll) => {}
        }
    }

    fn claim(&self) -> Result<Option<Claimed>, Problem> {
        if self.handlers.is_empty() {
            return Ok(None);
        }
        let (sql, name) = (self.claim.clone(), self.settings.name.clone());
        let kinds: Vec<&'static str> = self.handlers.iter().map(|handler| handler.kind).collect();
        self.db.write_unaudited("job.claim", move |tx| {
            let now = tx.now();
            let mut args: Vec<&dyn ToSql> = vec![&now, &name];
            args.extend(kinds.iter().map(|kind| kind as &dyn ToSql));
            Ok(tx.maybe(&sql, &args, |row| {
                Ok(Claimed {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    payload: row.get(2)?,
                    attempt: row.get(3)?,
                    requested_by: row.get(4)?,
                })
            })?)
        })
    }

    fn work(&self, job: Claimed) {
        let Some(handler) = self.handlers.iter().find(|handler| handler.kind == job.kind) else { return };
        let run = Run {
            db: self.db.clone(),
            id: job.id,
            kind: handler.kind,
            attempt: job.attempt,
            requested_by: job.requested_by,
            stop: Arc::clone(&self.stop),
        };
        let outcome = if job.attempt > handler.attempts + INTERRUPTIONS {
            Err(Problem::unexpected("its server ended each time it ran"))
        } else {
            place::guarded(|| (handler.work)(&run, &job.payload))
        };
        let stopped = self.stop.load(Ordering::Relaxed);
        let (id, last) = (job.id, job.attempt >= handler.attempts);
        let recorded = self.db.write_unaudited("job.end", move |tx| {
            let now = tx.now();
            match outcome {
                Ok(()) => match complete(tx, id) {
                    // The handler has completed it inside its own write.
                    Ok(()) | Err(Error::NoRow) => {}
                    Err(error) => return Err(error.into()),
                },
                Err(_) if stopped => {
                    tx.run(GIVE_BACK, &[&id])?;
                }
                Err(problem) if last => {
                    tracing::error!(job = id.0, %problem, "a job has failed");
                    tx.run(GIVE_UP, &[&id, &now, &problem.to_string()])?;
                }
                Err(problem) => {
                    tracing::warn!(job = id.0, %problem, "a job will be tried again");
                    let doublings = u32::try_from(job.attempt - 1).unwrap_or(0).min(8);
                    let later = now.plus(FIRST_PAUSE << doublings);
                    tx.run(TRY_LATER, &[&id, &later, &problem.to_string()])?;
                }
            }
            Ok(())
        });
        if let Err(problem) = recorded {
            tracing::error!(job = id.0, %problem, "the end of a job could not be recorded");
        }
    }
}
