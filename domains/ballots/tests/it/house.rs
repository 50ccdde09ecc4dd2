//! The domain in a house of its own: fresh databases, a roster and a cycle that say what the tests want, and a site asked in the
//! same process.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use ballot::voter::{self, Credential};
use ballot::{Answer, Cast, Hash, Manifest};
use ballots::{Keyring, Services};
use http_body_util::BodyExt;
use kernel::contracts::{
    BallotCount, Directory, Evaluated, EvaluatedCycle, MassEvaluation, OrgBrief, PersonBrief, ScoredQuestion,
};
use kernel::{Chance, Day, Moment, OrgId, PersonId, Problem, Role};
use serde_json::Value;
use store::{Conn, Migrations, Tx};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site, Texts};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Number and name of the organisations.
pub const ORGS: [(i64, &str); 2] = [(2, "材料审查部党委"), (3, "财务司党支部")];
/// An organisation of four thousand, for those who need many.
pub const CROWD: i64 = 9;
/// The cycle that is evaluated.
pub const CYCLE: i64 = 15;
/// Windows of the evaluations here: the clock begins on 2 March 2015, 9:00.
pub const TIMES: &str = "issue_from=2015-03-02T08:00&issue_until=2015-03-06T18:00&cast_from=2015-03-02T08:00&cast_until=2015-03-06T18:00";
/// The same, with all ballots taken before any is cast.
pub const APART: &str = "issue_from=2015-03-02T08:00&issue_until=2015-03-04T18:00&cast_from=2015-03-05T08:00&cast_until=2015-03-06T18:00";

struct Roster;

/// Members of an organisation are numbered from its number times 100 on, others from 50 later on.
fn people(org: i64) -> Vec<(PersonBrief, bool)> {
    let person = |n: i64| PersonBrief { id: PersonId(n), name: format!("陈{n}") };
    let (members, others) = match org {
        2 => (7, 6),
        CROWD => (4_000, 0),
        _ => (3, 0),
    };
    let first = if org == CROWD { 100_000 } else { org * 100 };
    let members = (first..first + members).map(|n| (person(n), true));
    members.chain((first + 50..first + 50 + others).map(|n| (person(n), false))).collect()
}

impl Directory<Conn> for Roster {
    fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        Ok(names.iter().map(|_| None).collect())
    }

    fn by_ids(&self, _: &mut Conn, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        let brief = |(id, name): (i64, &str)| OrgBrief {
            id: OrgId(id),
            code: format!("00100{id}"),
            name: name.into(),
            path: format!("1.{id}."),
            category: Some("综合管理类".into()),
            members: 20,
        };
        let all = ORGS.into_iter().chain([(CROWD, "大院党委")]);
        Ok(all.map(brief).filter(|org| ids.contains(&org.id)).collect())
    }

    fn appraised_on(&self, _: &mut Conn, _: Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Vec::new())
    }

    fn people_of(&self, _: &mut Conn, org: OrgId) -> Result<Vec<(PersonBrief, bool)>, Problem> {
        Ok(people(org.0))
    }

    fn people_named(&self, _: &mut Conn, text: &str) -> Result<Vec<(PersonBrief, String)>, Problem> {
        let all = ORGS
            .into_iter()
            .flat_map(|(id, name)| people(id).into_iter().map(move |(p, _)| (p, name.into())));
        Ok(all.filter(|(person, _)| !text.is_empty() && person.name.contains(text)).collect())
    }
}

/// What the appraisal was told.
#[derive(Debug, Default)]
pub struct Told {
    pub sizes: Vec<(OrgId, String, u32)>,
    pub counts: Vec<BallotCount>,
}

/// A cycle that takes figures.
#[derive(Debug)]
pub struct Cycles {
    pub told: Mutex<Told>,
    orgs: Vec<(i64, &'static str)>,
}

impl Default for Cycles {
    fn default() -> Self {
        Self { told: Mutex::default(), orgs: ORGS.to_vec() }
    }
}

impl Cycles {
    /// A cycle of the crowd alone.
    pub fn of_the_crowd() -> Arc<Self> {
        Arc::new(Self { told: Mutex::default(), orgs: vec![(CROWD, "大院党委")] })
    }
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect()
}

impl MassEvaluation<Conn, Tx> for Cycles {
    fn cycles(&self, _: &mut Conn) -> Result<Vec<EvaluatedCycle>, Problem> {
        Ok(vec![EvaluatedCycle {
            id: CYCLE,
            year: 2014,
            questions: vec![ScoredQuestion {
                indicator: "mass".into(),
                name: "群众评价".into(),
                choices: pairs(&[("good", "好"), ("fair", "较好"), ("poor", "差"), ("unknown", "不了解")]),
                groups: pairs(&[("members", "党员"), ("staff", "群众")]),
            }],
            dimensions: pairs(&[("team", "领导班子"), ("work", "工作业绩")]),
            organisations: self
                .orgs
                .iter()
                .map(|(id, name)| Evaluated {
                    org: OrgId(*id),
                    name: (*name).into(),
                    category: "综合管理类".into(),
                })
                .collect(),
        }])
    }

    fn freeze(&self, _: &mut Tx, cycle: i64, sizes: &[(OrgId, String, u32)]) -> Result<(), Problem> {
        assert_eq!(cycle, CYCLE);
        self.told.lock().unwrap().sizes = sizes.to_vec();
        Ok(())
    }

    fn take(&self, _: &mut Tx, cycle: i64, counts: &[BallotCount]) -> Result<(), Problem> {
        assert_eq!(cycle, CYCLE);
        self.told.lock().unwrap().counts = counts.to_vec();
        Ok(())
    }
}

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

    /// Asks for a credential with that blinded message.
    pub fn ask_for(&self, id: i64, who: &Somebody, box_code: &str, blinded: &[u8]) -> Reply {
        let body = serde_json::json!({
            "box": box_code, "blinded": ballot::base64url(blinded), "holder": who.holder,
        });
        let request = Request::post(format!("/evaluations/{id}/credentials"))
            .header(header::COOKIE, &who.cookie)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json");
        self.ask(request, body.to_string().into_bytes())
    }

    /// Takes a ballot as a browser does.
    pub fn take(&self, id: i64, who: &Somebody, box_code: &str) -> Credential {
        let (manifest, _) = self.manifest(id);
        let (place, _) = manifest.box_of(box_code).unwrap();
        let request = voter::ask(&place.issuer_key, &mut fill).unwrap();
        let reply = self.ask_for(id, who, box_code, request.blinded());
        assert_eq!(reply.status, 200, "{}", reply.text());
        let answer = ballot::from_base64url(reply.json()["blind_signature"].as_str().unwrap()).unwrap();
        request.finish(&answer).unwrap()
    }

    /// A signed ballot.
    pub fn fill_in(
        &self,
        id: i64,
        box_code: &str,
        credential: &Credential,
        revision: u32,
        answers: &[Answer],
    ) -> Cast {
        let (manifest, hash) = self.manifest(id);
        let (_, form) = manifest.box_of(box_code).unwrap();
        credential.cast(&hash, box_code, form, revision, answers).unwrap()
    }

    /// Casts a ballot, as nobody.
    pub fn cast(&self, cast: &Cast) -> Reply {
        self.cast_bytes(&serde_json::to_vec(cast).unwrap())
    }

    pub fn cast_bytes(&self, body: &[u8]) -> Reply {
        let request = Request::post("/ballots").header(header::CONTENT_TYPE, "application/json");
        self.ask(request, body.to_vec())
    }

    /// Takes and casts at once; gives the leaf.
    pub fn vote(&self, id: i64, person: i64, box_code: &str, choice: &str, words: &str) -> String {
        let who = self.voter(person, id);
        let credential = self.take(id, &who, box_code);
        let mut answers = vec![chosen("mass", choice)];
        if !words.is_empty() {
            answers.push(said("own-1", words));
        }
        let reply = self.cast(&self.fill_in(id, box_code, &credential, 1, &answers));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["leaf"].as_str().unwrap().to_owned()
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

    fn ask(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Reply {
        let request = request.header(header::HOST, "localhost").body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes().to_vec();
            Reply { status: parts.status, headers: parts.headers, bytes }
        })
    }
}

static DRAWN: AtomicU64 = AtomicU64::new(1 << 50);

/// Randomness of the voters.
pub fn fill(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let n = DRAWN.fetch_add(1, Ordering::Relaxed);
        chunk.copy_from_slice(&ballot::sha256(&n.to_be_bytes()).0[..chunk.len()]);
    }
}

pub fn chosen(question: &str, choice: &str) -> Answer {
    Answer {
        question: question.into(),
        choice: Some(choice.into()),
        text: None,
        salt: None,
        commitment: None,
    }
}

pub fn said(question: &str, text: &str) -> Answer {
    let mut salt = [0; 32];
    fill(&mut salt);
    Answer {
        question: question.into(),
        choice: None,
        text: Some(text.into()),
        salt: Some(ballot::base64url(&salt)),
        commitment: None,
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
