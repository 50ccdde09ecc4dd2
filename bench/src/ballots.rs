//! Ballots: durable and checked, over real connections, beside the checks alone and the commits alone; and the recount.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use ballot::voter::{Credential, Unsigned};
use ballot::{Answer, Board, BoardKey, Bundle, Cast, Counts, Electoral, Form, from_base64url};
use kernel::time::SystemClock;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use ring::signature::{RSA_PSS_SHA384, RsaKeyPair};
use serde::Serialize;
use store::{Config, Db, Migrations, Url};
use testkit::pg;

use crate::load::{self, percentile};
use crate::pages::{product, sample_organ};
use crate::process::Server;
use crate::rounds::{Spread, median};
use crate::{Setting, import};

/// Clients that cast at the same time.
const CLIENTS: usize = 64;
/// The open rehearsal of the sample organ.
const EVALUATION: i64 = 2;

/// Everything about ballots.
#[derive(Debug, Serialize)]
pub struct Ballots {
    /// Checks of ballots that were read already, on all cores, per second.
    pub checks: Spread,
    /// One database each.
    pub cast: Vec<Taken>,
    /// Ballots in the bundle.
    pub bundle: usize,
    /// Seconds to recount it.
    pub recount_s: f64,
}

/// Ballots taken on one database.
#[derive(Debug, Serialize)]
pub struct Taken {
    /// Which.
    pub backend: String,
    /// Cast over HTTP, checked and durable, per second.
    pub product: Spread,
    /// Half were answered no later.
    pub p50_ms: f64,
    /// Of a hundred, one was answered later.
    pub p99_ms: f64,
    /// Commits of as many bytes by as many clients through the same store, per second.
    pub commits: Spread,
}

pub fn measure(setting: &Setting) -> anyhow::Result<Ballots> {
    let data = copy_of(&sample_organ(setting)?, &setting.folder.join("ballots"))?;
    let database = data.join("jinwei.db");
    let (electoral, issuer, code) = keys(&data, &database)?;
    let number = if setting.quick { 1_200 } else { 100_000 };
    let credentials = make(&issuer, number)?;
    let (_, form) = electoral.manifest().box_of(&code).context("the box")?;
    let said = answers(form);
    let filled = |credential: &Credential| credential.cast(&electoral.hash(), &code, form, 1, &said);
    let rounds = setting.rounds(5, 2);
    let each = if setting.quick { 150 } else { 6_000 };

    let enough = (2 * rounds * each).min(credentials.len());
    let ballots: Option<Vec<Cast>> = credentials.iter().take(enough).map(filled).collect();
    let ballots = ballots.context("a ballot does not fit its form")?;
    let mut checks = Vec::new();
    for _ in 0..rounds {
        checks.push(check(&electoral, ballots.get(..each.min(ballots.len())).unwrap_or_default()));
    }
    let mut sent = ballots.iter();
    let mut cast = vec![contest("SQLite", setting, &data, &mut sent, rounds, each, &|| {
        Ok(Config::new(Url::Sqlite(setting.folder.join("commits.db"))))
    })?];
    if let Some(server) = import::server() {
        let there = pg::Database::empty(&server.address());
        let url = there.address();
        let moved = setting.folder.join("ballots-postgres");
        let copied = copy_of(&data, &moved)?;
        let done = std::process::Command::new(&setting.program)
            .arg("--data")
            .arg(&copied)
            .args(["db", "copy", "--from"])
            .arg(setting.folder.join("ballots-before.db"))
            .args(["--to", &url])
            .stdout(std::process::Stdio::null())
            .status()?;
        anyhow::ensure!(done.success(), "jinwei db copy failed");
        std::fs::write(copied.join("jinwei.toml"), format!("[database]\nurl = \"{url}\"\n"))?;
        let commits = pg::Database::empty(&server.address());
        let address = commits.address();
        cast.push(contest("PostgreSQL", setting, &copied, &mut sent, rounds, each, &|| {
            Ok(Config::new(Url::Postgres { writer: address.clone(), reader: None }))
        })?);
    }
    let bundle = bundle(&electoral, &code, &credentials)?;
    let started = Instant::now();
    let report = bundle.verify();
    let recount_s = started.elapsed().as_secs_f64();
    anyhow::ensure!(report.holds(), "the recount fails: {:?}", report.findings);
    Ok(Ballots { checks: Spread::of_rates(&checks), cast, bundle: credentials.len(), recount_s })
}

fn copy_of(from: &Path, to: &Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_of(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(to.to_owned())
}

/// The open rehearsal's manifest, the issuing key of its first box, and that box; which is made large enough for the run.
fn keys(data: &Path, database: &Path) -> anyhow::Result<(Electoral, RsaKeyPair, String)> {
    let connection = rusqlite::Connection::open(database)?;
    let manifest: String =
        connection
            .query_row("SELECT manifest FROM evaluations WHERE id = $1", [EVALUATION], |row| row.get(0))?;
    let electoral = Electoral::new(manifest.as_bytes()).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let code = electoral.manifest().boxes.first().context("a box")?.code.clone();
    connection.execute(
        "UPDATE evaluation_boxes SET roster = 1000000, issued = 1000000 WHERE evaluation_id = $1 AND code = $2",
        rusqlite::params![EVALUATION, code],
    )?;
    drop(connection);
    std::fs::copy(database, data.with_file_name("ballots-before.db"))?;
    let file = std::fs::read(data.join("ballot-keys").join(format!("evaluation-{EVALUATION}.keys")))?;
    let keys: serde_json::Value = serde_json::from_slice(&file)?;
    let der = keys
        .get("issuers")
        .and_then(|issuers| issuers.get(&code)?.as_str().and_then(from_base64url))
        .context("the issuing key")?;
    let issuer = RsaKeyPair::from_pkcs8(&der).map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok((electoral, issuer, code))
}

fn answers(form: &Form) -> Vec<Answer> {
    let chosen = |question: &ballot::Question| {
        let choice = question.choices.first()?.code.clone();
        Some(Answer {
            question: question.code.clone(),
            choice: Some(choice),
            text: None,
            salt: None,
            commitment: None,
        })
    };
    form.questions.iter().filter_map(chosen).collect()
}

/// Credentials, made on all cores by somebody who holds the issuing key.
fn make(issuer: &RsaKeyPair, number: usize) -> anyhow::Result<Vec<Credential>> {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = |thread: usize| -> anyhow::Result<Vec<Credential>> {
        let mut random = ChaCha12Rng::seed_from_u64(thread as u64);
        let mut fill = |bytes: &mut [u8]| random.fill_bytes(bytes);
        let mine = number / threads + usize::from(thread < number % threads);
        (0..mine)
            .map(|_| {
                let unsigned = Unsigned::new(&mut fill)?;
                let mut signature = [0; 384];
                let rng = ring::rand::SystemRandom::new();
                issuer
                    .sign(&RSA_PSS_SHA384, &rng, &unsigned.prepared(), &mut signature)
                    .map_err(|error| anyhow::anyhow!("{error}"))?;
                Ok(unsigned.signed(signature))
            })
            .collect()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || part(thread))).collect();
        let mut all = Vec::with_capacity(number);
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow::anyhow!("a worker panicked"))??);
        }
        Ok(all)
    })
}

/// Checks per second on all cores.
fn check(electoral: &Electoral, ballots: &[Cast]) -> f64 {
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let started = Instant::now();
    let good: usize = thread::scope(|scope| {
        let parts = ballots.chunks(ballots.len().div_ceil(threads).max(1));
        let workers: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().filter(|cast| electoral.check(cast).is_ok()).count()))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum()
    });
    good as f64 / started.elapsed().as_secs_f64()
}

fn request(cast: &Cast) -> anyhow::Result<Vec<u8>> {
    let body = serde_json::to_string(cast)?;
    let length = body.len();
    Ok(format!(
        "POST /ballots HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes())
}

fn contest<'a>(
    backend: &str,
    setting: &Setting,
    data: &Path,
    ballots: &mut impl Iterator<Item = &'a Cast>,
    rounds: usize,
    each: usize,
    store: &dyn Fn() -> anyhow::Result<Config>,
) -> anyhow::Result<Taken> {
    let server = Server::start(&mut product(setting, data), &setting.folder.join("ballots.log"))?;
    let (mut rates, mut p50, mut p99, mut commits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let config = store()?;
    for _ in 0..rounds {
        let requests = ballots.take(each).map(request).collect::<anyhow::Result<Vec<_>>>()?;
        anyhow::ensure!(requests.len() == each, "too few ballots were made");
        let round = load::run_each(server.address, requests, CLIENTS)?;
        rates.push(round.rate());
        p50.push(percentile(&round.micros, 50));
        p99.push(percentile(&round.micros, 99));
        commits.push(commit(&config, Duration::from_millis(if setting.quick { 200 } else { 1_000 }))?);
    }
    Ok(Taken {
        backend: backend.to_owned(),
        product: Spread::of_rates(&rates),
        p50_ms: median(&p50),
        p99_ms: median(&p99),
        commits: Spread::of_rates(&commits),
    })
}

const TABLES: Migrations = Migrations {
    domain: "bench_slots",
    steps: &[(
        "V1__slots",
        "CREATE TABLE slots (box_id {int} NOT NULL, slot TEXT NOT NULL, sealed {blob} NOT NULL,
            PRIMARY KEY (box_id, slot)) {keyed};",
    )],
};

/// Bytes of a sealed ballot: two signatures, a key, a salt and five answers.
const SEALED: usize = 800;

/// Each slot has a name of its own, in every round.
static NAMES: AtomicU64 = AtomicU64::new(0);

/// Commits of a sealed ballot's size by all clients at once, per second.
fn commit(config: &Config, lasting: Duration) -> anyhow::Result<f64> {
    let db = Db::open(config, &[TABLES], Arc::new(SystemClock))?;
    let ready = Arc::new(Barrier::new(CLIENTS + 1));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (db, ready) = (db.clone(), Arc::clone(&ready));
            thread::spawn(move || -> anyhow::Result<usize> {
                ready.wait();
                let (started, mut written) = (Instant::now(), 0_usize);
                while started.elapsed() < lasting {
                    let name = NAMES.fetch_add(1, Ordering::Relaxed);
                    let slot = ballot::sha256(&name.to_be_bytes()).to_string();
                    let sealed = vec![7_u8; SEALED];
                    db.write_unaudited("bench", move |tx| {
                        Ok(tx.run(
                            "INSERT INTO slots (box_id, slot, sealed) VALUES (1, $1, $2)",
                            &[&slot, &sealed],
                        )?)
                    })
                    .map_err(|problem| anyhow::anyhow!("{problem}"))?;
                    written += 1;
                }
                Ok(written)
            })
        })
        .collect();
    ready.wait();
    let started = Instant::now();
    let mut written = 0;
    for client in clients {
        written += client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
    }
    Ok(written as f64 / started.elapsed().as_secs_f64())
}

/// A bundle with a ballot of each credential, in an evaluation like the open one but with room for all of them.
fn bundle(electoral: &Electoral, code: &str, credentials: &[Credential]) -> anyhow::Result<Bundle> {
    let seed = BoardKey::new_seed(&mut |bytes: &mut [u8]| bytes.fill(7));
    let board = BoardKey::from_seed(&seed).context("a board key")?;
    let mut manifest = electoral.manifest().clone();
    manifest.board_key = board.public();
    for place in &mut manifest.boxes {
        place.roster = u32::try_from(credentials.len())?;
    }
    let bytes = manifest.to_bytes()?;
    let electoral = Electoral::new(&bytes)?;
    let (_, form) = electoral.manifest().box_of(code).context("the box")?;
    let (hash, answers) = (electoral.hash(), answers(form));
    let mut kept = Vec::with_capacity(credentials.len());
    for credential in credentials {
        let cast = credential.cast(&hash, code, form, 1, &answers).context("a ballot")?;
        kept.push(electoral.check(&cast).map_err(|refusal| anyhow::anyhow!("{refusal}"))?);
    }
    kept.sort_by_key(|one| one.leaf);
    let issued = u32::try_from(kept.len())?;
    let counted = |place: &ballot::BoxOfManifest| {
        if place.code == code {
            (Counts { issued, paper: 0 }, kept.iter().map(|one| one.leaf).collect())
        } else {
            (Counts::default(), Vec::new())
        }
    };
    let boxes = electoral.manifest().boxes.iter().map(counted).collect();
    let published = Board::close(electoral.manifest(), &hash, "2015-12-10", boxes, &board)?;
    let mut lines = Vec::new();
    for one in &kept {
        serde_json::to_writer(&mut lines, &one.ballot)?;
        lines.push(b'\n');
    }
    Ok(Bundle {
        manifest: bytes,
        manifest_signature: ballot::base64url(&board.sign_manifest(&hash)).into_bytes(),
        board: serde_json::to_vec(&published)?,
        ballots: lines,
        texts: b"[]".to_vec(),
        tallies: serde_json::to_vec(&ballot::tally(electoral.manifest(), &kept))?,
    })
}
