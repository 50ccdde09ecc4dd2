//! What is wrong in the workbooks is named cell by cell, all at once, in words.

use appraisal::ranked::rank;
use appraisal::workbooks::{Fault, Wanted, gather};
use office::{Address, Cell, Region, Table, Value, Workbook};
use web::{Lang, Words};

use crate::house::OFFICE;
use crate::{books_of_2014, files_of, scheme};

const BUSINESS: &str = "2014年度评分表_审查业务类.xlsx";
const TALLY: &str = "2014年度群众评价汇总表.xlsx";

fn table<'a>(books: &'a mut [Workbook], file: &str, sheet: &str) -> &'a mut Table {
    let book = books.iter_mut().find(|book| book.file == file).unwrap();
    book.sheets.iter_mut().find(|table| table.name == sheet).unwrap()
}

fn put(table: &mut Table, cell: &str, value: Value) {
    let at: Address = cell.parse().unwrap();
    let row = table.rows.iter_mut().find(|row| row.index == at.row).unwrap();
    row.cells[at.column as usize] = Cell { value, formula: false };
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(text: &str) -> Value {
    Value::Number(text.to_owned())
}

/// Faults after a change to the books of 2014: place, value, key of the reason.
fn faults(change: impl FnOnce(&mut Vec<Workbook>)) -> Vec<(String, String, &'static str)> {
    let mut books = books_of_2014();
    change(&mut books);
    let scheme = scheme();
    let found = gather(&books, &Wanted { scheme: &scheme, year: 2014, category: None });
    found.faults.iter().map(|fault| (fault.place(), fault.value.clone(), fault.reason.key)).collect()
}

fn one(cell: &str, value: &str, key: &'static str) -> Vec<(String, String, &'static str)> {
    vec![(format!("{BUSINESS}:{cell}"), value.to_owned(), key)]
}

#[test]
fn a_mark_must_be_a_number_up_to_the_full_mark() {
    for (value, key) in [
        (number("10.5"), "appraisal-fault-mark-above"),
        (number("-1"), "appraisal-fault-mark-negative"),
        (number("9.1234"), "office-too-many-digits"),
        (text("九分半"), "office-not-number"),
        (text("9,5"), "office-not-number"),
        (Value::Error("#DIV/0!".into()), "office-cell-error-value"),
        (Value::Empty, "appraisal-fault-mark-missing"),
    ] {
        let shown = value.to_string();
        let found = faults(|books| put(table(books, BUSINESS, "评委3"), "D6", value));
        assert_eq!(found, one("评委3!D6", &shown, key));
    }
}

#[test]
fn a_recused_reviewer_writes_so_and_is_not_missing() {
    let found = faults(|books| {
        for column in ["C", "D", "E", "F", "G", "H", "I", "J"] {
            put(table(books, BUSINESS, "评委3"), &format!("{column}6"), text(" 回 避 "));
        }
    });
    assert_eq!(found, []);
}

#[test]
fn marks_merged_with_each_other_are_no_marks() {
    let found = faults(|books| {
        let table = table(books, BUSINESS, "评委3");
        put(table, "D6", Value::Empty);
        table.merged.push("C6:D6".parse::<Region>().unwrap());
        table.merged.sort_by_key(|region| (region.first.column, region.first.row));
    });
    assert_eq!(found, one("评委3!D6", "", "appraisal-fault-mark-merged"));
}

#[test]
fn an_organisation_stands_once_in_each_sheet_under_its_name() {
    let twice = faults(|books| put(table(books, BUSINESS, "评委3"), "B6", text("电学发明审查部 党委")));
    let keys: Vec<_> = twice.iter().map(|(place, _, key)| (place.as_str(), *key)).collect();
    let (head, row) = (format!("{BUSINESS}:评委3!B3"), format!("{BUSINESS}:评委3!B6"));
    assert_eq!(
        keys,
        [(head.as_str(), "appraisal-fault-row-missing"), (row.as_str(), "appraisal-fault-row-twice")]
    );

    let unknown = faults(|books| put(table(books, BUSINESS, "评委3"), "B6", text("通信发明审查二部党委")));
    let keys: Vec<_> = unknown.iter().map(|(place, _, key)| (place.as_str(), *key)).collect();
    assert_eq!(
        keys,
        [
            (head.as_str(), "appraisal-fault-row-missing"),
            (row.as_str(), "appraisal-fault-organisation-others")
        ]
    );

    let nameless = faults(|books| put(table(books, BUSINESS, "评委3"), "B6", Value::Empty));
    assert!(
        nameless.iter().any(|(place, _, key)| *place == row && *key == "appraisal-fault-no-organisation")
    );
}

#[test]
fn a_missing_reviewer_is_named() {
    for gone in ["评委4", "评委7"] {
        let found = faults(|books| {
            let book = books.iter_mut().find(|book| book.file == BUSINESS).unwrap();
            book.sheets.retain(|table| table.name != gone);
        });
        assert_eq!(
            found,
            [(BUSINESS.to_owned(), String::new(), "appraisal-fault-reviewer-missing")],
            "{gone}"
        );
    }
}

#[test]
fn two_sheets_of_one_reviewer_are_both_named() {
    let found = faults(|books| {
        let book = books.iter().find(|book| book.file == BUSINESS).unwrap();
        let mut copy = Workbook { file: "补充.xlsx".into(), sheets: vec![book.sheets[0].clone()] };
        copy.sheets[0].name = "评委 1".into();
        books.push(copy);
    });
    let keys: Vec<_> = found.iter().map(|(place, _, key)| (place.as_str(), *key)).collect();
    let own = format!("{BUSINESS}:评委1!B3");
    let key = "appraisal-fault-sheet-twice";
    assert_eq!(keys, [(own.as_str(), key), ("补充.xlsx:评委 1!B3", key)]);
}

#[test]
fn heads_are_those_of_the_scheme() {
    let full = faults(|books| put(table(books, BUSINESS, "评委1"), "C3", text("班子建设(12分)")));
    assert_eq!(full, one("评委1!C3", "班子建设(12分)", "appraisal-fault-full"));

    let other = faults(|books| put(table(books, BUSINESS, "评委1"), "C3", text("点赞数量(10分)")));
    let keys: Vec<_> = other.iter().map(|(place, _, key)| (place.as_str(), *key)).collect();
    assert!(keys.contains(&(format!("{BUSINESS}:评委1!A3").as_str(), "office-head-missing")), "{keys:?}");

    let category = faults(|books| put(table(books, BUSINESS, "评委1"), "A1", text("2014年度评分表(其他类)")));
    assert!(category.contains(&(
        format!("{BUSINESS}:评委1!A1"),
        "2014年度评分表(其他类)".into(),
        "appraisal-fault-category"
    )));

    let dimension = faults(|books| put(table(books, BUSINESS, "评委1"), "C2", text("工作业绩")));
    assert_eq!(dimension.len(), 2, "both indicators under the wrong head: {dimension:?}");
    assert!(dimension.iter().all(|(_, _, key)| *key == "appraisal-fault-dimension"));
}

#[test]
fn a_tally_must_add_up() {
    let tally = |cell: &str, value: Value| faults(|books| put(table(books, TALLY, "汇总"), cell, value));
    let one = |cell: &str, value: &str, key| vec![(format!("{TALLY}:汇总!{cell}"), value.to_owned(), key)];
    assert_eq!(tally("F4", number("18")), one("E4", "51", "appraisal-fault-sum"));
    assert_eq!(tally("D4", number("50")), one("E4", "51", "appraisal-fault-returned"));
    assert_eq!(tally("C4", number("61")), one("D4", "62", "appraisal-fault-issued"));
    assert_eq!(tally("G4", Value::Empty), one("G4", "", "appraisal-fault-count-missing"));
    assert_eq!(tally("G4", number("-24")), one("G4", "-24", "appraisal-fault-count-negative"));
    assert_eq!(tally("G4", number("2.5")), one("G4", "2.5", "office-not-integer"));
    assert_eq!(tally("B4", text("离退休")), one("B4", "离退休", "appraisal-fault-group"));
    assert_eq!(tally("B5", text("党员")), one("B5", "党员", "appraisal-fault-group-twice"));
    let unknown = tally("A4", text("法律司党总支"));
    assert_eq!(unknown.len(), 2, "both its groups: {unknown:?}");
    assert!(unknown.iter().all(|(place, value, key)| {
        *place == format!("{TALLY}:汇总!A4")
            && value == "法律司党总支"
            && *key == "appraisal-fault-organisation"
    }));
}

#[test]
fn an_unknown_choice_is_named_at_its_head() {
    let found = faults(|books| put(table(books, TALLY, "汇总"), "J3", text("说不清")));
    assert!(found.iter().any(|(place, _, _)| place.starts_with(&format!("{TALLY}:汇总!"))), "{found:?}");
}

#[test]
fn organisations_may_be_continued_by_blanks_instead_of_merging() {
    let found = faults(|books| table(books, TALLY, "汇总").merged.retain(|region| region.first.row == 0));
    assert_eq!(found, []);
}

#[test]
fn what_the_scheme_does_not_allow_to_be_missing_stops_the_ranking() {
    let scheme = scheme();
    let mut files = files_of(2014);
    files.retain(|(name, _)| name != TALLY);
    let faults = rank(&files, &Wanted { scheme: &scheme, year: 2014, category: None }).unwrap_err();
    assert_eq!(faults.len(), 41);
    assert!(faults.iter().all(|fault| fault.reason.key == "appraisal-trouble-missing"));
    let none = rank(&files, &Wanted { scheme: &scheme, year: 2012, category: None }).unwrap_err();
    assert_eq!(none.iter().map(|fault| fault.reason.key).collect::<Vec<_>>(), ["appraisal-fault-nothing"]);
    let damaged = [("评分表.xlsx".to_owned(), b"PK\x03\x04 broken off".to_vec())];
    let damaged = rank(&damaged, &Wanted { scheme: &scheme, year: 2014, category: None }).unwrap_err();
    assert!(damaged.iter().all(|fault| fault.place() == "评分表.xlsx"), "{damaged:?}");
}

#[test]
fn all_faults_come_at_once_in_words_of_both_languages() {
    let mut books = books_of_2014();
    put(table(&mut books, BUSINESS, "评委3"), "D6", number("10.5"));
    put(table(&mut books, BUSINESS, "评委5"), "C9", text("九分"));
    put(table(&mut books, TALLY, "汇总"), "F4", number("18"));
    let scheme = scheme();
    let found = gather(&books, &Wanted { scheme: &scheme, year: 2014, category: None });
    let said = |lang| {
        let words = Words::load(lang, &[OFFICE, appraisal::TEXTS]).unwrap();
        let line = |f: &Fault| {
            format!("{} {}: {} — {}", f.place(), f.value, words.say(&f.reason), words.say(&f.fix))
        };
        found.faults.iter().map(line).collect::<Vec<_>>()
    };
    let (zh, en) = (said(Lang::Zh), said(Lang::En));
    assert_eq!((zh.len(), en.len()), (3, 3));
    assert_eq!(
        zh[1],
        format!(
            "{BUSINESS}:评委3!D6 10.5: “民主集中”的评分超过满分 10 — 请填写 0 到 10 的分数，最多三位小数"
        )
    );
    assert_eq!(
        en[1],
        format!(
            "{BUSINESS}:评委3!D6 10.5: the mark for “民主集中” is above the full mark 10 — give a mark from 0 to 10 with at most three decimals"
        )
    );
    assert!(en[0].contains("choices and spoilt ballots add up to 52, not to the 51 returned"), "{}", en[0]);
}
