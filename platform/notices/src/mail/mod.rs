//! Mail: a letter, the post that takes it, and what a digest says.

mod digest;
mod smtp;

use kernel::Moment;

pub(crate) use digest::{code_letter, digest_letter};
pub(crate) use smtp::Smtp;

use crate::failed::Failed;

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Their address.
    pub to: String,
    /// The same however often it is tried, so that a second copy could be told.
    pub number: String,
    /// When it was written.
    pub at: Moment,
    /// Its subject, on one line.
    pub subject: String,
    /// What it says, as plain text.
    pub plain: String,
    /// The same as HTML.
    pub html: String,
}

/// Whoever takes letters.
pub trait Post: Send + Sync {
    /// Sends a letter, once.
    ///
    /// # Errors
    /// Why it did not go, told apart by whether it can have arrived.
    fn send(&self, letter: &Letter) -> Result<(), Failed>;
}
