//! The one thread that writes. It takes what is waiting, runs each write in a savepoint of its own, commits once, and
//! only then answers: one flush of the disk serves everybody who waited.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};
use kernel::{Clock, Moment, Problem};

use crate::bell::Bell;
use crate::place::{self, Place};
use crate::tx::{Savepoint, Tx, Writing};
use crate::{Error, audit};

/// Writes that share a commit at most; a bound on how long the first of them waits.
const GROUP: usize = 512;

/// A write that waits for its turn.
pub(crate) trait Write: Send {
    /// Who, which act, at what time.
    fn writing(&self, now: Moment) -> Writing;
    /// Whether it shares its commit with nobody, because it may fail only there.
    fn alone(&self) -> bool;
    /// Runs the closure; whether what it did is to be kept.
    fn run(&mut self, tx: &mut Tx) -> bool;
    /// Something outside the closure went wrong: its result no longer counts.
    fn spoil(&mut self, reason: &Error);
    /// Sends the result to whoever waits for it.
    fn answer(self: Box<Self>);
}

/// A closure with its place to answer to.
pub(crate) struct Job<T, F> {
    pub(crate) writing: Writing,
    pub(crate) alone: bool,
    pub(crate) closure: Option<F>,
    pub(crate) result: Option<Result<T, Problem>>,
    pub(crate) reply: Sender<Result<T, Problem>>,
}

impl<T, F> Write for Job<T, F>
where
    T: Send,
    F: FnOnce(&mut Tx) -> Result<T, Problem> + Send,
{
    fn writing(&self, now: Moment) -> Writing {
        Writing { now, ..self.writing.clone() }
    }

    fn alone(&self) -> bool {
        self.alone
    }

    fn run(&mut self, tx: &mut Tx) -> bool {
        let Some(closure) = self.closure.take() else { return false };
        let result = place::guarded(|| closure(tx));
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn spoil(&mut self, reason: &Error) {
        // The closure's own refusal says more than what came of it.
        if !matches!(self.result, Some(Err(_))) {
            self.result = Some(Err(Problem::Unexpected(reason.to_string())));
        }
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(Problem::Unexpected("the write was not run".into())));
        // Whoever asked may have gone away in the meantime.
        let _ = self.reply.send(result);
    }
}

/// Runs until every sender is gone and the queue is empty.
pub(crate) fn run(mut tx: Tx, queue: &Receiver<Box<dyn Write>>, clock: &Arc<dyn Clock>, bell: &Bell) {
    place::enter(Place::Writer);
    let mut held_back = None;
    while let Some(first) = held_back.take().or_else(|| queue.recv().ok()) {
        held_back = group(&mut tx, first, queue, clock.as_ref(), bell);
    }
}

/// One commit. Gives back a write that was taken from the queue but must wait for the next one.
fn group(
    tx: &mut Tx,
    first: Box<dyn Write>,
    queue: &Receiver<Box<dyn Write>>,
    clock: &dyn Clock,
    bell: &Bell,
) -> Option<Box<dyn Write>> {
    if let Err(reason) = begin(tx) {
        // Those in the queue have waited as long, and would fare no better.
        tracing::error!(%reason, "no transaction could be opened");
        // Taken out before anybody is answered: whoever comes after an answer gets another try.
        let waiting: Vec<_> = std::iter::once(first).chain(queue.try_iter().take(queue.len())).collect();
        fail(waiting.into_iter(), &reason);
        return None;
    }
    let mut ran = Vec::new();
    let mut held_back = None;
    let mut outcome = Ok(());
    let mut next = Some(first);
    while let Some(mut write) = next.take() {
        let alone = write.alone();
        if alone && !ran.is_empty() {
            held_back = Some(write);
            break;
        }
        outcome = one(tx, write.as_mut(), clock.now());
        ran.push(write);
        if outcome.is_ok() && !alone && ran.len() < GROUP {
            next = queue.try_recv().ok();
        }
    }
    match outcome.and_then(|()| commit(tx)) {
        Ok(()) => {
            if tx.rings {
                bell.ring();
            }
            ran.into_iter().for_each(Write::answer);
        }
        Err(reason) => {
            tracing::error!(%reason, writes = ran.len(), "a group of writes was rolled back");
            if tx.driver.in_transaction()
                && let Err(error) = tx.driver.execute("ROLLBACK", &[])
            {
                tracing::warn!(%error, "the rollback was refused");
            }
            fail(ran.into_iter(), &reason);
        }
    }
    held_back
}

fn fail(writes: impl Iterator<Item = Box<dyn Write>>, reason: &Error) {
    writes.for_each(|mut write| {
        write.spoil(reason);
        write.answer();
    });
}

fn begin(tx: &mut Tx) -> Result<(), Error> {
    tx.rings = false;
    tx.reset();
    tx.savepoint = Savepoint::None;
    tx.driver.begin()?;
    tx.head = audit::take_head(tx)?;
    tx.moved = false;
    Ok(())
}

fn commit(tx: &mut Tx) -> Result<(), Error> {
    tx.reset();
    if tx.moved {
        let head = tx.head.clone();
        audit::move_head(tx, &head)?;
    }
    tx.driver.execute("COMMIT", &[]).map(|_| ())
}

/// Runs one write in its savepoint. An error means that the transaction as a whole is lost.
fn one(tx: &mut Tx, write: &mut dyn Write, now: Moment) -> Result<(), Error> {
    tx.start(write.writing(now));
    if tx.savepoint != Savepoint::Clean {
        let is_set = tx.savepoint == Savepoint::Used;
        tx.driver.savepoint(is_set)?;
    }
    tx.savepoint = Savepoint::Used;
    let before = (tx.head.clone(), tx.moved, tx.rings);
    if write.run(tx) {
        match tx.close() {
            Ok(()) => return Ok(()),
            Err(reason) => write.spoil(&reason),
        }
    }
    (tx.head, tx.moved, tx.rings) = before;
    // A full disk or a lost connection ends the whole transaction, not only the savepoint.
    if !tx.driver.in_transaction() {
        return Err(Error::Connection("the database ended the transaction by itself".into()));
    }
    tx.driver.execute("ROLLBACK TO one", &[])?;
    tx.savepoint = Savepoint::Clean;
    Ok(())
}
