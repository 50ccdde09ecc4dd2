//! From what-if to an allocation in force: sums to the fen, two persons, and nothing that changes afterwards.

use kernel::Role;
use proptest::prelude::*;
use serde_json::Value;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, OF_SIX, OF_THREE, migrations};

/// Cookies of those who bring an allocation into force.
pub struct People {
    pub admin: String,
    pub secretary: String,
    pub finance: String,
}

impl People {
    pub fn of(house: &House) -> Self {
        let admin = house.someone(Role::CommitteeAdmin);
        Self::with_admin(house, &admin)
    }

    pub fn with_admin(house: &House, admin: &str) -> Self {
        Self {
            admin: admin.to_owned(),
            secretary: house.someone(Role::CommitteeSecretary),
            finance: house.someone(Role::Finance),
        }
    }
}

/// The parameters of the published fixture: members and grade alone.
pub const BY_MEMBERS: &str = "cycle=14&each=&flat=0&coefficient=1.2&coefficient=1&coefficient=0.8";

/// Brings the allocation of an account by [`BY_MEMBERS`] into force; gives its address.
pub fn approved(house: &House, people: &People, account: i64) -> String {
    let address =
        house.post(&format!("/funds/{account}/allocations"), &people.admin, BY_MEMBERS).done().to_owned();
    house.post(&format!("{address}/submission"), &people.admin, "").done();
    house.post(&format!("{address}/verdicts"), &people.secretary, "verdict=approve").done();
    house.post(&format!("{address}/verdicts"), &people.finance, "verdict=approve").done();
    address
}

/// A house with an account of 100,000 元.
fn with_account(fresh: &Fresh) -> (House, People) {
    let house = House::on(fresh);
    let people = People::of(&house);
    house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100,000.00").done();
    (house, people)
}

fn state(house: &House, people: &People, id: i64) -> String {
    let json = house.json(&format!("/allocations/{id}"), &people.admin).json();
    json["allocation"]["state"].as_str().unwrap().to_owned()
}

fn fen(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn amounts(house: &House, cookie: &str, address: &str) -> Vec<String> {
    let json = house.json(address, cookie).json();
    let of = |share: &Value| match &share["decided"] {
        Value::Null => share["computed"].as_str().unwrap().to_owned(),
        decided => decided.as_str().unwrap().to_owned(),
    };
    json["shares"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn what_if_shows_the_published_fixtures_and_writes_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        let page = house.page("/funds/1/what-if", &people.admin);
        page.says(
            200,
            &["2014年度考评（第 1 版结果）", "42,205.32", "49,429.66", "8,365.02", "合计 100,000.00 元"],
        );
        let flat = format!("/funds/1/what-if?{}", BY_MEMBERS.replace("flat=0", "flat=３０％"));
        house.page(&flat, &people.admin).says(200, &["39,543.73", "44,600.76", "15,855.51", "70% 按党员数"]);
        let json = house.json(&flat, &people.admin).json();
        let sum: i64 = json["lines"].as_array().unwrap().iter().map(|line| fen(&line["amount"])).sum();
        assert_eq!(sum, 10_000_000);
        let sheet = house.page(&format!("{flat}&format=xlsx"), &people.admin);
        let book = office::read("w.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 4);
        house.page("/funds/1", &people.admin).says(200, &["还没有生效的分配方案"]);
        assert!(house.json("/funds/1", &people.admin).json()["allocations"].as_array().unwrap().is_empty());
    });
}

#[test]
fn parameters_that_cannot_be_read_come_back_with_their_faults() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = with_account(&fresh);
    let wrong = "cycle=14&each=五百&flat=101&coefficient=1.2345&coefficient=1&coefficient=-1";
    for answer in [
        house.page(&format!("/funds/1/what-if?{wrong}"), &people.admin),
        house.post("/funds/1/allocations", &people.admin, wrong),
    ] {
        let text = answer.text();
        for part in [
            "请填写金额",
            "0 到 100 的数",
            "value=\"五百\"",
            "value=\"1.2345\"",
            "error-coefficient-ordinary",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let too_much = "cycle=14&each=4万&flat=0&coefficient=1&coefficient=1&coefficient=1";
    house.post("/funds/1/allocations", &people.admin, too_much).says(422, &["固定部分共需 120,000.00 元"]);
    house.post("/funds/1/allocations", &people.admin, "each=").says(422, &["请从所列选项中选择"]);
    assert_eq!(house.page("/funds/1/what-if?cycle=99", &people.admin).status, 404);
    assert_eq!(house.page("/funds/9/what-if", &people.admin).status, 404);
}

#[test]
fn two_persons_who_did_not_write_it_bring_it_into_force() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        // Holds every role there is, and wrote the draft.
        let roles = [(Role::CommitteeAdmin, None), (Role::CommitteeSecretary, None), (Role::Finance, None)];
        let author = house.somebody("author", &roles);
        let both = house.somebody("both", &roles[1..]);
        assert_eq!(house.post("/funds/1/allocations", &author, BY_MEMBERS).done(), "/allocations/1");
        house
            .post("/allocations/1/verdicts", &people.secretary, "verdict=approve")
            .says(409, &["不在待审批状态"]);
        house.post("/allocations/1/submission", &people.admin, "").done();
        house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).says(422, &["已有方案在等待审批"]);

        for (who, capacity) in [(&author, "secretary"), (&author, "finance")] {
            let form = format!("verdict=approve&capacity={capacity}");
            house.post("/allocations/1/verdicts", who, &form).says(409, &["编制人不能审批自己的方案"]);
        }
        assert_eq!(house.post("/allocations/1/verdicts", &people.admin, "verdict=approve").status, 403);
        house.post("/allocations/1/verdicts", &both, "verdict=approve").says(422, &["请从所列选项中选择"]);
        house.post("/allocations/1/verdicts", &both, "verdict=approve&capacity=finance").done();
        house
            .post("/allocations/1/verdicts", &both, "verdict=approve&capacity=secretary")
            .says(409, &["另一个同意要由另一个人作出"]);
        house
            .post("/allocations/1/verdicts", &people.finance, "verdict=approve")
            .says(409, &["这个身份已经有人同意过了"]);
        assert_eq!(state(&house, &people, 1), "proposed");
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        assert_eq!(state(&house, &people, 1), "approved");
        house
            .page("/allocations/1", &people.admin)
            .says(200, &["已生效", "测试 both", "书记同意", "财务同意"]);
        house
            .post("/allocations/1/verdicts", &people.finance, "verdict=return&remark=晚了")
            .says(409, &["不在待审批状态"]);
    });
}

#[test]
fn a_refusal_needs_a_reason_returns_it_and_ends_the_approvals_before() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
        house.post("/allocations/1/submission", &people.admin, "").done();
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        house.post("/allocations/1/verdicts", &people.finance, "verdict=return").says(422, &["此项必填"]);
        house
            .post("/allocations/1/verdicts", &people.finance, "remark=没选")
            .says(422, &["请选择同意或退回", "没选"]);
        house.post("/allocations/1/verdicts", &people.finance, "verdict=return&remark=预算待核").done();
        assert_eq!(state(&house, &people, 1), "returned");
        house.page("/allocations/1", &people.admin).says(200, &["已退回", "预算待核"]);

        let flat = BY_MEMBERS.replace("flat=0", "flat=30");
        assert_eq!(house.post("/funds/1/allocations", &people.admin, &flat).done(), "/allocations/1");
        house.post("/allocations/1/submission", &people.admin, "").done();
        house.post("/allocations/1/verdicts", &people.finance, "verdict=approve").done();
        assert_eq!(state(&house, &people, 1), "proposed", "the approval of the round before does not count");
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        assert_eq!(state(&house, &people, 1), "approved");
        assert_eq!(amounts(&house, &people.admin, "/allocations/1"), ["39543.73", "44600.76", "15855.51"]);
    });
}

#[test]
fn a_decided_amount_stands_beside_the_computed_one_and_the_sum_stays_exact() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
        let deviate = |form: &str| house.post("/allocations/1/deviations", &people.admin, form);
        deviate("org=4&amount=9000&reason=").says(422, &["此项必填", "value=\"9000\""]);
        deviate("org=4&amount=9000&reason=新建支部&against=4").says(422, &["请选择另一个组织"]);
        deviate("org=3&amount=70000&reason=任务重&against=4").says(422, &["不够承担差额"]);
        assert_eq!(deviate("org=7&amount=1&reason=不在其中").status, 404);

        deviate("org=4&amount=9,000.02&reason=新建支部").done();
        house.page("/allocations/1", &people.admin).says(
            200,
            &["比预算多 635.00 元", "机械审查部党委 8,365.02 → 9,000.02", "新建支部", "8,365.02", "9,000.02"],
        );
        house.post("/allocations/1/submission", &people.admin, "").says(409, &["与预算相差 +635.00 元"]);
        deviate("org=2&amount=41570.32&reason=匀给新建支部").done();
        assert_eq!(amounts(&house, &people.admin, "/allocations/1"), ["41570.32", "49429.66", "9000.02"]);
        // Taken back, with somebody who takes the difference.
        deviate("org=4&amount=8365.02&reason=不再需要&against=2").done();
        assert_eq!(amounts(&house, &people.admin, "/allocations/1"), ["42205.32", "49429.66", "8365.02"]);
        let json = house.json("/allocations/1", &people.admin).json();
        assert!(json["shares"].as_array().unwrap().iter().all(|share| share["decided"].is_null()));

        deviate("org=4&amount=9,000.02&reason=新建支部&against=3").done();
        house.post("/allocations/1/submission", &people.admin, "").done();
        deviate("org=4&amount=1&reason=太晚&against=3").says(409, &["不在草案状态"]);
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        house.post("/allocations/1/verdicts", &people.finance, "verdict=approve").done();
        assert_eq!(amounts(&house, &people.admin, "/allocations/1"), ["42205.32", "48794.66", "9000.02"]);
        house
            .page("/allocations/1/organisations/4", &people.admin)
            .says(200, &["9,000.02", "8,365.02", "新建支部"]);
    });
}

#[test]
fn a_correction_of_the_results_warns_and_changes_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
        house.correct_results();
        house.post("/allocations/1/submission", &people.admin, "").says(409, &["从第 1 版更正为第 2 版"]);
        house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
        house.post("/allocations/1/submission", &people.admin, "").done();
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();
        house.correct_results();
        house
            .post("/allocations/1/verdicts", &people.finance, "verdict=approve")
            .says(409, &["从第 2 版更正为第 3 版"]);
        house.post("/allocations/1/verdicts", &people.finance, "verdict=return&remark=结果已更正").done();
        approved(&house, &people, 1);

        let before = house.json("/allocations/1", &people.admin).json();
        assert!(before["version_now"].is_null());
        house.correct_results();
        let mut after = house.json("/allocations/1", &people.admin).json();
        assert_eq!(after["version_now"], 4);
        after["version_now"] = Value::Null;
        assert_eq!(before, after, "nothing but the warning");
        let said = ["依据 2014年度考评第 3 版结果计算，现在公布的是第 4 版"];
        house.page("/allocations/1", &people.admin).says(200, &said);
        house.page("/funds/1", &people.admin).says(200, &said);
    });
}

#[test]
fn another_allocation_takes_the_place_of_the_one_in_force_unless_more_was_spent() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = with_account(fresh);
        approved(&house, &people, 1);
        let own = house.secretary_of(4);
        let fields = [("on", "2015-02-27"), ("purpose", "学习资料"), ("amount", "8,000")];
        let voucher = [("vouchers", "发票.pdf", b"%PDF".as_slice())];
        house.upload("/funds/1/organisations/4/spending", &own, &fields, &voucher).done();
        // All six organisations: the fourth would get less than it has spent.
        let six = BY_MEMBERS.replace("cycle=14", &format!("cycle={OF_SIX}"));
        assert_eq!(house.post("/funds/1/allocations", &people.admin, &six).done(), "/allocations/2");
        house.post("/allocations/2/submission", &people.admin, "").done();
        house.post("/allocations/2/verdicts", &people.secretary, "verdict=approve").done();
        let refused = house.post("/allocations/2/verdicts", &people.finance, "verdict=approve");
        refused.says(409, &["机械审查部党委已支出 8,000.00 元"]);
        assert_eq!(
            (state(&house, &people, 1), state(&house, &people, 2)),
            ("approved".into(), "proposed".into())
        );
        house.post("/spending/1/cancellation", &own, "why=重复登记").done();
        house.post("/allocations/2/verdicts", &people.finance, "verdict=approve").done();
        assert_eq!(
            (state(&house, &people, 1), state(&house, &people, 2)),
            ("replaced".into(), "approved".into())
        );
        assert_eq!(amounts(&house, &people.admin, "/allocations/1"), ["42205.32", "49429.66", "8365.02"]);
    });
}

#[test]
fn last_year_is_compared_and_its_parameters_are_where_one_begins() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = with_account(&fresh);
    house.post("/funds/1/allocations", &people.admin, &BY_MEMBERS.replace("flat=0", "flat=30")).done();
    house.post("/allocations/1/withdrawal", &people.admin, "why=").says(422, &["此项必填"]);
    house.post("/allocations/1/withdrawal", &people.admin, "why=另行测算").done();
    assert_eq!(state(&house, &people, 1), "withdrawn");
    house.post("/allocations/1/submission", &people.admin, "").says(409, &["不在草案状态"]);
    let address = house
        .post("/funds/1/allocations", &people.admin, &BY_MEMBERS.replace("flat=0", "flat=30"))
        .done()
        .to_owned();
    house.post(&format!("{address}/submission"), &people.admin, "").done();
    house.post(&format!("{address}/verdicts"), &people.finance, "verdict=approve").done();
    house.post(&format!("{address}/verdicts"), &people.secretary, "verdict=approve").done();
    house.post(&format!("{address}/withdrawal"), &people.admin, "why=反悔").says(409, &["不能放弃"]);

    house.post("/funds", &people.admin, "year=2016&source=党费返还&budget=200000").done();
    let page = house.page("/funds/2/what-if", &people.admin);
    page.says(200, &["value=\"30\"", "39,543.73", "79,087.45", "+39,543.72"]);
    let json = house.json(
        &format!("/funds/2/what-if?cycle={OF_THREE}&flat=0&coefficient=1&coefficient=1&coefficient=1"),
        &people.admin,
    );
    assert_eq!(json.json()["lines"][0]["last_year"], "39543.73");
}

/// Everything that somebody might try with an allocation in force.
const ATTEMPTS: [(&str, &str); 7] = [
    ("/allocations/1/deviations", "org=2&amount=1&reason=改&against=3"),
    ("/allocations/1/submission", ""),
    ("/allocations/1/verdicts", "verdict=approve&capacity=finance"),
    ("/allocations/1/verdicts", "verdict=return&remark=改&capacity=secretary"),
    ("/allocations/1/withdrawal", "why=改"),
    ("/funds/1", "year=2015&source=党费返还&budget=1&note=改"),
    ("/funds/1/allocations", "cycle=15&each=&flat=50&coefficient=1&coefficient=1&coefficient=1"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_frozen_allocation_never_changes(tries in prop::collection::vec((0_usize..7, any::<bool>()), 1..12)) {
        let fresh = Fresh::sqlite(&migrations());
        let (house, people) = with_account(&fresh);
        let roles = [(Role::CommitteeAdmin, None), (Role::CommitteeSecretary, None), (Role::Finance, None)];
        let anybody = house.somebody("anybody", &roles);
        approved(&house, &people, 1);
        let look = || {
            let mut json = house.json("/allocations/1", &people.admin).json();
            json["version_now"] = Value::Null;
            // A note on the account may still be written.
            json["account"]["note"] = Value::Null;
            json
        };
        let before = look();
        for (attempt, correct) in tries {
            if correct {
                house.correct_results();
            }
            let (path, form) = ATTEMPTS[attempt];
            house.post(path, &anybody, form);
        }
        prop_assert_eq!(before, look());
    }
}
