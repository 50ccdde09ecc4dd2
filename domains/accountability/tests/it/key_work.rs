//! Key work and leading groups.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::year_house::{House, migrations};

const ITEM: &str = "year=2015&title=完成换届&standard=按期换届率百分之百&org=2&due=2015-03-01";

#[test]
fn key_work_is_set_by_the_office_and_brought_on_by_its_lead_body() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let (lead, other) = (house.secretary_of(2), house.secretary_of(3));
        house.page("/key-work", &admin).says(200, &["没有重点工作", "列入一项"]);
        let wrong = "year=2015&title=完成换届&standard=&org=&due=2015-02-30";
        house.post("/key-work", &admin, wrong).says(422, &["完成换届", "必填"]);
        assert_eq!(house.post("/key-work", &lead, ITEM).status, 403);
        house.post("/key-work", &admin, ITEM).done();
        house
            .post("/key-work", &admin, &ITEM.replace("完成换届", "修订手册").replace("2015-03-01", ""))
            .done();
        house.page("/key-work?state=late", &other).says(200, &["完成换届", "已逾期"]);
        let late = house.json("/key-work?state=late", &other).json();
        assert_eq!(late["items"].as_array().unwrap().len(), 1);

        house.post("/key-work/1/state", &lead, "state=under_way&word=已启动").done();
        house.post("/key-work/1/state", &lead, "state=done&word=已完成").says(422, &["由机关党委确认"]);
        assert_eq!(house.post("/key-work/1/state", &other, "state=under_way&word=x").status, 404);
        house.post("/key-work/1/state", &admin, "state=done&word=").says(422, &["必填"]);
        house.post("/key-work/1/state", &admin, "state=done&word=全部换届").done();
        house.page("/key-work/1", &other).says(200, &["已完成", "全部换届", "确认完成", "已启动"]);

        house.post("/key-work/2/place", &admin, "to=up").done();
        let list = house.json("/key-work", &admin).json();
        assert_eq!(list["items"][0]["title"], "修订手册");
        house.upload("/key-work/1/files", &lead, &[("files", "总结.pdf", b"%PDF-1.4")]).done();
        assert_eq!(house.page("/key-work/1/files/1", &other).bytes, b"%PDF-1.4");
        house
            .upload("/key-work/1/files", &lead, &[("files", "x.exe", b"MZ")])
            .says(422, &["不是可以上传的格式"]);
        assert_eq!(house.page("/key-work?format=xlsx", &other).status, 200);
    });
}

#[test]
fn a_group_meets_and_decides() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (admin, reader) = (house.someone(Role::CommitteeAdmin), house.secretary_of(3));
        let group = "name=党建工作领导小组&founded=2014-03-10&duties=统筹&document=";
        house.post("/leading-groups", &admin, group).done();
        house.post("/leading-groups", &admin, group).says(422, &["同名领导小组"]);
        assert_eq!(house.post("/leading-groups", &reader, group).status, 403);
        let head = "role=head&name=周启明&post=局长&since=2014-03-10&until=";
        house.post("/leading-groups/1/members", &admin, head).done();
        house.post("/leading-groups/1/members", &admin, head).says(422, &["同一时期"]);
        let former = "role=member&name=秦守诚&post=&since=2014-03-10&until=2014-11-30";
        house.post("/leading-groups/1/members", &admin, former).done();
        house.page("/leading-groups/1", &reader).says(200, &["周启明", "曾任成员", "秦守诚"]);

        let meeting = |who: &str| {
            format!(
                "title=第一次会议&held_on=2015-01-15&place=会议室&chair=周启明&recorder=杜立新&guests=&agenda=议题一%0A议题二\
                 &minutes=会议认为&{who}"
            )
        };
        let wrong = meeting("member=1&attendance=present&member=2&attendance=leave");
        house
            .post("/leading-groups/1/meetings", &admin, &wrong)
            .says(422, &["秦守诚在会议当天不是成员", "会议认为"]);
        let right = meeting("member=1&attendance=present&member=2&attendance=");
        house.post("/leading-groups/1/meetings", &admin, &right).done();
        house.page("/group-meetings/1/decisions/new", &admin).says(200, &["责任单位"]);
        house
            .post("/group-meetings/1/decisions", &admin, "content=印发要点&org=&person=&due=")
            .says(422, &["请写明责任单位"]);
        house
            .post("/group-meetings/1/decisions", &admin, "content=印发要点&org=2&person=&due=2015-02-01")
            .done();
        house.page("/decisions?state=late", &reader).says(200, &["印发要点", "材料审查部党委"]);
        house.page("/group-meetings/1/paper", &reader).says(200, &["会议纪要", "议题二", "印发要点"]);
        assert_eq!(house.page("/group-meetings/1/paper?format=docx", &reader).status, 200);
        house
            .post("/decisions/1/completion", &admin, "on=2015-01-01&outcome=早了")
            .says(422, &["应在会议之后"]);
        house.post("/decisions/1/completion", &admin, "on=2015-02-10&outcome=已印发").done();
        house.page("/decisions/1", &reader).says(200, &["已办结", "已印发", "办结"]);
        assert_eq!(house.json("/decisions?state=late", &reader).json()["total"], 0);
    });
}

#[test]
fn administrators_of_the_machine_see_none_of_it() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
        let who = house.someone(role);
        for path in ["/key-work", "/leading-groups", "/reports", "/reviews", "/decisions"] {
            let status = house.page(path, &who).status.as_u16();
            assert!([403, 303].contains(&status), "{path}: {status}");
        }
    }
}
