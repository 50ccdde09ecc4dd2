//! Webhooks: a notice is sent to a program of its reader, signed, and only to places that the office has named.

mod call;
pub(crate) mod rules;

pub(crate) use call::Hooks;

use kernel::Moment;

use crate::failed::Failed;

/// One call of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Where to.
    pub address: String,
    /// Number of the delivery: the same however often it is tried.
    pub number: i64,
    /// When it is made.
    pub at: Moment,
    /// The JSON that is sent.
    pub body: Vec<u8>,
    /// Its signature, as it stands in the header.
    pub signature: String,
}

/// Whoever calls webhooks.
pub trait Caller: Send + Sync {
    /// Whether that place may be called.
    fn permits(&self, address: &str) -> bool;

    /// Calls, once.
    ///
    /// # Errors
    /// Why it was not taken, told apart by whether it can have arrived.
    fn call(&self, call: &Call) -> Result<(), Failed>;
}
