//! A server that speaks PostgreSQL's protocol.

use std::collections::HashMap;
use std::error::Error as _;
use std::path::{Path, PathBuf};

use postgres::config::TargetSessionAttrs;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut};
use postgres::{Client, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::dialect::Use;
use crate::driver::{Driver, EachRow};
use crate::migrate::Migrations;
use crate::row::{Inner, Row};
use crate::{Backend, Error, Value, tls};

/// Statements kept ready per connection.
const STATEMENTS: usize = 512;

/// Held while migrations run, so that two servers starting together do not both apply them.
const MIGRATION_LOCK: i64 = 0x006a_696e_7765_6900;

pub(crate) struct Postgres {
    config: postgres::Config,
    roots: Option<PathBuf>,
    tls: Option<MakeRustlsConnect>,
    purpose: Use,
    session: Option<Session>,
}

struct Session {
    client: Client,
    ready: HashMap<String, Statement>,
    open: bool,
}

impl Postgres {
    /// Reads the address; the connection is made when it is first needed.
    pub(crate) fn new(address: &str, roots: Option<&Path>, purpose: Use) -> Result<Self, Error> {
        // The address may hold a password and is left out of the message.
        let mut config: postgres::Config =
            address.parse().map_err(|e| Error::Connection(format!("the address cannot be read: {e}")))?;
        config.application_name("jinwei");
        if purpose == Use::Write {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        Ok(Self { config, roots: roots.map(Path::to_owned), tls: None, purpose, session: None })
    }

    fn session(&mut self) -> Result<&mut Session, Error> {
        self.session.as_mut().ok_or_else(|| Error::Connection("not connected".into()))
    }

    fn connect(&mut self) -> Result<&mut Session, Error> {
        let tls = match self.tls.take() {
            Some(tls) => tls,
            None => tls::connector(&self.config, self.roots.as_deref())?,
        };
        let client = self.config.connect(self.tls.insert(tls).clone()).map_err(|e| lost(&e))?;
        Ok(self.session.insert(Session { client, ready: HashMap::new(), open: false }))
    }

    fn begin_here(&mut self) -> Result<(), Error> {
        if self.session.is_none() {
            self.connect()?;
        }
        let purpose = self.purpose;
        let session = self.session()?;
        // Each statement is a journey to the server and back, so the end of the last transaction travels along.
        let sql = match (purpose, session.open) {
            (Use::Read, false) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            (Use::Read, true) => "COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            // The writer holds the head of the audit trail from its first statement on, so the statements after it
            // see all that other servers have committed.
            (Use::Write, false) => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            (Use::Write, true) => "COMMIT; BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        session.client.batch_execute(sql).map_err(|e| error(&e, sql))?;
        session.open = true;
        Ok(())
    }
}

impl Session {
    fn statement(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.ready.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| error(&e, sql))?;
        if self.ready.len() >= STATEMENTS {
            self.ready.clear();
        }
        self.ready.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// The statement, after looking whether the arguments fit it: the driver itself would panic on their number.
    fn prepared(&mut self, sql: &str, args: &[Value<'_>]) -> Result<Statement, Error> {
        let statement = self.statement(sql)?;
        let used = statement.params().len();
        if used == args.len() {
            Ok(statement)
        } else {
            Err(Error::sql(format!("{} arguments where {used} are used", args.len()), sql))
        }
    }
}

impl Driver for Postgres {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    fn query(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error> {
        let session = self.session()?;
        let statement = session.prepared(sql, args)?;
        let rows = session.client.query(&statement, &params(args)).map_err(|e| error(&e, sql))?;
        rows.iter().try_for_each(|row| each(&Row(Inner::Postgres(row))))
    }

    fn stream(&mut self, sql: &str, args: &[Value<'_>], each: EachRow<'_>) -> Result<(), Error> {
        let session = self.session()?;
        let statement = session.prepared(sql, args)?;
        let mut rows = session.client.query_raw(&statement, params(args)).map_err(|e| error(&e, sql))?;
        while let Some(row) = rows.next().map_err(|e| error(&e, sql))? {
            each(&Row(Inner::Postgres(&row)))?;
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str, args: &[Value<'_>]) -> Result<u64, Error> {
        let session = self.session()?;
        let statement = session.prepared(sql, args)?;
        let changed = session.client.execute(&statement, &params(args)).map_err(|e| error(&e, sql))?;
        if matches!(sql, "COMMIT" | "ROLLBACK") {
            session.open = false;
        }
        Ok(changed)
    }

    fn prepare(&mut self, sql: &str) -> Result<(), Error> {
        self.session()?.statement(sql).map(|_| ())
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.session()?.client.batch_execute(sql).map_err(|e| error(&e, sql))
    }

    fn savepoint(&mut self, is_set: bool) -> Result<(), Error> {
        self.batch(if is_set { "RELEASE one; SAVEPOINT one" } else { "SAVEPOINT one" })
    }

    fn begin(&mut self) -> Result<(), Error> {
        let first = self.begin_here();
        if first.is_ok() {
            return first;
        }
        // Servers restart and idle connections are cut; nothing has happened yet, so a second try is safe.
        self.session = None;
        self.begin_here()
    }

    fn in_transaction(&mut self) -> bool {
        self.session.as_ref().is_some_and(|session| session.open && !session.client.is_closed())
    }

    fn migrate(&mut self, sets: &[Migrations]) -> Result<(), Error> {
        let client = &mut self.connect()?.client;
        client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK]).map_err(|e| lost(&e))?;
        for set in sets {
            set.runner(Backend::Postgres)?
                .run(client)
                .map_err(|e| Error::Migration(format!("{}: {e}", set.domain)))?;
        }
        client.execute("SELECT pg_advisory_unlock($1)", &[&MIGRATION_LOCK]).map_err(|e| lost(&e))?;
        Ok(())
    }
}

fn params<'a>(args: &'a [Value<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Value::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Value::Bool(b), &Type::BOOL) => b.to_sql(ty, out),
            (Value::Text(text), _) if <&str as ToSql>::accepts(ty) => text.as_ref().to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.as_ref().to_sql(ty, out),
            (value, ty) => Err(format!("the statement wants {ty} and was given {}", value.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Value<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Value::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|n| Value::Int(n.into())),
            Type::INT2 => i16::from_sql(ty, raw).map(|n| Value::Int(n.into())),
            Type::BOOL => bool::from_sql(ty, raw).map(Value::Bool),
            Type::BYTEA => <&[u8]>::from_sql(ty, raw).map(|bytes| Value::Bytes(bytes.into())),
            _ => <&str>::from_sql(ty, raw).map(|text| Value::Text(text.into())),
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::BYTEA)
            || <&str as FromSql>::accepts(ty)
    }
}

fn lost(error: &postgres::Error) -> Error {
    Error::Connection(words(error))
}

/// The driver's own words with the reason behind them, which it leaves to the chain of sources.
fn words(error: &postgres::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

fn error(error: &postgres::Error, sql: &str) -> Error {
    let Some(detail) = error.as_db_error() else {
        let is_io = error.source().is_some_and(|source| source.is::<std::io::Error>());
        return if error.is_closed() || is_io { lost(error) } else { Error::sql(words(error), sql) };
    };
    let what = || {
        let name = detail.constraint().unwrap_or_default();
        format!("{} {name}", detail.message())
    };
    match detail.code() {
        &SqlState::UNIQUE_VIOLATION => Error::Duplicate(what()),
        code if code.code().starts_with("23") => Error::Constraint(what()),
        code if code.code().starts_with("57P") => Error::Connection(detail.message().to_owned()),
        _ => Error::sql(detail.message(), sql),
    }
}
