//! Loading the file into an empty database, in one transaction.

use std::borrow::Cow;
use std::path::Path;

use kernel::{Problem, Say};
use serde_json::{Map, Value as Json};

use super::file::Source;
use super::{Manifest, damaged, schema};
use crate::audit::{self, Verified};
use crate::digest::unhex;
use crate::migrate::HISTORY;
use crate::schema::{self as database, Column, Kind, Table};
use crate::{Db, Error, ToSql, Tx, Value};

/// Tables that stay empty until somebody works with the database. What migrations put into others is replaced.
const UNUSED_WHILE_EMPTY: [&str; 4] = ["audit", "outbox", "jobs", "blobs"];

/// Arguments of one statement at most.
const ARGUMENTS: usize = 900;

/// Bytes of lines loaded by one statement at most, unless one line has more.
const BYTES: usize = 1 << 20;

/// Loads a backup into an empty database with the same migrations. Either all of it is there afterwards, counted,
/// hashed, with every reference and the audit trail whole, or nothing.
///
/// # Errors
/// [`Problem::Refused`]: `backup-unreadable`, `backup-damaged`, `backup-other-schema` when the migrations or tables
/// differ, `backup-not-empty` when the database has been worked with.
pub fn restore(db: &Db, path: &Path) -> Result<Manifest, Problem> {
    let mut source = Source::open(path)?;
    let manifest = source.manifest()?;
    db.write_alone("backup.restore", move |tx| {
        let tables = prepare(tx, &manifest)?;
        database::defer_references(tx)?;
        for table in &tables {
            // Only where there is something: an append-only table refuses even to remove nothing.
            if tx.exists(&format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name), &[])? {
                tx.run(&format!("DELETE FROM \"{}\"", table.name), &[])?;
            }
        }
        for sum in &manifest.tables {
            let table = tables.iter().find(|table| table.name == sum.name);
            let mut load = Load::new(tx, table.ok_or_else(|| other_schema(&sum.name))?);
            source.lines(sum, |line| load.line(line))?;
            load.flush()?;
        }
        for (table, last) in manifest.last_numbers.iter().filter(|(_, last)| **last > 0) {
            database::count_from(tx, table, *last)?;
        }
        database::check_references(tx)?;
        match audit::verify(tx)? {
            Verified::Whole { .. } => Ok(manifest),
            Verified::Broken { seq } => Err(damaged(&format!("audit {seq}"))),
        }
    })
}

/// Looks whether the database is the one for this file; gives its tables.
fn prepare(tx: &mut Tx, manifest: &Manifest) -> Result<Vec<Table>, Problem> {
    let (histories, tables): (Vec<Table>, Vec<Table>) =
        database::tables(tx)?.into_iter().partition(|table| table.name.starts_with(HISTORY));
    let histories: Vec<String> = histories.into_iter().map(|table| table.name).collect();
    let here = schema(tx, &histories)?;
    let differing = here
        .iter()
        .filter(|step| !manifest.schema.contains(step))
        .chain(manifest.schema.iter().filter(|step| !here.contains(step)))
        .next();
    if let Some(step) = differing {
        return Err(other_schema(&format!("{} V{} {}", step.domain, step.version, step.name)));
    }
    let is_expected = |name: &String| {
        manifest.excluded.contains(name) || manifest.tables.iter().any(|sum| sum.name == *name)
    };
    if let Some(table) = tables.iter().find(|table| !is_expected(&table.name)) {
        return Err(other_schema(&table.name));
    }
    for name in UNUSED_WHILE_EMPTY {
        if tx.exists(&format!("SELECT 1 FROM {name} LIMIT 1"), &[])? {
            return Err(Problem::Refused(Say::new("backup-not-empty").with("table", name)));
        }
    }
    Ok(tables)
}

fn other_schema(what: &str) -> Problem {
    Problem::Refused(Say::new("backup-other-schema").with("what", what))
}

/// Rows on their way into one table, several to a statement.
struct Load<'a> {
    tx: &'a mut Tx,
    table: &'a Table,
    waiting: Vec<Value<'static>>,
    bytes: usize,
}

impl<'a> Load<'a> {
    fn new(tx: &'a mut Tx, table: &'a Table) -> Self {
        Self { tx, table, waiting: Vec::new(), bytes: 0 }
    }

    fn line(&mut self, line: &str) -> Result<(), Problem> {
        let broken = || damaged(&self.table.name);
        let row: Map<String, Json> = serde_json::from_str(line).map_err(|_| broken())?;
        if row.len() != self.table.columns.len() {
            return Err(broken());
        }
        for column in &self.table.columns {
            let cell = row.get(&column.name).ok_or_else(broken)?;
            self.waiting.push(value(cell, column).ok_or_else(broken)?);
        }
        self.bytes += line.len();
        if self.waiting.len() + self.table.columns.len() > ARGUMENTS || self.bytes > BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let width = self.table.columns.len();
        let rows = self.waiting.len() / width.max(1);
        if rows == 0 {
            return Ok(());
        }
        let names: Vec<String> = self.table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
        let tuples: Vec<String> = (0..rows)
            .map(|row| {
                let places: Vec<String> = (1..=width).map(|n| format!("${}", row * width + n)).collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES {}",
            self.table.name,
            names.join(", "),
            tuples.join(", ")
        );
        let args: Vec<&dyn ToSql> = self.waiting.iter().map(|value| value as &dyn ToSql).collect();
        self.tx.run(&sql, &args)?;
        self.waiting.clear();
        self.bytes = 0;
        Ok(())
    }
}

/// What the cell is in a column of that kind; `None` when it cannot be.
fn value(cell: &Json, column: &Column) -> Option<Value<'static>> {
    Some(match (cell, column.kind) {
        (Json::Null, _) => Value::Null,
        (Json::Number(n), Kind::Int) => Value::Int(n.as_i64()?),
        (Json::Number(n), Kind::Bool) => Value::Bool(n.as_i64()? != 0),
        (Json::String(text), Kind::Text) => Value::Text(Cow::Owned(text.clone())),
        (Json::String(text), Kind::Bytes) => Value::Bytes(Cow::Owned(unhex(text)?)),
        _ => return None,
    })
}
