//! Wakes background threads when something was queued for them and committed.

use std::sync::{Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};

#[derive(Default)]
pub(crate) struct Bell(Mutex<Vec<Sender<()>>>);

impl Bell {
    /// A receiver that gets something soon after every ring; several rings may become one.
    pub(crate) fn listen(&self) -> Receiver<()> {
        let (sender, receiver) = bounded(1);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    pub(crate) fn ring(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|listener| !matches!(listener.try_send(()), Err(TrySendError::Disconnected(()))));
    }
}
