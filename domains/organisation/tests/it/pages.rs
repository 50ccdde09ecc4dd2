//! Every page of this domain, for every role, in both languages, with every filter.

use axum::http::StatusCode;
use kernel::access::reach_of;
use kernel::{Day, Grant, OrgId, Principal, Role, UserId};
use testkit::db::each_backend;

use crate::harness::{Town, organ, secretary, sets};

/// Addresses of the pages of this domain, from its own manifest.
fn addresses(town: &Town) -> Vec<&'static str> {
    let own = |route: &&web::Route| route.method == "GET" && route.act.name.starts_with("organisation.");
    let routes = town.site.routes.iter().filter(own);
    let found: Vec<_> =
        routes.map(|route| route.sample.unwrap_or_else(|| panic!("{route:?} has no sample"))).collect();
    // A second entry and everything about imports are made by tests of their own.
    found.into_iter().filter(|a| !a.starts_with("/imports") && !a.contains("duplicates")).collect()
}

#[test]
fn every_page_is_whole_in_both_languages_and_as_json() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        for address in addresses(&town) {
            for lang in ["zh-CN", "en"] {
                let answer = town.get(&format!("{admin}; jinwei_lang={lang}"), address);
                assert_eq!(answer.status, StatusCode::OK, "{address} {lang}: {}", answer.body);
                assert!(answer.body.contains("<h1>"), "{address}");
                assert!(!answer.body.contains("{ $"), "{address} {lang} shows an argument without a value");
            }
            let json = town.get_json(&admin, address);
            assert_eq!(json.status, StatusCode::OK, "{address}");
            serde_json::from_str::<serde_json::Value>(&json.body).unwrap();
        }
    });
}

#[test]
fn lists_take_every_filter_and_come_as_workbooks() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        let rows = |path: &str, list: &str| {
            let answer = town.get_json(&admin, path);
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            json[list].as_array().unwrap().len()
        };
        for (query, expected) in [
            ("", 5),
            ("q=bgs", 3),
            ("q=%E5%8A%9E%E5%85%AC+%E5%AE%A4", 3),
            ("q=100%25_", 0),
            ("kind=branch", 2),
            ("category=%E7%BB%BC%E5%90%88%E7%AE%A1%E7%90%86%E7%B1%BB", 4),
            ("under=2", 3),
            ("state=abolished", 0),
            ("state=merged", 0),
            ("state=renamed", 0),
            ("as_of=1999-12-31", 0),
            ("as_of=2000-01-01&kind=committee&under=1&q=jgdw", 1),
            ("page=99", 5),
        ] {
            assert_eq!(rows(&format!("/organisations?{query}"), "organisations"), expected, "{query}");
        }
        for (query, expected) in
            [("", 1), ("q=sh", 1), ("q=zz", 0), ("under=2", 1), ("under=5", 0), ("membership=staff", 0)]
        {
            assert_eq!(rows(&format!("/persons?{query}"), "persons"), expected, "{query}");
        }
        for (query, expected) in [
            ("q=%E7%9F%B3", 1),
            ("under=5", 0),
            ("post=%E4%B9%A6%E8%AE%B0&time=part", 1),
            ("time=full", 0),
            ("state=ended", 0),
            ("as_of=2012-05-31", 0),
            ("as_of=2012-06-01", 1),
        ] {
            assert_eq!(rows(&format!("/appointments?{query}"), "appointments"), expected, "{query}");
        }
        for path in [
            "/organisations",
            "/persons",
            "/appointments",
            "/elections",
            "/organisations/checks",
            "/staffing",
        ] {
            let sheet = town.get(&admin, &format!("{path}?format=xlsx"));
            assert_eq!(sheet.status, StatusCode::OK, "{path}");
            assert!(sheet.body.starts_with("PK"), "{path} is no workbook");
        }
        assert_eq!(town.get(&admin, "/organisations?as_of=2014-02-30").status, StatusCode::BAD_REQUEST);
        assert_eq!(town.get(&admin, "/organisations/99").status, StatusCode::NOT_FOUND);
        assert_eq!(town.get(&admin, "/organisations/x").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn whoever_reaches_a_part_sees_that_part() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        let below = town.sign_in(Role::OrganisationSecretary, Some((OrgId(2), "1.2.".into())));
        let beside = town.sign_in(Role::BranchSecretary, Some((OrgId(4), "1.2.4.".into())));
        for (cookie, path, expected) in [
            (&below, "/organisations/3", StatusCode::OK),
            (&below, "/organisations/5", StatusCode::NOT_FOUND),
            (&below, "/persons/1", StatusCode::OK),
            (&below, "/persons/1/identity", StatusCode::FORBIDDEN),
            (&below, "/appointments/1/ending", StatusCode::OK),
            (&below, "/organisations/new", StatusCode::FORBIDDEN),
            (&below, "/organisations/5/elections/new", StatusCode::NOT_FOUND),
            (&beside, "/organisations/4", StatusCode::OK),
            (&beside, "/organisations/3", StatusCode::NOT_FOUND),
            (&beside, "/persons/1", StatusCode::NOT_FOUND),
            (&beside, "/appointments/1/ending", StatusCode::FORBIDDEN),
        ] {
            assert_eq!(town.get(cookie, path).status, expected, "{path}");
        }
        let tree = town.get(&below, "/organisations/tree").body;
        assert!(tree.contains("办公室第二党支部") && !tree.contains("条法司党总支"));
        let found = |cookie: &str| town.get(cookie, "/search?q=sh").body.contains("石华");
        assert!(found(&below) && !found(&beside));
    });
}

#[test]
fn the_three_administrators_see_no_business_content() {
    let today = Day::parse("2015-03-02").unwrap();
    for role in Role::ADMINISTRATORS {
        let grant = Grant { role, org: None, from: today, until: None };
        let capacity = kernel::Capacity::Oneself;
        let who =
            Principal { user: UserId(1), person: None, name: String::new(), grants: vec![grant], capacity };
        for act in crate::harness::domains().iter().flat_map(|domain| domain.acts.clone()) {
            let business = act.name.starts_with("organisation.");
            assert!(!business || reach_of(&who, act.allow, today).is_none(), "{role:?} {}", act.name);
        }
    }
}
