//! Power cuts: the server is killed at any moment of issuing and casting, a thousand times over. Whoever was answered has what the
//! answer said; whoever was not asks again and gets it; nothing counts twice.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ballot::voter::{self, Credential, Request};
use ballot::{Board, Cast, Hash, Manifest};
use kernel::Role;
use kernel::time::FixedClock;
use serde_json::{Value, json};
use store::{Config, Db, Url};
use testkit::db::{Fresh, START, both};

use crate::booth::{chosen, fill};
use crate::house::{House, Somebody, TIMES, migrations};
use crate::roster::{CROWD, Cycles};

/// Kills on SQLite; fewer on PostgreSQL, where only the server's own doing is cut.
const KILLS: [usize; 2] = [1_000, 100];
const BOX: &str = "001009-members";

/// The server of the crash test, in a process of its own: answers requests from standard input, one a line.
#[test]
#[ignore = "the other side of the test below, which starts it"]
fn server() {
    let of = |name: &str| std::env::var(name).unwrap();
    let url = match of("CRASH_KIND").as_str() {
        "sqlite" => Url::Sqlite(of("CRASH_ADDRESS").into()),
        _ => Url::Postgres { writer: of("CRASH_ADDRESS"), reader: None },
    };
    let clock: Arc<dyn kernel::Clock> = Arc::new(FixedClock::at(START));
    let db = Db::open(&Config { readers: 1, ..Config::new(url) }, &migrations(), Arc::clone(&clock)).unwrap();
    // The folder belongs to the other side.
    let keys = tempfile::tempdir().unwrap();
    let theirs = std::path::PathBuf::from(of("CRASH_KEYS"));
    for file in std::fs::read_dir(theirs).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), keys.path().join(file.file_name())).unwrap();
    }
    let house = House::over(db, clock, keys, Cycles::of_the_crowd());
    let who = Somebody { cookie: of("CRASH_COOKIE"), holder: of("CRASH_HOLDER") };
    println!("\nready");
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let reply = match asked["do"].as_str().unwrap() {
            "take" => {
                house.tie("voter", asked["person"].as_i64().unwrap());
                let blinded = ballot::from_base64url(asked["blinded"].as_str().unwrap()).unwrap();
                house.ask_for(1, &who, BOX, &blinded)
            }
            _ => house.cast_bytes(asked["ballot"].as_str().unwrap().as_bytes()),
        };
        println!("R {}", json!({ "status": reply.status.as_u16(), "body": reply.text() }));
    }
}

/// A voter, as their browser remembers them.
struct Voter {
    person: i64,
    asked: Option<Request>,
    credential: Option<Credential>,
    /// What was sent and not answered.
    pending: Option<Cast>,
    revision: u32,
    /// The ballot for which a receipt came.
    receipt: Option<Hash>,
}

impl Voter {
    fn new(person: i64) -> Self {
        Self { person, asked: None, credential: None, pending: None, revision: 0, receipt: None }
    }

    /// What to send next: the very same as long as no answer came.
    fn next(&mut self, manifest: &Manifest, hash: &Hash) -> Value {
        let (place, form) = manifest.box_of(BOX).unwrap();
        let Some(credential) = &self.credential else {
            let asked = self.asked.get_or_insert_with(|| voter::ask(&place.issuer_key, &mut fill).unwrap());
            return json!({ "do": "take", "person": self.person, "blinded": ballot::base64url(asked.blinded()) });
        };
        let cast = self.pending.get_or_insert_with(|| {
            self.revision += 1;
            let choice = if self.revision == 1 { "good" } else { "poor" };
            credential.cast(hash, BOX, form, self.revision, &[chosen("mass", choice)]).unwrap()
        });
        json!({ "do": "cast", "ballot": serde_json::to_string(cast).unwrap() })
    }

    fn answered(&mut self, answer: &Value) {
        assert_eq!(answer["status"], 200, "person {}: {answer}", self.person);
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
        if self.credential.is_none() {
            let signature = ballot::from_base64url(body["blind_signature"].as_str().unwrap()).unwrap();
            self.credential = Some(self.asked.take().unwrap().finish(&signature).unwrap());
        } else {
            self.pending = None;
            self.receipt = Hash::parse(body["leaf"].as_str().unwrap());
        }
    }

    /// After two ballots, the second in the place of the first, somebody else comes.
    fn is_done(&self) -> bool {
        self.revision == 2 && self.pending.is_none()
    }
}

fn start(fresh: &Fresh, house: &House, who: &Somebody) -> Child {
    let (kind, address) = match &fresh.config.url {
        Url::Sqlite(path) => ("sqlite", path.display().to_string()),
        Url::Postgres { writer, .. } => ("postgres", writer.clone()),
    };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "crash::server", "--ignored", "--nocapture"]);
    command.env("CRASH_KIND", kind).env("CRASH_ADDRESS", address).env("CRASH_KEYS", house.keys.path());
    command.env("CRASH_COOKIE", &who.cookie).env("CRASH_HOLDER", &who.holder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the database says of the box: roster ≥ issued ≥ cast.
fn counts(house: &House) -> [i64; 4] {
    let counts = house.counts(BOX);
    let [roster, issued, paper, cast] = counts;
    assert!(roster >= issued + paper && issued >= cast, "{counts:?}");
    counts
}

#[test]
fn a_thousand_power_cuts_lose_nobody_a_vote_and_count_nothing_twice() {
    for (fresh, kills) in both(&migrations()).into_iter().zip(KILLS) {
        let house = House::with(&fresh, tempfile::tempdir().unwrap(), Cycles::of_the_crowd());
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.set_up(&office, TIMES);
        assert_eq!((id, CROWD), (1, 9));
        house.post("/evaluations/1/opening", &office, "").done();
        house.run_jobs();
        let (manifest, hash) = house.manifest(id);
        let first = house.voter(100_000, id);
        let renamed = house.site.db.write_unaudited("test", |tx| {
            Ok(tx.run("UPDATE users SET login = 'voter' WHERE login = 'p100000'", &[])?)
        });
        assert_eq!(renamed.unwrap(), 1);

        let mut voters = vec![Voter::new(100_000)];
        let (mut answers, mut cut) = (0, 0);
        for round in 0..kills {
            let mut child = start(&fresh, &house, &first);
            let mut input = child.stdin.take().unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            while lines.next().is_some_and(|line| line.unwrap() != "ready") {}
            // Cut anywhere in the first moments, in steps that no two neighbouring rounds share; a server takes more moments.
            let span = if matches!(fresh.config.url, Url::Sqlite(_)) { 30_000 } else { 250_000 };
            let (after, over) =
                (Duration::from_micros(u64::try_from(round * 7_919 % span).unwrap()), AtomicBool::new(false));
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(after);
                    over.store(true, Ordering::SeqCst);
                    child.kill().unwrap();
                });
                loop {
                    if voters.last().is_none_or(Voter::is_done) {
                        voters.push(Voter::new(100_000 + i64::try_from(voters.len()).unwrap()));
                    }
                    let voter = voters.last_mut().unwrap();
                    let asked = voter.next(&manifest, &hash);
                    if writeln!(input, "{asked}").is_err() {
                        break;
                    }
                    let answer = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("R "));
                    match answer.and_then(|line| serde_json::from_str::<Value>(&line[2..]).ok()) {
                        Some(answer) => voter.answered(&answer),
                        None => {
                            cut += 1;
                            break;
                        }
                    }
                    answers += 1;
                }
            });
            assert!(over.load(Ordering::SeqCst), "the server ended by itself in round {round}");
            child.wait().unwrap();
            counts(&house);
        }
        println!(
            "{kills} cuts, {cut} of them with a request under way, {answers} answers, {} voters",
            voters.len()
        );
        assert!(cut > kills / 2 && answers > kills / 4, "{cut} {answers}");

        // Whoever is waiting is not locked out: the same message gets its answer, the same ballot its receipt.
        let last = voters.last_mut().unwrap();
        while !last.is_done() {
            let asked = last.next(&manifest, &hash);
            house.tie("voter", last.person);
            let reply = match asked["do"].as_str().unwrap() {
                "take" => {
                    let blinded = ballot::from_base64url(asked["blinded"].as_str().unwrap()).unwrap();
                    house.ask_for(id, &first, BOX, &blinded)
                }
                _ => house.cast_bytes(asked["ballot"].as_str().unwrap().as_bytes()),
            };
            last.answered(&json!({ "status": reply.status.as_u16(), "body": reply.text() }));
        }
        let all = i64::try_from(voters.len()).unwrap();
        assert_eq!(counts(&house), [4_000, all, 0, all]);
        house.post("/evaluations/1/closure", &office, "reason=全部投完").done();
        house.run_jobs();
        let board: Board = serde_json::from_slice(&house.anybody("/evaluations/1/board.json").bytes).unwrap();
        board.check(&manifest, &hash).unwrap();
        assert_eq!(board.boxes[0].leaves.len(), voters.len());
        for voter in &voters {
            assert!(board.inclusion(&manifest, &voter.receipt.unwrap()).is_some(), "person {}", voter.person);
        }
    }
}
