//! Reminders of what is late.

use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};
use crate::setting::{People, at_work};

/// Measure 1 is late in both milestones and itself: 30 April, 31 May, 30 June.
fn late(fresh: &Fresh, today: &str) -> (House, People) {
    let (house, people) = at_work(fresh, "40");
    house.on_day(today);
    (house, people)
}

const ISSUE: &str = "plan=1&org=2&grade=1&answer_by=2015-05-08&note=请说明原因";

#[test]
fn a_reminder_is_issued_once_for_a_lateness_and_a_grade() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = late(fresh, "2015-04-30");
        house.post("/reminders", &people.admin, ISSUE).says(422, &["没有可以督办的事项"]);
        house.on_day("2015-05-01");
        house.page("/reminders", &people.admin).says(200, &["可以签发", "节点“印发办法”", "逾期 1 天"]);
        let seen = house.page("/reminders", &people.lead);
        assert!(!seen.text().contains("可以签发"), "what could be issued is the office's alone");
        assert_eq!(house.post("/reminders", &people.lead, ISSUE).status, 403);
        house
            .post("/reminders", &people.admin, "plan=1&org=2&grade=1&answer_by=2015-04-01&note=")
            .says(422, &["已经过去"]);
        assert_eq!(house.post("/reminders", &people.admin, ISSUE).done(), "/reminders/1");
        house.post("/reminders", &people.admin, ISSUE).says(422, &["没有可以督办的事项"]);
        house
            .page("/reminders/1", &people.lead)
            .says(200, &["督办〔2015〕1号 一级·提醒", "印发办法", "请说明原因", "回复"]);
        assert_eq!(house.page("/reminders/1", &people.neighbour).status, 404);
        assert_eq!(house.page("/reminders/1", &people.helper).status, 404, "who helps is not reminded");
        house.page("/notices", &people.lead).says(200, &["收到督办单"]);

        house.on_day("2015-05-15");
        house.post("/reminders", &people.admin, "plan=1&org=2&grade=2&answer_by=2015-05-20&note=").done();
        house.page("/reminders/2", &people.committee).says(200, &["督办〔2015〕2号 二级·督办"]);
        house.page("/measures/1", &people.lead).says(200, &["督办〔2015〕1号", "督办〔2015〕2号"]);
    });
}

#[test]
fn what_a_reminder_says_stays_as_it_was() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = late(fresh, "2015-05-01");
        house.post("/reminders", &people.admin, ISSUE).done();
        let before = house.json("/reminders/1", &people.admin).json()["reminder"]["frozen"].clone();
        house.post("/measures/1/milestones/1/completion", &people.lead, "on=2015-05-01").done();
        house
            .upload("/measures/1/entries", &people.lead, &[("percent", "70"), ("text", "办法已印发")], &[])
            .done();
        let after = house.json("/reminders/1", &people.admin).json()["reminder"]["frozen"].clone();
        assert_eq!(before, after);
        assert_eq!(after["items"][0]["percent"], 40);
    });
}

#[test]
fn the_body_answers_once() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = late(fresh, "2015-05-01");
        house.post("/reminders", &people.admin, ISSUE).done();
        assert_eq!(house.post("/reminders/1/answer", &people.helper, "answer=我来").status, 404);
        assert_eq!(house.post("/reminders/1/answer", &people.admin, "answer=我来").status, 403);
        house.post("/reminders/1/answer", &people.lead, "answer=").says(422, &["必填"]);
        house.on_day("2015-05-09");
        house.page("/reminders?state=open", &people.admin).says(200, &["逾期未回复"]);
        house.post("/reminders/1/answer", &people.lead, "answer=本周完成").done();
        house.page("/reminders/1", &people.admin).says(200, &["本周完成", "已回复"]);
        house.post("/reminders/1/answer", &people.lead, "answer=再答").says(422, &["已经回复"]);
        house.page("/reminders?state=open", &people.admin).says(200, &["没有符合条件的督办单"]);
    });
}

#[test]
fn a_reminder_is_a_paper() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = late(&fresh, "2015-05-01");
    house.post("/reminders", &people.admin, ISSUE).done();
    house
        .page("/reminders/1/paper", &people.lead)
        .says(200, &["工作提醒单", "督办〔2015〕1号", "材料审查部党委", "印发办法"]);
    let docx = house.page("/reminders/1/paper?format=docx", &people.lead);
    assert_eq!((docx.status.as_u16(), &docx.bytes[..2]), (200, b"PK".as_slice()));
    house.english("/reminders/1/paper", &people.lead).says(200, &["Notice of lateness"]);
}
