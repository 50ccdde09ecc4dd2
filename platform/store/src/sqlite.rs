//! The embedded database.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use crate::dialect::Use;
use crate::driver::{Driver, EachRow};
use crate::migrate::Migrations;
use crate::row::{Inner, Row};
use crate::{Backend, Error, Value};

/// Statements kept ready per connection.
const STATEMENTS: usize = 512;

pub(crate) struct Sqlite {
    connection: Connection,
    purpose: Use,
    places: Places,
}

impl Sqlite {
    /// Opens the file; the writer makes it when it is not there.
    pub(crate) fn open(path: &Path, purpose: Use) -> Result<Self, Error> {
        let lost = |e: rusqlite::Error| Error::Connection(format!("{}: {e}", path.display()));
        if purpose == Use::Write {
            make(path).map_err(|e| Error::Connection(format!("{}: {e}", path.display())))?;
        }
        let connection = Connection::open(path).map_err(lost)?;
        let set = |name: &str, value: &str| connection.pragma_update(None, name, value).map_err(lost);
        set("busy_timeout", "5000")?;
        if purpose == Use::Write {
            set("journal_mode", "WAL")?;
        }
        set("synchronous", "FULL")?;
        set("foreign_keys", "ON")?;
        set("trusted_schema", "OFF")?;
        set("temp_store", "MEMORY")?;
        // What is removed is overwritten: a withdrawn record must not be found in the file.
        set("secure_delete", "ON")?;
        if purpose == Use::Read {
            set("query_only", "ON")?;
        }
        // A plan for any argument, made once: otherwise every new argument of a statement with statistics makes SQLite
        // read and plan it again, which took a third of the time of a page.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(lost)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { connection, purpose, places: Places::default() })
    }
}

/// Makes the file where there is none, for its owner's eyes only; SQLite gives the files beside it the same rights.
fn make(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

impl Driver for Sqlite {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    fn query(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| error(&e, sql))?;
        self.places.bind(&mut statement, args, sql)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| error(&e, sql))? {
            each(&Row(Inner::Sqlite(row)))?;
        }
        Ok(())
    }

    fn stream(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error> {
        self.query(sql, args, each)
    }

    fn execute(&mut self, sql: &str, args: &[Value<'_>]) -> Result<u64, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| error(&e, sql))?;
        self.places.bind(&mut statement, args, sql)?;
        let changed = statement.raw_execute().map_err(|e| error(&e, sql))?;
        Ok(changed as u64)
    }

    fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.prepare(sql).map(|_| ()).map_err(|e| error(&e, sql))
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.execute_batch(sql).map_err(|e| error(&e, sql))
    }

    fn begin(&mut self) -> Result<(), Error> {
        if self.in_transaction() {
            self.execute("COMMIT", &[])?;
        }
        // A transaction that starts as a reader cannot become a writer while others write: the writer says so at once.
        let sql = match self.purpose {
            Use::Read => "BEGIN",
            Use::Write => "BEGIN IMMEDIATE",
        };
        self.execute(sql, &[]).map(|_| ())
    }

    fn in_transaction(&mut self) -> bool {
        !self.connection.is_autocommit()
    }

    fn migrate(&mut self, sets: &[Migrations]) -> Result<(), Error> {
        // Rebuilding a table that others refer to needs the foreign keys out of the way; they are checked afterwards.
        self.batch("PRAGMA foreign_keys = OFF")?;
        for set in sets {
            set.runner(Backend::Sqlite)?
                .run(&mut self.connection)
                .map_err(|e| Error::Migration(format!("{}: {e}", set.domain)))?;
        }
        let mut dangling = 0;
        self.query("PRAGMA foreign_key_check", &[], &mut |_| {
            dangling += 1;
            Ok(())
        })?;
        if dangling > 0 {
            return Err(Error::Migration(format!("{dangling} rows refer to rows that are not there")));
        }
        self.batch("PRAGMA foreign_keys = ON")
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        if self.purpose == Use::Write
            && let Err(e) = self.batch("PRAGMA optimize")
        {
            tracing::debug!(error = %e, "statistics were not refreshed");
        }
    }
}

struct Argument<'a>(&'a Value<'a>);

impl rusqlite::ToSql for Argument<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Bool(b) => ValueRef::Integer(i64::from(*b)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Which argument goes to which parameter of each statement: SQLite itself numbers `$2, $1` in the order in which they
/// appear, and finding out by name takes as long as there are parameters, for each of them.
#[derive(Default)]
struct Places(HashMap<String, Vec<usize>>);

impl Places {
    fn bind(&mut self, statement: &mut Statement<'_>, args: &[Value<'_>], sql: &str) -> Result<(), Error> {
        if !self.0.contains_key(sql) {
            if self.0.len() >= STATEMENTS {
                self.0.clear();
            }
            self.0.insert(sql.to_owned(), places(statement, sql)?);
        }
        let places = self.0.get(sql).map(Vec::as_slice).unwrap_or_default();
        for (index, number) in (1..).zip(places) {
            let value = number
                .checked_sub(1)
                .and_then(|position| args.get(position))
                .ok_or_else(|| Error::sql(format!("there is no argument ${number}"), sql))?;
            statement.raw_bind_parameter(index, Argument(value)).map_err(|e| error(&e, sql))?;
        }
        let highest = places.iter().copied().max().unwrap_or(0);
        if highest == args.len() {
            Ok(())
        } else {
            Err(Error::sql(format!("{} arguments where {highest} are used", args.len()), sql))
        }
    }
}

/// The number after the `$` of each parameter.
fn places(statement: &Statement<'_>, sql: &str) -> Result<Vec<usize>, Error> {
    let number = |index| {
        let digits = statement.parameter_name(index)?.strip_prefix('$')?;
        digits.parse().ok()
    };
    (1..=statement.parameter_count())
        .map(|index| number(index).ok_or_else(|| Error::sql("arguments are written $1, $2, …", sql)))
        .collect()
}

fn error(error: &rusqlite::Error, sql: &str) -> Error {
    use rusqlite::ffi;
    if let rusqlite::Error::SqliteFailure(code, message) = error {
        let message = message.clone().unwrap_or_else(|| code.to_string());
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => return Error::Duplicate(message),
            _ if code.code == rusqlite::ErrorCode::ConstraintViolation => return Error::Constraint(message),
            _ => return Error::sql(message, sql),
        }
    }
    Error::sql(error, sql)
}
