//! Accounts, and who sees what of them.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::allocations::{People, approved};
use crate::house::{House, migrations};

#[test]
fn an_account_is_set_up_and_corrected_until_others_have_decided() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        house.page("/funds", &admin).says(200, &["还没有经费账户"]);
        let wrong = house.post("/funds", &admin, "year=二〇一五&source=&budget=1,23&note=来自上级");
        wrong.says(422, &["请填写四位数的年度", "此项必填", "请填写金额，如 12,345.60", "来自上级"]);
        assert_eq!(
            house.post("/funds", &admin, "year=2015&source=党费返还&budget=１００，０００").done(),
            "/funds/1"
        );
        house
            .post("/funds", &admin, "year=2015&source=党费返还&budget=5")
            .says(422, &["2015年已有这个来源的账户"]);
        house.page("/funds", &admin).says(200, &["2015年党费返还", "100,000.00", "未分配"]);
        house.post("/funds/1", &admin, "year=2015&source=党费返还&budget=10万&note=第一批").done();
        house.page("/funds/1", &admin).says(200, &["100,000.00", "第一批", "修改账户", "设立账户"]);

        approved(&house, &People::with_admin(&house, &admin), 1);
        house.post("/funds/1", &admin, "year=2015&source=党费返还&budget=9万&note=第二批").done();
        let kept = house.json("/funds/1", &admin).json();
        assert_eq!(kept["account"]["budget"], "100000.00", "the money stays once it was decided about");
        assert_eq!(kept["account"]["note"], "第二批");
    });
}

#[test]
fn an_organisation_sees_its_own_part_and_nothing_else() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let own = house.secretary_of(3);
    house.post("/funds", &admin, "year=2015&source=党费返还&budget=100000").done();
    house.page("/funds", &own).says(200, &["还没有经费账户"]);
    assert_eq!(house.page("/funds/1", &own).status, 404, "nothing is allotted yet");

    approved(&house, &People::with_admin(&house, &admin), 1);
    let list = house.page("/funds", &own);
    list.says(200, &["2015年党费返还", "49,429.66"]);
    assert!(!list.text().contains("100,000.00"), "the whole budget is the committee's");
    let account = house.page("/funds/1", &own);
    account.says(200, &["通信审查部党委", "49,429.66"]);
    assert!(!account.text().contains("42,205.32") && !account.text().contains("材料审查部党委"));
    let json = house.json("/funds/1", &own).text();
    assert!(!json.contains("42205.32") && !json.contains("100000.00"), "{json}");
    house.page("/allocations/1", &own).says(200, &["49,429.66"]);
    assert!(!house.page("/allocations/1", &own).text().contains("42,205.32"));
    let json = house.json("/allocations/1", &own).text();
    assert!(!json.contains("42205.32") && !json.contains("100000.00"), "{json}");
    house.page("/allocations/1/organisations/3", &own).says(200, &["52 人 × 1 = 52，全体共 105.2"]);
    for path in ["/funds/1/organisations/2", "/allocations/1/organisations/2", "/funds/2"] {
        assert_eq!(house.page(path, &own).status, 404, "{path}");
    }
    let elsewhere = house.secretary_of(7);
    assert_eq!(house.page("/funds/1", &elsewhere).status, 404, "takes no part in that allocation");
    assert_eq!(house.page("/allocations/1", &elsewhere).status, 404);
}

#[test]
fn roles_reach_as_far_as_the_policy_says() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    house.post("/funds", &admin, "year=2015&source=党费返还&budget=100000").done();
    for role in
        [Role::Member, Role::Staff, Role::Reviewer, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]
    {
        let cookie = house.someone(role);
        for path in ["/funds", "/funds/1", "/spending", "/funds/1/what-if"] {
            assert_eq!(house.page(path, &cookie).status, 403, "{role:?} {path}");
        }
    }
    for role in [Role::CommitteeSecretary, Role::CommitteeMember, Role::Finance] {
        let cookie = house.someone(role);
        assert_eq!(house.page("/funds/1", &cookie).status, 200, "{role:?}");
        assert_eq!(house.page("/funds/1/what-if", &cookie).status, 403, "{role:?} proposes nothing");
        assert_eq!(house.post("/funds", &cookie, "year=2015&source=行政经费&budget=1").status, 403);
    }
}
