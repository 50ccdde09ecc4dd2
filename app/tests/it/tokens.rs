//! Programs with personal tokens: what they open, until when, and under whose name.

use axum::http::{Request, StatusCode, header};
use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::house::{Answer, House, domains, migrations};

fn houses(test: impl Fn(&House, &Fresh)) {
    each_backend(&migrations(&domains()), |fresh| test(&House::on(fresh, &domains()), fresh));
}

/// Makes a token on the page; gives it.
fn token(house: &House, cookie: &str, scope: &str, until: &str) -> String {
    let made = house.post("/me/tokens", cookie, &format!("name=report&scope={scope}&until={until}"));
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let at = made.body.find("jw_").unwrap();
    made.body[at..at + 67].to_owned()
}

fn get(house: &House, token: &str, path: &str) -> Answer {
    house.ask(Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}")), "")
}

fn post(house: &House, token: &str, path: &str, form: &str) -> Answer {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    house.ask(request, form)
}

const HOLIDAY: &str = "day=2015-10-01&kind=off&name=festival";

#[test]
fn a_token_that_reads_does_not_write() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let reads = token(house, &office, "read", "2015-12-31");
        let page = get(house, &reads, "/workdays");
        assert_eq!((page.status, page.mime.as_str()), (StatusCode::OK, "application/json"));
        let refused = post(house, &reads, "/workdays", HOLIDAY);
        assert_eq!(
            (refused.status, refused.mime.as_str()),
            (StatusCode::FORBIDDEN, "application/problem+json")
        );
        assert!(refused.body.contains("只能读取"));
        let writes = token(house, &office, "write", "2015-12-31");
        assert_eq!(post(house, &writes, "/workdays", HOLIDAY).status, StatusCode::CREATED);
        // It has its holder's roles and no more.
        assert_eq!(get(house, &writes, "/admin/audit").status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_token_ends_on_its_last_day_and_when_it_is_revoked() {
    houses(|house, fresh| {
        let office = house.someone(Role::CommitteeAdmin);
        let short = token(house, &office, "read", "2015-03-03");
        let long = token(house, &office, "read", "2016-03-02");
        assert_eq!(house.post("/me/tokens/2/revocation", &office, "").status, StatusCode::SEE_OTHER);
        assert_eq!(get(house, &long, "/workdays").status, StatusCode::UNAUTHORIZED);
        let on = |day: i64| {
            fresh.clock.set(Moment(START.0 + (day - 2) * 86_400));
            get(house, &short, "/workdays").status
        };
        assert_eq!(on(3), StatusCode::OK);
        assert_eq!(on(4), StatusCode::UNAUTHORIZED);
        assert_eq!(get(house, "jw_unknown", "/workdays").status, StatusCode::UNAUTHORIZED);
        for until in ["2015-03-01", "2016-03-09", "soon"] {
            let cookie = house.sign_in("committee_admin", crate::house::PASSWORD);
            let form = format!("name=x&scope=read&until={until}");
            assert_eq!(
                house.post("/me/tokens", &cookie, &form).status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{until}"
            );
        }
    });
}

#[test]
fn a_token_keeps_off_the_account_itself() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let writes = token(house, &office, "write", "2015-12-31");
        for path in ["/me/password", "/me/tokens", "/me/second-factor", "/me/acting", "/sign-in"] {
            assert_eq!(get(house, &writes, path).status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(
                post(house, &writes, path, "name=x&scope=write&until=2015-12-31").status,
                StatusCode::FORBIDDEN
            );
        }
        assert_eq!(post(house, &writes, "/sign-out", "").status, StatusCode::FORBIDDEN);
        assert_eq!(get(house, &writes, "/me").status, StatusCode::OK);
    });
}

#[test]
fn the_trail_names_the_token_and_the_page_its_last_day() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let writes = token(house, &office, "write", "2015-12-31");
        assert!(house.get("/me/tokens", &office).body.contains("没有用过"));
        assert_eq!(post(house, &writes, "/workdays", HOLIDAY).status, StatusCode::CREATED);
        let audit = house.someone(Role::AuditAdmin);
        let trail = house.json("/admin/audit?act=house.keep_workdays", &audit).body;
        assert!(trail.contains("committee_admin（令牌“report”）"), "{trail}");
        assert!(house.get("/admin/audit/verification", &audit).body.contains("全部完好"));
        // The use is noted after the answer is on its way.
        let begun = std::time::Instant::now();
        while house.get("/me/tokens", &office).body.contains("没有用过") {
            assert!(begun.elapsed().as_secs() < 30, "the use of the token was never noted");
            std::thread::yield_now();
        }
    });
}

#[test]
fn a_token_in_the_address_opens_the_feed_and_nothing_else() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let feed = token(house, &office, "calendar", "2015-12-31");
        let plain = |path: &str| house.ask(Request::get(path), "").status;
        assert_eq!(plain(&format!("/calendar.ics?token={feed}")), StatusCode::OK);
        assert_eq!(get(house, &feed, "/calendar.ics").status, StatusCode::OK);
        assert_ne!(plain(&format!("/calendar?token={feed}")), StatusCode::OK);
        assert_eq!(get(house, &feed, "/calendar").status, StatusCode::UNAUTHORIZED);
        // One that opens more does not work where others may see it.
        let reads = token(house, &office, "read", "2015-12-31");
        assert_ne!(plain(&format!("/calendar.ics?token={reads}")), StatusCode::OK);
        assert_eq!(get(house, &reads, "/calendar.ics").status, StatusCode::OK);
    });
}

#[test]
fn a_token_is_kept_as_a_hash_and_ends_with_its_account() {
    houses(|house, fresh| {
        let office = house.someone(Role::CommitteeAdmin);
        let reads = token(house, &office, "read", "2015-12-31");
        let kept: String =
            fresh.read(|c| Ok(c.one("SELECT token_hash FROM api_tokens", &[], |r| r.get(0))?)).unwrap();
        assert_ne!(kept, reads);
        assert!(!house.get("/me/tokens", &office).body.contains("jw_"));
        let system = house.someone(Role::SystemAdmin);
        house.post("/admin/accounts/1/state", &system, "state=closed");
        assert_eq!(get(house, &reads, "/workdays").status, StatusCode::UNAUTHORIZED);
    });
}
