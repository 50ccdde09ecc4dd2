//! A site with this domain alone, and somebody signed in.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::{Chance, Day, OrgId, Role};
use organisation::IdentityKey;
use store::Migrations;
use testkit::db::{Fresh, permit};
use tower::ServiceExt;
use web::accounts::{self, NewAccount};
use web::{Domain, Parts, Settings, Site};

kernel::acts! {
    /// Prepares what a test begins with.
    Prepare = "test.prepare": [],
}

/// Bytes that repeat.
#[derive(Debug, Default)]
pub struct Counting(std::sync::atomic::AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    }
}

pub fn domains() -> Vec<Domain> {
    vec![web::house(), organisation::domain(&IdentityKey::new(&[5; 32]))]
}

pub fn sets() -> Vec<Migrations> {
    domains().iter().map(|domain| domain.migrations).collect()
}

/// A site over a fresh database.
pub struct Town {
    pub site: Arc<Site>,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Town {
    pub fn over(db: &Fresh) -> Self {
        let parts = Parts {
            db: db.db(),
            clock: db.clock.clone(),
            chance: Arc::new(Counting::default()),
            settings: Settings::default(),
            sealing: web::SealingKey::new(&[7; 32], "second factors: sealing"),
            write_sheet: |sheets| office::write::workbook(sheets).map_err(|error| error.to_string()),
            write_paper: |paper| office::write::paper(paper).map_err(|error| error.to_string()),
            texts: vec![OFFICE],
        };
        let site = Site::new(parts, &domains()).unwrap();
        let router = web::router(&site);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        Self { site, router, runtime }
    }

    /// A session of a new account with that role.
    pub fn sign_in(&self, role: Role, org: Option<(OrgId, String)>) -> String {
        let login = format!("u{}", role.code());
        let password = "correct horse 1".to_owned();
        let phc = accounts::hash_password(&password, &Counting::default()).unwrap();
        let new = NewAccount {
            login: login.clone(),
            name: "某人".into(),
            person: None,
            password: phc,
            first_password: false,
        };
        let from = Day::parse("2010-01-01").unwrap();
        self.site
            .db
            .write(&permit::<Prepare>(), move |tx| {
                let user = accounts::create(tx, &new)?;
                accounts::grant(tx, user, role, org, from, None)
            })
            .unwrap();
        let body = format!("login={login}&password=correct+horse+1");
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.runtime.block_on(self.router.clone().oneshot(request)).unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let session =
            cookies.map(|c| c.to_str().unwrap()).find(|c| c.starts_with("jinwei_session=")).unwrap();
        session.split(';').next().unwrap().to_owned()
    }

    pub fn get(&self, cookie: &str, path: &str) -> Answer {
        self.ask(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
    }

    pub fn get_json(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "application/json")
            .body(Body::empty())
            .unwrap();
        self.ask(request)
    }

    /// Sends a form, as `name=value` pairs.
    pub fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.ask(request)
    }

    fn ask(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let location = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let body = String::from_utf8_lossy(&bytes).into_owned();
            Answer { status, location: location.unwrap_or_default(), body }
        })
    }
}

/// Words of the office formats, which faults of a workbook are said in.
const OFFICE: web::Texts = web::Texts {
    part: "office",
    zh: include_str!("../../../../platform/office/locales/zh-CN.ftl"),
    en: include_str!("../../../../platform/office/locales/en.ftl"),
};

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b == b'-' {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// A committee (1), a general branch (2), two branches (3, 4) and a further general branch (5), made by form.
pub fn organ(town: &Town, cookie: &str) {
    for (name, kind, word, parent, category, members) in [
        ("机关党委", "committee", "机关党委", "", "", "0"),
        ("办公室党总支", "general_branch", "", "1", "综合管理类", "60"),
        ("办公室第一党支部", "branch", "", "2", "综合管理类", "30"),
        ("办公室第二党支部", "branch", "", "2", "综合管理类", "30"),
        ("条法司党总支", "general_branch", "", "1", "综合管理类", "120"),
    ] {
        let answer = town.post(
            cookie,
            "/organisations",
            &[
                ("name", name),
                ("kind", kind),
                ("kind_text", word),
                ("parent", parent),
                ("category", category),
                ("members", members),
                ("founded", "2000-01"),
                ("code", name),
            ],
        );
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

/// A secretary (1) of the first branch, by form.
pub fn secretary(town: &Town, cookie: &str) {
    let person = town.post(
        cookie,
        "/persons",
        &[
            ("name", "石华"),
            ("sex", "female"),
            ("born", "1985-11-19"),
            ("identity", "110105198511190862"),
            ("joined", "2005-07"),
            ("membership", "member"),
            ("organisation", "办公室第一党支部"),
            ("telephone", "13900000000"),
        ],
    );
    assert_eq!(person.location, "/persons/1", "{}", person.body);
    let post = town.post(
        cookie,
        "/appointments",
        &[
            ("person", "1"),
            ("organisation", "办公室第一党支部"),
            ("post", "书记"),
            ("time", "part"),
            ("since", "2012-06"),
        ],
    );
    assert_eq!(post.location, "/organisations/3", "{}", post.body);
}
