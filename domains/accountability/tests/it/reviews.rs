//! Year-end reviews: the steps in order, each by whoever may take it, and nobody in their own.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::year_house::{House, migrations};

const YEAR: &str = "year=2015&report_due=2015-12-31&limit=100&group=领导班子&weight=40&group=党员&weight=60&mark=100&mark=85\
&mark=70&mark=50&from=90&from=80&from=60";

struct Everybody {
    admin: String,
    member: String,
    secretary: String,
    /// Of organisation 2, which is reviewed.
    own: String,
    /// Of organisation 3, which is not.
    neighbour: String,
}

fn begun(fresh: &Fresh) -> (House, Everybody) {
    let house = House::on(fresh);
    let people = Everybody {
        admin: house.someone(Role::CommitteeAdmin),
        member: house.someone(Role::CommitteeMember),
        secretary: house.someone(Role::CommitteeSecretary),
        own: house.secretary_of(2),
        neighbour: house.secretary_of(3),
    };
    assert_eq!(house.post("/review-years", &people.admin, YEAR).done(), "/review-years/1");
    let named = "org=2&person=陈一&org=3&person=&org=5&person=";
    house.post("/review-years/1/reviewed", &people.admin, named).done();
    (house, people)
}

fn heard(house: &House, people: &Everybody) {
    house.post("/reviews/1/report", &people.own, "report=履职报告&do=submit").done();
    let asked = "asker=郑怀远&asked=怎么办&answer=这样办&comment=";
    house.post("/reviews/1/questions", &people.admin, asked).done();
    house.post("/reviews/1/evaluation", &people.admin, "").done();
}

fn counts(first_good: u32) -> String {
    let valid = first_good + 2;
    format!(
        "0-due=9&0-present=8&0-issued=8&0-returned=8&0-valid={valid}&0-good={first_good}&0-fair=2&0-ordinary=0&0-poor=0\
         &1-due=30&1-present=30&1-issued=30&1-returned=30&1-valid=30&1-good=18&1-fair=9&1-ordinary=2&1-poor=1&source="
    )
}

#[test]
fn a_review_takes_its_steps_in_order() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = begun(fresh);
        house.page("/reviews/1", &people.own).says(200, &["材料审查部党委", "陈一", "撰写报告"]);
        assert_eq!(house.page("/reviews/1", &people.neighbour).status, 404, "not theirs");
        assert_eq!(house.post("/reviews/1/evaluation", &people.admin, "").status, 409, "nothing is reported");

        let long = format!("report={}&do=submit", "字".repeat(101));
        house.post("/reviews/1/report", &people.own, &long).says(422, &["报告有 101 字", "字字字"]);
        house.post("/reviews/1/report", &people.own, "report=&do=submit").says(422, &["请填写报告"]);
        house.post("/reviews/1/report", &people.own, &format!("report={} &do=save", "字".repeat(101))).done();
        let just = format!("report={}%0A字&do=submit", "字 ".repeat(99));
        house.post("/reviews/1/report", &people.own, &just).done();
        assert_eq!(house.post("/reviews/1/report", &people.own, "report=新&do=save").status, 409);

        house.post("/reviews/1/return", &people.admin, "why=").says(422, &["必填"]);
        house.post("/reviews/1/return", &people.admin, "why=请补充问题部分").done();
        house.page("/reviews/1", &people.own).says(200, &["请补充问题部分"]);
        house.post("/reviews/1/report", &people.own, "report=补充后的报告&do=submit").done();

        assert_eq!(house.post("/reviews/1/evaluation", &people.admin, "").status, 409, "nothing was asked");
        house.post("/reviews/1/questions", &people.admin, "asker=郑&asked=问&answer=&comment=").done();
        house.post("/reviews/1/evaluation", &people.admin, "").says(409, &["没有填写回答"]);
        house.post("/reviews/1/questions/1", &people.admin, "asker=郑&asked=问&answer=答&comment=好").done();
        house.post("/reviews/1/evaluation", &people.admin, "").done();
        assert_eq!(house.post("/reviews/1/decision", &people.secretary, "grade=good").status, 409);

        house.post("/reviews/1/counts", &people.admin, &counts(6)).done();
        house.post("/reviews/1/counts", &people.member, &counts(6)).done();
        // 0.4 · 770/8 + 0.6 · 2755/30 = 93.60
        house.page("/reviews/1", &people.secretary).says(200, &["平均分 93.60", "待定等次"]);

        house.post("/reviews/1/decision", &people.secretary, "grade=fair").says(422, &["请写明理由"]);
        house.post("/reviews/1/decision", &people.secretary, "grade=fair&reason=换届逾期").done();
        let decided = house.json("/reviews/1", &people.admin).json();
        assert_eq!(decided["review"]["proposed"], "good", "what was proposed stays beside what was decided");
        assert_eq!(decided["review"]["decided"], "fair");

        let before = house.json("/reviews/1", &people.own).json();
        assert_eq!(before["review"]["decided"], serde_json::Value::Null, "the letter tells it");
        assert_eq!(before["counts"], serde_json::json!([]));
        assert_eq!(house.page("/reviews/1/letter", &people.own).status, 404);
        house.page("/reviews?grade=fair", &people.own).says(200, &["没有述职评议"]);
        let letter = "strengths=带头讲课&shortcomings=指导不够&demands=半年整改&on=2015-03-02";
        house.post("/reviews/1/feedback", &people.admin, letter).done();
        house.page("/reviews/1", &people.own).says(200, &["较好", "指导不够", "换届逾期"]);
        house.page("/reviews/1/letter", &people.own).says(200, &["陈一同志", "综合评价等次为“较好”"]);
        assert_eq!(house.page("/reviews/1/letter?format=docx", &people.own).status, 200);
        assert_eq!(house.page("/reviews/1/letter", &people.neighbour).status, 404);
    });
}

#[test]
fn two_persons_count_and_only_what_agrees_is_taken() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = begun(fresh);
        heard(&house, &people);
        house.post("/reviews/1/counts", &people.admin, &counts(6)).done();
        house.post("/reviews/1/counts", &people.admin, &counts(6)).done();
        house.page("/reviews/1", &people.secretary).says(200, &["已有一人录入", "民主测评"]);
        let seen = house.json("/reviews/1", &people.member).json();
        assert_eq!(seen["counts"], serde_json::json!([]), "the other person's numbers are not shown");

        house.post("/reviews/1/counts", &people.member, &counts(5)).done();
        house.page("/reviews/1", &people.member).says(200, &["两人录入的结果不一致"]);
        let third = house.somebody("third", &[(Role::CommitteeMember, None)]);
        assert_eq!(house.post("/reviews/1/counts", &third, &counts(5)).status, 409, "two have counted");
        house.post("/reviews/1/counts", &people.member, &counts(6)).done();
        house.page("/reviews/1", &people.secretary).says(200, &["审定等次"]);
        house.post("/reviews/1/recount", &people.admin, "why=漏计两票").done();
        house.page("/reviews/1", &people.secretary).says(200, &["民主测评"]);

        let taken = counts(6).replace("source=", "source=现场表决统计表");
        house.post("/reviews/1/counts", &people.admin, &taken).done();
        house.page("/reviews/1", &people.secretary).says(200, &["现场表决统计表", "平均分 93.60"]);
    });
}

#[test]
fn numbers_that_cannot_be_right_come_back_with_what_is_wrong() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = begun(&fresh);
    heard(&house, &people);
    let more = counts(6).replace("0-present=8", "0-present=10");
    house.post("/reviews/1/counts", &people.admin, &more).says(422, &["实到不能多于应到", "value=\"10\""]);
    let sum = counts(6).replace("1-poor=1", "1-poor=0");
    house.post("/reviews/1/counts", &people.admin, &sum).says(422, &["各等次合计 29 票"]);
    let odd = counts(6).replace("1-due=30", "1-due=三十");
    house.post("/reviews/1/counts", &people.admin, &odd).says(422, &["三十"]);
    let none = "source=统计表";
    house.post("/reviews/1/counts", &people.admin, none).says(422, &["没有一张有效票"]);
}

#[test]
fn nobody_has_a_part_in_their_own_review() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = begun(fresh);
        let both = house.somebody(
            "both",
            &[
                (Role::CommitteeAdmin, None),
                (Role::CommitteeSecretary, None),
                (Role::OrganisationSecretary, Some(2)),
            ],
        );
        house.post("/reviews/1/report", &people.own, "report=报告&do=submit").done();
        let asked = "asker=郑&asked=问&answer=答&comment=";
        house.post("/reviews/1/questions", &both, asked).says(409, &["不能参与"]);
        house.post("/reviews/1/questions", &people.admin, asked).done();
        assert_eq!(house.post("/reviews/1/evaluation", &both, "").status, 409);
        house.post("/reviews/1/evaluation", &people.admin, "").done();
        assert_eq!(house.page("/reviews/1/counts/new", &both).status, 409);
        assert_eq!(house.post("/reviews/1/counts", &both, &counts(6)).status, 409);
        house.post("/reviews/1/counts", &people.admin, &counts(6)).done();
        house.post("/reviews/1/counts", &people.member, &counts(6)).done();
        assert_eq!(house.post("/reviews/1/decision", &both, "grade=good").status, 409);
        let seen = house.json("/reviews/1", &both).json();
        assert_eq!(seen["review"]["proposed"], serde_json::Value::Null, "not even as the office");
        assert_eq!(house.post("/reviews/1/decision", &people.own, "grade=good").status, 403);
        house.post("/reviews/1/decision", &people.secretary, "grade=good").done();
    });
}

#[test]
fn the_way_of_counting_stands_once_somebody_has_counted() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = begun(&fresh);
    house.post("/review-years", &people.admin, YEAR).says(422, &["这一年度已经部署"]);
    let odd = YEAR.replace("mark=85", "mark=100").replace("year=2015", "year=2016");
    house.post("/review-years", &people.admin, &odd).says(422, &["应小于前一个数"]);
    let longer = YEAR.replace("limit=100", "limit=200");
    house.post("/review-years/1", &people.admin, &longer).done();
    heard(&house, &people);
    house.post("/reviews/1/counts", &people.admin, &counts(6)).done();
    let later = longer.replace("limit=200", "limit=300").replace("2015-12-31", "2016-01-15");
    house.post("/review-years/1", &people.admin, &later).done();
    let year = house.json("/review-years/1", &people.admin).json();
    assert_eq!(year["year"]["parameters"]["limit"], 200, "only the last day is taken");
    assert_eq!(year["year"]["report_due"], "2016-01-15");
    house.page("/review-years/1/form", &people.admin).says(200, &["测评表", "材料审查部党委"]);
}
