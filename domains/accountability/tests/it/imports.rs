//! Measures out to a workbook and in again.

use kernel::{Cell, Sheet};
use testkit::db::{Fresh, each_backend};

use crate::house::{Answer, House, migrations};
use crate::setting::{People, draft, in_force};

fn send(house: &House, people: &People, name: &str, bytes: &[u8]) -> Answer {
    house.upload("/plans/1/imports", &people.admin, &[], &[("file", name, bytes)])
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let (head, rows) = rows.split_first().unwrap();
    let cells = |row: &&[&str]| row.iter().map(|text| Cell::text(*text)).collect();
    office::write::workbook(&[Sheet {
        name: "分解表".into(),
        head: head.iter().map(|text| (*text).to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
    }])
    .unwrap()
}

#[test]
fn what_is_exported_comes_back_without_a_change() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        let book = house.page("/plans/1?format=xlsx", &people.admin).bytes;
        let at = send(&house, &people, "措施.xlsx", &book).done().to_owned();
        let json = house.json(&at, &people.admin).json();
        assert_eq!(json["unchanged"], 2, "{json}");
        assert_eq!(
            (json["new"].as_array().unwrap().len(), json["changed"].as_array().unwrap().len()),
            (0, 0)
        );
        house.page(&at, &people.admin).says(200, &["完全一致"]);
    });
}

#[test]
fn a_table_adds_and_changes_once_it_is_confirmed() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = draft(fresh);
        let book = workbook(&[
            &[
                "编号",
                "任务类别",
                "工作措施",
                "验收标准",
                "责任部门",
                "协办单位",
                "完成时限",
                "时间节点",
                "分值",
            ],
            &["1.1", "", "健全学习制度", "", "材料审查部党委", "", "2015年7月31日", "", "3"],
            &[
                "",
                "二、组织建设",
                "完成换届",
                "批复齐全",
                "机械审查部党委",
                "通信审查部党委",
                "2015-12-31",
                "2015-06-30 | 摸清底数 | 台账\n2015-12-31 | 完成换届 | 批复",
                "",
            ],
        ]);
        let at = send(&house, &people, "分解表.xlsx", &book).done().to_owned();
        house
            .page(&at, &people.admin)
            .says(200, &["完成换届", "完成期限：2015年6月30日 → 2015年7月31日", "权重：1 → 3"]);
        house.page("/plans/1?q=换届", &people.admin).says(200, &["没有符合条件的措施"]);
        let apply = format!("{at}/application");
        assert_eq!(house.post(&apply, &people.lead, "").status, 403);
        house.post(&apply, &people.admin, "").done();
        house
            .page("/measures/3", &people.admin)
            .says(200, &["2.1 完成换届", "摸清底数", "通信审查部党委", "机械审查部党委"]);
        house.page("/measures/1", &people.admin).says(200, &["至2015年7月31日", "印发办法"]);
        house.post(&apply, &people.admin, "").says(409, &[]);
        house.page("/plans/1/about", &people.admin).says(200, &["导入措施", "分解表.xlsx"]);
    });
}

#[test]
fn one_fault_and_nothing_is_written() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        let book = workbook(&[
            &[
                "编号",
                "方面",
                "措施内容",
                "完成标准",
                "牵头单位",
                "配合单位",
                "开始日期",
                "完成期限",
                "权重",
                "节点",
            ],
            &["1.1", "", "健全学习制度", "", "材料审查部党委", "", "", "2015-12-31", "", ""],
            &["", "没有的方面", "甲", "标准", "没有的党委", "", "", "明年", "0", "办法"],
            &[
                "",
                "组织建设",
                "乙",
                "标准",
                "机械审查部党委",
                "机械审查部党委",
                "2015-05-01",
                "2015-04-01",
                "",
                "",
            ],
            &["", "组织建设", "丙", "标准", "机械审查部党委", "", "", "长期", "", ""],
        ]);
        let answer = send(&house, &people, "分解表.xlsx", &book);
        answer.says(422, &["分解表!H3", "明年", "分解表!I3", "分解表!J3", "2015-06-30 | 印发办法 | 文件"]);
        let mended = workbook(&[
            &[
                "编号",
                "方面",
                "措施内容",
                "完成标准",
                "牵头单位",
                "配合单位",
                "开始日期",
                "完成期限",
                "权重",
                "节点",
            ],
            &["1.1", "", "健全学习制度", "", "材料审查部党委", "", "", "2015-12-31", "", ""],
            &["", "没有的方面", "甲", "标准", "没有的党委", "", "", "2015-12-31", "1", ""],
            &[
                "",
                "组织建设",
                "乙",
                "标准",
                "机械审查部党委",
                "机械审查部党委",
                "2015-05-01",
                "2015-04-01",
                "",
                "",
            ],
            &["1.1", "组织建设", "丙", "标准", "机械审查部党委", "", "", "长期", "", ""],
        ]);
        send(&house, &people, "分解表.xlsx", &mended).says(
            422,
            &[
                "分解表!H2",
                "只能通过延期调整",
                "分解表!B3",
                "没有这个方面",
                "分解表!E3",
                "没有叫“没有的党委”的党组织",
                "分解表!F4",
                "是牵头单位",
                "分解表!H4",
                "早于开始日期",
                "分解表!A5",
                "编号重复",
            ],
        );
        assert_eq!(house.page("/measures/3", &people.admin).status, 404);
        assert_eq!(house.page("/plans/1/imports/1", &people.admin).status, 404);
    });
}

#[test]
fn a_file_that_is_none_says_so() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = draft(&fresh);
    send(&house, &people, "措施.xlsx", b"nothing").says(422, &["措施.xlsx"]);
    house.upload("/plans/1/imports", &people.admin, &[], &[]).says(422, &["请选择一个文件"]);
    let book = workbook(&[&["姓名", "电话"], &["陈一", "1"]]);
    send(&house, &people, "名册.xlsx", &book).says(422, &["什么也没有写入"]);
    let csv =
        "措施内容,牵头单位,方面,完成标准,完成期限\n完成换届,材料审查部党委,组织建设,批复齐全,2015/12/31\n";
    send(&house, &people, "措施.csv", csv.as_bytes()).done();
    assert_eq!(house.page("/plans/1/imports/new", &people.lead).status, 403);
}

#[test]
fn nothing_is_written_when_a_measure_changed_meanwhile() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = draft(&fresh);
    let book = workbook(&[
        &["编号", "措施内容", "牵头单位", "权重"],
        &["1.1", "健全学习制度", "材料审查部党委", "5"],
        &["1.2", "严格发展党员", "通信审查部党委", "5"],
    ]);
    let at = send(&house, &people, "分解表.xlsx", &book).done().to_owned();
    house
        .post("/measures/2", &people.admin, &crate::setting::measure("别的", "通信审查部党委", "", ""))
        .done();
    house.post(&format!("{at}/application"), &people.admin, "").says(409, &["1.2"]);
    let json = house.json("/measures/1", &people.admin).json();
    assert_eq!(json["measure"]["weight"], 1, "not the first of the two either");
}
