//! Awards: eligibility and places by grade, nominations, decisions, the notice, the list of honour.

use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::house::{Answer, House, OF_SIX, migrations};

/// Organisations graded 好 may nominate, 较好 only as an exception, 一般 never; a place for every third of a category.
pub const ORGANISATIONS: &str = "cycle=15&name=先进基层党组织&subject=organisation&entitlement=eligible&entitlement=exception\
    &entitlement=barred&by=share&percent=34&rounding=floor";
/// Persons of organisations graded 好 or 较好, so many each.
pub const PERSONS: &str = "cycle=15&name=优秀共产党员&subject=person&entitlement=eligible&entitlement=eligible\
    &entitlement=barred&by=grade&grade_places=2&grade_places=1&grade_places=&due=2015-03-10";

pub fn nominate(house: &House, cookie: &str, award: i64, org: i64, name: &str) -> Answer {
    let org = org.to_string();
    let fields = [("org", org.as_str()), ("name", name), ("deeds", "带头攻关，成绩突出。")];
    house.upload(
        &format!("/awards/{award}/nominations"),
        cookie,
        &fields,
        &[("evidence", "事迹.docx", b"PK")],
    )
}

pub fn except(house: &House, cookie: &str, award: i64, org: i64, reason: &str) -> Answer {
    let org = org.to_string();
    let fields = [("org", org.as_str()), ("name", "林二"), ("deeds", "成绩突出"), ("exception", reason)];
    house.upload(&format!("/awards/{award}/exceptions"), cookie, &fields, &[])
}

#[test]
fn the_system_says_who_is_eligible_and_how_many_places_there_are() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        house.page("/awards", &admin).says(200, &["还没有评优项目"]);
        house
            .page(&format!("/awards/new?cycle={OF_SIX}"), &admin)
            .says(200, &["2013年度考评", "综合管理类", "较好"]);
        let wrong =
            "cycle=15&name=&subject=team&entitlement=barred&entitlement=barred&by=share&percent=120&due=明天";
        let parts = ["此项必填", "请从所列选项中选择", "0 到 100 的数", "请填写日期", "value=\"明天\""];
        house.post("/awards", &admin, wrong).says(422, &parts);
        let nobody = ORGANISATIONS.replace("=eligible", "=barred");
        house.post("/awards", &admin, &nobody).says(422, &["至少要有一个等次可以申报"]);

        assert_eq!(house.post("/awards", &admin, ORGANISATIONS).done(), "/awards/1");
        house.post("/awards", &admin, ORGANISATIONS).says(422, &["这个年度已有同名项目"]);
        let json = house.json("/awards/1", &admin).json();
        let pools = json["pools"].as_array().unwrap();
        let told: Vec<_> = pools
            .iter()
            .map(|p| {
                (p["name"].as_str().unwrap(), p["eligible"].as_u64().unwrap(), p["places"].as_u64().unwrap())
            })
            .collect();
        assert_eq!(told, [("审查业务类", 1, 1), ("综合管理类", 1, 1)]);
        house
            .page("/awards/1", &admin)
            .says(200, &["各类别参评组织数的 34%，舍去尾数", "须经特批的等次", "不得申报的等次"]);

        house.post("/awards", &admin, PERSONS).done();
        let json = house.json("/awards/2", &admin).json();
        let places: Vec<_> =
            json["pools"].as_array().unwrap().iter().map(|p| p["places"].as_u64().unwrap()).collect();
        assert_eq!(places, [2, 1, 2, 1], "nobody from organisations that are barred");
        let number = "cycle=15&name=优秀党务工作者&subject=person&entitlement=eligible&entitlement=eligible\
            &entitlement=exception&by=number&category_places=３&category_places=x";
        house.post("/awards", &admin, number).says(422, &["请填写 0 到 9999 的整数", "value=\"x\""]);
        house.post("/awards", &admin, &number.replace("=x", "=1")).done();
        let json = house.json("/awards/3", &admin).json();
        assert_eq!((&json["pools"][0]["places"], &json["pools"][1]["places"]), (&3.into(), &1.into()));
        let sheet = house.page("/awards?format=xlsx", &admin);
        let book = office::read("a.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 4);
    });
}

#[test]
fn secretaries_nominate_their_own_within_the_rules() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        house.post("/awards", &admin, ORGANISATIONS).done();
        house.post("/awards", &admin, PERSONS).done();
        let (good, fair, ordinary) = (house.secretary_of(2), house.secretary_of(3), house.secretary_of(4));

        house
            .page("/awards/1", &good)
            .says(200, &["材料审查部党委", "名额 1 个，已申报 0 个", "/awards/1/nominations/new?org=2"]);
        house.page("/awards/1", &fair).says(200, &["不在可以申报之列"]);
        house.page("/awards/1", &ordinary).says(200, &["不得申报"]);
        nominate(&house, &fair, 1, 3, "").says(422, &["通信审查部党委的等次是“较好”，不在可以申报之列"]);
        nominate(&house, &ordinary, 1, 4, "").says(422, &["不得申报", "带头攻关，成绩突出。"]);
        assert_eq!(nominate(&house, &good, 1, 5, "").status, 404, "somebody else's organisation");
        nominate(&house, &good, 1, 2, "").done();
        nominate(&house, &good, 1, 2, "").says(422, &["材料审查部党委已经申报"]);

        house
            .page("/awards/2/nominations/new?org=3", &fair)
            .says(200, &["<option value=\"陈一\">", "可以从本组织名册中选"]);
        nominate(&house, &fair, 2, 3, " ").says(422, &["此项必填"]);
        let long = "字".repeat(1_501);
        let fields = [("org", "3"), ("name", "陈一"), ("deeds", long.as_str())];
        house.upload("/awards/2/nominations", &fair, &fields, &[]).says(422, &["最多 1500 个字"]);
        nominate(&house, &fair, 2, 3, "陈 一").done();
        nominate(&house, &fair, 2, 3, "林二").says(422, &["名额 1 个，已用 1 个"]);
        nominate(&house, &good, 2, 2, "王三").done();
        nominate(&house, &good, 2, 2, "王 三").says(422, &["王 三已经申报"]);
        let json = house.json("/nominations/2", &fair).json();
        assert_eq!(json["nomination"]["person"], 30, "the one of that name on the roster");
        assert!(house.json("/nominations/3", &good).json()["nomination"]["person"].is_null());

        assert_eq!(
            house.page("/nominations/2", &good).status,
            404,
            "what others nominate is the committee's"
        );
        assert_eq!(house.page("/nominations/2/evidence/1", &good).status, 404);
        assert_eq!(house.page("/nominations/2/evidence/1", &fair).bytes, b"PK");
        assert_eq!(house.post("/nominations/2/withdrawal", &good, "why=不是我的").status, 404);
        house.post("/nominations/2/withdrawal", &fair, "why=").says(422, &["此项必填"]);
        house.post("/nominations/2/withdrawal", &fair, "why=换人").done();
        nominate(&house, &fair, 2, 3, "林二").done();
        assert_eq!(
            nominate(&house, &admin, 2, 3, "林二").status,
            403,
            "the committee nominates by exceptions"
        );

        fresh.clock.set(Moment(START.0 + 9 * 86_400));
        let late = house.somebody("late", &[(Role::DeputySecretary, Some(5))]);
        nominate(&house, &late, 2, 5, "赵四").says(409, &["申报已于 2015-03-10 截止"]);
        house.page("/awards/2", &late).says(200, &["申报已于 2015-03-10 截止"]);
    });
}

#[test]
fn an_exception_needs_a_written_reason_and_shows() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        house.post("/awards", &admin, ORGANISATIONS).done();
        except(&house, &admin, 1, 3, "").says(422, &["此项必填"]);
        except(&house, &admin, 1, 4, "情况特殊").says(422, &["不得申报"]);
        except(&house, &admin, 1, 3, "抗洪抢险表现突出").done();
        let good = house.secretary_of(2);
        nominate(&house, &good, 1, 2, "").done();
        house.post("/nominations/2/decision", &admin, "verdict=accept").done();
        // The only place of the category is taken; the exception says why there is one more.
        house.post("/nominations/1/decision", &admin, "verdict=accept").done();
        house.page("/awards/1", &admin).says(200, &["特批理由", "抗洪抢险表现突出"]);

        house.post("/awards", &admin, PERSONS).done();
        for name in ["陈一", "王三"] {
            nominate(&house, &good, 2, 2, name).done();
        }
        house.correct_results();
        house.post("/nominations/3/decision", &admin, "verdict=accept").done();
        house.post("/nominations/4/decision", &admin, "verdict=accept").done();
        except(&house, &admin, 2, 2, "名额之外").done();
        house.page("/nominations/5", &admin).says(200, &["名额 2 个，已用 2 个", "特批：名额之外"]);
        house.post("/nominations/5/decision", &admin, "verdict=accept").done();
    });
}

#[test]
fn the_committee_decides_within_the_places_and_gives_reasons() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let member = house.someone(Role::CommitteeMember);
        // One place for all people of a category.
        let one = "cycle=15&name=优秀党务工作者&subject=person&entitlement=eligible&entitlement=eligible\
            &entitlement=barred&by=number&category_places=1&category_places=1";
        house.post("/awards", &admin, one).done();
        let (good, fair) = (house.secretary_of(2), house.secretary_of(3));
        nominate(&house, &good, 1, 2, "陈一").done();
        nominate(&house, &fair, 1, 3, "林二").done();
        assert_eq!(house.page("/nominations/1", &member).status, 200);
        assert_eq!(house.post("/nominations/1/decision", &member, "verdict=accept").status, 403);
        assert_eq!(house.post("/nominations/1/decision", &good, "verdict=accept").status, 403);
        house.post("/nominations/1/decision", &admin, "").says(422, &["请选择通过或不通过"]);
        house.post("/nominations/1/decision", &admin, "verdict=refuse").says(422, &["此项必填"]);
        house.post("/nominations/1/decision", &admin, "verdict=accept").done();
        house.post("/nominations/1/withdrawal", &good, "why=反悔").says(409, &["已经审定的申报不能撤回"]);
        house.post("/nominations/2/decision", &admin, "verdict=accept").says(422, &["名额 1 个，已用 1 个"]);
        house.post("/nominations/2/decision", &admin, "verdict=accept&exception=两人同等突出").done();
        house.post("/nominations/1/decision", &admin, "verdict=refuse&reason=材料不实").done();
        house.page("/awards/1", &good).says(200, &["未通过"]);
        house.page("/nominations/1", &good).says(200, &["材料不实"]);
        nominate(&house, &good, 1, 2, "陈一").says(422, &["名额 1 个，已用 1 个"]);
        house.post("/nominations/2/decision", &admin, "verdict=refuse&reason=重新酝酿").done();
        nominate(&house, &good, 1, 2, "陈一").done();
        house.post("/nominations/1/decision", &admin, "verdict=accept").says(409, &["陈一已经申报"]);
        let edit = house.post("/awards/1", &admin, &one.replace("category_places=1", "category_places=9"));
        edit.done();
        let json = house.json("/awards/1", &admin).json();
        assert_eq!(json["pools"][0]["places"], 1, "rules stay once somebody is nominated");
    });
}

#[test]
fn a_list_is_put_up_for_working_days_and_then_final() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let staff = house.someone(Role::Staff);
        house.post("/awards", &admin, PERSONS).done();
        let good = house.secretary_of(2);
        for name in ["陈一", "王三"] {
            nominate(&house, &good, 1, 2, name).done();
        }
        let quiet = house.page("/awards/1", &staff);
        quiet.says(200, &["还没有可以看到的申报"]);
        assert!(!quiet.text().contains("陈一"));
        assert_eq!(house.page("/nominations/1", &staff).status, 404);
        house.post("/awards/1/notice", &admin, "days=0").says(422, &["请填写 1 到 60 的整数"]);
        house.post("/awards/1/notice", &admin, "days=5").says(409, &["还有 2 份申报没有审定"]);
        house.post("/nominations/1/decision", &admin, "verdict=refuse&reason=材料不全").done();
        house.post("/nominations/2/decision", &admin, "verdict=refuse&reason=材料不全").done();
        house.post("/awards/1/notice", &admin, "days=5").says(409, &["名单上一个也没有"]);
        house.post("/nominations/2/decision", &admin, "verdict=accept").done();
        house.post("/awards/1/honours", &admin, "").says(409, &["不在公示中"]);
        house.post("/awards/1/notice", &admin, "days=5").done();

        // Monday 2 March: five working days later is Monday 9 March.
        let seen = house.page("/awards/1", &staff);
        seen.says(200, &["王三", "到 2015年3月9日截止（5 个工作日）"]);
        assert!(!seen.text().contains("陈一"), "who was refused is nobody's business");
        let nominee = house.page("/nominations/2", &staff);
        nominee.says(200, &["带头攻关，成绩突出。"]);
        assert!(!nominee.text().contains("事迹.docx"), "evidence stays with the committee");
        assert_eq!(house.page("/nominations/1", &staff).status, 404);
        nominate(&house, &good, 1, 2, "赵四").says(409, &["不再接受申报"]);
        house
            .post("/nominations/1/decision", &admin, "verdict=accept")
            .says(409, &["只能把已入选的从名单上去掉"]);
        assert_eq!(house.page("/awards/1/edit", &admin).status, 409);
        house.post("/awards/1/honours", &admin, "").says(409, &["公示到 2015-03-09 截止"]);
        house.post("/awards/1/reopening", &admin, "why=").says(422, &["此项必填"]);
        house.post("/awards/1/reopening", &admin, "why=有异议").done();
        assert_eq!(house.page("/nominations/2", &staff).status, 404);
        house.post("/awards/1/notice", &admin, "days=5").done();

        fresh.clock.set(Moment(START.0 + 7 * 86_400));
        let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
        house.post("/awards/1/honours", &admin, "").says(409, &["公示到 2015-03-09 截止"]);
        fresh.clock.set(Moment(START.0 + 8 * 86_400));
        let admin = house.somebody("latest", &[(Role::CommitteeAdmin, None)]);
        house.post("/awards/1/honours", &admin, "").done();
        house.correct_results();
        house
            .page("/awards/1", &admin)
            .says(200, &["表彰名单", "王三", "依据 2013年度考评第 1 版结果，现在公布的是第 2 版"]);
        house
            .post("/nominations/2/decision", &admin, "verdict=refuse&reason=晚了")
            .says(409, &["表彰名单已确定"]);
        house.post("/awards/1/reopening", &admin, "why=晚了").says(409, &["不在公示中"]);
        let sheet = house.page("/awards/1?format=xlsx", &admin);
        let book = office::read("h.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 3);
    });
}

#[test]
fn a_name_can_be_struck_off_while_the_list_is_put_up() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    house.post("/awards", &admin, PERSONS).done();
    let good = house.secretary_of(2);
    nominate(&house, &good, 1, 2, "陈一").done();
    house.post("/nominations/1/decision", &admin, "verdict=accept").done();
    house.post("/awards/1/notice", &admin, "days=1").done();
    house.post("/nominations/1/decision", &admin, "verdict=refuse&reason=公示期间核实有误").done();
    fresh.clock.set(Moment(START.0 + 2 * 86_400));
    let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
    house.post("/awards/1/honours", &admin, "").says(409, &["名单上一个也没有"]);
}

#[test]
fn the_three_administrators_see_nothing_of_it() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    house.post("/awards", &admin, PERSONS).done();
    for role in Role::ADMINISTRATORS {
        let cookie = house.someone(role);
        for path in ["/awards", "/awards/1", "/awards/new", "/awards/1/nominations/new"] {
            assert_eq!(house.page(path, &cookie).status, 403, "{role:?} {path}");
        }
    }
    for role in [Role::Member, Role::Reviewer, Role::Finance] {
        let cookie = house.someone(role);
        assert_eq!(house.page("/awards/1", &cookie).status, 200, "{role:?}");
        assert_eq!(house.post("/awards", &cookie, PERSONS).status, 403, "{role:?}");
        assert_eq!(house.page("/awards/1/nominations/new", &cookie).status, 403, "{role:?}");
    }
}
