//! Imports through the whole web layer: send, look, correct the columns, apply, take back.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::Role;
use testkit::db::Fresh;
use tower::ServiceExt;

use super::{CADRES, ORGANISATIONS, count, sample, workbook};
use crate::harness::{self, Town};

/// A site with a committee administrator signed in.
struct Desk {
    town: Town,
    cookie: String,
    runtime: tokio::runtime::Runtime,
}

struct Reply {
    status: StatusCode,
    location: String,
    bytes: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Desk {
    fn over(db: &Fresh) -> Self {
        let town = Town::over(db);
        let cookie = town.sign_in(Role::CommitteeAdmin, None);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        Self { town, cookie, runtime }
    }

    fn ask(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Reply {
        let request = request.header(header::COOKIE, &self.cookie).body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = web::router(&self.town.site).oneshot(request).await.unwrap();
            let status = response.status();
            let location = response.headers().get(header::LOCATION).map(|v| v.to_str().unwrap().to_owned());
            let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Reply { status, location: location.unwrap_or_default(), bytes }
        })
    }

    fn send(&self, (name, bytes): &(String, Vec<u8>)) -> Reply {
        let boundary = "a-boundary-that-no-file-holds";
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"roster\"\r\n\r\n\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.ask(Request::post("/imports").header(header::CONTENT_TYPE, kind), body)
    }

    fn post(&self, path: &str, body: &str) -> Reply {
        let kind = "application/x-www-form-urlencoded";
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind), body.as_bytes().to_vec())
    }

    fn get(&self, path: &str) -> Reply {
        self.ask(Request::get(path), Vec::new())
    }

    fn json(&self, path: &str) -> serde_json::Value {
        let reply = self.ask(Request::get(path).header(header::ACCEPT, "application/json"), Vec::new());
        serde_json::from_slice(&reply.bytes).unwrap()
    }
}

fn each(test: impl Fn(&Fresh)) {
    testkit::db::each_backend(&harness::sets(), test);
}

#[test]
fn both_rosters_are_sent_looked_at_applied_and_taken_back() {
    each(|db| {
        let desk = Desk::over(db);
        for (n, name) in [(1, ORGANISATIONS), (2, CADRES)] {
            let sent = desk.send(&sample(name));
            assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, format!("/imports/{n}")));
            let page = desk.get(&format!("/imports/{n}"));
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text().contains(&format!("/imports/{n}/application")), "{}", page.text());
            let seen = desk.json(&format!("/imports/{n}"));
            assert_eq!(seen["fault_count"], 0);
            assert_eq!(seen["counts"]["new"], if n == 1 { 372 } else { 1294 });
            let applied = desk.post(&format!("/imports/{n}/application"), "");
            assert_eq!(applied.status, StatusCode::SEE_OTHER);
            assert_eq!(desk.json(&format!("/imports/{n}"))["import"]["state"], "applied");
            // The same once more is refused, and nothing comes twice.
            assert_eq!(desk.post(&format!("/imports/{n}/application"), "").status, StatusCode::CONFLICT);
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM appointments"), 1294);
        let shown = desk.json("/imports/2");
        assert!(!shown.to_string().contains("420106196602286907"), "masked on the page");
        assert_eq!(desk.get("/imports/2/original").bytes, sample(CADRES).1);
        assert_eq!(desk.post("/imports/1/reversal", "").status, StatusCode::CONFLICT);
        assert_eq!(desk.post("/imports/2/reversal", "").status, StatusCode::SEE_OTHER);
        assert_eq!(desk.post("/imports/1/reversal", "").status, StatusCode::SEE_OTHER);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations"), 0);
        let list = desk.json("/imports");
        assert_eq!(list["imports"][0]["state"], "undone");
        assert_eq!(desk.get("/imports").status, StatusCode::OK);
    });
}

#[test]
fn what_the_lists_export_changes_nothing_when_it_comes_back() {
    each(|db| {
        // The list shows the posts held today; the roster's last one begins in November 2015.
        db.clock.set(kernel::Moment(1_451_606_400));
        let desk = Desk::over(db);
        for (n, name) in [(1, ORGANISATIONS), (2, CADRES)] {
            desk.send(&sample(name));
            desk.post(&format!("/imports/{n}/application"), "");
        }
        let mut n = 2;
        for language in ["zh-CN", "en"] {
            for (path, rows) in [("/organisations?format=xlsx", 372), ("/appointments?format=xlsx", 1294)] {
                let reply =
                    desk.ask(Request::get(path).header(header::ACCEPT_LANGUAGE, language), Vec::new());
                assert_eq!(reply.status, StatusCode::OK);
                n += 1;
                let sent = desk.send(&("导出.xlsx".to_owned(), reply.bytes));
                assert_eq!(sent.location, format!("/imports/{n}"), "{language} {path}");
                let seen = desk.json(&sent.location);
                assert_eq!(seen["faults"], serde_json::json!([]), "{language} {path}");
                assert_eq!(seen["differences"], serde_json::json!([]), "{language} {path}");
                assert_eq!(seen["counts"]["unchanged"], rows, "{language} {path}");
                assert!(!desk.get(&sent.location).text().contains("/application"));
            }
        }
    });
}

#[test]
fn files_that_cannot_be_read_come_back_with_the_reason_beside_the_field() {
    each(|db| {
        let desk = Desk::over(db);
        let cases: [(&str, Vec<u8>, &str); 3] = [
            ("纸.xlsx", b"%PDF-1.4".to_vec(), "PDF"),
            ("断.xlsx", sample(CADRES).1[..4000].to_vec(), "断.xlsx"),
            ("别的.csv", "日期,天气\r\n2015-11-01,晴\r\n".as_bytes().to_vec(), "别的.csv"),
        ];
        for (name, bytes, part) in cases {
            let reply = desk.send(&(name.to_owned(), bytes));
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(reply.text().contains("error-file") && reply.text().contains(part), "{name}");
        }
        assert_eq!(desk.post("/imports", "").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(count(db, "SELECT COUNT(*) FROM imports"), 0);
    });
}

#[test]
fn faults_are_listed_and_marked_in_the_sender_s_own_file() {
    each(|db| {
        let desk = Desk::over(db);
        let heads = ["组织代码", "党组织全称", "类型", "上级党组织", "党员数"];
        let rows: [&[&str]; 2] =
            [&["1", "机关党委", "机关党委", "", "0"], &["101", "甲党支部", "党支部", "没有的党委", "30"]];
        let sent = desk.send(&workbook("组织.xlsx", &heads, &rows));
        let seen = desk.json(&sent.location);
        assert_eq!(seen["faults"][0]["place"], "名册!D3");
        assert_eq!(seen["faults"][0]["value"], "没有的党委");
        let page = desk.get(&sent.location).text();
        assert!(
            page.contains("名册!D3") && page.contains("/imports/1/errors") && !page.contains("/application")
        );
        let marked = desk.get("/imports/1/errors");
        assert!(marked.bytes.starts_with(b"PK") && marked.bytes != sample(ORGANISATIONS).1);
        let applied = desk.post("/imports/1/application", "");
        assert_eq!(applied.status, StatusCode::CONFLICT);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations"), 0);
        assert_eq!(desk.post("/imports/1/disposal", "").status, StatusCode::SEE_OTHER);
        assert_eq!(count(db, "SELECT COUNT(*) FROM blobs"), 0);
    });
}

#[test]
fn columns_are_corrected_by_hand() {
    each(|db| {
        let desk = Desk::over(db);
        let heads = ["号", "党组织全称", "类型", "上级党组织", "人数"];
        let rows: [&[&str]; 2] =
            [&["1", "机关党委", "机关党委", "", "0"], &["101", "甲党支部", "党支部", "机关党委", "30"]];
        let sent = desk.send(&workbook("组织.xlsx", &heads, &rows));
        let seen = desk.json(&sent.location);
        assert_eq!((seen["columns"][0]["field"].as_str(), seen["header_row"].as_u64()), (Some(""), Some(1)));
        let choice =
            "header_row=1&columns=0:code&columns=1:name&columns=2:kind&columns=3:parent&columns=4:members";
        assert_eq!(desk.post("/imports/1/mapping", choice).status, StatusCode::SEE_OTHER);
        assert_eq!(desk.json(&sent.location)["columns"][4]["field"], "members");
        assert_eq!(desk.post("/imports/1/application", "").status, StatusCode::SEE_OTHER);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations WHERE code = '101' AND members = 30"), 1);
        let twice = "header_row=1&columns=0:code&columns=1:code";
        assert_eq!(desk.post("/imports/1/mapping", twice).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn empty_rosters_are_read_back_by_their_own_heads() {
    each(|db| {
        let desk = Desk::over(db);
        for roster in ["organisations", "cadres"] {
            let file = desk.get(&format!("/imports/templates/{roster}"));
            let book = office::read("t.xlsx", &file.bytes, &office::Limits::default()).unwrap();
            let found = organisation::imports::recognise(&book).map(|roster| roster.code());
            assert_eq!(found, Some(roster));
        }
        assert_eq!(desk.get("/imports/templates/nothing").status, StatusCode::NOT_FOUND);
        assert_eq!(desk.get("/imports/new").status, StatusCode::OK);
    });
}
