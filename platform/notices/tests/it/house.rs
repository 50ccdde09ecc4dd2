//! Notices in a house of their own: fresh databases, accounts with roles, and a site asked in the same process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::time::FixedClock;
use kernel::{Chance, Moment, OrgId, Role, UserId};
use notices::{Notice, Services};
use store::jobs::{self, Handler, Runner};
use store::{Migrations, Row};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site, Wordbook};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Services without mail and webhooks.
pub fn quiet() -> Services {
    let sealing = web::SealingKey::new(&[7; 32], "messages: sealing");
    let site = Some("https://dangjian.example");
    Services::quiet(sealing, Arc::new(CountingChance)).of_site("示例局", "Sample Office", site)
}

/// The platform and its notices.
fn domains(services: &Arc<Services>) -> Vec<Domain> {
    vec![web::house(), notices::domain(services)]
}

pub fn migrations() -> Vec<Migrations> {
    domains(&Arc::new(quiet())).iter().map(|domain| domain.migrations).collect()
}

/// Bytes that are different each time.
struct CountingChance;

/// How many eight bytes have been given out in this process.
static GIVEN: AtomicU64 = AtomicU64::new(1);

impl Chance for CountingChance {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes.chunks_mut(8) {
            let next = GIVEN.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).to_le_bytes();
            byte.copy_from_slice(&next[..byte.len()]);
        }
    }
}

/// A site and its router.
pub struct House {
    pub site: Arc<Site>,
    clock: Arc<FixedClock>,
    handlers: Vec<Handler>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookie: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Where the reader is sent after a write that was carried out.
    pub fn done(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        assert!(!self.location.starts_with("/sign-in"), "nobody is signed in");
        &self.location
    }

    /// Fails unless the answer has this status and says all of that.
    pub fn says(&self, status: u16, parts: &[&str]) {
        let text = self.text();
        assert_eq!(self.status.as_u16(), status, "{text}");
        for part in parts {
            assert!(text.contains(part), "{part} is not said in {text}");
        }
    }
}

const PASSWORD: &str = "Correct-horse-7";
static PHC: LazyLock<String> = LazyLock::new(|| accounts::hash_password(PASSWORD, &CountingChance).unwrap());

impl House {
    pub fn on(fresh: &Fresh) -> Self {
        Self::with(fresh, quiet())
    }

    pub fn with(fresh: &Fresh, services: Services) -> Self {
        let services = Arc::new(services);
        let domains = domains(&services);
        let texts: Vec<_> = domains.iter().map(|domain| domain.texts).collect();
        services.speak(Wordbook::load(&texts).unwrap());

        let parts = web::Parts {
            db: fresh.db(),
            clock: fresh.clock.clone(),
            chance: Arc::new(CountingChance),
            // Nobody is signed out by a clock that is moved.
            settings: Settings { session_idle: i64::MAX, session_absolute: i64::MAX, ..Settings::default() },
            texts: Vec::new(),
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, &domains).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let handlers = domains.iter().flat_map(|domain| domain.jobs.clone()).collect();
        Self { site, clock: fresh.clock.clone(), handlers, router, runtime }
    }

    /// Makes an account with these roles, each for an organisation or for the organ, and signs it in; gives its number and its cookie.
    pub fn somebody(&self, login: &str, roles: &[(Role, Option<i64>)]) -> (UserId, String) {
        let new = NewAccount {
            login: login.into(),
            name: format!("测试 {login}"),
            person: None,
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
            Ok(user)
        });
        let user = made.unwrap();
        let form = format!("login={login}&password={PASSWORD}");
        let request =
            Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        (user, self.ask(request, form.into_bytes()).cookie)
    }

    /// Tells these accounts something; gives how many did not know it yet.
    pub fn tell(&self, to: &[UserId], notice: Notice) -> u64 {
        let to = to.to_vec();
        let told = move |tx: &mut store::Tx| notices::tell(tx, &to, &notice);
        self.site.db.write(&testkit::db::permit::<Prepare>(), told).unwrap()
    }

    /// Moves the clock so many seconds on.
    pub fn wait(&self, seconds: i64) {
        self.clock.set(self.site.clock.now().plus(seconds));
    }

    /// Moves the clock to that moment.
    pub fn wait_until(&self, at: Moment) {
        self.clock.set(at);
    }

    /// Runs every job whose time has come, as this server, on two threads, and those that they bring about.
    pub fn work_as(&self, name: &str) {
        let settings =
            jobs::Settings { name: name.into(), workers: 2, poll: std::time::Duration::from_secs(3_600) };
        let runner = Runner::start(&self.site.db, self.handlers.clone(), settings).unwrap();
        self.rest();
        runner.stop();
    }

    pub fn work(&self) {
        self.work_as("main");
    }

    /// Waits until no job is running or due.
    pub fn rest(&self) {
        const BUSY: &str =
            "SELECT 1 FROM jobs WHERE state = 'running' OR (state = 'queued' AND run_at <= $1)";
        let now = self.site.clock.now();
        while self.site.db.read(move |c| Ok(c.exists(BUSY, &[&now])?)).unwrap() {
            std::thread::yield_now();
        }
    }

    /// Another server on the same database, whose threads go on until it is dropped.
    pub fn server(&self, name: &str) -> Runner {
        let settings =
            jobs::Settings { name: name.into(), workers: 2, poll: std::time::Duration::from_millis(1) };
        Runner::start(&self.site.db, self.handlers.clone(), settings).unwrap()
    }

    /// Every message: state, moment it is due, attempts, reason.
    pub fn deliveries(&self) -> Vec<(String, Moment, i64, String)> {
        const ALL: &str = "SELECT state, due, attempts, error FROM notice_deliveries ORDER BY id";
        let row = |r: &Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?));
        self.site.db.read(move |c| Ok(c.all(ALL, &[], row)?)).unwrap()
    }

    /// States of every message.
    pub fn states(&self) -> Vec<String> {
        self.deliveries().into_iter().map(|(state, ..)| state).collect()
    }

    /// Another job for a message that has one, as when a server is taken for dead while it sends.
    pub fn push(&self, delivery: i64) {
        let payload = serde_json::json!({ "delivery": delivery });
        let queue = move |tx: &mut store::Tx| Ok(tx.enqueue("notices.deliver", &payload, None)?);
        self.site.db.write(&testkit::db::permit::<Prepare>(), queue).unwrap();
    }

    pub fn page(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
        self.ask(request, Vec::new())
    }

    /// The page as somebody sees it whose browser asks for English.
    pub fn english(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en");
        self.ask(request, Vec::new())
    }

    /// The page as a program asks for it, with a token.
    pub fn program(&self, path: &str, token: &str) -> Answer {
        let request = Request::get(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT, "application/json");
        self.ask(request, Vec::new())
    }

    pub fn json(&self, path: &str, cookie: &str) -> Answer {
        let request =
            Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "application/json");
        self.ask(request, Vec::new())
    }

    pub fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form.replace('+', "%2B").into_bytes())
    }

    fn ask(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Answer {
        let request = request.header(header::HOST, "localhost").body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let text = |name| {
                response
                    .headers()
                    .get(name)
                    .and_then(|v: &header::HeaderValue| v.to_str().ok())
                    .unwrap_or_default()
                    .to_owned()
            };
            let (location, cookie) = (text(header::LOCATION), text(header::SET_COOKIE));
            let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
            let status = response.status();
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, location, cookie, bytes }
        })
    }
}

/// A notice that leads to the calendar.
pub fn notice(once: &str) -> Notice {
    Notice { key: "notice-welcome", args: Vec::new(), href: "/calendar".into(), once: once.into(), due: None }
}
