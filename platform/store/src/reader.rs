//! A thread that reads: one closure after the other, each in a transaction that sees a single state of the data.

use crossbeam_channel::Receiver;

use crate::Conn;
use crate::driver::Driver;
use crate::place::{self, Place};

/// A closure that waits for a reader. It answers to whoever asked by itself.
pub(crate) type Read = Box<dyn FnOnce(&mut Conn) + Send>;

/// Runs until every sender is gone and the queue is empty.
pub(crate) fn run(driver: Box<dyn Driver>, queue: &Receiver<Read>) {
    place::enter(Place::Reader);
    let mut conn = Conn::new(driver);
    while let Ok(read) = queue.recv() {
        conn.reset();
        if let Err(reason) = conn.driver.begin() {
            // The closure still runs, so that it can say so to whoever waits; every statement gives this reason.
            tracing::error!(%reason, "no snapshot could be opened");
            conn.lose(&reason);
        }
        let _ = place::guarded(|| {
            read(&mut conn);
            Ok(())
        });
        // Whoever waits next ends this snapshot with the beginning of its own; left open idly it would keep the
        // database from tidying up.
        if queue.is_empty()
            && conn.driver.in_transaction()
            && let Err(reason) = conn.driver.execute("COMMIT", &[])
        {
            tracing::warn!(%reason, "a snapshot could not be closed");
        }
    }
}
