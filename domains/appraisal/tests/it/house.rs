//! The appraisal in a house of its own: fresh databases, a directory that knows the organisations of the office data,
//! and a site asked in the same process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::access::MachineActor;
use kernel::contracts::{Directory, OrgBrief};
use kernel::names::fold;
use kernel::{Chance, Day, OrgId, Problem, Role};
use store::{Conn, Migrations};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site, Texts};

use crate::participants;

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Knows the organisations of the office data: the first has number 2, and stands under 1.
pub struct Roster;

impl Roster {
    fn all() -> impl Iterator<Item = OrgBrief> {
        (2..).zip(participants()).map(|(id, (name, category))| OrgBrief {
            id: OrgId(id),
            code: format!("001{id:03}"),
            name: name.clone(),
            path: format!("1.{id}."),
            category: Some(category.clone()),
            members: 30,
        })
    }
}

impl Directory<Conn> for Roster {
    fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        Ok(names.iter().map(|name| Self::all().find(|org| fold(&org.name) == fold(name))).collect())
    }

    fn by_ids(&self, _: &mut Conn, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Self::all().filter(|org| ids.contains(&org.id)).collect())
    }

    fn appraised_on(&self, _: &mut Conn, _: Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Self::all().collect())
    }
}

pub fn directory() -> Arc<dyn Directory<Conn>> {
    Arc::new(Roster)
}

pub fn actor() -> MachineActor {
    MachineActor::CommandLine("tester".into())
}

/// Words of the workbook reader.
pub const OFFICE: Texts = Texts {
    part: "office",
    zh: include_str!("../../../../platform/office/locales/zh-CN.ftl"),
    en: include_str!("../../../../platform/office/locales/en.ftl"),
};

/// The platform, the roster and the appraisal.
pub fn domains() -> Vec<Domain> {
    const NONE: Migrations = Migrations { domain: "roster", steps: &[] };
    const NOTHING: Texts = Texts { part: "roster", zh: "", en: "" };
    let roster = Domain { directory: Some(directory()), ..Domain::named("roster", NONE, NOTHING) };
    vec![web::house(), roster, appraisal::domain()]
}

pub fn migrations() -> Vec<Migrations> {
    domains().iter().map(|domain| domain.migrations).filter(|set| !set.steps.is_empty()).collect()
}

/// Bytes that are different each time and the same in every run.
struct CountingChance(AtomicU64);

impl Chance for CountingChance {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).to_le_bytes();
            byte.copy_from_slice(&next[..byte.len()]);
        }
    }
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
    pub location: String,
    pub cookie: String,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

const PASSWORD: &str = "Correct-horse-7";
static PHC: LazyLock<String> =
    LazyLock::new(|| accounts::hash_password(PASSWORD, &CountingChance(AtomicU64::new(3))).unwrap());

impl House {
    pub fn on(fresh: &Fresh) -> Self {
        Self::with(fresh, &domains())
    }

    /// On other domains than those of [`domains`].
    pub fn with(fresh: &Fresh, domains: &[Domain]) -> Self {
        let parts = web::Parts {
            db: fresh.db(),
            clock: fresh.clock.clone(),
            chance: Arc::new(CountingChance(AtomicU64::new(1))),
            settings: Settings::default(),
            texts: vec![OFFICE],
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, domains).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { site, router, runtime }
    }

    /// Makes an account with this role for the whole organ and signs it in; gives its cookie.
    pub fn someone(&self, role: Role) -> String {
        self.somebody(role.code(), role)
    }

    /// The same under a login of their own.
    pub fn somebody(&self, login: &str, role: Role) -> String {
        self.account(login, role, None)
    }

    /// The same for one organisation of the roster and what is below it.
    pub fn member(&self, login: &str, role: Role, org: Option<i64>) -> String {
        self.account(login, role, org.map(|id| (OrgId(id), format!("1.{id}."))))
    }

    /// Makes an account of that name with this role, for an organisation or for the whole organ, and signs it in; gives
    /// its cookie.
    pub fn account(&self, login: &str, role: Role, org: Option<(OrgId, String)>) -> String {
        let login = login.to_owned();
        let new = NewAccount {
            login: login.clone(),
            name: format!("测试 {login}"),
            person: None,
            password: PHC.clone(),
            first_password: false,
        };
        let prepare = testkit::db::permit::<Prepare>();
        let made = self.site.db.write(&prepare, move |tx| {
            let user = accounts::create(tx, &new)?;
            let today = tx.today();
            accounts::grant(tx, user, role, org, today, None)
        });
        made.unwrap();
        self.sign_in(&login)
    }

    /// Signs in and gives the cookie.
    pub fn sign_in(&self, login: &str) -> String {
        let form = format!("login={login}&password={PASSWORD}");
        let request =
            Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form.into_bytes()).cookie
    }

    pub fn get(&self, path: &str, cookie: &str, accept: &str) -> Answer {
        self.ask(Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, accept), Vec::new())
    }

    pub fn page(&self, path: &str, cookie: &str) -> Answer {
        self.get(path, cookie, "text/html")
    }

    pub fn json(&self, path: &str, cookie: &str) -> Answer {
        self.get(path, cookie, "application/json")
    }

    pub fn post(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Vec::new())
    }

    /// Sends a form as a browser does.
    pub fn send(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        self.send_as(path, cookie, form, "text/html")
    }

    /// Sends a form, and asks for a page or for JSON.
    pub fn send_as(&self, path: &str, cookie: &str, fields: &[(&str, &str)], accept: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, accept)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let escaped = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.ask(request, body.join("&").into_bytes())
    }

    /// Sends fields and files as a browser does: field, file name, bytes.
    pub fn upload(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "----appraisal";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
        self.ask(request, body)
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
            let (status, headers) = (response.status(), response.headers().clone());
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, location, cookie, headers, bytes }
        })
    }
}
