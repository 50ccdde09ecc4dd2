//! The workbooks as offices send them.

use kernel::Day;
use office::{Address, Fill, Limits, Table, Value, Workbook, read};

use crate::files::sample;

fn book(name: &str) -> Workbook {
    read(name, &sample(name), &Limits::default()).unwrap()
}

fn at<'a>(table: &'a Table, cell: &str) -> &'a Value {
    &table.cell(cell.parse::<Address>().unwrap()).value
}

#[test]
fn the_roster_of_cadres_is_read_cell_by_cell() {
    let book = book("党务干部名册.xlsx");
    let [table] = book.sheets.as_slice() else { panic!("one sheet") };
    assert_eq!((table.name.as_str(), table.rows.len(), table.merged.len()), ("名册", 1297, 370));
    assert_eq!(at(table, "F4"), &Value::Text("420106196602286907".to_owned()));
    assert_eq!(at(table, "A4"), &Value::Number("1".to_owned()));
    assert_eq!(at(table, "E5"), &Value::Day(Day::parse("1985-11-19").unwrap()));
    let below = table.located("B5".parse().unwrap(), Fill::Down);
    assert_eq!(below.cell.value, Value::Text("国家知识产权局直属机关党委".to_owned()));
    assert_eq!((below.at.to_string(), below.origin.to_string()), ("B5".to_owned(), "B4".to_owned()));
    assert!(table.located("B5".parse().unwrap(), Fill::None).cell.value.is_empty());
}

#[test]
fn trailing_empty_rows_are_not_kept_and_the_sum_below_them_is() {
    let book = book("基层党组织一览表.xlsx");
    let table = &book.sheets[0];
    assert_eq!(at(table, "B5"), &Value::Text("001001".to_owned()));
    let last = table.rows.last().unwrap();
    assert_eq!(last.index, 387);
    assert_eq!(at(table, "A388"), &Value::Text("合计".to_owned()));
    let holes = table.rows.windows(2).filter(|pair| pair[1].index > pair[0].index + 1).count();
    assert!(holes > 0, "the empty rows before the sum are left out");
}

#[test]
fn a_score_sheet_has_seven_reviewers_and_exact_marks() {
    let book = book("2014年度评分表_审查业务类.xlsx");
    let names: Vec<_> = book.sheets.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["评委1", "评委2", "评委3", "评委4", "评委5", "评委6", "评委7"]);
    let first = &book.sheets[0];
    assert_eq!(at(first, "D4"), &Value::Number("9.5".to_owned()));
    assert_eq!(at(first, "J4"), &Value::Text("９.５".to_owned()));
    let head = first.located("D2".parse().unwrap(), Fill::Everywhere);
    assert_eq!(head.cell.value, Value::Text("领导班子".to_owned()));
    assert!(first.located("D2".parse().unwrap(), Fill::Down).cell.value.is_empty());
}
