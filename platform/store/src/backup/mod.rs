//! The whole database as one portable file: a zip of `tables/<name>.jsonl` (one row per line) and `manifest.json`
//! with counts and hashes. It is taken in one read snapshot while writes go on, and restored into an empty database
//! of either kind; rows have the same form and order on both, so equal data have equal hashes.

mod file;
mod restore;
mod take;

pub use restore::restore;
pub use take::take;

use std::collections::BTreeMap;
use std::path::Path;

use kernel::{Moment, Problem, Say};
use serde::{Deserialize, Serialize};

use crate::migrate::HISTORY;
use crate::{Conn, Db, Error};

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `jinwei-backup`.
    pub format: String,
    /// Version of the format; 1.
    pub version: u32,
    /// When it was taken.
    pub taken_at: Moment,
    /// The database it was taken from.
    pub database: String,
    /// The migrations applied there.
    pub schema: Vec<Step>,
    /// The tables in it, by name.
    pub tables: Vec<TableSum>,
    /// Tables left out on purpose.
    pub excluded: Vec<String>,
    /// The last number given in each table that gives numbers, so that none is given twice.
    pub last_numbers: BTreeMap<String, i64>,
}

/// One applied migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Domain it belongs to.
    pub domain: String,
    /// Its number within the domain.
    pub version: i64,
    /// Its name.
    pub name: String,
}

/// What is in one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// SM3 of its lines.
    pub sm3: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Reads a backup through and compares counts and hashes, without a database.
///
/// # Errors
/// [`Problem::Refused`]: `backup-unreadable` when it is no backup, `backup-damaged` when its content is not what it
/// says.
pub fn check(path: &Path) -> Result<Manifest, Problem> {
    let mut file = file::Source::open(path)?;
    let manifest = file.manifest()?;
    for table in &manifest.tables {
        file.lines(table, |_| Ok(()))?;
    }
    Ok(manifest)
}

/// Moves everything from one database into an empty one, through a temporary file in `directory`.
///
/// # Errors
/// As [`take`] and [`restore`].
pub fn copy(from: &Db, to: &Db, directory: &Path) -> Result<Manifest, Problem> {
    let place = tempfile::Builder::new().prefix("copy-").tempdir_in(directory).map_err(Error::from)?;
    let path = place.path().join("copy.zip");
    take(from, &path, &[])?;
    restore(to, &path)
}

/// The migrations applied to this database, from the history of every domain.
fn schema(conn: &mut Conn, histories: &[String]) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    for table in histories {
        let domain = table.strip_prefix(HISTORY).unwrap_or(table);
        let sql = format!("SELECT CAST(version AS BIGINT), name FROM {table} ORDER BY version");
        steps.extend(conn.all(&sql, &[], |row| {
            Ok(Step { domain: domain.to_owned(), version: row.get(0)?, name: row.get(1)? })
        })?);
    }
    Ok(steps)
}

fn damaged(what: &str) -> Problem {
    Problem::Refused(Say::new("backup-damaged").with("what", what))
}

fn unreadable(why: impl std::fmt::Display) -> Problem {
    Problem::Refused(Say::new("backup-unreadable").with("why", why))
}
