//! Projects from draft to archive, and who sees them.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};

const PLAN: &str = "kind=secretary&theme=基层党组织活力&purpose=摸清情况&starts=2015-02-01&ends=2015-06-30&orgs=材料审查部党委&methods=visit&outline=内部提纲";

#[test]
fn a_project_is_decided_by_the_committee_and_carried_out_by_its_members() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let member = house.someone(Role::CommitteeMember);
        let (office, own) = (house.someone(Role::CommitteeAdmin), house.secretary_of(2));
        house
            .post("/research", &member, "kind=secretary&theme=&starts=2015-02-01&ends=2015-01-01")
            .says(422, &["此项必填", "不能早于开始日期"]);
        assert_eq!(house.post("/research", &member, PLAN).done(), "/research/1");
        assert_eq!(house.page("/research/1", &own).status, 404, "a draft is nobody else's");
        house.post("/research/1/step", &member, "step=approve").says(422, &["不由你办理"]);
        house.post("/research/1/step", &office, "step=approve").done();
        house.post("/research/1/step", &member, "step=start").done();
        house.post("/research/1/step", &member, "step=report").says(422, &["请先写调研报告"]);
        house.post("/visits", &member, "project=1&org=通信审查部党委&on=2015-02-27&heard=缺少场所").done();
        house.page("/research/1", &office).says(200, &["通信审查部党委", "缺少场所", "内部提纲", "共 1 个"]);
        let seen = house.page("/research/1", &own);
        seen.says(200, &["基层党组织活力"]);
        assert!(!seen.text().contains("内部提纲") && !seen.text().contains("缺少场所"));
        house.upload("/research/1/report", &member, &[("report", "报告全文")], &[]).done();
        house.post("/research/1/step", &member, "step=report").done();
        house.post("/research/1/step", &office, "step=send_back").says(422, &["此项必填"]);
        house.post("/research/1/step", &office, "step=conclude").done();
        house.post("/research/1/step", &office, "step=archive").says(422, &["还有 1 个问题没有销号"]);
        house.post("/research/1", &member, PLAN).says(422, &["课题已经办结"]);
        house.page("/research/1/paper", &office).says(200, &["报告全文", "缺少场所"]);
        house.page("/research/statistics", &office).says(200, &["书记专题", "2015"]);
        house.page("/research?kind=secretary", &office).says(200, &["2015年以来"]);
    });
}

#[test]
fn the_youth_office_keeps_youth_projects_only() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let (youth, member) = (house.someone(Role::YouthOffice), house.someone(Role::CommitteeMember));
    house.post("/research", &youth, PLAN).says(422, &["只拟订青年课题"]);
    house.post("/research", &youth, &PLAN.replace("kind=secretary", "kind=youth")).done();
    house.post("/research", &member, PLAN).done();
    house.page("/research/1", &youth).says(200, &["青年"]);
    assert_eq!(house.page("/research/2", &youth).status, 404);
    assert_eq!(house.page("/research/statistics", &youth).status, 403);
    assert_eq!(house.page("/research", &house.someone(Role::Staff)).status, 403);
}

#[test]
fn no_project_stands_below_itself() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let office = house.someone(Role::CommitteeAdmin);
    house.post("/research", &office, PLAN).done();
    house.post("/research", &office, &format!("{PLAN}&parent=1")).done();
    house.page("/research/1", &office).says(200, &["子课题", "/research/2"]);
    house.post("/research/1", &office, &format!("{PLAN}&parent=2")).says(422, &["自己的子课题"]);
}
