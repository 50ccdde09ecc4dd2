//! Durable writes of many clients beside what a bare connection commits: the same rows, into the same tables.

use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use kernel::access::MachineActor;
use kernel::time::SystemClock;
use kernel::{Permit, RecordRef};
use serde::Serialize;
use store::{Config, Db, Migrations, Url};
use testkit::pg;

use crate::Setting;
use crate::load::percentile;
use crate::rounds::{Spread, median};

/// Clients that write at the same time, each waiting for its own commit.
pub const CLIENTS: usize = 64;

const TABLES: Migrations = Migrations {
    domain: "bench",
    steps: &[(
        "V1__notes",
        "CREATE TABLE notes (id {pk}, title TEXT NOT NULL, amount {int} NOT NULL) {strict};",
    )],
};
const INSERT: &str = "INSERT INTO notes (title, amount) VALUES ($1, $2) RETURNING id";
const AUDIT: &str = "INSERT INTO audit (seq, at, actor, act, record_kind, record_id, before_json, after_json, hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TITLE: &str = "党支部活动记录";

kernel::acts! {
    /// Write a note.
    WriteNote = "bench.write_note": [],
}

#[derive(Serialize)]
struct Note {
    title: &'static str,
    amount: i64,
}

/// One database.
#[derive(Debug, Serialize)]
pub struct Written {
    /// Which.
    pub backend: String,
    /// Through the store, from all clients at once.
    pub product: Through,
    /// A bare connection that commits each insert, per second.
    pub one_by_one: Spread,
    /// A bare connection that commits 64 inserts together, per second.
    pub in_groups: Spread,
}

/// Writes through the store.
#[derive(Debug, Serialize)]
pub struct Through {
    /// Per second.
    pub rate: Spread,
    /// Half the clients waited no longer than this.
    pub p50_ms: f64,
    /// Of a hundred, one waited longer.
    pub p99_ms: f64,
}

pub fn measure(setting: &Setting) -> anyhow::Result<Vec<Written>> {
    let path = setting.folder.join("writes.db");
    let lasting = Duration::from_millis(if setting.quick { 200 } else { 1_000 });
    let rounds = setting.rounds(7, 2);
    let config = Config::new(Url::Sqlite(path.clone()));
    let mut kinds =
        vec![contest("SQLite", &config, rounds, lasting, |group| bare_sqlite(&path, group, lasting))?];
    if let Some(server) = crate::import::server() {
        let database = pg::Database::empty(&server.address());
        let address = database.address();
        let config = Config::new(Url::Postgres { writer: address.clone(), reader: None });
        let bare = |group| bare_postgres(&address, group, lasting);
        kinds.push(contest("PostgreSQL", &config, rounds, lasting, bare)?);
    }
    Ok(kinds)
}

fn contest(
    backend: &str,
    config: &Config,
    rounds: usize,
    lasting: Duration,
    bare: impl Fn(usize) -> anyhow::Result<f64>,
) -> anyhow::Result<Written> {
    let (mut rates, mut p50, mut p99) = (Vec::new(), Vec::new(), Vec::new());
    let (mut one_by_one, mut in_groups) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let db = Db::open(config, &[TABLES], Arc::new(SystemClock))?;
        let (rate, mut waited) = through(&db, lasting)?;
        drop(db);
        waited.sort_unstable();
        rates.push(rate);
        p50.push(percentile(&waited, 50));
        p99.push(percentile(&waited, 99));
        one_by_one.push(bare(1)?);
        in_groups.push(bare(CLIENTS)?);
    }
    Ok(Written {
        backend: backend.to_owned(),
        product: Through { rate: Spread::of_rates(&rates), p50_ms: median(&p50), p99_ms: median(&p99) },
        one_by_one: Spread::of_rates(&one_by_one),
        in_groups: Spread::of_rates(&in_groups),
    })
}

/// Writes per second of all clients, and what each waited, in microseconds.
fn through(db: &Db, lasting: Duration) -> anyhow::Result<(f64, Vec<u32>)> {
    let ready = Arc::new(Barrier::new(CLIENTS + 1));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (db, ready) = (db.clone(), Arc::clone(&ready));
            thread::spawn(move || client(&db, &ready, lasting))
        })
        .collect();
    ready.wait();
    let started = Instant::now();
    let mut waited = Vec::new();
    for client in clients {
        waited.extend(client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??);
    }
    Ok((waited.len() as f64 / started.elapsed().as_secs_f64(), waited))
}

fn client(db: &Db, ready: &Barrier, lasting: Duration) -> anyhow::Result<Vec<u32>> {
    let permit = Permit::<WriteNote>::on_the_machine(MachineActor::CommandLine("bench".into()));
    let mut waited = Vec::new();
    ready.wait();
    let started = Instant::now();
    while started.elapsed() < lasting {
        let before = Instant::now();
        let written = db.write(&permit, |tx| {
            let note = Note { title: TITLE, amount: 7 };
            let id: i64 = tx.insert(INSERT, &[&note.title, &note.amount])?;
            tx.note_new(&RecordRef::new("note", id), &note)?;
            Ok(id)
        });
        written.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        waited.push(u32::try_from(before.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(waited)
}

/// As large as a real one.
const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const AFTER: &str = r#"{"title":"党支部活动记录","amount":7}"#;

fn bare_sqlite(path: &Path, group: usize, lasting: Duration) -> anyhow::Result<f64> {
    let mut connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let head: i64 = connection.query_row("SELECT COALESCE(MAX(seq), 0) FROM audit", [], |row| row.get(0))?;
    let mut seq = head;
    let started = Instant::now();
    while started.elapsed() < lasting {
        let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut insert = tx.prepare_cached(INSERT)?;
            let mut audit = tx.prepare_cached(AUDIT)?;
            for _ in 0..group {
                let id: i64 = insert.query_row(rusqlite::params![TITLE, 7], |row| row.get(0))?;
                seq += 1;
                audit.execute(rusqlite::params![
                    seq,
                    0,
                    "bench",
                    "bench.write_note",
                    "note",
                    id,
                    None::<String>,
                    AFTER,
                    HASH
                ])?;
            }
        }
        tx.commit()?;
    }
    let rate = (seq - head) as f64 / started.elapsed().as_secs_f64();
    // The store keeps the head of its chain beside the trail and goes on from there.
    connection.execute("UPDATE audit_head SET seq = $1", [seq])?;
    Ok(rate)
}

fn bare_postgres(address: &str, group: usize, lasting: Duration) -> anyhow::Result<f64> {
    let mut client = postgres::Client::connect(address, postgres::NoTls)?;
    let insert = client.prepare(INSERT)?;
    let audit = client.prepare(AUDIT)?;
    let head: i64 = client.query_one("SELECT COALESCE(MAX(seq), 0) FROM audit", &[])?.get(0);
    let mut seq = head;
    let started = Instant::now();
    while started.elapsed() < lasting {
        let mut tx = client.transaction()?;
        for _ in 0..group {
            let id: i64 = tx.query_one(&insert, &[&TITLE, &7_i64])?.get(0);
            seq += 1;
            let none = None::<String>;
            tx.execute(
                &audit,
                &[&seq, &0_i64, &"bench", &"bench.write_note", &"note", &id, &none, &AFTER, &HASH],
            )?;
        }
        tx.commit()?;
    }
    let rate = (seq - head) as f64 / started.elapsed().as_secs_f64();
    client.execute("UPDATE audit_head SET seq = $1", &[&seq])?;
    Ok(rate)
}
