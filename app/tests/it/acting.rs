//! Acting for somebody: with their roles, on the named days, under both names.

use axum::http::StatusCode;
use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::house::{House, PASSWORD, domains, migrations};

fn houses(test: impl Fn(&House, &Fresh)) {
    each_backend(&migrations(&domains()), |fresh| test(&House::on(fresh, &domains()), fresh));
}

const HOLIDAY: &str = "day=2015-10-01&kind=off&name=festival";

/// The office asks `delegate` to act from 2 to 4 March.
fn ask(house: &House, office: &str, delegate: &str) -> StatusCode {
    let form = format!("delegate={delegate}&from=2015-03-02&until=2015-03-04&reason=trip");
    house.post("/me/acting", office, &form).status
}

#[test]
fn a_delegate_has_the_roles_of_the_other_and_every_page_says_so() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let clerk = house.someone(Role::Finance);
        assert_eq!(house.post("/workdays", &clerk, HOLIDAY).status, StatusCode::FORBIDDEN);
        assert_eq!(ask(house, &office, "finance"), StatusCode::SEE_OTHER);
        assert!(house.get("/me/acting", &clerk).body.contains("代 测试 committee_admin 办理"));
        assert_eq!(house.post("/acting/1/start", &clerk, "").status, StatusCode::SEE_OTHER);
        for page in ["/", "/workdays", "/organisations"] {
            let body = house.get(page, &clerk).body;
            assert!(
                body.contains("class=\"acting\"") && body.contains("代 测试 committee_admin 办理"),
                "{page}"
            );
        }
        assert_eq!(house.post("/workdays", &clerk, HOLIDAY).status, StatusCode::SEE_OTHER);
        // The account itself stays its holder's.
        for page in ["/me/password", "/me/tokens", "/me/second-factor", "/me/acting"] {
            assert_eq!(house.get(page, &clerk).status, StatusCode::CONFLICT, "{page}");
        }
        assert_eq!(house.post("/acting/stop", &clerk, "").status, StatusCode::SEE_OTHER);
        assert_eq!(house.post("/workdays", &clerk, HOLIDAY).status, StatusCode::FORBIDDEN);
        assert!(!house.get("/", &clerk).body.contains("class=\"acting\""));
    });
}

#[test]
fn the_trail_and_the_log_name_both() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let clerk = house.someone(Role::Finance);
        house.post("/workdays", &office, "day=2015-05-01&kind=off&name=own");
        ask(house, &office, "finance");
        house.post("/acting/1/start", &clerk, "");
        house.post("/workdays", &clerk, HOLIDAY);
        let audit = house.someone(Role::AuditAdmin);
        let trail: serde_json::Value =
            serde_json::from_str(&house.json("/admin/audit?act=house.keep_workdays", &audit).body).unwrap();
        let actors: Vec<_> =
            trail["lines"].as_array().unwrap().iter().map(|line| line["actor"].clone()).collect();
        assert_eq!(actors, ["finance（代 committee_admin）", "committee_admin"]);
        assert!(house.get("/admin/audit/verification", &audit).body.contains("全部完好"));
        let log: serde_json::Value =
            serde_json::from_str(&house.json("/me/acting/log", &office).body).unwrap();
        let entries = log["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "what one did oneself is not in it: {log}");
        assert_eq!(entries[0]["who"], "测试 finance");
        assert_eq!(entries[0]["record"], "节假日 20151001");
        let nobody = house.someone(Role::Staff);
        assert!(house.get("/me/acting/log", &nobody).body.contains("没有别人代您办理的记录"));
    });
}

#[test]
fn it_ends_with_its_last_day_and_when_it_is_ended() {
    houses(|house, fresh| {
        let office = house.someone(Role::CommitteeAdmin);
        house.someone(Role::Finance);
        ask(house, &office, "finance");
        let on = |day: i64| {
            fresh.clock.set(Moment(START.0 + (day - 2) * 86_400));
            let clerk = house.sign_in("finance", PASSWORD);
            let started = house.post("/acting/1/start", &clerk, "").status;
            let page = house.get("/", &clerk).body.contains("class=\"acting\"");
            (started, page)
        };
        assert_eq!(on(4), (StatusCode::SEE_OTHER, true));
        assert_eq!(on(5), (StatusCode::CONFLICT, false));
    });
    houses(|house, fresh| {
        let office = house.someone(Role::CommitteeAdmin);
        house.someone(Role::Finance);
        ask(house, &office, "finance");
        // A session that acts over midnight of the last day is its holder's own again.
        fresh.clock.set(Moment(START.0 + 2 * 86_400 + 14 * 3600));
        let clerk = house.sign_in("finance", PASSWORD);
        house.post("/acting/1/start", &clerk, "");
        assert!(house.get("/", &clerk).body.contains("class=\"acting\""));
        house.settle();
        fresh.clock.set(Moment(START.0 + 2 * 86_400 + 14 * 3600 + 25 * 60));
        assert!(house.get("/", &clerk).body.contains("class=\"acting\""));
        house.settle();
        fresh.clock.set(Moment(START.0 + 2 * 86_400 + 15 * 3600));
        assert!(!house.get("/", &clerk).body.contains("class=\"acting\""));
    });
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let clerk = house.someone(Role::Finance);
        ask(house, &office, "finance");
        house.post("/acting/1/start", &clerk, "");
        let security = house.someone(Role::SecurityAdmin);
        assert!(house.get("/admin/accounts", &security).body.contains("trip"));
        assert_eq!(house.post("/admin/acting/1/end", &security, "").status, StatusCode::SEE_OTHER);
        assert_eq!(house.post("/workdays", &clerk, HOLIDAY).status, StatusCode::FORBIDDEN);
        assert_eq!(house.post("/me/acting/1/end", &office, "").status, StatusCode::CONFLICT);
    });
}

#[test]
fn administrators_neither_lend_their_roles_nor_act_for_others() {
    houses(|house, _| {
        let office = house.someone(Role::CommitteeAdmin);
        let system = house.someone(Role::SystemAdmin);
        house.someone(Role::Finance);
        assert_eq!(ask(house, &office, "system_admin"), StatusCode::CONFLICT);
        assert_eq!(ask(house, &system, "finance"), StatusCode::CONFLICT);
        assert_eq!(ask(house, &office, "committee_admin"), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(ask(house, &office, "nobody"), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(ask(house, &office, "finance"), StatusCode::SEE_OTHER);
        assert_eq!(ask(house, &office, "finance"), StatusCode::CONFLICT, "the same days twice");
        // Nobody takes up what somebody else was asked.
        let member = house.someone(Role::Member);
        assert_eq!(house.post("/acting/1/start", &member, "").status, StatusCode::NOT_FOUND);
        assert_eq!(house.post("/me/acting/1/end", &member, "").status, StatusCode::NOT_FOUND);
    });
}
