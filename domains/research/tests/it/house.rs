//! The domain in a house of its own: fresh databases, a directory and results that say what the tests want, and a site
//! asked in the same process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::contracts::{Directory, OrgBrief};
use kernel::names::fold;
use kernel::{Chance, Day, OrgId, Problem, Role};
use store::{Conn, Migrations};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Settings, Site, Texts};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// Number, name and category of every organisation.
pub const ORGS: [(i64, &str, &str); 3] = [
    (2, "材料审查部党委", "审查业务类"),
    (3, "通信审查部党委", "审查业务类"),
    (5, "人事司党支部", "综合管理类"),
];

fn brief((id, name, category): (i64, &str, &str)) -> OrgBrief {
    OrgBrief {
        id: OrgId(id),
        code: format!("001{id:03}"),
        name: name.into(),
        path: format!("1.{id}."),
        category: Some(category.into()),
        members: 20,
    }
}

struct Roster;

impl Directory<Conn> for Roster {
    fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        let find = |name: &String| ORGS.into_iter().map(brief).find(|org| fold(&org.name) == fold(name));
        Ok(names.iter().map(find).collect())
    }

    fn by_ids(&self, _: &mut Conn, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        Ok(ORGS.into_iter().map(brief).filter(|org| ids.contains(&org.id)).collect())
    }

    fn appraised_on(&self, _: &mut Conn, _: Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(ORGS.into_iter().map(brief).collect())
    }
}

/// The platform, the roster and this domain.
fn domains() -> Vec<Domain> {
    const NONE: Migrations = Migrations { domain: "roster", steps: &[] };
    const NOTHING: Texts = Texts { part: "roster", zh: "", en: "" };
    let roster = Domain { directory: Some(Arc::new(Roster)), ..Domain::named("roster", NONE, NOTHING) };
    vec![web::house(), roster, research::domain()]
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
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where the reader is sent after a write that was carried out.
    pub fn done(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
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
static PHC: LazyLock<String> =
    LazyLock::new(|| accounts::hash_password(PASSWORD, &CountingChance(AtomicU64::new(3))).unwrap());

impl House {
    pub fn on(fresh: &Fresh) -> Self {
        let parts = web::Parts {
            db: fresh.db(),
            clock: fresh.clock.clone(),
            chance: Arc::new(CountingChance(AtomicU64::new(1))),
            settings: Settings::default(),
            texts: Vec::new(),
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, &domains()).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { site, router, runtime }
    }

    /// Makes an account with these roles, each for an organisation or for the organ, and signs it in; gives its cookie.
    pub fn somebody(&self, login: &str, roles: &[(Role, Option<i64>)]) -> String {
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
            Ok(())
        });
        made.unwrap();
        let form = format!("login={login}&password={PASSWORD}");
        let request =
            Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form.into_bytes()).cookie
    }

    /// Somebody who holds this role for the whole organ.
    pub fn someone(&self, role: Role) -> String {
        self.somebody(role.code(), &[(role, None)])
    }

    /// A secretary of that organisation.
    pub fn secretary_of(&self, org: i64) -> String {
        self.somebody(&format!("secretary{org}"), &[(Role::OrganisationSecretary, Some(org))])
    }

    pub fn page(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
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

    /// Sends fields and files as a browser does: field, file name, bytes.
    pub fn upload(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "----research";
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
            let status = response.status();
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, location, cookie, bytes }
        })
    }
}
