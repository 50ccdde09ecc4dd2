//! Import of 12,000 persons beside merely reading the same workbooks.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::access::MachineActor;
use kernel::time::SystemClock;
use kernel::{Chance, Permit};
use office::Limits;
use organisation::IdentityKey;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Serialize;
use store::{Config, Db, Url};
use testkit::pg;

use crate::Setting;
use crate::process::cpu;
use crate::rounds::{Spread, median, timed};

const PERSONS: usize = 12_000;

/// Reading and bringing in.
#[derive(Debug, Serialize)]
pub struct Imports {
    /// Persons in the workbooks.
    pub persons: usize,
    /// Organisations in the workbooks.
    pub organisations: usize,
    /// Size of the workbooks, in megabytes.
    pub workbooks_mb: f64,
    /// Reading the workbooks into cells and no more.
    pub reading: Cost,
    /// Bringing them into an empty database of each kind: read, checked, encrypted, written, audited, committed.
    pub bringing_in: Vec<(String, Cost)>,
}

/// What one way takes.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cost {
    /// Seconds.
    pub seconds: Spread,
    /// Seconds of this program's processor time; a database server's own are not among them.
    pub cpu_seconds: f64,
}

#[derive(Default)]
struct Rounds {
    times: Vec<Duration>,
    cpu: Vec<f64>,
}

impl Rounds {
    fn round(&mut self, work: impl FnOnce() -> anyhow::Result<Duration>) -> anyhow::Result<()> {
        let before = cpu("self")?;
        self.times.push(work()?);
        self.cpu.push(cpu("self")?.saturating_sub(before).as_secs_f64());
        Ok(())
    }

    fn cost(&self) -> Cost {
        Cost { seconds: Spread::of_times(&self.times), cpu_seconds: median(&self.cpu) }
    }
}

pub fn measure(setting: &Setting) -> anyhow::Result<Imports> {
    let persons = if setting.quick { PERSONS / 10 } else { PERSONS };
    let organ = sample::Organ::generate(sample::SEED, &sample::Size::persons(persons));
    let files: Vec<(String, Vec<u8>)> = [organ.organisation_workbook()?, organ.cadre_workbook()?]
        .into_iter()
        .map(|file| (file.name, file.bytes))
        .collect();
    let server = server();
    let (mut reading, mut sqlite, mut postgres) = (Rounds::default(), Rounds::default(), Rounds::default());
    for round in 0..setting.rounds(5, 2) {
        reading.round(|| Ok(timed(|| read(&files))?.0))?;
        sqlite.round(|| into_sqlite(&setting.folder.join(format!("import-{round}.db")), &files))?;
        if let Some(server) = &server {
            postgres.round(|| into_postgres(&server.address(), &files))?;
        }
    }
    let mut bringing_in = vec![("SQLite".to_owned(), sqlite.cost())];
    if server.is_some() {
        bringing_in.push(("PostgreSQL".to_owned(), postgres.cost()));
    }
    Ok(Imports {
        persons: organ.cadres.len(),
        organisations: organ.organisations.len(),
        workbooks_mb: files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() as f64 / 1e6,
        reading: reading.cost(),
        bringing_in,
    })
}

/// A PostgreSQL server of our own that flushes as a real one does; the one that tests share may not.
pub fn server() -> Option<pg::Server> {
    match pg::Server::start(true) {
        Ok(server) => Some(server),
        Err(reason) => {
            eprintln!("without PostgreSQL: {reason}");
            None
        }
    }
}

fn read(files: &[(String, Vec<u8>)]) -> anyhow::Result<usize> {
    let mut rows = 0;
    for (name, bytes) in files {
        let book =
            office::read(name, bytes, &Limits::default()).map_err(|error| anyhow::anyhow!("{error}"))?;
        rows += book.sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>();
    }
    anyhow::ensure!(rows > 0, "nothing was read");
    Ok(rows)
}

fn into_sqlite(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<Duration> {
    bring_in(&Config::new(Url::Sqlite(path.to_owned())), files)
}

fn into_postgres(server: &str, files: &[(String, Vec<u8>)]) -> anyhow::Result<Duration> {
    let database = pg::Database::empty(server);
    bring_in(&Config::new(Url::Postgres { writer: database.address(), reader: None }), files)
}

/// Chance that is the same in every run: what is sealed with it here is thrown away.
struct Repeated(Mutex<ChaCha8Rng>);

impl Chance for Repeated {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

fn bring_in(config: &Config, files: &[(String, Vec<u8>)]) -> anyhow::Result<Duration> {
    let key = IdentityKey::new(&[7; 32]);
    let chance = Repeated(Mutex::new(ChaCha8Rng::seed_from_u64(sample::SEED)));
    let domains = [web::house(), organisation::domain(&key)];
    let db = Db::open(config, &domains.map(|domain| domain.migrations), Arc::new(SystemClock))?;
    let permit = Permit::on_the_machine(MachineActor::CommandLine("bench".into()));
    let (took, verdicts) = timed(|| {
        organisation::imports::bring_in(&db, &permit, &key, &chance, files, false)
            .map_err(|problem| anyhow::anyhow!("{problem}"))
    })?;
    let refused = verdicts.iter().find(|verdict| verdict.import.is_none());
    anyhow::ensure!(refused.is_none() && !verdicts.is_empty(), "the sample is refused: {refused:?}");
    Ok(took)
}
