//! Every route as every role, with the sample organ in the house. The statuses are a table that people read,
//! `docs/routes.md`; `JINWEI_WRITE=1` writes it anew after a change. A route without a sample address fails, and so does
//! an answer that is nobody's fault but ours.

use std::fmt::Write;

use web::Route;

use crate::house::{House, domains};
use crate::organ;

/// The routes in the order of the walk: what ends a session comes last.
fn in_order(house: &House) -> Vec<Route> {
    let mut routes = house.site.routes.clone();
    routes.sort_by_key(|route| route.pattern == "/sign-out");
    routes
}

/// Asks every route with this cookie; writes are sent an empty form.
fn walk(house: &House, routes: &[Route], cookie: &str) -> Vec<u16> {
    let ask = |route: &Route| {
        let sample = route.sample.unwrap_or_else(|| panic!("{route:?} has no sample address"));
        let answer =
            if route.method == "GET" { house.get(sample, cookie) } else { house.post(sample, cookie, "") };
        let status = answer.status.as_u16();
        assert!(status < 500, "{route:?} answers {status}: {}", answer.body);
        if route.method == "GET" && status == 200 && answer.mime.starts_with("text/html") {
            same_as_json(house, sample, cookie);
        }
        status
    };
    routes.iter().map(ask).collect()
}

/// What is a page for people is a JSON document for programs, at the same address.
fn same_as_json(house: &House, path: &str, cookie: &str) {
    let answer = house.json(path, cookie);
    assert_eq!((answer.status.as_u16(), answer.mime.as_str()), (200, "application/json"), "{path}");
    serde_json::from_str::<serde_json::Value>(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}"));
}

fn table(house: &House) -> String {
    let routes = in_order(house);
    let mut columns = vec![("nobody", walk(house, &routes, ""))];
    for account in jinwei::demo::accounts() {
        let cookie = house.sign_in(account.login, account.password);
        columns.push((account.role.code(), walk(house, &routes, &cookie)));
    }
    let mut text = String::from(
        "# Every route as every role\n\nWritten by a test that asks each address of the sample organ as each role; writes \
         are sent an empty form. 200 a page · 303 done, or sign in first · 403 not allowed · 404 outside what the role may \
         see · 400, 409, 413, 415, 422 allowed, but not like this.\n\n| route |",
    );
    for (code, _) in &columns {
        write!(text, " {} |", code.replace('_', " ")).unwrap();
    }
    writeln!(text, "\n|---|{}", ":-:|".repeat(columns.len())).unwrap();
    for (index, route) in routes.iter().enumerate() {
        write!(text, "| `{} {}` |", route.method, route.pattern).unwrap();
        for (_, statuses) in &columns {
            write!(text, " {} |", statuses[index]).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_route_answers_every_role_as_the_docs_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/routes.md");
    for fresh in organ::both() {
        let table = table(&House::on(&fresh, &domains()));
        if std::env::var_os("JINWEI_WRITE").is_some() {
            std::fs::write(path, &table).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        for (now, then) in table.lines().zip(written.lines()) {
            assert_eq!(now, then, "on {}", fresh.backend());
        }
        assert_eq!(
            table.lines().count(),
            written.lines().count(),
            "JINWEI_WRITE=1 writes docs/routes.md anew"
        );
    }
}

#[test]
fn nobody_gets_anything_but_what_is_open() {
    let fresh = organ::sqlite();
    let house = House::on(&fresh, &domains());
    for route in &house.site.routes {
        let sample = route.sample.unwrap();
        let answer = if route.method == "GET" { house.get(sample, "") } else { house.post(sample, "", "") };
        let sent_to_sign_in = answer.location.as_deref().is_some_and(|to| to.starts_with("/sign-in?next="));
        assert_eq!(sent_to_sign_in, route.door != kernel::Door::Open, "{route:?}");
    }
}
