//! Tables of allocations as papers.

use kernel::{Moment, Role};
use serde_json::Value;
use testkit::db::{Fresh, START, each_backend};

use crate::allocations::{BY_MEMBERS, People, approved};
use crate::honours::paper;
use crate::house::{House, migrations};

/// The cells of a row of a paper.
fn cells(row: &Value) -> Vec<String> {
    let cell = |cell: &Value| match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    row.as_array().unwrap().iter().map(cell).collect()
}

/// The table of an allocation's paper: rows and the row of sums, empty where there is none.
fn shares(paper: &Value) -> (Vec<Vec<String>>, Vec<String>) {
    let block = paper["blocks"].as_array().unwrap().iter().find(|block| block["kind"] == "table").unwrap();
    let table = &block["content"];
    let total = if table["total"].is_null() { Vec::new() } else { cells(&table["total"]) };
    (table["rows"].as_array().unwrap().iter().map(cells).collect(), total)
}

/// 分 of an amount as it is printed.
fn fen(amount: &str) -> i64 {
    amount.replace([',', '.'], "").parse().unwrap()
}

#[test]
fn the_table_of_an_allocation_says_what_was_approved() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let people = People::of(&house);
        house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100,000.01").done();
        let flat = BY_MEMBERS.replace("flat=0", "flat=30").replace("each=", "each=500");
        house.post("/funds/1/allocations", &people.admin, &flat).done();
        house.page("/allocations/1", &people.admin).says(200, &["/allocations/1/paper"]);
        let draft = paper(&house, "/allocations/1/paper", &people.admin);
        assert_eq!(draft["title"], "2015年度党建经费（党费返还）分配表（草案）");
        assert_eq!(draft["landscape"], true);
        assert!(draft.to_string().contains("尚未提交审批"));

        house.post("/allocations/1/submission", &people.admin, "").done();
        house.post("/allocations/1/verdicts", &people.finance, "verdict=approve").done();
        let waiting = paper(&house, "/allocations/1/paper", &people.secretary);
        assert_eq!(waiting["title"], "2015年度党建经费（党费返还）分配表（送审稿）");
        for part in ["尚缺书记同意", "测试 finance，2015年3月2日同意"] {
            assert!(waiting.to_string().contains(part), "{part}: {waiting}");
        }
        house.post("/allocations/1/verdicts", &people.secretary, "verdict=approve").done();

        fresh.clock.set(Moment(START.0 + 7 * 86_400));
        let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
        let table = paper(&house, "/allocations/1/paper", &admin);
        assert_eq!(table["title"], "2015年度党建经费（党费返还）分配表");
        assert_eq!(table["signature"]["day"], "2015-03-02", "the day on which it came into force");
        for part in [
            "每个党组织固定分配500.00元，先从预算中扣除，共3个党组织",
            "余下部分的30%由3个党组织平均分配，其余70%按党员数和等次系数分配",
            "“好”1.2、“较好”1、“一般”0.8",
            "测试 committee_secretary，2015年3月2日同意",
            "自2015年3月2日起执行",
            "100,000.01",
        ] {
            assert!(table.to_string().contains(part), "{part}: {table}");
        }
        let (rows, total) = shares(&table);
        let json = house.json("/allocations/1", &admin).json();
        let computed: Vec<i64> =
            json["shares"].as_array().unwrap().iter().map(|s| fen(s["computed"].as_str().unwrap())).collect();
        let printed: Vec<i64> = rows.iter().map(|row| fen(&row[7])).collect();
        assert_eq!(printed, computed);
        assert_eq!((printed.iter().sum::<i64>(), total[7].as_str()), (10_000_001, "100,000.01"));
        // 1,500 fixed, and 30 % of the other 98,500.01; what is left goes by members.
        assert_eq!((&total[5], &total[6]), (&"31,050.0030".to_owned(), &"68,950.0070".to_owned()));
        assert_eq!(rows[0][..6], ["1", "材料审查部党委", "好", "37", "1.2", "10,350.0010"]);
        for row in &rows {
            let parts: i64 = row[5..7].iter().map(|part| fen(part)).sum();
            assert!((parts - fen(&row[7]) * 100).abs() <= 100, "{row:?} differs by more than a 分");
        }
    });
}

#[test]
fn amounts_are_figures_in_the_workbook_and_parted_on_the_sheet() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let people = People::of(&house);
    house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
    approved(&house, &people, 1);
    house
        .page("/allocations/1/paper", &people.admin)
        .says(200, &["42,205.32", "format=docx", "经书记和财务"]);
    house.english("/allocations/1/paper", &people.admin).says(
        200,
        &["Allocation of Party-building Funds 2015", "All of the budget goes by members", "42,205.32"],
    );
    let document = house.page("/allocations/1/paper?format=docx", &people.admin);
    assert!(document.status == 200 && document.bytes.starts_with(b"PK"));
    let sheet = house.page("/allocations/1/paper?format=xlsx", &people.admin);
    let book = office::read("a.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
    let amounts: Vec<String> =
        book.sheets[0].rows[1..].iter().map(|row| row.cells[7].value.to_string()).collect();
    assert_eq!(amounts, ["42205.32", "49429.66", "8365.02", "100000"]);
}

#[test]
fn decided_amounts_stand_beside_the_computed_ones() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let people = People::of(&house);
    house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
    house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
    let deviation = "org=4&amount=9,000.02&reason=新建支部";
    house.post("/allocations/1/deviations", &people.admin, deviation).done();
    let draft = paper(&house, "/allocations/1/paper", &people.admin);
    assert!(draft.to_string().contains("比预算多 635.00 元"), "{draft}");
    let against = "org=2&amount=41570.32&reason=匀给新建支部";
    house.post("/allocations/1/deviations", &people.admin, against).done();
    let draft = paper(&house, "/allocations/1/paper", &people.admin);
    assert!(!draft.to_string().contains("比预算"), "{draft}");
    let (rows, total) = shares(&draft);
    assert_eq!(rows[2][7..], ["8,365.02", "9,000.02"]);
    assert_eq!(rows[1][7..], ["49,429.66", "49,429.66"]);
    let why = "机械审查部党委：计算值8,365.02元，另行决定为9,000.02元，理由是：新建支部。";
    assert!(draft.to_string().contains(why), "{draft}");
    assert_eq!(total[7..], ["100,000.00", "100,000.00"]);
}

#[test]
fn an_organisation_gets_an_extract_once_the_allocation_is_in_force() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let people = People::of(&house);
    let (own, elsewhere) = (house.secretary_of(3), house.secretary_of(7));
    house.post("/funds", &people.admin, "year=2015&source=党费返还&budget=100000").done();
    house.post("/funds/1/allocations", &people.admin, BY_MEMBERS).done();
    assert_eq!(
        house.page("/allocations/1/paper", &own).status,
        404,
        "what is only worked on is the committee's"
    );
    house.post("/allocations/1/withdrawal", &people.admin, "why=另行测算").done();
    let given_up = paper(&house, "/allocations/1/paper", &people.admin);
    assert_eq!(given_up["title"], "2015年度党建经费（党费返还）分配表（已放弃）");
    approved(&house, &people, 1);
    let extract = paper(&house, "/allocations/2/paper", &own);
    assert_eq!(extract["title"], "2015年度党建经费（党费返还）分配表（摘录）");
    let (rows, total) = shares(&extract);
    assert_eq!((rows.len(), rows[0][1].as_str(), total.len()), (1, "通信审查部党委", 0));
    let said = extract.to_string();
    for hidden in ["100,000.00", "42,205.32", "材料审查部党委", "测试"] {
        assert!(!said.contains(hidden), "{hidden}: {said}");
    }
    assert_eq!(house.page("/allocations/2/paper", &elsewhere).status, 404);
    for role in [Role::Member, Role::Staff, Role::Reviewer, Role::SystemAdmin] {
        let cookie = house.someone(role);
        assert_eq!(house.page("/allocations/2/paper", &cookie).status, 403, "{role:?}");
    }
    approved(&house, &people, 1);
    let replaced = paper(&house, "/allocations/2/paper", &people.admin);
    assert_eq!(replaced["title"], "2015年度党建经费（党费返还）分配表（已被取代）");
    assert_eq!(paper(&house, "/allocations/2/paper", &own)["title"], replaced["title"]);
}
