//! Links between records: seen at both ends, tied and untied only by whoever answers for one of them.

use axum::http::StatusCode;
use kernel::Role;

use crate::house::{House, domains};
use crate::organ;

const TIE: &str = "kind=leads_to&from=organisation:3&to=organisation:4";

fn names(house: &House, cookie: &str) -> [String; 2] {
    [3, 4].map(|id| {
        let page = house.json(&format!("/organisations/{id}"), cookie);
        let page: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        page["organisation"]["name"].as_str().unwrap().to_owned()
    })
}

/// The part of a page that holds its links.
fn links(house: &House, cookie: &str, id: i64) -> String {
    let body = house.get(&format!("/organisations/{id}"), cookie).body;
    body.split_once("id=\"links\"").map_or(String::new(), |(_, rest)| rest.to_owned())
}

#[test]
fn a_link_shows_at_both_ends_under_the_names_of_today() {
    for fresh in organ::both() {
        let house = House::on(&fresh, &domains());
        let office = house.someone(Role::CommitteeAdmin);
        let [one, other] = names(&house, &office);
        let found = house.get(&format!("/links/new?from=organisation:3&q={}", encoded(&other)), &office);
        assert!(found.body.contains("value=\"organisation:4\""), "{}", found.body);
        assert!(!found.body.contains("value=\"organisation:3\" required"), "nothing is linked to itself");
        assert_eq!(house.post("/links", &office, TIE).location.as_deref(), Some("/organisations/3"));
        let (here, there) = (links(&house, &office, 3), links(&house, &office, 4));
        assert!(here.contains("引出") && here.contains(&other), "{here}");
        assert!(there.contains("来自") && there.contains(&one), "{there}");
        assert!(here.contains("aria-current=\"true\""), "the way shows where one is");
        let named = "name=%E6%94%B9%E5%90%8D%E5%90%8E%E7%9A%84%E5%85%9A%E5%A7%94&on=2015-03-01";
        let renamed = house.post("/organisations/4/renaming", &office, named);
        assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
        assert!(links(&house, &office, 3).contains("改名后的党委"));
        // Once more changes nothing; untied it is gone at both ends.
        assert_eq!(house.post("/links", &office, TIE).status, StatusCode::SEE_OTHER);
        assert_eq!(house.post("/links/removal", &office, TIE).status, StatusCode::SEE_OTHER);
        assert_eq!(house.post("/links/removal", &office, TIE).status, StatusCode::NOT_FOUND);
        assert!(!links(&house, &office, 3).contains("改名后的党委"));
    }
}

#[test]
fn who_answers_for_neither_end_ties_nothing_and_what_is_unseen_is_missing() {
    let fresh = organ::sqlite();
    let house = House::on(&fresh, &domains());
    let office = house.someone(Role::CommitteeAdmin);
    let staff = house.someone(Role::Staff);
    let audit = house.someone(Role::AuditAdmin);
    assert_eq!(house.post("/links", &staff, TIE).status, StatusCode::CONFLICT);
    assert_eq!(house.post("/links", &audit, TIE).status, StatusCode::NOT_FOUND);
    for wrong in [
        "kind=leads_to&from=organisation:3&to=organisation:99999",
        "kind=leads_to&from=nothing:3&to=organisation:4",
        "kind=leads_to&from=organisation&to=organisation:4",
    ] {
        assert_eq!(house.post("/links", &office, wrong).status, StatusCode::NOT_FOUND, "{wrong}");
    }
    for wrong in ["kind=likes&from=organisation:3&to=organisation:4", "kind=leads_to&from=organisation:3"] {
        let answer = house.post("/links", &office, wrong);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let itself = "kind=leads_to&from=organisation:3&to=organisation:3";
    assert_eq!(house.post("/links", &office, itself).status, StatusCode::CONFLICT);
    let away = format!("{TIE}&back=//example.org/");
    assert_eq!(house.post("/links", &office, &away).location.as_deref(), Some("/organisations/3"));
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
