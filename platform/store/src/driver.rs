//! What the layer asks of a connection. Implemented twice, in `sqlite.rs` and `postgres.rs`.

use crate::migrate::Migrations;
use crate::{Backend, Error, Row, Value};

/// Called with every row of a result; an error ends the reading.
pub(crate) type EachRow<'f> = &'f mut dyn FnMut(&Row<'_>) -> Result<(), Error>;

/// One connection.
pub(crate) trait Driver: Send {
    /// Which database it is.
    fn backend(&self) -> Backend;

    /// Runs a statement that returns rows; `$1` is the first argument.
    fn query(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error>;

    /// Like `query`, but holds only a few rows in memory at a time.
    fn stream(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error>;

    /// Runs a statement that returns no rows; gives the number of rows changed.
    fn execute(&mut self, sql: &str, args: &[Value<'_>]) -> Result<u64, Error>;

    /// Has a statement understood by the database and does not run it.
    fn prepare(&mut self, sql: &str) -> Result<(), Error>;

    /// Runs statements without arguments, separated by semicolons.
    fn batch(&mut self, sql: &str) -> Result<(), Error>;

    /// Sets the savepoint `one`, after releasing it where it is set already.
    fn savepoint(&mut self, is_set: bool) -> Result<(), Error> {
        if is_set {
            self.execute("RELEASE one", &[])?;
        }
        self.execute("SAVEPOINT one", &[]).map(|_| ())
    }

    /// Opens a transaction, after ending the one that is still open: for a reader one that sees a single snapshot, for the writer one that holds the right to
    /// write. A connection found lost is made anew first.
    fn begin(&mut self) -> Result<(), Error>;

    /// Whether a transaction is open. A database may end it by itself, as when the disk is full.
    fn in_transaction(&mut self) -> bool;

    /// Applies what is missing of these sets of migrations.
    fn migrate(&mut self, sets: &[Migrations]) -> Result<(), Error>;
}
