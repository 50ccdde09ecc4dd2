//! Taking visits down.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};

pub const HEARD: &str = "1. 会议形式比较死板，建议小型、快捷、灵活%0A2. 缺少活动场所";

/// A visit to the organisation of that name, with two findings.
pub fn visit(house: &House, cookie: &str, org: &str) -> String {
    let form = format!("org={org}&on=2015-02-27&place=三层会议室&notes=只给自己看&heard={HEARD}");
    house.post("/visits", cookie, &form).done().to_owned()
}

#[test]
fn every_line_heard_becomes_a_finding_linked_to_the_visit() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let member = house.someone(Role::CommitteeMember);
        let at = visit(&house, &member, "材料审查部党委");
        house
            .page(&at, &member)
            .says(200, &["会议形式比较死板", "缺少活动场所", "待交办", "只给自己看", "引出"]);
        house.page("/findings", &member).says(200, &["会议形式比较死板，建议小型、快捷、灵活", "未分类"]);
        house.page("/findings/1", &member).says(200, &["材料审查部党委", "登记", "/visits/1"]);
        house.post("/visits/1/heard", &member, "heard=").says(422, &["此项必填"]);
        house.post("/visits/1/heard", &member, "heard=志愿服务宣传不多").done();
        house.page(&at, &member).says(200, &["志愿服务宣传不多"]);
    });
}

#[test]
fn a_form_that_is_wrong_comes_back_with_what_was_typed() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let member = house.someone(Role::CommitteeMember);
    let answer = house.post("/visits", &member, "org=没有的党委&on=2015-02-30&place=会议室");
    answer.says(422, &["没有名为“没有的党委”的党组织", "没有的党委", "会议室"]);
    house.post("/visits", &member, "org=人事司党支部&on=2099-01-01").says(422, &["不能晚于今天"]);
    house.post("/visits", &member, "org=&on=2015-02-27").says(422, &["此项必填"]);
}

#[test]
fn the_visited_see_a_finished_visit_without_its_notes() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let member = house.someone(Role::CommitteeMember);
    let (own, other) = (house.secretary_of(2), house.secretary_of(3));
    let at = visit(&house, &member, "材料审查部党委");
    assert_eq!(house.page(&at, &own).status, 404, "it is not finished");
    house.post("/visits/1/completion", &member, "").done();
    let seen = house.page(&at, &own);
    seen.says(200, &["材料审查部党委"]);
    assert!(!seen.text().contains("只给自己看"), "notes are for the visitors");
    assert!(!house.json(&at, &own).text().contains("只给自己看"));
    assert!(!seen.text().contains("会议形式"), "nothing is handed out yet");
    assert!(!house.json("/visits", &own).text().contains("只给自己看"));
    assert_eq!(house.page(&at, &other).status, 404);
    assert_eq!(house.page("/visits/new", &own).status, 403);
    assert_eq!(house.page("/visits/1/letter", &own).status, 404);
    house.page("/visits/1/letter", &member).says(200, &["反馈函", "会议形式比较死板"]);
}

#[test]
fn only_who_took_it_and_the_office_change_a_visit() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let member = house.someone(Role::CommitteeMember);
    let other = house.somebody("other", &[(Role::CommitteeMember, None)]);
    let office = house.someone(Role::CommitteeAdmin);
    visit(&house, &member, "材料审查部党委");
    let form = "org=材料审查部党委&on=2015-02-26&practices=每月一题";
    house.post("/visits/1", &other, form).says(422, &["只有记录人"]);
    house.post("/visits/1", &office, form).done();
    house.page("/visits/1", &other).says(200, &["每月一题", "2015年2月26日"]);
    let files = [("files", "记录.pdf", &b"%PDF-1.4"[..])];
    house.upload("/visits/1/files", &member, &[], &files).done();
    assert_eq!(house.page("/visits/1/files/1", &other).bytes, b"%PDF-1.4");
    house.upload("/visits/1/files", &member, &[], &[]).says(422, &["请选择文件"]);
}
