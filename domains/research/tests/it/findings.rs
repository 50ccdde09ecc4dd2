//! The way of a finding: the visitor closes it, never the visited.

use kernel::{Clock as _, Role};
use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};
use crate::visits::visit;

const SORTED: &str = "description=会议形式比较死板&kind=A&severity=ordinary&orgs=材料审查部党委";
const HANDED: &str = "org=材料审查部党委&due=2015-04-01";

/// A finding of the first visit, sorted and handed out to the organisation that was visited.
fn handed(house: &House, member: &str) {
    visit(house, member, "材料审查部党委");
    house.post("/findings/1", member, SORTED).done();
    house.post("/findings/1/handing", member, HANDED).done();
}

#[test]
fn a_finding_goes_its_way_and_only_the_visitor_closes_it() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let member = house.someone(Role::CommitteeMember);
        let (own, other) = (house.secretary_of(2), house.secretary_of(3));
        visit(&house, &member, "材料审查部党委");
        house.post("/findings/1/handing", &member, HANDED).says(422, &["请先选择问题类别"]);
        house.post("/findings/1", &member, SORTED).done();
        house
            .post("/findings/1/handing", &member, "due=2015-01-01")
            .says(422, &["责任党组织或外单位", "不能早于今天"]);
        assert_eq!(house.page("/findings/1", &own).status, 404, "not handed out");
        house.post("/findings/1/handing", &member, HANDED).done();
        assert_eq!(house.page("/findings/1", &other).status, 404, "somebody else's");
        house.page("/findings/1", &own).says(200, &["已交办", "开始整改", "2015年4月1日"]);
        house.post("/findings/1/measures", &own, "measures=").says(422, &["此项必填"]);
        house.post("/findings/1/measures", &own, "measures=每月一次小组讨论").done();
        let files = [("files", "佐证.pdf", &b"%PDF-1.4"[..])];
        house.upload("/findings/1/progress", &own, &[("text", "开了两次")], &files).done();
        house.page("/findings/1", &member).says(200, &["开了两次", "佐证.pdf", "整改中"]);
        assert_eq!(house.page("/findings/1/entries/1/files/1", &member).bytes, b"%PDF-1.4");
        assert_eq!(house.page("/findings/1/entries/1/files/1", &other).status, 404);
        house.upload("/findings/1/submission", &own, &[("text", "已完成")], &[]).done();
        assert_eq!(house.post("/findings/1/closure", &own, "conclusion=solved").status, 403);
        house.post("/findings/1/return", &member, "reason=材料不全").done();
        house.upload("/findings/1/submission", &own, &[("text", "补齐了")], &[]).done();
        house.post("/findings/1/closure", &member, "conclusion=partly").says(422, &["此项必填"]);
        house.post("/findings/1/closure", &member, "conclusion=solved").done();
        house.page("/findings/1", &own).says(200, &["已销号", "已解决", "按期完成", "理由：材料不全"]);
        house.post("/findings/1/closure", &member, "conclusion=solved").says(409, &["状态已经变化"]);
    });
}

#[test]
fn who_answers_for_the_visited_does_not_close_even_as_the_visitor() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let both =
        house.somebody("both", &[(Role::CommitteeMember, None), (Role::OrganisationSecretary, Some(2))]);
    handed(&house, &both);
    house.post("/findings/1/measures", &both, "measures=做").done();
    house.upload("/findings/1/submission", &both, &[("text", "完成")], &[]).done();
    house.post("/findings/1/closure", &both, "conclusion=solved").says(409, &["责任单位不能给自己销号"]);
    let office = house.someone(Role::CommitteeAdmin);
    house.post("/findings/1/closure", &office, "conclusion=solved").done();
}

#[test]
fn the_office_answers_for_bodies_outside() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let (member, office) = (house.someone(Role::CommitteeMember), house.someone(Role::CommitteeAdmin));
    visit(&house, &member, "材料审查部党委");
    house.post("/findings/1", &member, SORTED).done();
    house.post("/findings/1/handing", &member, "outside=驻地街道党工委&due=2015-04-01").done();
    house.page("/findings/1", &office).says(200, &["驻地街道党工委", "外单位", "开始整改"]);
    house.post("/findings/1/measures", &office, "measures=建立联席会").done();
    house.upload("/findings/1/submission", &office, &[("text", "已建立")], &[]).done();
    let closing = "conclusion=continuing&conclusion_reason=每季度一次";
    house.post("/findings/1/closure", &member, closing).done();
    house.page("/research/statistics", &office).says(200, &["100.0 %", "组织生活"]);
}

#[test]
fn the_same_finding_of_two_visits_is_offered_and_merged() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let member = house.someone(Role::CommitteeMember);
        visit(&house, &member, "材料审查部党委");
        visit(&house, &member, "通信审查部党委");
        house.page("/visits/2", &member).says(200, &["内容相近", "/findings/1"]);
        house.page("/findings/3", &member).says(200, &["内容相近", "相近 100%"]);
        house.post("/findings/3/merging", &member, "into=99").says(422, &["存在的问题编号"]);
        house.post("/findings/3/merging", &member, "into=3").says(422, &["不能合并到自身"]);
        house.post("/findings/3/merging", &member, "into=1").done();
        house.page("/findings/3", &member).says(200, &["本问题已合并到", "/findings/1"]);
        let kept = house.page("/findings/1", &member);
        kept.says(200, &["通信审查部党委", "材料审查部党委", "/visits/1", "/visits/2", "共性问题"]);
        assert!(
            !house.json("/findings", &member).text().contains("\"id\":3"),
            "it no longer stands in lists"
        );
        house.post("/findings/1/handing", &member, HANDED).says(422, &["请先选择问题类别"]);
    });
}

#[test]
fn what_is_late_is_said_to_whoever_answers() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let member = house.someone(Role::CommitteeMember);
    let own = house.secretary_of(2);
    handed(&house, &member);
    house.page("/", &own).says(200, &["1 个问题待整改"]);
    fresh.clock.set(fresh.clock.now().plus(40 * 86_400));
    let own = house.somebody("later", &[(Role::OrganisationSecretary, Some(2))]);
    house.page("/", &own).says(200, &["1 个问题整改逾期"]);
    house.page("/findings?state=overdue", &own).says(200, &["会议形式比较死板", "逾期"]);
}

#[test]
fn kinds_are_named_but_never_removed() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let office = house.someone(Role::CommitteeAdmin);
    house.page("/findings/kinds", &office).says(200, &["组织生活", "业务融合"]);
    house.post("/findings/kinds", &office, "code=A&name=组织生活&offered=yes").says(422, &["不能删除"]);
    let all = "code=A&name=组织生活质量&offered=yes&code=B&name=队伍建设&offered=no&code=C&name=作风&offered=yes\
        &code=D&name=机制&offered=yes&code=E&name=保障&offered=yes&code=F&name=业务融合&offered=yes\
        &code=Z&name=其他&offered=yes&code=G&name=群团&offered=yes";
    house.post("/findings/kinds", &office, all).done();
    let form = house.page("/findings/new", &office);
    form.says(200, &["组织生活质量", "群团"]);
    assert!(!form.text().contains("队伍建设"), "no longer offered");
    assert_eq!(house.page("/findings/kinds", &house.someone(Role::CommitteeMember)).status, 403);
}
