//! What is written and read again is the same: text that looks like something else, exact decimals, dates.

use kernel::{Cell, Day, Sheet};
use office::{FieldSpec, Fill, Limits, Manual, Value, find_header, read, write};
use proptest::prelude::*;

/// Text as people and attackers write it: not blank, without control characters other than line ends.
fn text() -> impl Strategy<Value = String> {
    let nasty = prop_oneof![
        Just("=1+1".to_owned()),
        Just("'=cmd|' /C calc'!A0".to_owned()),
        Just("''@SUM(A1)".to_owned()),
        Just("-5".to_owned()),
        Just("+86 10".to_owned()),
        Just("\t=1".to_owned()),
        Just("001001".to_owned()),
        Just("_x0041_".to_owned()),
        Just("a;b\tc,d\"e\"".to_owned()),
        Just(" 两边有空格 ".to_owned()),
        Just("两\n行".to_owned()),
        Just("𠮷&<>'\"".to_owned()),
        Just("2012.6".to_owned()),
        Just("TRUE".to_owned()),
    ];
    let any = "[ -~\u{4e00}-\u{4e40}，（）　\n]{1,12}".prop_filter("not blank", |t| !t.trim().is_empty());
    prop_oneof![nasty, any]
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        4 => text().prop_map(Cell::Text),
        1 => Just(Cell::Empty),
        2 => (-999_999_999_999_999_i64..=999_999_999_999_999).prop_map(Cell::Int),
        2 => (-999_999_999_999_i64..=999_999_999_999, 0_u8..=3).prop_map(|(units, digits)| Cell::Decimal { units, digits }),
        2 => (-20_000_i64..60_000).prop_map(|days| Cell::Day(Day::from_epoch_days(days))),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..8).prop_map(|rows| Sheet {
        name: "表".to_owned(),
        head: vec!["甲".to_owned(), "乙".to_owned(), "丙".to_owned()],
        rows,
    })
}

fn assert_same(sheet: &Sheet, bytes: &[u8]) {
    let book = read("表.bin", bytes, &Limits::default()).unwrap();
    let table = &book.sheets[0];
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            let at = office::Address::new(row, column);
            let located = table.located(at, Fill::None);
            match cell {
                Cell::Empty => assert!(located.cell.value.is_empty(), "{at}"),
                Cell::Text(text) => assert_eq!(located.cell.value, Value::Text(text.clone()), "{at}"),
                Cell::Int(number) => assert_eq!(located.integer(), Ok(Some(*number)), "{at}"),
                Cell::Decimal { units, digits } => {
                    assert_eq!(located.decimal(*digits), Ok(Some(*units)), "{at}")
                }
                Cell::Day(day) => assert_eq!(located.day().unwrap().unwrap().day, *day, "{at}"),
            }
            assert!(!located.cell.formula, "{at} became a formula");
        }
    }
    assert!(table.rows.len() <= sheet.rows.len() + 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn workbooks_come_back_as_they_went(sheet in sheet()) {
        assert_same(&sheet, &write::workbook(std::slice::from_ref(&sheet)).unwrap());
    }

    #[test]
    fn text_tables_come_back_as_they_went(sheet in sheet()) {
        assert_same(&sheet, &write::csv(&sheet).unwrap());
    }
}

#[test]
fn a_text_table_in_gb18030_reads_like_one_in_utf_8() {
    let text = "姓名,所在党组织\r\n㛃䶮,办公室党总支\r\n王小明,条法司\r\n";
    let (gb, _, lossy) = encoding_rs::GB18030.encode(text);
    assert!(!lossy);
    let plain = read("名册.csv", text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(read("名册.csv", &gb, &Limits::default()).unwrap(), plain);
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(read("名册.csv", &marked, &Limits::default()).unwrap(), plain);
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("名册.csv", &wide, &Limits::default()).unwrap(), plain);
}

#[test]
fn semicolons_and_tabs_separate_too_and_blank_lines_count_as_rows() {
    for separator in [",", ";", "\t"] {
        let text = ["姓名|数|评语", "", "王|1|好, 很好; 真好", "", "", "李|2|\"两|\n行\""]
            .join("\r\n")
            .replace('|', separator);
        let text = if separator == "\t" {
            text
        } else {
            text.replace("好, 很好; 真好", "\"好, 很好; 真好\"")
        };
        let table = read("t.csv", text.as_bytes(), &Limits::default()).unwrap().sheets.remove(0);
        let header = find_header(
            &table,
            &[FieldSpec::new("n", &["姓名"]), FieldSpec::new("c", &["数"])],
            &Manual::default(),
        );
        assert_eq!(header.unwrap().columns().len(), 2, "{separator:?}");
        let rows: Vec<_> = table.rows.iter().map(|row| row.index).collect();
        assert_eq!(rows, [0, 2, 5], "{separator:?}");
        assert_eq!(table.cell("C3".parse().unwrap()).value, Value::Text("好, 很好; 真好".to_owned()));
    }
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let sheet = Sheet { name: "表".into(), head: vec!["甲".into()], rows: vec![vec![Cell::Int(1)]] };
    let once = write::workbook(std::slice::from_ref(&sheet)).unwrap();
    assert_eq!(once, write::workbook(&[sheet]).unwrap());
}
