//! The same rosters as text tables, which keep no merged cells.

use office::{Address, Fill, Limits, Table, read};

use super::{CADRES, ORGANISATIONS, bring, count, each, faults, sample, warnings};

/// The first sheet as comma-separated text, every merged cell written once, as office programs save it.
fn as_csv(name: &str) -> String {
    let book = read(name, &sample(name).1, &Limits::default()).unwrap();
    let table: &Table = &book.sheets[0];
    let mut text = String::new();
    for row in 0..=table.rows.last().unwrap().index {
        let cells = (0..table.width()).map(|column| {
            let value = table.located(Address::new(row, column), Fill::None).cell.value.to_string();
            if value.contains(',') { format!("\"{value}\"") } else { value }
        });
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text
}

fn in_gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn text_tables_come_in_whatever_their_encoding() {
    let (organisations, cadres) = (as_csv(ORGANISATIONS), as_csv(CADRES));
    let with_mark = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (name, bytes) in [("UTF-8", cadres.as_bytes().to_vec()), ("GB18030", in_gb18030(&cadres))] {
        each(|db| {
            let files =
                [("组织.csv".to_owned(), with_mark(&organisations)), ("干部.csv".to_owned(), bytes.clone())];
            let verdicts = bring(db, &files);
            assert_eq!(faults(&verdicts[0]), Vec::<String>::new(), "{name}");
            assert_eq!(faults(&verdicts[1]), Vec::<String>::new(), "{name}");
            assert_eq!(count(db, "SELECT COUNT(*) FROM appointments"), 1294);
            // 372 organisations are named once each; the rows below them are blank.
            assert!(warnings(&verdicts[1]).contains(&("import-warning-carried", 1294 - 372)), "{name}");
        });
    }
}
