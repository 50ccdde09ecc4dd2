//! The domain in a house of its own: fresh databases, a directory and findings that say what the tests want, and a site
//! asked in the same process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::contracts::{Directory, OrgBrief, PersonBrief};
use kernel::names::fold;
use kernel::time::FixedClock;
use kernel::{Chance, Day, Moment, OrgId, PersonId, Problem, Role};
use store::{Conn, Migrations};
use testkit::db::Fresh;
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, RecordBrief, RecordKind, Settings, Site, Texts, Visitor};

kernel::acts! {
    /// What tests do behind the scenes.
    Prepare = "test.prepare": [],
}

/// The organ's committee, three bodies below it, and a branch below the first.
pub const ORGS: [(i64, &str, &str); 5] = [
    (1, "机关党委", "1."),
    (2, "材料审查部党委", "1.2."),
    (3, "通信审查部党委", "1.3."),
    (4, "机械审查部党委", "1.4."),
    (8, "材料一处党支部", "1.2.8."),
];

fn brief((id, name, path): (i64, &str, &str)) -> OrgBrief {
    OrgBrief {
        id: OrgId(id),
        code: format!("001{id:03}"),
        name: name.into(),
        path: path.into(),
        category: (path.len() == 4).then(|| "审查业务类".into()),
        members: 30,
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
        Ok(ORGS.into_iter().map(brief).filter(|org| org.category.is_some()).collect())
    }

    fn members_of(&self, _: &mut Conn, org: OrgId) -> Result<Vec<PersonBrief>, Problem> {
        Ok(vec![PersonBrief { id: PersonId(org.0 * 10), name: "陈一".into() }])
    }

    fn people_of(&self, c: &mut Conn, org: OrgId) -> Result<Vec<(PersonBrief, bool)>, Problem> {
        Ok(self.members_of(c, org)?.into_iter().map(|person| (person, true)).collect())
    }
}

/// The roster, as the domain is told of it.
pub fn sources() -> accountability::Sources {
    accountability::Sources { directory: Arc::new(Roster) }
}

/// A kind of record that measures grow out of.
const FINDING: RecordKind = RecordKind {
    kind: "finding",
    label: "record-finding",
    icon: "search",
    stage: 20,
    brief: findings,
    find: |_, _, _| Ok(Vec::new()),
    may_link: |_, _, _| Ok(true),
};

fn findings(_: &mut Conn, _: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let brief = |id: &i64| RecordBrief {
        id: *id,
        title: "支部学习记录不全".into(),
        detail: "材料审查部党委".into(),
        state: "已交办".into(),
        tone: "warn",
        href: format!("/findings/{id}"),
        org: Some(OrgId(2)),
    };
    Ok(ids.iter().filter(|id| **id == 12).map(brief).collect())
}

/// The platform, the roster, findings, notices and this domain.
pub fn domains() -> Vec<Domain> {
    const NONE: Migrations = Migrations { domain: "roster", steps: &[] };
    const NOTHING: Texts =
        Texts { part: "roster", zh: "record-finding = 问题\n", en: "record-finding = Finding\n" };
    let roster = Domain {
        directory: Some(Arc::new(Roster)),
        records: vec![FINDING],
        ..Domain::named("roster", NONE, NOTHING)
    };
    let sealing = web::SealingKey::new(&[7; 32], "messages: sealing");
    let services = Arc::new(notices::Services::quiet(sealing, Arc::new(CountingChance(AtomicU64::new(5)))));
    let all = vec![web::house(), roster, notices::domain(&services), accountability::domain()];
    let texts: Vec<_> = all.iter().map(|domain| domain.texts).collect();
    services.speak(web::Wordbook::load(&texts).unwrap());
    all
}

pub fn migrations() -> Vec<Migrations> {
    domains().iter().map(|domain| domain.migrations).filter(|set| !set.steps.is_empty()).collect()
}

/// Where an organisation stands in the tree.
fn path(org: i64) -> String {
    ORGS.iter().find(|(id, ..)| *id == org).map(|(_, _, path)| (*path).to_owned()).unwrap()
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
    clock: Arc<FixedClock>,
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
            // Nobody is signed out by a clock that is moved.
            settings: Settings { session_idle: i64::MAX, session_absolute: i64::MAX, ..Settings::default() },
            texts: Vec::new(),
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
        };
        let site = Site::new(parts, &domains()).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { site, clock: fresh.clock.clone(), router, runtime }
    }

    /// Goes on to that day, 9:00.
    pub fn on_day(&self, day: &str) {
        let day = Day::parse(day).unwrap();
        let start = Day::parse("2015-03-02").unwrap();
        self.clock.set(Moment(testkit::db::START.0 + start.days_until(day) * 86_400));
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
                let org = org.map(|org| (OrgId(org), path(org)));
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

    /// The page as somebody sees it whose browser asks for English.
    pub fn english(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en");
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
        const BOUNDARY: &str = "----measures";
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
