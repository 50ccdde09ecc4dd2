//! Signing in, staying signed in, and what is refused before anybody looks at the content.

use axum::http::{Request, StatusCode, header};
use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::house::{House, PASSWORD, domains, migrations};

fn houses(test: impl Fn(&House, &Fresh)) {
    each_backend(&migrations(&domains()), |fresh| test(&House::on(fresh, &domains()), fresh));
}

fn attempt(house: &House, login: &str, password: &str) -> StatusCode {
    house.post("/sign-in", "", &format!("login={login}&password={password}")).status
}

#[test]
fn five_failures_lock_an_account_for_a_quarter_of_an_hour() {
    houses(|house, fresh| {
        house.account("zhang", &[Role::Member]);
        for _ in 0..4 {
            assert_eq!(attempt(house, "zhang", "wrong"), StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(attempt(house, "zhang", "wrong"), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(attempt(house, "zhang", PASSWORD), StatusCode::TOO_MANY_REQUESTS);
        fresh.clock.set(Moment(START.0 + 15 * 60 - 1));
        assert_eq!(attempt(house, "zhang", PASSWORD), StatusCode::TOO_MANY_REQUESTS);
        fresh.clock.set(Moment(START.0 + 15 * 60));
        assert_eq!(attempt(house, "zhang", PASSWORD), StatusCode::SEE_OTHER);
    });
}

#[test]
fn failures_long_ago_do_not_count_and_a_success_forgets_them() {
    houses(|house, fresh| {
        house.account("zhang", &[Role::Member]);
        for _ in 0..4 {
            attempt(house, "zhang", "wrong");
        }
        assert_eq!(attempt(house, "zhang", PASSWORD), StatusCode::SEE_OTHER);
        for _ in 0..4 {
            assert_eq!(attempt(house, "zhang", "wrong"), StatusCode::UNPROCESSABLE_ENTITY);
        }
        fresh.clock.set(Moment(START.0 + 15 * 60 + 1));
        assert_eq!(attempt(house, "zhang", "wrong"), StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn an_unknown_login_looks_like_a_wrong_password() {
    houses(|house, _| {
        house.account("zhang", &[Role::Member]);
        let known = house.post("/sign-in", "", "login=zhang&password=wrong");
        let unknown = house.post("/sign-in", "", "login=lisi&password=wrong");
        assert_eq!(known.status, unknown.status);
        assert_eq!(known.body.replace("zhang", "lisi"), unknown.body);
    });
}

#[test]
fn a_session_ends_when_idle_and_in_any_case_after_its_limit() {
    houses(|house, fresh| {
        let cookie = house.someone(Role::Member);
        let at = |seconds: i64| {
            fresh.clock.set(Moment(START.0 + seconds));
            house.get("/me", &cookie).status
        };
        assert_eq!(at(30 * 60), StatusCode::OK);
        assert_eq!(at(30 * 60 + 30 * 60 + 1), StatusCode::SEE_OTHER);
        let cookie = house.sign_in("member", PASSWORD);
        let begun = fresh.clock.clone();
        let start = kernel::Clock::now(begun.as_ref()).0;
        // Used every twenty minutes, and noted each time before the next look.
        for minutes in (20..12 * 60).step_by(20) {
            begun.set(Moment(start + minutes * 60));
            assert_eq!(house.get("/me", &cookie).status, StatusCode::OK, "after {minutes} minutes");
            house.settle();
        }
        begun.set(Moment(start + 12 * 3600 + 1));
        assert_eq!(house.get("/me", &cookie).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn administrators_exclude_each_other_and_every_business_role() {
    houses(|house, _| {
        house.account("first", &[]);
        house.account("second", &[Role::SystemAdmin]);
        let cookie = house.someone(Role::SecurityAdmin);
        let give = |id: i64, role: &str, from: &str, until: &str| {
            let form = format!("role={role}&from={from}&until={until}");
            house.post(&format!("/admin/accounts/{id}/grants"), &cookie, &form).status
        };
        assert_eq!(give(1, "committee_admin", "2015-03-02", "2015-12-31"), StatusCode::SEE_OTHER);
        assert_eq!(give(1, "audit_admin", "2015-06-01", ""), StatusCode::CONFLICT);
        assert_eq!(give(1, "audit_admin", "2016-01-01", ""), StatusCode::SEE_OTHER);
        assert_eq!(give(1, "member", "2016-02-01", ""), StatusCode::CONFLICT);
        assert_eq!(give(2, "member", "2015-03-02", ""), StatusCode::CONFLICT);
        assert_eq!(give(2, "audit_admin", "2015-03-02", ""), StatusCode::CONFLICT);
        // Nobody gives a role to themselves, and roles of an organisation need one.
        assert_eq!(give(3, "system_admin", "2015-03-02", ""), StatusCode::CONFLICT);
        assert_eq!(give(1, "branch_secretary", "2015-03-02", "2015-03-31"), StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_role_opens_doors_from_its_first_to_its_last_day() {
    houses(|house, fresh| {
        house.account("wang", &[]);
        let security = house.someone(Role::SecurityAdmin);
        house.post(
            "/admin/accounts/1/grants",
            &security,
            "role=committee_admin&from=2015-03-10&until=2015-03-11",
        );
        let on = |day: i64| {
            fresh.clock.set(Moment(START.0 + (day - 2) * 86_400));
            let cookie = house.sign_in("wang", PASSWORD);
            house.get("/organisations", &cookie).status
        };
        assert_eq!(on(9), StatusCode::FORBIDDEN);
        assert_eq!(on(10), StatusCode::OK);
        assert_eq!(on(11), StatusCode::OK);
        assert_eq!(on(12), StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_write_from_another_origin_is_refused() {
    houses(|house, _| {
        let cookie = house.someone(Role::Member);
        let send = |name: &str, value: &str| {
            let request = Request::post("/look")
                .header(header::COOKIE, &cookie)
                .header(name, value)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            house.ask(request, "theme=dark").status
        };
        assert_eq!(send("origin", "https://evil.example"), StatusCode::CONFLICT);
        assert_eq!(send("origin", "null"), StatusCode::CONFLICT);
        assert_eq!(send("sec-fetch-site", "cross-site"), StatusCode::CONFLICT);
        assert_eq!(send("origin", "http://localhost"), StatusCode::SEE_OTHER);
        assert_eq!(send("sec-fetch-site", "same-origin"), StatusCode::SEE_OTHER);
    });
}

#[test]
fn what_is_too_large_or_of_the_wrong_type_is_refused_with_its_own_status() {
    houses(|house, _| {
        let form = |kind: &str, body: &str| {
            house.ask(Request::post("/sign-in").header(header::CONTENT_TYPE, kind), body).status
        };
        let urlencoded = "application/x-www-form-urlencoded";
        assert_eq!(form(urlencoded, &"a".repeat(web::FORM_LIMIT + 1)), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(form("text/plain", "login=a"), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(form("application/json", "{\"login\":"), StatusCode::BAD_REQUEST);
        assert_eq!(form("application/json", "[1]"), StatusCode::BAD_REQUEST);
        assert_eq!(form(urlencoded, "login=a%00b"), StatusCode::BAD_REQUEST);
    });
}

#[test]
fn programs_get_problem_documents_in_their_language() {
    houses(|house, _| {
        let cookie = house.someone(Role::Member);
        let request = Request::get("/admin/audit")
            .header(header::COOKIE, format!("{cookie}; jinwei_lang=en"))
            .header(header::ACCEPT, "application/json");
        let answer = house.ask(request, "");
        assert_eq!(
            (answer.status, answer.mime.as_str()),
            (StatusCode::FORBIDDEN, "application/problem+json")
        );
        let document: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(document["status"], 403);
        assert_eq!(document["title"], "Your roles do not allow this");
        assert!(house.json("/nowhere", &cookie).body.contains("没有这个页面"));
    });
}

#[test]
fn a_password_set_by_others_is_changed_first_and_ends_other_sessions() {
    houses(|house, _| {
        house.account("zhao", &[Role::Member]);
        let old = house.sign_in("zhao", PASSWORD);
        let system = house.someone(Role::SystemAdmin);
        let set = house.post("/admin/accounts/1/password", &system, "password=Another-horse-8");
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        assert_eq!(house.get("/me", &old).location.as_deref(), Some("/sign-in?next=%2Fme"));
        let first = house.sign_in("zhao", "Another-horse-8");
        assert_eq!(house.get("/me", &first).location.as_deref(), Some("/me/password"));
        let own = "current=Another-horse-8&new=My-own-horse-9&again=My-own-horse-9";
        assert_eq!(house.post("/me/password", &first, own).status, StatusCode::SEE_OTHER);
        assert_eq!(house.get("/me", &first).status, StatusCode::OK);
    });
}
