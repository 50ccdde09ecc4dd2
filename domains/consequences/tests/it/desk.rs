//! What stands on whose desk, and when it is gone.

use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::allocations::{BY_MEMBERS, People, approved};
use crate::awards::{ORGANISATIONS, PERSONS, nominate};
use crate::house::{House, migrations};

/// What somebody has to do with honours and money: title, detail, due day, address.
fn todos(house: &House, cookie: &str) -> Vec<String> {
    let answer = house.json("/", cookie);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let todo = |line: &serde_json::Value| {
        let text = |field: &str| line[field].as_str().unwrap_or("-").to_owned();
        ["title", "detail", "due", "href"].map(text).join(" | ")
    };
    let json = answer.json();
    // The platform's own asks for holidays.
    let ours = json["todos"].as_array().unwrap().iter().filter(|line| line["href"] != "/workdays/entry");
    ours.map(todo).collect()
}

#[test]
fn an_allocation_waits_for_those_who_may_still_approve_it() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let people = People::of(&house);
        let roles = [(Role::CommitteeSecretary, None), (Role::Finance, None)];
        let both = house.somebody("both", &roles);
        let author = house.somebody("author", &[(Role::CommitteeAdmin, None), (Role::Finance, None)]);
        let (member, other) = (house.someone(Role::CommitteeMember), house.secretary_of(2));
        let nobody = [&people.admin, &author, &member, &other];
        house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
        house.post("/funds/1/allocations", &author, BY_MEMBERS).done();
        for cookie in [&people.secretary, &people.finance, &both].into_iter().chain(nobody) {
            assert_eq!(todos(&house, cookie), [""; 0], "a draft waits for nobody");
        }
        house.post("/allocations/1/submission", &people.admin, "").done();
        let waits = "审批分配方案：2015年党费返还 | 尚缺书记、财务同意 | - | /allocations/1";
        for cookie in [&people.secretary, &people.finance, &both] {
            assert_eq!(todos(&house, cookie), [waits]);
        }
        for cookie in nobody {
            assert_eq!(todos(&house, cookie), [""; 0], "neither an author nor who has another role");
        }
        house.post("/allocations/1/verdicts", &both, "verdict=approve&capacity=finance").done();
        assert_eq!(todos(&house, &both), [""; 0], "the other approval is another person's");
        assert_eq!(todos(&house, &people.finance), [""; 0], "finance has approved");
        let waits = "审批分配方案：2015年党费返还 | 尚缺书记同意 | - | /allocations/1";
        assert_eq!(todos(&house, &people.secretary), [waits]);

        house.post("/allocations/1/verdicts", &people.secretary, "verdict=return&remark=预算待核").done();
        assert_eq!(todos(&house, &people.secretary), [""; 0]);
        let mend = "修改被退回的分配方案：2015年党费返还 | 理由：预算待核 | - | /allocations/1";
        for cookie in [&people.admin, &author] {
            assert_eq!(todos(&house, cookie), [mend]);
        }
        house.post("/allocations/1/submission", &people.admin, "").done();
        assert_eq!(todos(&house, &people.admin), [""; 0]);
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        house.post("/allocations/1/verdicts", &people.finance, "verdict=approve").done();
        for cookie in [&people.secretary, &people.finance, &both].into_iter().chain(nobody) {
            assert_eq!(todos(&house, cookie), [""; 0]);
        }
    });
}

#[test]
fn vouchers_wait_for_finance_but_for_who_entered_them() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let people = People::of(&house);
        house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
        approved(&house, &people, 1);
        let (own, other) = (house.secretary_of(2), house.somebody("other", &[(Role::Finance, None)]));
        let spend = |cookie: &str, amount: &str| {
            let fields = [("on", "2015-02-27"), ("purpose", "党员教育培训"), ("amount", amount)];
            let voucher = [("vouchers", "发票.pdf", b"%PDF".as_slice())];
            house.upload("/funds/1/organisations/2/spending", cookie, &fields, &voucher).done();
        };
        spend(&people.finance, "100");
        assert_eq!(todos(&house, &people.finance), [""; 0], "nobody confirms their own");
        spend(&own, "1,200.50");
        let told = |said: &str| [format!("确认支出凭证 | {said} | - | /spending?state=entered")];
        assert_eq!(todos(&house, &people.finance), told("1 笔，合计 1,200.50 元"));
        assert_eq!(todos(&house, &other), told("2 笔，合计 1,300.50 元"));
        for cookie in [&own, &people.admin, &people.secretary] {
            assert_eq!(todos(&house, cookie), [""; 0]);
        }
        house.post("/spending/2/confirmation", &people.finance, "").done();
        assert_eq!(todos(&house, &people.finance), [""; 0]);
        house.post("/spending/1/cancellation", &people.finance, "why=重复").done();
        assert_eq!(todos(&house, &other), [""; 0]);
    });
}

#[test]
fn nominations_wait_for_the_committee_and_then_the_list_does() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let good = house.secretary_of(2);
        let told = |cookie: &str| todos(&house, cookie);
        house.post("/awards", &admin, PERSONS).done();
        house.post("/awards", &admin, ORGANISATIONS).done();
        assert_eq!(told(&admin), [""; 0]);
        for name in ["陈一", "王三"] {
            nominate(&house, &good, 1, 2, name).done();
        }
        assert_eq!(told(&admin), ["审定申报：优秀共产党员 | 2013年度，2 份待审定 | - | /awards/1"]);
        assert_eq!(told(&good), [""; 0], "who nominates decides nothing");
        assert_eq!(told(&house.someone(Role::CommitteeSecretary)), [""; 0]);
        house.post("/nominations/1/decision", &admin, "verdict=accept").done();
        house.post("/nominations/2/withdrawal", &good, "why=换人").done();
        assert_eq!(told(&admin), [""; 0], "others may still nominate");

        // The day after the last for nominations, 10 March.
        fresh.clock.set(Moment(START.0 + 9 * 86_400));
        let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
        let put_up = "公示拟表彰名单：优秀共产党员 | 2013年度，申报已截止，已通过 1 份 | - | /awards/1";
        assert_eq!(told(&admin), [put_up]);
        house.post("/awards/1/notice", &admin, "days=3").done();
        assert_eq!(told(&admin), [""; 0], "until Monday 16 March nothing can be done");
        fresh.clock.set(Moment(START.0 + 15 * 86_400));
        let admin = house.somebody("after", &[(Role::CommitteeAdmin, None)]);
        let finish = "确定表彰名单：优秀共产党员 | 2013年度，公示期已满，入选 1 个 | 2015-03-17 | /awards/1";
        assert_eq!(told(&admin), [finish]);
        house.post("/awards/1/honours", &admin, "").done();
        assert_eq!(told(&admin), [""; 0]);
    });
}

#[test]
fn a_list_of_which_nobody_is_left_cannot_become_final() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let good = house.secretary_of(2);
    house.post("/awards", &admin, ORGANISATIONS).done();
    nominate(&house, &good, 1, 2, "").done();
    house.post("/nominations/1/decision", &admin, "verdict=accept").done();
    house.post("/awards/1/notice", &admin, "days=1").done();
    house.post("/nominations/1/decision", &admin, "verdict=refuse&reason=核实有误").done();
    fresh.clock.set(Moment(START.0 + 3 * 86_400));
    let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
    assert_eq!(todos(&house, &admin), [""; 0]);
}
