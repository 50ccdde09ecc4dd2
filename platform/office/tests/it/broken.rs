//! Files that are not what they should be: each gets its own refusal, quickly, and none takes the process along.

use std::io::{Cursor, Read, Write};

use office::{Address, Fault, FieldSpec, HeaderFault, Kind, Limits, Manual, Value, find_header, read};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::files::{fixture, sample};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of one sheet with that content.
fn workbook(sheet: &str) -> Vec<u8> {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    packed(&[
        (
            "_rels/.rels",
            format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>").as_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>").as_bytes(),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>").as_bytes()),
    ])
}

/// An empty compound file in the version that old workbooks have.
fn compound() -> cfb::CompoundFile<Cursor<Vec<u8>>> {
    cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap()
}

fn fault(bytes: &[u8]) -> Fault {
    read("文件.xlsx", bytes, &Limits::default()).unwrap_err().fault
}

fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn the_content_tells_the_type_and_not_the_name() {
    let open_document = packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<x/>"),
        ("META-INF/manifest.xml", b"<x/>"),
    ]);
    for (bytes, kind) in [
        (b"".as_slice(), Kind::Nothing),
        (b" \r\n", Kind::Nothing),
        (b"%PDF-1.7\n", Kind::Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0", Kind::Picture),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind::Picture),
        (b"<html><table><tr><td>1</td></tr></table></html>", Kind::WebPage),
        ("\u{feff}<?xml version=\"1.0\"?><Workbook/>".as_bytes(), Kind::WebPage),
        (b"MZ\x90\0\x03\0\0\0", Kind::Unknown),
        (&packed(&[("word/document.xml", b"<x/>")]), Kind::Document),
        (&packed(&[("readme.txt", b"hello")]), Kind::Unknown),
        (&open_document, Kind::OpenDocument),
    ] {
        let error = read("名册.xlsx", bytes, &Limits::default()).unwrap_err();
        assert_eq!(error.fault, Fault::WrongType(kind), "{:?}", String::from_utf8_lossy(bytes));
        assert!(error.say().key.starts_with("office-type-"));
        assert_eq!(error.say().args.last().unwrap().1, "名册.xlsx");
    }
    let book = read("其实是表格.pdf", &sample("2014年度群众评价汇总表.xlsx"), &Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 85);
}

#[test]
fn a_password_is_named_as_such() {
    let mut file = compound();
    file.create_stream("/EncryptionInfo").unwrap().write_all(&[4, 0, 4, 0]).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(&[7; 5000]).unwrap();
    assert_eq!(fault(&file.into_inner().into_inner()), Fault::Encrypted);

    let mut file = compound();
    // BOF of a workbook, then the record that says: what follows is encrypted.
    let records =
        [0x09, 0x08, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2F, 0, 6, 0, 1, 0, 1, 0, 1, 0];
    file.create_stream("/Workbook").unwrap().write_all(&[records.as_slice(), &[0; 4200]].concat()).unwrap();
    assert_eq!(fault(&file.into_inner().into_inner()), Fault::Encrypted);

    let mut file = compound();
    file.create_stream("/WordDocument").unwrap().write_all(&[0; 4200]).unwrap();
    assert_eq!(fault(&file.into_inner().into_inner()), Fault::WrongType(Kind::Document));
}

#[test]
fn a_zip_bomb_is_refused_while_it_unpacks() {
    let zeros = vec![b' '; 64 << 20];
    let bomb = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    assert_eq!(fault(&bomb), Fault::Bomb);

    let hidden = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/media/image1.png", &zeros)]);
    assert_eq!(fault(&hidden), Fault::Bomb, "in a part that is not even wanted");

    let many: Vec<(String, &[u8])> = (0..3000).map(|n| (format!("xl/part{n}.xml"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(fault(&packed(&many)), Fault::Bomb);

    let tight = Limits { unpacked: 10_000, ..Limits::default() };
    let error = read("大.xlsx", &sample("党务干部名册.xlsx"), &tight).unwrap_err();
    assert_eq!(error.fault, Fault::UnpacksTooLarge { limit: 10_000 });
    let small = Limits { file: 1000, ..Limits::default() };
    let error = read("大.xlsx", &sample("党务干部名册.xlsx"), &small).unwrap_err();
    assert_eq!(error.fault, Fault::FileTooLarge { limit: 1000 });
}

#[test]
fn a_text_repeated_by_reference_counts_each_time() {
    let one = "长".repeat(30_000);
    let cells: String =
        (1..=100).map(|n| format!("<row r=\"{n}\">{}</row>", cell(&format!("A{n}"), &one))).collect();
    let bytes = workbook(&format!("<sheetData>{cells}</sheetData>"));
    let limits = Limits { unpacked: 20_000_000, ratio: 100_000, ..Limits::default() };
    assert!(read("a", &bytes, &limits).is_ok());
    let limits = Limits { unpacked: 5_000_000, ratio: 100_000, ..Limits::default() };
    assert!(matches!(read("a", &bytes, &limits).unwrap_err().fault, Fault::UnpacksTooLarge { .. }));
}

#[test]
fn a_million_empty_rows_cost_nothing_and_hide_nothing() {
    let mut rows =
        format!("<row r=\"1\">{}</row><row r=\"2\">{}</row>", cell("A1", "姓名"), cell("A2", "王"));
    for number in 3..=1_000_000 {
        rows.push_str(&format!("<row r=\"{number}\"><c r=\"A{number}\" s=\"0\"/></row>"));
    }
    let sheet = format!("<dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData>");
    let book = read("a", &workbook(&sheet), &Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 2);

    let nothing =
        read("a", &workbook("<dimension ref=\"A1:XFD1048576\"/><sheetData/>"), &Limits::default()).unwrap();
    let error = find_header(&nothing.sheets[0], &[FieldSpec::new("name", &["姓名"])], &Manual::default())
        .unwrap_err();
    assert_eq!(error.fault, HeaderFault::Empty);
}

#[test]
fn a_stray_cell_at_the_far_end_costs_one_row_or_is_refused() {
    let last = format!("<sheetData><row r=\"1048576\">{}</row></sheetData>", cell("A1048576", "x"));
    let book = read("a", &workbook(&last), &Limits::default()).unwrap();
    assert_eq!((book.sheets[0].rows.len(), book.sheets[0].rows[0].index), (1, 1_048_575));
    let corner = format!("<sheetData><row r=\"1\">{}</row></sheetData>", cell("XFD1", "x"));
    let wanted = Fault::TooManyColumns {
        sheet: "表".to_owned(),
        at: Address::new(0, 16_383),
        limit: Limits::default().columns,
    };
    assert_eq!(fault(&workbook(&corner)), wanted);
}

#[test]
fn too_many_sheets_rows_and_cells_are_counted() {
    let name = "2013年度评分表_综合管理类.xlsx";
    let refused = |limits: Limits| read(name, &sample(name), &limits).unwrap_err().fault;
    assert_eq!(
        refused(Limits { sheets: 3, ..Limits::default() }),
        Fault::TooManySheets { found: 7, limit: 3 }
    );
    let rows = Fault::TooManyRows { sheet: "评委1".to_owned(), limit: 5 };
    assert_eq!(refused(Limits { rows: 5, ..Limits::default() }), rows);
    assert_eq!(refused(Limits { cells: 300, ..Limits::default() }), Fault::TooManyCells { limit: 300 });
    let merged = Fault::TooManyMerged { sheet: "评委1".to_owned(), limit: 2 };
    assert_eq!(refused(Limits { merged: 2, ..Limits::default() }), merged);
}

#[test]
fn sizes_that_are_only_declared_reserve_nothing() {
    let strings = format!("<sst xmlns=\"{MAIN}\" uniqueCount=\"99999999999\"><si><t>x</t></si></sst>");
    let whole = sample("2014年度群众评价汇总表.xlsx");
    let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
    let mut parts = vec![("xl/sharedStrings.xml".to_owned(), strings.into_bytes())];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(matches!(fault(&packed(&parts)), Fault::Damaged(_)));

    // An old workbook of one sheet, which declares its dimensions and holds one number.
    let old = |dimensions: [u32; 2], column: u16, row: u16| {
        let record = |kind: u16, data: &[u8]| {
            [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
        };
        let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let name = [0_u8, 0, 1, 0, b'A'];
        let globals = start.len() + 4 + 4 + name.len() + 4;
        let place = u32::try_from(globals).unwrap().to_le_bytes();
        let size = [dimensions[0].to_le_bytes(), dimensions[1].to_le_bytes(), [0, 0, 1, 0], [0; 4]].concat();
        let number =
            [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &9.5_f64.to_le_bytes()].concat();
        let content = [
            start.clone(),
            record(0x0085, &[&place[..], &[0, 0], &name[2..]].concat()),
            record(0x000A, &[]),
            start,
            record(0x0200, &size[..14]),
            record(0x0203, &number),
            record(0x000A, &[]),
            record(0x000A, &[0; 4200]),
        ];
        let mut file = compound();
        file.create_stream("/Workbook").unwrap().write_all(&content.concat()).unwrap();
        file.into_inner().into_inner()
    };
    let book = read("a.xls", &old([0, 65_536], 0, 9), &Limits::default()).unwrap();
    assert_eq!(book.sheets[0].cell(Address::new(9, 0)).value, Value::Number("9.5".to_owned()));
    assert!(matches!(fault(&old([0, u32::MAX], 0, 9)), Fault::Damaged(_)));
    assert!(matches!(fault(&old([9, 5], 0, 9)), Fault::Damaged(_)));
    assert!(matches!(fault(&old([0, 10], 65_000, 65_000)), Fault::TooManyCells { .. }));
}

#[test]
fn merged_nonsense_is_named() {
    for (merged, region) in [
        ("<mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B2:C3\"/>", "B2:C3"),
        ("<mergeCell ref=\"C3:A1\"/>", "C3:A1"),
        ("<mergeCell ref=\"Q\"/>", "Q"),
    ] {
        let sheet = format!(
            "<sheetData><row r=\"1\">{}</row></sheetData><mergeCells>{merged}</mergeCells>",
            cell("A1", "x")
        );
        let wanted = Fault::MergedNonsense { sheet: "表".to_owned(), region: region.to_owned() };
        assert_eq!(fault(&workbook(&sheet)), wanted);
    }
}

#[test]
fn rows_out_of_order_are_put_in_order() {
    let sheet = format!(
        "<sheetData><row r=\"3\">{}</row><row r=\"1\">{}</row><row r=\"3\">{}</row></sheetData>",
        cell("A3", "丙"),
        cell("A1", "甲"),
        cell("B3", "丁")
    );
    let book = read("a", &workbook(&sheet), &Limits::default()).unwrap();
    let rows: Vec<_> = book.sheets[0].rows.iter().map(|row| (row.index, row.cells.len())).collect();
    assert_eq!(rows, [(0, 1), (2, 2)]);
    assert_eq!(book.sheets[0].cell("A3".parse().unwrap()).value.to_string(), "丙");
}

#[test]
fn formulas_are_read_as_the_value_last_shown_and_texts_like_them_as_text() {
    let sheet = format!(
        "<sheetData><row r=\"1\"><c r=\"A1\"><f>1+1</f><v>0.30000000000000004</v></c>{}{}</row></sheetData>",
        cell("B1", "=HYPERLINK(&quot;http://x&quot;)"),
        "<c r=\"C1\" t=\"str\"><f>CALL(\"x\")</f></c>"
    );
    let book = read("a", &workbook(&sheet), &Limits::default()).unwrap();
    let row = &book.sheets[0].rows[0];
    assert_eq!((&row.cells[0].value, row.cells[0].formula), (&Value::Number("0.3".to_owned()), true));
    assert_eq!(
        (&row.cells[1].value, row.cells[1].formula),
        (&Value::Text("=HYPERLINK(\"http://x\")".to_owned()), false)
    );
    assert_eq!(row.cells.len(), 2, "a formula that was never computed has no value");
}

#[test]
fn text_that_is_in_no_known_encoding_says_so() {
    assert_eq!(fault(b"a,b\n\xff\xff\xff,\x80\n"), Fault::Encoding);
    assert_eq!(fault(b"\xef\xbb\xbfa,b\n\xd0\xd5,1\n"), Fault::Encoding);
}

#[test]
fn a_sheet_that_breaks_off_is_damaged() {
    let whole = sample("党务干部名册.xlsx");
    assert!(matches!(fault(&whole[..whole.len() / 2]), Fault::Damaged(_)));
    let sheet = format!("<sheetData><row r=\"1\">{}", cell("A1", "x"));
    assert!(matches!(fault(&workbook(&sheet)), Fault::Damaged(_)));
    let old = fixture("old.xls");
    assert!(matches!(fault(&old[..old.len() / 2]), Fault::Damaged(_)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happened to the bytes on their way: an answer, never a crash.
    #[test]
    fn damage_anywhere_is_survived(at in 0.0..1.0_f64, value: u8, cut in 0.3..1.3_f64, old: bool) {
        let mut bytes = if old { fixture("old.xls") } else { fixture("noted.xlsx") };
        let place = |part: f64| (part * bytes.len() as f64) as usize;
        let (at, cut) = (place(at), place(cut));
        bytes[at] = value;
        bytes.truncate(cut);
        let _ = read("a", &bytes, &Limits::default());
        let _ = office::mark_errors(&bytes, "a", &[], |say| say.key.to_owned());
    }
}
