//! Fresh, migrated databases of both kinds.

use std::collections::HashMap;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::time::FixedClock;
use kernel::{Moment, access::MachineActor};
use store::{Config, Db, Migrations, Url};

use crate::pg::{self, Database, fail};

/// When every fresh database begins: 2 March 2015, 9:00 civil time.
pub const START: Moment = Moment(1_425_258_000);

/// A database of one test, with a clock that stands still until it is moved.
pub struct Fresh {
    db: Db,
    /// The clock it was opened with.
    pub clock: Arc<FixedClock>,
    /// How it was opened.
    pub config: Config,
    _directory: Option<tempfile::TempDir>,
    _database: Option<Database>,
}

impl Deref for Fresh {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Fresh {
    /// An embedded database with these migrations applied.
    pub fn sqlite(sets: &[Migrations]) -> Self {
        let directory = match tempfile::Builder::new().prefix("jinwei-test-").tempdir() {
            Ok(directory) => directory,
            Err(error) => fail(&format!("no temporary directory: {error}")),
        };
        let path = directory.path().join("jinwei.db");
        copy_template(sets, &path);
        Self::open(Config::new(Url::Sqlite(path)), sets, Some(directory), None)
    }

    /// A database on the server that all tests share; `None` where PostgreSQL is passed over.
    pub fn postgres(sets: &[Migrations]) -> Option<Self> {
        let database = Database::fresh(pg::server()?, sets);
        let url = Url::Postgres { writer: database.address(), reader: None };
        Some(Self::open(Config::new(url), sets, None, Some(database)))
    }

    fn open(
        config: Config,
        sets: &[Migrations],
        directory: Option<tempfile::TempDir>,
        database: Option<Database>,
    ) -> Self {
        let config = Config { readers: 3, ..config };
        let clock = Arc::new(FixedClock::at(START));
        let db = open(&config, sets, clock.clone());
        Self { db, clock, config, _directory: directory, _database: database }
    }

    /// The same database under another handle.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// Drops the handle and opens the same data again, as a restart does. Other clones must be gone.
    #[must_use]
    pub fn reopened(self, sets: &[Migrations]) -> Self {
        let Self { db, clock, config, _directory, _database } = self;
        drop(db);
        let db = open(&config, sets, clock.clone());
        Self { db, clock, config, _directory, _database }
    }
}

fn open(config: &Config, sets: &[Migrations], clock: Arc<FixedClock>) -> Db {
    match Db::open(config, sets, clock) {
        Ok(db) => db,
        Err(error) => fail(&format!("{config:?} cannot be opened: {error}")),
    }
}

/// Runs the test on a fresh database of each kind, SQLite first.
///
/// # Panics
/// When PostgreSQL is not there and may not be passed over; and when the test panics.
pub fn each_backend(sets: &[Migrations], test: impl Fn(&Fresh)) {
    for fresh in both(sets) {
        // Shown by the test runner beside a failure.
        println!("on {}", fresh.backend());
        test(&fresh);
    }
}

/// A fresh database of each kind, SQLite first.
///
/// # Panics
/// When PostgreSQL is not there and may not be passed over.
pub fn both(sets: &[Migrations]) -> Vec<Fresh> {
    std::iter::once(Fresh::sqlite(sets)).chain(Fresh::postgres(sets)).collect()
}

/// A permit for any act, as whoever tests.
pub fn permit<A: kernel::Act>() -> kernel::Permit<A> {
    kernel::Permit::on_the_machine(MachineActor::CommandLine("tester".into()))
}

/// Copies a migrated database to `path`: made once for each list of migrations.
fn copy_template(sets: &[Migrations], path: &Path) {
    static MADE: Mutex<Option<HashMap<String, Vec<u8>>>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = made.get_or_insert_default().entry(pg::fingerprint(sets)).or_insert_with(|| make(sets, path));
    if let Err(error) = fs::write(path, bytes) {
        fail(&format!("{}: {error}", path.display()));
    }
}

fn make(sets: &[Migrations], path: &Path) -> Vec<u8> {
    let draft: PathBuf = path.with_extension("draft");
    drop(open(&Config::new(Url::Sqlite(draft.clone())), sets, Arc::new(FixedClock::at(START))));
    fs::read(&draft).unwrap_or_else(|error| fail(&format!("{}: {error}", draft.display())))
}

/// Looks whether both databases understand every statement.
///
/// # Panics
/// With every statement that one of them refuses.
pub fn prepare_all(sets: &[Migrations], statements: &[&'static str]) {
    for fresh in both(sets) {
        let prepare = |sql: &'static str| fresh.read(move |conn| Ok(conn.prepare(sql)?));
        let refused: Vec<_> = statements
            .iter()
            .filter_map(|sql| Some(format!("{}: {}", fresh.backend(), prepare(sql).err()?)))
            .collect();
        if !refused.is_empty() {
            fail(&refused.join("\n"));
        }
    }
}
