//! Heads, rows and cells of the sample organ's workbooks, and of sheets made to confuse.

use std::collections::BTreeMap;

use office::{
    Address, FieldSpec, Fill, HeaderFault, Limits, Manual, Precision, Table, Why, find_header, read,
};

use crate::files::sample;

fn table(text: &str) -> Table {
    read("表.csv", text.as_bytes(), &Limits::default()).unwrap().sheets.remove(0)
}

fn roster() -> Vec<FieldSpec> {
    vec![
        FieldSpec::new("organisation", &["所在党组织", "党组织", "单位"]),
        FieldSpec::new("name", &["姓名", "名字"]),
        FieldSpec::new("sex", &["性别"]),
        FieldSpec::new("born", &["出生日期", "出生年月"]),
        FieldSpec::new("identity", &["身份证号", "公民身份号码"]),
        FieldSpec::new("post", &["职务", "党内职务"]),
        FieldSpec::new("time", &["专兼职", "专职/兼职"]),
        FieldSpec::new("since", &["任职时间"]),
        FieldSpec::new("phone", &["电话", "联系电话"]).optional(),
        FieldSpec::new("note", &["备注"]).optional(),
    ]
}

#[test]
fn the_roster_is_recognised_and_every_cell_of_it_parsed() {
    let book = read("党务干部名册.xlsx", &sample("党务干部名册.xlsx"), &Limits::default()).unwrap();
    let table = &book.sheets[0];
    let header = find_header(table, &roster(), &Manual::default()).unwrap();
    assert_eq!((header.first, header.last), (2, 2));
    assert_eq!((header.column("name"), header.column("note")), (Some(2), None));
    let body = table.body(&header, Fill::Down);
    assert_eq!((body.rows.len(), body.skipped.len()), (1294, 0));
    let mut organisations = BTreeMap::new();
    for row in &body.rows {
        let organisation = row.cell("organisation");
        let name = organisation.need(organisation.name().unwrap()).unwrap();
        *organisations.entry(name).or_insert(0) += 1;
        assert!(row.cell("name").name().unwrap().is_some_and(|name| !name.contains([' ', '\u{3000}'])));
        let identity = row.cell("identity").identity().unwrap().unwrap();
        let born = row.cell("born").day().unwrap().unwrap();
        match born.precision {
            Precision::Day => assert_eq!(born.day, identity.born, "row {}", row.number()),
            Precision::Month => assert_eq!(born.day.month(), identity.born.month(), "row {}", row.number()),
        }
        assert!(row.cell("since").day().unwrap().is_some());
        assert!(row.cell("phone").phone().unwrap().is_some());
        assert!(row.cell("time").choice(&[(true, &["专职"]), (false, &["兼职"])]).unwrap().is_some());
        assert_eq!(row.cell("note").text(), Ok(None));
    }
    assert_eq!(organisations.len(), 372);
}

#[test]
fn the_sum_below_the_organisations_is_passed_over_and_said_so() {
    let name = "基层党组织一览表.xlsx";
    let book = read(name, &sample(name), &Limits::default()).unwrap();
    let fields = [
        FieldSpec::new("code", &["组织代码"]),
        FieldSpec::new("name", &["组织名称", "党组织全称"]),
        FieldSpec::new("members", &["党员数"]),
    ];
    let header = find_header(&book.sheets[0], &fields, &Manual::default()).unwrap();
    let body = book.sheets[0].body(&header, Fill::Down);
    assert_eq!(body.rows.len(), 372);
    assert_eq!(body.skipped.iter().map(|s| (s.index, s.why)).collect::<Vec<_>>(), [(387, Why::Sum)]);
    let bodies = body.rows.iter().filter(|row| row.cell("code").text().unwrap().unwrap().len() == 6);
    let members = bodies.map(|row| row.cell("members").integer().unwrap().unwrap()).sum::<i64>();
    assert_eq!(members, 10_730, "the sum the office wrote below");
    assert!(body.rows.iter().all(|row| row.cell("code").text().unwrap().unwrap().starts_with("001")));
}

#[test]
fn two_merged_rows_of_heads_are_read_together() {
    let name = "2014年度评分表_直属单位社会团体类.xlsx";
    let book = read(name, &sample(name), &Limits::default()).unwrap();
    let fields = [
        FieldSpec::new("organisation", &["党组织"]),
        FieldSpec::new("leadership", &["班子建设"]),
        FieldSpec::new("life", &["工作机制组织生活"]),
        FieldSpec::new("work", &["中心工作(15分)"]),
    ];
    for table in &book.sheets {
        let header = find_header(table, &fields, &Manual::default()).unwrap();
        assert_eq!((header.first, header.last), (1, 2));
        let columns: Vec<_> =
            ["organisation", "leadership", "life", "work"].map(|f| header.column(f).unwrap()).into();
        assert_eq!(columns, [1, 2, 7, 8]);
        assert_eq!(header.heads[2].title, "领导班子/班子建设(10分)");
        let body = table.body(&header, Fill::Down);
        assert_eq!(body.rows.len(), 15);
        for row in &body.rows {
            let mark = row.cell("work").decimal(3).unwrap().unwrap();
            assert!((0..=15_000).contains(&mark));
        }
    }
}

#[test]
fn missing_and_ambiguous_columns_are_named() {
    let fields = [
        FieldSpec::new("name", &["姓名"]),
        FieldSpec::new("sex", &["性别"]),
        FieldSpec::new("code", &["代码"]),
    ];
    let error =
        find_header(&table("名册\n姓名,姓 名,性别\n王,王,男\n"), &fields, &Manual::default()).unwrap_err();
    let ambiguous = vec![("姓名".to_owned(), vec!["A".to_owned(), "B".to_owned()])];
    assert_eq!(error.fault, HeaderFault::Columns { row: 2, missing: vec!["代码".to_owned()], ambiguous });
    assert_eq!(error.says().len(), 2);

    let mended =
        Manual { row: None, columns: BTreeMap::from([("name".to_owned(), 0), ("code".to_owned(), 1)]) };
    let header = find_header(&table("名册\n姓名,姓 名,性别\n王,王,男\n"), &fields, &mended).unwrap();
    assert_eq!(
        header.columns(),
        &BTreeMap::from([("code".into(), 1), ("name".into(), 0), ("sex".into(), 2)])
    );
}

#[test]
fn a_sheet_without_heads_or_without_anything_says_which() {
    let fields = [FieldSpec::new("name", &["姓名"])];
    let error = find_header(&table("甲,乙\n丙,丁\n"), &fields, &Manual::default()).unwrap_err();
    assert_eq!(error.fault, HeaderFault::NotFound { wanted: vec!["姓名".to_owned()] });
    let error = find_header(&Table::default(), &fields, &Manual::default()).unwrap_err();
    assert_eq!(error.fault, HeaderFault::Empty);
}

#[test]
fn heads_chosen_by_hand_need_no_names() {
    let text = "一,二\n3,4\n";
    let manual = Manual { row: Some(0), columns: BTreeMap::from([("number".to_owned(), 1)]) };
    let table = table(text);
    let header = find_header(&table, &[FieldSpec::new("number", &["数"])], &manual).unwrap();
    let body = table.body(&header, Fill::None);
    assert_eq!(body.rows[0].cell("number").integer(), Ok(Some(4)));
}

#[test]
fn remarks_and_rows_outside_the_columns_are_passed_over() {
    let table = table("姓名,数\n王,1\n,,旁注\n小 计:1人,1\n注：以上为初稿\n填表人：李\n");
    let fields = [FieldSpec::new("name", &["姓名"]), FieldSpec::new("number", &["数"])];
    let header = find_header(&table, &fields, &Manual::default()).unwrap();
    let body = table.body(&header, Fill::None);
    assert_eq!(body.rows.len(), 1);
    let why: Vec<_> = body.skipped.iter().map(|skipped| skipped.why).collect();
    assert_eq!(why, [Why::Outside, Why::Sum, Why::Remark, Why::Remark]);
}

#[test]
fn a_cell_error_names_place_value_reason_and_fix() {
    let table = table("姓名,出生\n王,2014-02-30\n李,\n");
    let fields = [FieldSpec::new("name", &["姓名"]), FieldSpec::new("born", &["出生"])];
    let header = find_header(&table, &fields, &Manual::default()).unwrap();
    let body = table.body(&header, Fill::None);
    let error = body.rows[0].cell("born").day().unwrap_err();
    assert_eq!((error.place().as_str(), &*error.value), ("表!B2", "2014-02-30"));
    assert_eq!((error.reason.key, error.fix.key), ("office-no-such-day", "office-fix-day"));
    let json = serde_json::to_value(&error).unwrap();
    assert_eq!(json["cell"], "B2");
    let empty = body.rows[1].cell("born");
    let error = empty.need(empty.day().unwrap()).unwrap_err();
    assert_eq!((error.at, error.reason.key), (Address::new(2, 1), "office-cell-missing"));
}
