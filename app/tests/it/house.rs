//! A site on a fresh database, asked in the same process: no socket, no browser.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use jinwei::secrets::Secrets;
use kernel::{Chance, Role};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Bytes that are different each time.
pub struct CountingChance;

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

fn secrets() -> Secrets {
    Secrets::for_tests([7; 32])
}

/// What ballots need, with keys in a folder of its own.
pub fn ballots() -> Arc<ballots::Services> {
    static FOLDERS: AtomicU64 = AtomicU64::new(0);
    let n = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = format!("{}/ballot-keys-{}-{n}", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    jinwei::domains::ballots(std::path::Path::new(&folder), &secrets(), "示例局机关")
}

/// No mail, no webhooks.
fn notices() -> Arc<notices::Services> {
    Arc::new(notices::Services::quiet(secrets().messages(), Arc::new(CountingChance)))
}

/// Every domain over these services.
pub fn domains_with(ballots: &Arc<ballots::Services>) -> Vec<Domain> {
    jinwei::domains::all(&secrets(), ballots, &notices()).unwrap()
}

/// Every domain of the product, with a key that is the same in every run.
pub fn domains() -> Vec<Domain> {
    jinwei::domains::all(&secrets(), &ballots(), &notices()).unwrap()
}

/// The key of [`domains`].
pub fn identity_key() -> organisation::IdentityKey {
    secrets().identity()
}

/// A site and its router.
pub struct House {
    pub site: Arc<Site>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub cookies: Vec<String>,
    pub mime: String,
    pub body: String,
}

impl House {
    pub fn on(fresh: &Fresh, domains: &[Domain]) -> Self {
        Self::with(fresh, domains, Settings::default())
    }

    pub fn with(fresh: &Fresh, domains: &[Domain], settings: Settings) -> Self {
        // Shown by the test runner beside a failure; the first test to come installs it.
        let _ = tracing_subscriber::fmt().with_test_writer().with_ansi(false).try_init();
        let parts = web::Parts {
            db: fresh.db(),
            clock: fresh.clock.clone(),
            chance: Arc::new(CountingChance),
            settings,
            texts: vec![jinwei::domains::OFFICE],
            sealing: secrets().sealing(),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, domains).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { site, router, runtime }
    }

    /// Makes an account that holds this role for the whole organ, and signs it in; gives its cookie.
    pub fn someone(&self, role: Role) -> String {
        self.account(role.code(), &[role]);
        self.sign_in(role.code(), PASSWORD)
    }

    pub fn account(&self, login: &str, roles: &[Role]) {
        let new = NewAccount {
            login: login.into(),
            name: format!("测试 {login}"),
            person: None,
            password: PHC.clone(),
            first_password: false,
        };
        let roles = roles.to_vec();
        self.site
            .db
            .write(&testkit::db::permit::<Prepare>(), move |tx| {
                let user = accounts::create(tx, &new)?;
                let today = tx.today();
                for role in roles {
                    accounts::grant(tx, user, role, None, today, None)?;
                }
                Ok(())
            })
            .unwrap();
    }

    pub fn sign_in(&self, login: &str, password: &str) -> String {
        let answer = self.post("/sign-in", "", &format!("login={login}&password={password}"));
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.cookies.iter().find(|cookie| cookie.starts_with("jinwei_session=")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    pub fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask(Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html"), "")
    }

    pub fn json(&self, path: &str, cookie: &str) -> Answer {
        self.ask(
            Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "application/json"),
            "",
        )
    }

    pub fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form)
    }

    /// Waits until the present moment is noted as the last use of some session, which requests leave to be done
    /// after they have answered.
    pub fn settle(&self) {
        let now = self.site.clock.now();
        let noted =
            move |c: &mut store::Conn| Ok(c.exists("SELECT 1 FROM sessions WHERE seen = $1", &[&now])?);
        let begun = std::time::Instant::now();
        while !self.site.db.read(noted).unwrap() {
            assert!(begun.elapsed().as_secs() < 30, "the use of the session was never noted");
            std::thread::yield_now();
        }
    }

    pub fn ask(&self, request: axum::http::request::Builder, body: &str) -> Answer {
        let request = request.header(header::HOST, "localhost").body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async { read(self.router.clone().oneshot(request).await.unwrap()).await })
    }
}

async fn read(response: Response<Body>) -> Answer {
    let text = |name| {
        response
            .headers()
            .get(name)
            .map(|value: &header::HeaderValue| value.to_str().unwrap_or_default().to_owned())
    };
    let (location, mime) = (text(header::LOCATION), text(header::CONTENT_TYPE).unwrap_or_default());
    let cookies = response
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap_or_default().to_owned())
        .collect();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Answer { status, location, cookies, mime, body: String::from_utf8_lossy(&bytes).into_owned() }
}

/// The password of every account of these tests.
pub const PASSWORD: &str = "Correct-horse-7";

/// Its PHC string, made once: hashing for every account would make up most of the tests' time.
static PHC: LazyLock<String> = LazyLock::new(|| accounts::hash_password(PASSWORD, &CountingChance).unwrap());

/// Every migration of the product.
pub fn migrations(domains: &[Domain]) -> Vec<store::Migrations> {
    domains.iter().map(|domain| domain.migrations).collect()
}
