//! What can go wrong below the domains.

use std::fmt;

use kernel::Problem;

/// An error of the database layer. It becomes [`Problem::Missing`] for [`Error::NoRow`] and
/// [`Problem::Unexpected`] for everything else, so that `?` works in closures.
#[derive(Debug)]
pub enum Error {
    /// One row was asked for and there was none.
    NoRow,
    /// One row was asked for and there were more.
    ManyRows,
    /// A column does not hold what was asked of it.
    WrongType {
        /// Position in the select list, from 0.
        column: usize,
        /// What was asked for.
        wanted: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A unique constraint forbids the row; the text names the columns (SQLite) or the constraint (PostgreSQL).
    Duplicate(String),
    /// Another constraint (foreign key, check, not null) forbids it.
    Constraint(String),
    /// The database refused the statement.
    Sql {
        /// What the database said.
        message: String,
        /// Beginning of the statement.
        sql: String,
    },
    /// The connection is gone or could not be made.
    Connection(String),
    /// The layer was used in a way it forbids.
    Misuse(&'static str),
    /// A statement of this transaction failed earlier, so it can only be rolled back.
    Failed,
    /// The file or directory cannot be read or written.
    File(String),
    /// The migrations cannot be applied.
    Migration(String),
    /// A value cannot be put into JSON or read from it.
    Json(String),
}

impl Error {
    /// Whether a unique constraint was hit whose columns or name contain `part`.
    pub fn is_duplicate_of(&self, part: &str) -> bool {
        matches!(self, Self::Duplicate(what) if what.contains(part))
    }

    /// Adds the statement to an error that does not carry one yet.
    pub(crate) fn sql(message: impl fmt::Display, sql: &str) -> Self {
        Self::Sql { message: message.to_string(), sql: sql.chars().take(300).collect() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRow => f.write_str("no such row"),
            Self::ManyRows => f.write_str("more than one row where one was expected"),
            Self::WrongType { column, wanted, found } => {
                write!(f, "column {column} holds {found}, not {wanted}")
            }
            Self::Duplicate(what) => write!(f, "already there: {what}"),
            Self::Constraint(what) => write!(f, "a constraint forbids it: {what}"),
            Self::Sql { message, sql } => write!(f, "{message} in: {sql}"),
            Self::Connection(what) => write!(f, "database connection: {what}"),
            Self::Misuse(what) => write!(f, "the store was used wrongly: {what}"),
            Self::Failed => f.write_str("an earlier statement of this transaction failed"),
            Self::File(what) => write!(f, "file: {what}"),
            Self::Migration(what) => write!(f, "migration: {what}"),
            Self::Json(what) => write!(f, "JSON: {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NoRow => Self::Missing,
            other => Self::Unexpected(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.to_string())
    }
}
