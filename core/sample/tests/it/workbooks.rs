//! The workbooks, read by another program than the one that wrote them.

use std::io::Cursor;

use calamine::{Data, DataType, Range, Reader, Xlsx};
use sample::{File, INDICATORS, Organ, SEED, Size};

fn files() -> Vec<File> {
    Organ::generate(SEED, &Size::default()).workbooks().unwrap()
}

fn open<'a>(files: &'a [File], name: &str) -> Xlsx<Cursor<&'a [u8]>> {
    let file = files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}"));
    Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap()
}

fn only(files: &[File], name: &str) -> Range<Data> {
    let mut book = open(files, name);
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), 1);
    book.worksheet_range(&sheets[0]).unwrap()
}

fn texts(range: &Range<Data>, row: usize) -> Vec<String> {
    range.rows().nth(row).unwrap().iter().map(ToString::to_string).collect()
}

/// A number, also one in full width or between blanks.
fn number(cell: &Data) -> u32 {
    let text = cell.to_string();
    let digits = text.chars().map(|c| match u32::from(c) {
        wide @ 0xFF10..=0xFF19 => char::from_u32(wide - 0xFF10 + u32::from('0')).unwrap(),
        _ => c,
    });
    digits.collect::<String>().trim().parse().unwrap_or_else(|_| panic!("{cell:?}"))
}

#[test]
fn the_files_are_those_of_the_office() {
    let names: Vec<String> = files().into_iter().map(|file| file.name).collect();
    let wanted = [
        "基层党组织一览表.xlsx",
        "党务干部名册.xlsx",
        "2013年度评分表_综合管理类.xlsx",
        "2013年度评分表_审查业务类.xlsx",
        "2013年度评分表_直属单位社会团体类.xlsx",
        "2013年度群众评价汇总表.xlsx",
        "2014年度评分表_综合管理类.xlsx",
        "2014年度评分表_审查业务类.xlsx",
        "2014年度评分表_直属单位社会团体类.xlsx",
        "2014年度群众评价汇总表.xlsx",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(files() == files());
}

#[test]
fn organisations_have_a_title_heads_in_the_third_row_and_their_sum_below_empty_rows() {
    let files = files();
    let range = only(&files, "基层党组织一览表.xlsx");
    let merged = open(&files, "基层党组织一览表.xlsx").merge_cells_by_sheet_id(0).unwrap();
    assert_eq!(merged.len(), 1);
    assert_eq!(texts(&range, 0)[0], "基层党组织基本情况一览表");
    assert_eq!(texts(&range, 1)[7], "2015年11月");
    assert_eq!(
        texts(&range, 2),
        ["序号", "组织代码", "党组织全称", "类型", "上级党组织", "考核类别", "成立时间", "党员数"]
    );
    assert_eq!(range.height(), 3 + 372 + 12 + 1);
    assert!(texts(&range, 375).iter().all(String::is_empty));
    let last = texts(&range, 387);
    assert_eq!(last[0], "合计");
    let members = |row: &[Data]| number(&row[7]);
    let bodies = range.rows().skip(3).take(372).filter(|row| row[1].to_string().trim().len() == 6);
    assert_eq!(bodies.map(members).sum::<u32>().to_string(), last[7]);
    let spellings = range.rows().skip(3).take(372).map(|row| &row[6]);
    assert!(spellings.clone().any(|cell| matches!(cell, Data::DateTime(_))));
    for mark in ["年", ".", "-", "/"] {
        assert!(
            spellings.clone().any(|cell| matches!(cell, Data::String(text) if text.contains(mark))),
            "{mark}"
        );
    }
}

#[test]
fn cadres_stand_under_organisations_merged_over_their_rows() {
    let files = files();
    let range = only(&files, "党务干部名册.xlsx");
    assert_eq!(
        texts(&range, 2),
        [
            "序号",
            "所在党组织",
            "姓名",
            "性别",
            "出生年月",
            "公民身份号码",
            "党内职务",
            "专/兼职",
            "任职时间",
            "入党时间",
            "联系电话"
        ]
    );
    let rows: Vec<&[Data]> = range.rows().skip(3).take(1_294).collect();
    assert_eq!(rows.iter().filter(|row| row[7] == "专职").count(), 10);
    assert_eq!(rows.iter().filter(|row| !row[1].is_empty()).count(), 372);
    assert!(rows.iter().all(|row| matches!(row[5], Data::String(_))), "identity numbers are text");
    assert!(range.rows().skip(3 + 1_294).all(|row| row.iter().all(Data::is_empty)));
    let merged = open(&files, "党务干部名册.xlsx").merge_cells_by_sheet_id(0).unwrap();
    assert!(merged.len() > 300, "{}", merged.len());
}

#[test]
fn score_sheets_have_seven_reviewers_and_two_rows_of_heads() {
    let organ = Organ::generate(SEED, &Size::default());
    let files = organ.workbooks().unwrap();
    let mut book = open(&files, "2014年度评分表_审查业务类.xlsx");
    assert_eq!(book.sheet_names(), ["评委1", "评委2", "评委3", "评委4", "评委5", "评委6", "评委7"]);
    let range = book.worksheet_range("评委3").unwrap();
    assert_eq!(texts(&range, 0)[0], "2014年度基层党组织晋位升级评分表（审查业务类）");
    assert_eq!(texts(&range, 1)[..4], ["序号", "党组织", "领导班子", ""]);
    let heads: Vec<String> = INDICATORS.iter().map(|i| format!("{}({}分)", i.name, i.full)).collect();
    assert_eq!(texts(&range, 2)[2..], heads);
    assert_eq!(range.height(), 3 + 13);
    let body = organ.years[1].bodies.iter().find(|b| b.category == sample::Category::Examination).unwrap();
    assert_eq!(texts(&range, 3)[1], organ.organisations[body.organisation].name);
    for (cell, halves) in range.rows().nth(3).unwrap()[2..].iter().zip(body.marks[2]) {
        if let Data::Float(mark) = cell {
            assert_eq!(mark * 2.0, f64::from(halves));
        }
    }
    let merged = book.merge_cells_by_sheet_id(0).unwrap();
    assert_eq!(merged.len(), 5, "the title and four dimensions");
}

#[test]
fn tallies_have_two_rows_per_body_that_add_up() {
    let files = files();
    let range = only(&files, "2013年度群众评价汇总表.xlsx");
    assert_eq!(
        texts(&range, 2),
        ["党组织", "评价主体", "应参加", "发出", "收回", "好", "较好", "一般", "差", "不了解", "废票"]
    );
    assert_eq!(range.height(), 3 + 82);
    for row in range.rows().skip(3) {
        assert_eq!(row[5..].iter().map(number).sum::<u32>(), number(&row[4]), "{row:?}");
    }
    let groups: Vec<String> = range.rows().skip(3).take(2).map(|row| row[1].to_string()).collect();
    assert_eq!(groups, ["党员", "群众"]);
}
