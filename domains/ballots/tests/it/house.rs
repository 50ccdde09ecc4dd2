//! The domain in a house of its own: fresh databases, and a site asked in the same process.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use ballot::{Hash, Manifest};
use ballots::{Keyring, Services};
use http_body_util::BodyExt;
use kernel::{Chance, Day, Moment, OrgId, PersonId, Problem, Role};
use serde_json::Value;
use store::Migrations;
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site, Texts};

use crate::roster::{CYCLE, Cycles, Roster};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Windows of the evaluations here: the clock begins on 2 March 2015, 9:00.
pub const TIMES: &str = "issue_from=2015-03-02T08:00&issue_until=2015-03-06T18:00&cast_from=2015-03-02T08:00&cast_until=2015-03-06T18:00";
/// The same, with all ballots taken before any is cast.
pub const APART: &str = "issue_from=2015-03-02T08:00&issue_until=2015-03-04T18:00&cast_from=2015-03-05T08:00&cast_until=2015-03-06T18:00";

/// Bytes that are different each time and hard to guess by whatever reads them.
pub struct StirredChance(AtomicU64);

impl Chance for StirredChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&ballot::sha256(&n.to_be_bytes()).0[..chunk.len()]);
        }
    }
}

pub fn migrations() -> Vec<Migrations> {
    vec![web::house().migrations, domain_of(&services(&PathBuf::new(), &Arc::default())).migrations]
}

fn services(keys: &std::path::Path, cycles: &Arc<Cycles>) -> Arc<Services> {
    let chance = Arc::new(StirredChance(AtomicU64::new(1)));
    let sealing = web::SealingKey::new(&[7; 32], "ballot bundles: sealing");
    let services = Services::new(Keyring::new(keys.to_owned()), chance, sealing, "示例局机关党委".into());
    services.with_appraisal(cycles.clone());
    Arc::new(services)
}

fn domain_of(services: &Arc<Services>) -> Domain {
    ballots::domain(services)
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Writes the log where tests can read it.
struct Kept;

impl std::io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the server has logged so far.
pub fn log() -> String {
    String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned()
}

/// A site and its router.
pub struct House {
    pub site: Arc<Site>,
    pub cycles: Arc<Cycles>,
    pub keys: tempfile::TempDir,
    domains: Vec<Domain>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Fails unless the answer has this status and says all of that.
    pub fn says(&self, status: u16, parts: &[&str]) {
        let text = self.text();
        assert_eq!(self.status.as_u16(), status, "{text}");
        for part in parts {
            assert!(text.contains(part), "{part} is not said in {text}");
        }
    }

    /// Fails unless the write was carried out.
    pub fn done(&self) {
        assert_eq!(self.status.as_u16(), 303, "{}", self.text());
    }
}

const PASSWORD: &str = "Correct-horse-7";
static PHC: LazyLock<String> =
    LazyLock::new(|| accounts::hash_password(PASSWORD, &StirredChance(AtomicU64::new(3))).unwrap());

/// Somebody at a browser: an account with a person behind it.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub cookie: String,
    pub holder: String,
}

impl House {
    pub fn on(fresh: &Fresh) -> Self {
        let keys = tempfile::tempdir().unwrap();
        let cycles = Arc::<Cycles>::default();
        Self::with(fresh, keys, cycles)
    }

    pub fn with(fresh: &Fresh, keys: tempfile::TempDir, cycles: Arc<Cycles>) -> Self {
        let clock: Arc<dyn kernel::Clock> = fresh.clock.clone();
        Self::over(fresh.db(), clock, keys, cycles)
    }

    /// A house over a database that somebody else has opened.
    pub fn over(
        db: store::Db,
        clock: Arc<dyn kernel::Clock>,
        keys: tempfile::TempDir,
        cycles: Arc<Cycles>,
    ) -> Self {
        // The first house to come keeps the log of all.
        let writer = || Kept;
        let _ = tracing_subscriber::fmt().with_writer(writer).with_ansi(false).try_init();
        const NONE: Migrations = Migrations { domain: "roster", steps: &[] };
        const NOTHING: Texts = Texts { part: "roster", zh: "", en: "" };
        let roster = Domain { directory: Some(Arc::new(Roster)), ..Domain::named("roster", NONE, NOTHING) };
        let domains = vec![web::house(), roster, domain_of(&services(keys.path(), &cycles))];
        let parts = web::Parts {
            db,
            clock,
            chance: Arc::new(StirredChance(AtomicU64::new(1 << 40))),
            // Sessions that outlast the days of an evaluation.
            settings: Settings {
                session_idle: 30 * 86_400,
                session_absolute: 30 * 86_400,
                ..Settings::default()
            },
            texts: Vec::new(),
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, &domains).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { site, cycles, keys, domains, router, runtime }
    }

    /// The same installation after a restart: nothing is left in memory.
    #[must_use]
    pub fn restarted(self, fresh: &Fresh) -> Self {
        let Self { keys, cycles, .. } = self;
        Self::with(fresh, keys, cycles)
    }

    fn account(&self, login: &str, person: Option<i64>, roles: &[(Role, Option<i64>)]) -> Somebody {
        let new = NewAccount {
            login: login.into(),
            name: format!("测试 {login}"),
            person: person.map(PersonId),
            password: PHC.clone(),
            first_password: false,
        };
        let roles = roles.to_vec();
        let made = self.site.db.write(&testkit::db::permit::<Prepare>(), move |tx| {
            let user = accounts::create(tx, &new)?;
            let today = tx.today();
            for (role, org) in roles {
                let org = org.map(|org| (OrgId(org), format!("1.{org}.")));
                accounts::grant(tx, user, role, org, today, None)?;
            }
            Ok(())
        });
        made.unwrap();
        let form = format!("login={login}&password={PASSWORD}");
        let request =
            Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let reply = self.ask(request, form.into_bytes());
        let cookie = reply.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        Somebody { cookie: cookie.split(';').next().unwrap().to_owned(), holder: String::new() }
    }

    /// Somebody who holds this role for the whole organ.
    pub fn someone(&self, role: Role) -> Somebody {
        self.account(role.code(), None, &[(role, None)])
    }

    /// A secretary of that organisation.
    pub fn secretary_of(&self, org: i64) -> Somebody {
        self.account(&format!("secretary{org}"), None, &[(Role::OrganisationSecretary, Some(org))])
    }

    /// The person of that number, signed in at the voting page of an evaluation.
    pub fn voter(&self, person: i64, evaluation: i64) -> Somebody {
        let mut somebody = self.account(&format!("p{person}"), Some(person), &[(Role::Staff, None)]);
        let page = self.page(&format!("/evaluations/{evaluation}/vote"), &somebody);
        let text = page.text();
        let holder = text.split("\"holder\":\"").nth(1).and_then(|rest| rest.split('"').next());
        somebody.holder = holder.unwrap_or_default().to_owned();
        somebody
    }

    /// Sets an evaluation up by the form and gives its number.
    pub fn set_up(&self, office: &Somebody, more: &str) -> i64 {
        let form = format!(
            "cycle={CYCLE}&title=2014年度群众评价&minimum=5&minimum_text=10&by_dimension=yes&q1.text=意见建议&q1.kind=words&{more}"
        );
        let reply = self.post("/evaluations", office, &form);
        reply.done();
        let to = reply.headers.get(header::LOCATION).unwrap().to_str().unwrap();
        to.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// Runs every job that is due and waits until none is left.
    pub fn run_jobs(&self) {
        let now = self.site.clock.now();
        let background = web::start_background(&self.site.db, &self.domains, "test").unwrap();
        let waiting = || {
            self.site.db.read(move |c| {
                let sql = "SELECT COUNT(*) FROM jobs WHERE state IN ('queued', 'running') AND run_at <= $1";
                Ok(c.count(sql, &[&now])?)
            })
        };
        while waiting().unwrap() > 0 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        drop(background);
    }

    /// Sets an evaluation up and opens it.
    pub fn opened(&self, office: &Somebody, times: &str) -> i64 {
        let id = self.set_up(office, times);
        self.post(&format!("/evaluations/{id}/opening"), office, "").done();
        self.run_jobs();
        id
    }

    /// The manifest, fetched as anybody.
    pub fn manifest(&self, id: i64) -> (Manifest, Hash) {
        let reply = self.anybody(&format!("/evaluations/{id}/manifest.json"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        Manifest::parse(&reply.bytes).unwrap()
    }

    /// Lets an account stand for another person from now on.
    pub fn tie(&self, login: &str, person: i64) {
        let login = login.to_owned();
        let tied = self.site.db.write(&testkit::db::permit::<Prepare>(), move |tx| {
            let user = accounts::by_login(tx, &login)?.ok_or(Problem::Missing)?;
            accounts::tie(tx, user, Some(PersonId(person)))
        });
        tied.unwrap();
    }

    /// What the database holds of a box: roster, issued, paper, cast.
    pub fn counts(&self, box_code: &str) -> [i64; 4] {
        let code = box_code.to_owned();
        let sql = "SELECT roster, issued, paper, cast_count + (SELECT COUNT(*) FROM ballot_slots s WHERE s.box_id = b.id)
            FROM evaluation_boxes b WHERE code = $1";
        let read = self.site.db.read(move |c| {
            Ok(c.all(sql, &[&code], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?)
        });
        read.unwrap()[0]
    }

    pub fn page(&self, path: &str, who: &Somebody) -> Reply {
        let request =
            Request::get(path).header(header::COOKIE, &who.cookie).header(header::ACCEPT, "text/html");
        self.ask(request, Vec::new())
    }

    /// A page as somebody sees it who is not signed in.
    pub fn anybody(&self, path: &str) -> Reply {
        self.ask(Request::get(path).header(header::ACCEPT, "text/html"), Vec::new())
    }

    pub fn post(&self, path: &str, who: &Somebody, form: &str) -> Reply {
        let request = Request::post(path)
            .header(header::COOKIE, &who.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form.as_bytes().to_vec())
    }

    pub fn ask(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Reply {
        let request = request.header(header::HOST, "localhost").body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes().to_vec();
            Reply { status: parts.status, headers: parts.headers, bytes }
        })
    }
}

/// A moment of March 2015.
pub fn march(day: i8, hour: i64) -> Moment {
    let day = Day::new(2015, 3, day).unwrap();
    Moment(day.epoch_days() * 86_400 + hour * 3600 - 8 * 3600)
}

/// Choices by their names, as a page's JSON holds them.
pub fn by_name(choices: &Value) -> BTreeMap<String, u64> {
    let pairs = choices.as_array().unwrap();
    pairs.iter().map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].as_u64().unwrap())).collect()
}
