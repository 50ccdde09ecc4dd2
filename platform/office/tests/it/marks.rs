//! The user's own file with marks: everything that stood there stays, and each fault is coloured and explained.

use std::io::{Cursor, Read, Write};
use std::process::Command;

use kernel::Say;
use office::{Address, CellError, Limits, Workbook, mark_errors, read};

use crate::files::{fixture, sample};

fn fault(sheet: &str, cell: &str, reason: &'static str) -> CellError {
    CellError {
        sheet: sheet.into(),
        at: cell.parse().unwrap(),
        value: "".into(),
        reason: Say::new(reason),
        fix: Say::new("改法 <&\">"),
    }
}

/// Sentences stand for themselves; those that wrap another give it back.
fn words(say: &Say) -> String {
    say.args.first().map_or_else(|| say.key.to_owned(), |(_, text)| text.clone())
}

fn book(name: &str, bytes: &[u8]) -> Workbook {
    read(name, bytes, &Limits::default()).unwrap()
}

fn part(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let name = archive.file_names().map(|name| name.unwrap().into_owned()).find(|name| wanted(name)).unwrap();
    let mut text = String::new();
    archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The package with each part changed, or only looked at.
fn edited(bytes: &[u8], mut edit: impl FnMut(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        edit(&name, &mut content);
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The file as LibreOffice understands it, in flat markup; nothing where LibreOffice or its Calc is not installed, which
/// shows in that it cannot open the original either.
fn in_libreoffice(original: &[u8], marked: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("original.xlsx"), original).unwrap();
    std::fs::write(path("marked.xlsx"), marked).unwrap();
    let run = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", path("profile").display()))
        .args(["--headless", "--convert-to", "fods", "--outdir"])
        .args([folder.path(), &path("original.xlsx"), &path("marked.xlsx")])
        .output();
    if run.is_err() || !path("original.fods").exists() {
        eprintln!("LibreOffice Calc is not installed: the marked file was not opened in it");
        return None;
    }
    Some(std::fs::read_to_string(path("marked.fods")).unwrap())
}

#[test]
fn an_xlsx_keeps_its_content_and_gets_marks() {
    let name = "党务干部名册.xlsx";
    let original = sample(name);
    let errors = [
        fault("名册", "F12", "校验码不对"),
        fault("名册", "F12", "与别人重复"),
        fault("名册", "E5", "日期不对"),
        fault("名册", "B4", "没有这个组织"),
        fault("名册", "B4", "没有这个组织"),
        fault("名册", "M4", "缺一列"),
        fault("名册", "A1400", "少一行"),
        fault("没有的表", "A1", "不在这里"),
    ];
    let marked = mark_errors(&original, name, &errors, words).unwrap();
    assert_eq!(book(name, &marked).sheets, book(name, &original).sheets);

    let notes = part(&marked, |name| name.starts_with("xl/notes"));
    assert_eq!(notes.matches("<comment ").count(), 5);
    assert_eq!(notes.matches("没有这个组织").count(), 1, "the same words once per cell");
    assert!(notes.contains("改法 &lt;&amp;&quot;&gt;"));
    let sheet = part(&marked, |name| name == "xl/worksheets/sheet1.xml");
    let style = |cell: &str| {
        let at = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell}"));
        let tag = &sheet[at..at + sheet[at..].find('>').unwrap()];
        tag.split(" s=\"").nth(1).unwrap().split('"').next().unwrap().parse::<usize>().unwrap()
    };
    // The file has four styles; the marked date keeps its date format in a twin of its own.
    assert!(style("F12") >= 4 && style("E5") >= 4 && style("F12") != style("E5"));
    assert_eq!((style("M4"), style("A1400")), (style("F12"), style("F12")));
    let styles = part(&marked, |name| name == "xl/styles.xml");
    assert!(styles.contains("rgb=\"FFFFC7CE\"") && styles.contains("<cellXfs count=\"6\">"));

    let Some(seen) = in_libreoffice(&original, &marked) else { return };
    for words in ["校验码不对", "与别人重复", "日期不对", "没有这个组织", "缺一列", "少一行"]
    {
        assert!(seen.contains(words), "LibreOffice shows no note “{words}”");
    }
    assert!(seen.contains("420106196602286907"));
}

#[test]
fn notes_that_were_there_stay_beside_the_new_ones() {
    let original = fixture("noted.xlsx");
    let errors = [fault("名册", "B3", "重名"), fault("名册", "C4", "缺日"), fault("说明", "A1", "空")];
    let once = mark_errors(&original, "noted.xlsx", &errors, words).unwrap();
    assert_eq!(book("a", &once).sheets, book("a", &original).sheets);
    let again = mark_errors(&once, "noted.xlsx", &[fault("名册", "A3", "后来的")], words).unwrap();
    assert_eq!(book("a", &again).sheets, book("a", &original).sheets);
    let notes = part(&again, |name| name.ends_with("comment1.xml"));
    for words in ["原来的批注", "分数待核", "重名", "缺日", "后来的"] {
        assert!(notes.contains(words), "{words}");
    }
    assert_eq!(notes.matches("<comment ").count(), 4);
    let Some(seen) = in_libreoffice(&original, &again) else { return };
    for words in ["原来的批注", "分数待核", "重名", "缺日", "后来的"] {
        assert!(seen.contains(words), "LibreOffice shows no note “{words}”");
    }
}

#[test]
fn what_is_not_touched_stays_byte_for_byte() {
    let sparkline = "<extLst><ext uri=\"{05C60535-1F16-4fd2-B633-F4F36F0B64E0}\" \
         xmlns:x14=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main\"><x14:sparklineGroups \
         xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><x14:sparklineGroup><x14:sparklines><x14:sparkline>\
         <xm:f>C3:D3</xm:f><xm:sqref>E3</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>\
         </x14:sparklineGroups></ext></extLst></worksheet>";
    let original = edited(&sample("党务干部名册.xlsx"), |name, bytes| {
        if name.ends_with("sheet1.xml") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = text.replace("</worksheet>", sparkline).into_bytes();
        }
    });
    let marked = mark_errors(&original, "a.xlsx", &[fault("名册", "C7", "重名")], words).unwrap();
    let sheet = part(&marked, |name| name.ends_with("sheet1.xml"));
    let reference = sheet.find("<legacyDrawing").unwrap();
    assert!(reference < sheet.find("<extLst>").unwrap() && sheet.ends_with(sparkline));
    let touched = ["xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"];
    let mut kept = 0;
    edited(&original, |name, bytes| {
        if !touched.contains(&name) {
            kept += 1;
            assert_eq!(part(&marked, |other| other == name).as_bytes(), bytes, "{name}");
        }
    });
    assert_eq!(kept, 6);
    let Some(seen) = in_libreoffice(&original, &marked) else { return };
    assert!(seen.contains("重名"));
}

#[test]
fn an_xls_and_a_text_table_become_a_marked_xlsx() {
    let old = fixture("old.xls");
    let marked =
        mark_errors(&old, "old.xls", &[fault("名册", "C4", "缺日"), fault("名册", "D9", "空")], words)
            .unwrap();
    let (before, after) = (book("x", &old), book("x", &marked));
    assert_eq!(before.sheets.len(), 2);
    for (before, after) in before.sheets.iter().zip(&after.sheets) {
        assert_eq!((&before.name, &before.merged), (&after.name, &after.merged));
        for row in &before.rows {
            for (column, cell) in (0..).zip(&row.cells) {
                assert_eq!(after.cell(Address::new(row.index, column)).value, cell.value);
            }
        }
    }
    let csv = "姓名,电话\r\n=1+1,１３８\r\n";
    let marked = mark_errors(csv.as_bytes(), "名册.csv", &[fault("名册", "A2", "不是姓名")], words).unwrap();
    let after = book("x", &marked);
    assert_eq!(after.sheets[0].cell("A2".parse().unwrap()).value.to_string(), "=1+1");
    assert!(!after.sheets[0].cell("A2".parse().unwrap()).formula);
    assert!(part(&marked, |name| name.starts_with("xl/comments")).contains("不是姓名"));
}

#[test]
fn an_xls_reads_like_the_xlsx_it_was_made_from() {
    let book = book("old.xls", &fixture("old.xls"));
    let table = &book.sheets[0];
    let shown = |cell: &str| table.cell(cell.parse().unwrap()).value.to_string();
    assert_eq!(["A3", "B3", "C3", "D3"].map(shown), ["办公室", "王小明", "1980-02-29", "9.5"]);
    assert_eq!(["C4", "D4", "B5", "D5"].map(shown), ["2012.6", "19", "=张三", "９.０"]);
    assert!(table.cell("D4".parse().unwrap()).formula && !table.cell("B5".parse().unwrap()).formula);
    let merged: Vec<_> = table.merged.iter().map(ToString::to_string).collect();
    assert_eq!(merged, ["A1:D1", "A3:A4"]);
}
