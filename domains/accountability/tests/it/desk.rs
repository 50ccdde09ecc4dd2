//! What stands on whose desk, in the calendar, and among what is found.

use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};
use crate::setting::{at_work, hand_in, in_force};

/// What somebody has to do with measures: title, due day, address.
fn todos(house: &House, cookie: &str) -> Vec<String> {
    let answer = house.json("/", cookie);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let todo = |line: &serde_json::Value| {
        let text = |field: &str| line[field].as_str().unwrap_or("-").to_owned();
        ["title", "due", "href"].map(text).join(" | ")
    };
    let json = answer.json();
    // The platform's own asks for holidays.
    let ours = json["todos"].as_array().unwrap().iter().filter(|line| line["href"] != "/workdays/entry");
    ours.map(todo).collect()
}

#[test]
fn each_step_waits_on_the_right_desk() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        assert_eq!(todos(&house, &people.lead), ["签收措施：1.1 健全学习制度 | 2015-04-30 | /measures/1"]);
        assert_eq!(todos(&house, &people.helper), ["签收措施：1.2 严格发展党员 | - | /measures/2"]);
        for cookie in [&people.neighbour, &people.committee, &people.admin] {
            assert_eq!(todos(&house, cookie), [""; 0]);
        }
        house.post("/measures/1/signature", &people.lead, "").done();
        crate::setting::tell(&house, &people.lead, "50");
        assert_eq!(todos(&house, &people.lead), [""; 0]);
        house.on_day("2015-03-31");
        assert_eq!(
            todos(&house, &people.lead),
            ["临近期限或进度滞后：1.1 健全学习制度 | 2015-04-30 | /measures/1"]
        );
        house.on_day("2015-05-01");
        assert_eq!(todos(&house, &people.lead), ["逾期未完成：1.1 健全学习制度 | 2015-04-30 | /measures/1"]);
        assert_eq!(todos(&house, &people.admin), ["1 个逾期事项可以签发 1 张督办单 | - | /reminders?plan=1"]);
        house.post("/reminders", &people.admin, "plan=1&org=2&grade=1&answer_by=2015-05-08").done();
        assert_eq!(todos(&house, &people.admin), [""; 0]);
        assert!(todos(&house, &people.lead).iter().any(|one| one.contains("回复督办〔2015〕1号")));
    });
}

#[test]
fn what_was_handed_in_or_asked_for_waits_for_the_office() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = at_work(fresh, "90");
        house.post("/measures/1/extensions", &people.lead, "new_due=2015-08-31&because=x").done();
        assert_eq!(todos(&house, &people.admin), ["审批延期：1.1 健全学习制度 | - | /measures/1"]);
        house.post("/measures/1/extensions/1/decision", &people.admin, "verdict=granted").done();
        hand_in(&house, &people, "2015-03-02");
        assert_eq!(todos(&house, &people.admin), ["验收措施：1.1 健全学习制度 | - | /measures/1"]);
        let roles = [(kernel::Role::CommitteeAdmin, None), (kernel::Role::OrganisationSecretary, Some(2))];
        let both = house.somebody("both", &roles);
        assert_eq!(todos(&house, &both), [""; 0], "not for who works for the body that leads");
        assert_eq!(todos(&house, &people.committee), [""; 0]);
    });
}

#[test]
fn due_days_stand_in_the_calendar_of_those_they_concern() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = in_force(&fresh);
    house.page("/calendar?year=2015", &people.lead).says(200, &["健全学习制度", "印发办法", "措施节点"]);
    let other = house.page("/calendar?year=2015", &people.neighbour);
    assert!(!other.text().contains("印发办法"));
}

#[test]
fn the_search_and_the_first_page_keep_to_what_may_be_seen() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = in_force(&fresh);
    house.page("/search?q=学习制度", &people.lead).says(200, &["/measures/1"]);
    let other = house.page("/search?q=学习制度", &people.neighbour);
    assert!(!other.text().contains("/measures/1"));
    house.page("/", &people.committee).says(200, &["共 2 项措施"]);
    let other = house.page("/", &people.neighbour);
    assert!(!other.text().contains("项措施，逾期"));
}
