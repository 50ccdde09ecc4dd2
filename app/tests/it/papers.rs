//! One address, every face of a paper.

use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use testkit::db::Fresh;

use crate::house::{Answer, House, domains, migrations};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn accepting(house: &House, mime: &str) -> Answer {
    house.ask(Request::get("/kit/paper").header(header::ACCEPT, mime), "")
}

#[test]
fn a_paper_answers_in_every_face_that_the_document_names() {
    let fresh = Fresh::sqlite(&migrations(&domains()));
    let house = House::on(&fresh, &domains());
    let document: Value = serde_json::from_str(&house.json("/openapi.json", "").body).unwrap();
    let content = &document["paths"]["/kit/paper"]["get"]["responses"]["200"]["content"];
    let named: Vec<_> = content.as_object().unwrap().keys().cloned().collect();
    assert_eq!(named.len(), 4);
    for mime in &named {
        let answer = accepting(&house, mime);
        assert_eq!(answer.status, StatusCode::OK, "{mime}");
        assert_eq!(answer.mime.split(';').next(), Some(mime.as_str()));
    }
    for (format, mime) in [("docx", DOCX), ("xlsx", XLSX)] {
        let answer = house.get(&format!("/kit/paper?format={format}"), "");
        assert_eq!(answer.mime, mime);
        assert!(answer.body.starts_with("PK"), "{format}");
    }
    let json: Value = serde_json::from_str(&house.json("/kit/paper", "").body).unwrap();
    assert_eq!(json["terms"]["attachment"], "附件");
}

#[test]
fn a_page_that_is_no_paper_says_so() {
    let fresh = Fresh::sqlite(&migrations(&domains()));
    let house = House::on(&fresh, &domains());
    let answer = house.get("/kit?format=docx", "");
    assert_eq!(
        (answer.status, answer.mime.as_str()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/problem+json")
    );
}
