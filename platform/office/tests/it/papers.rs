//! Papers as .docx: what they hold, and that LibreOffice lays them out as GB/T 9704 wants.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use kernel::paper::{Block, Column, Level, Table, Terms};
use kernel::{Cell, Day, Paper};
use office::write;
use quick_xml::events::Event;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A table of so many organisations.
fn ranking(rows: i64) -> Table {
    let columns = [
        Column::new("名次").weight(1).middle(),
        Column::new("党组织").weight(5),
        Column::new("得分").weight(2).right(),
    ];
    let row = |n: i64| {
        vec![Cell::Int(n), format!("第{n}党支部").into(), Cell::Decimal { units: 9900 - n, digits: 2 }]
    };
    Table::new(columns).caption("审查业务类").rows((1..=rows).map(row)).total([
        Cell::Empty,
        "平均".into(),
        Cell::Decimal { units: 9650, digits: 2 },
    ])
}

/// A paper with every part.
fn whole() -> Paper {
    Paper::new("关于2015年度基层党组织晋位升级考评结果的通知")
        .organ("中共某某局直属机关委员会文件")
        .number("机党发〔2015〕3号")
        .to("各基层党组织")
        .text("根据考评方案，现将2015年度考评结果通知如下。")
        .section("总体情况")
        .subsection("参加考评的党组织")
        .point("分类")
        .text("41个党组织分三类参加考评。")
        .facts([
            ("党组织", "机关服务中心党委"),
            ("类别", "综合管理类"),
            ("等次", "好"),
            ("依据", "考评方案第三条第二款和委员会会议决定"),
        ])
        .table(ranking(5))
        .page_break()
        .section("意见")
        .blank("意见", 3)
        .choices("总体评价", ["好", "较好", "一般", "差"])
        .attach("得分说明单")
        .attach("名次和等次汇总表，名称很长因而要在下一行接着写并且对齐第一个字")
        .signed("中共某某局直属机关委员会", day("2015-12-02"))
        .sealed("（盖章）")
        .copies_to("局党组成员，各部门，各直属单位。")
}

/// One part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
/// The order in which the schema wants the properties of paragraphs, text, tables, cells and sections (ISO/IEC 29500-4,
/// as far as we use them).
const ORDER: [(&str, &str); 7] = [
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr tabs snapToGrid spacing ind jc outlineLvl",
    ),
    ("w:rPr", "rFonts color spacing sz szCs lang"),
    ("w:tblPr", "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar"),
    ("w:tcPr", "tcW gridSpan vAlign"),
    ("w:sectPr", "footerReference pgSz pgMar cols docGrid"),
    ("w:style", "name basedOn uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr"),
    ("w:settings", "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat"),
];

/// Every element with its children, in the order in which they stand.
fn families(xml: &str) -> Vec<(String, Vec<String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut open, mut done): (Vec<(String, Vec<String>)>, _) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let name = e.name().as_ref().to_owned();
                if let Some((_, children)) = open.last_mut() {
                    children.push(name.trim_start_matches("w:").to_owned());
                }
                if matches!(event, Event::Start(_)) {
                    open.push((name, Vec::new()));
                }
            }
            Event::End(_) => done.push(open.pop().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    done
}

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let bytes = write::paper(&whole()).unwrap();
    let mut seen = 0;
    for name in
        ["word/document.xml", "word/styles.xml", "word/settings.xml", "word/footer1.xml", "word/footer2.xml"]
    {
        for (parent, children) in families(&part(&bytes, name)) {
            let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == parent) else { continue };
            let places: Vec<_> = children
                .iter()
                .map(|child| {
                    order
                        .split(' ')
                        .position(|known| known == child)
                        .unwrap_or_else(|| panic!("{parent} {child}"))
                })
                .collect();
            assert!(places.is_sorted(), "{name}: {parent} holds {children:?}");
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[test]
fn every_part_that_is_named_is_there_and_well_formed() {
    let bytes = write::paper(&whole()).unwrap();
    let types = part(&bytes, "[Content_Types].xml");
    let named: Vec<_> =
        types.split("PartName=\"/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(named.len(), 7);
    for name in named {
        families(&part(&bytes, name));
    }
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    let targets = relations.split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for target in targets {
        part(&bytes, &format!("word/{target}"));
    }
}

#[test]
fn staff_find_the_styles_under_their_names() {
    let bytes = write::paper(&whole()).unwrap();
    let (styles, document) = (part(&bytes, "word/styles.xml"), part(&bytes, "word/document.xml"));
    for name in ["公文标题", "一级标题", "二级标题", "落款", "表格"] {
        assert!(styles.contains(&format!("<w:name w:val=\"{name}\"/>")), "{name}");
    }
    let defined: Vec<_> =
        styles.split("w:styleId=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for used in document.split("Style w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(defined.contains(&used), "{used} is not defined");
    }
    for font in ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"] {
        assert!(styles.contains(&format!("w:hint=\"eastAsia\" w:ascii=\"{font}\"")), "{font}");
    }
}

#[test]
fn what_people_typed_stays_text() {
    let nasty = "</w:t><w:br/>\u{0}\u{8}]]>&amp; \"x\" 𠮷";
    let table = Table::new([Column::new(nasty)]).row([nasty.into()]).caption(nasty);
    let paper =
        Paper::new(nasty).organ(nasty).number(nasty).to(nasty).text(nasty).section(nasty).table(table);
    let paper = paper.facts([(nasty, nasty)]).blank(nasty, 2).choices(nasty, [nasty]).attach(nasty);
    let paper = paper.signed(nasty, day("2015-12-02")).sealed(nasty).copies_to(nasty);
    let document = part(&write::paper(&paper).unwrap(), "word/document.xml");
    families(&document);
    let escaped = "&lt;/w:t&gt;&lt;w:br/&gt;]]&gt;&amp;amp; &quot;x&quot; 𠮷";
    assert_eq!(document.matches(escaped).count(), 18);
}

#[test]
fn the_same_paper_is_the_same_file() {
    assert_eq!(write::paper(&whole()).unwrap(), write::paper(&whole()).unwrap());
}

#[test]
fn a_paper_in_english_has_latin_letters_and_its_own_date() {
    let terms = Terms {
        lang: "en".into(),
        colon: ": ".into(),
        attachment: "Attachments".into(),
        copies: "Copies".into(),
    };
    let paper =
        Paper::new("Notice").terms(terms).to("All branches").signed("The Committee", day("2015-12-02"));
    let bytes = write::paper(&paper.attach("Scores")).unwrap();
    let document = part(&bytes, "word/document.xml");
    for text in ["All branches:<", "Attachments: Scores<", "2 December 2015<"] {
        assert!(document.contains(text), "{text}");
    }
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("w:ascii=\"Times New Roman\"") && !styles.contains("w:ascii=\"仿宋"));
}

#[test]
fn an_empty_paper_and_odd_parts_are_still_a_document() {
    let nothing = Table::new([]).row([Cell::Int(1)]);
    let paper = Paper::new("").facts::<(&str, &str)>([]).table(nothing).blank("", 0).page_break();
    let paper = paper.choices::<&str>("", []).heading(Level::Third, "").block(Block::Text("a\nb".into()));
    let document = part(&write::paper(&paper).unwrap(), "word/document.xml");
    families(&document);
    assert!(document.contains("<w:pageBreakBefore/>") && document.contains("<w:br/>"));
    assert!(!document.contains("<w:tbl>"));
}

/// A paper as LibreOffice prints it: its pages as text, and what pdfinfo says. Nothing where it is not installed.
fn printed(paper: &Paper) -> Option<(Vec<String>, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("paper.docx"), write::paper(paper).unwrap()).unwrap();
    let converted = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", path("profile").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .args([folder.path(), &path("paper.docx")])
        .output();
    let tell = |program: &str, arguments: &[&str], pdf: &Path| {
        let out = Command::new(program).args(arguments).arg(pdf).arg("-").output().ok()?;
        out.status.success().then(|| String::from_utf8(out.stdout).unwrap())
    };
    let text =
        path("paper.pdf").exists().then(|| tell("pdftotext", &["-layout"], &path("paper.pdf"))).flatten();
    let Some(text) = text.filter(|_| converted.is_ok()) else {
        eprintln!("LibreOffice Writer or poppler-utils is not installed: the paper was not printed");
        return None;
    };
    let info = Command::new("pdfinfo").arg(path("paper.pdf")).output().unwrap();
    let pages = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
    Some((pages, String::from_utf8(info.stdout).unwrap()))
}

/// Without what programs put between Chinese and Latin letters.
fn tight(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn libreoffice_prints_a_whole_paper() {
    let Some((pages, info)) = printed(&whole()) else { return };
    assert!(info.contains("(A4)"), "{info}");
    let [first, second, third] = pages.as_slice() else { panic!("{} pages", pages.len()) };
    let first = tight(first);
    for text in [
        "中共某某局直属机关委员会文件",
        "机党发〔2015〕3号",
        "各基层党组织：",
        "一、总体情况",
        "（一）参加考评的党组织",
        "1.分类",
    ] {
        assert!(first.contains(text), "{text}");
    }
    assert!(first.ends_with("—1—") && tight(second).ends_with("—2—"));
    assert!(tight(second).contains("名次党组织得分1第1党支部98.99"));
    let third = tight(third);
    let parts =
        ["二、意见", "□好□较好□一般□差", "附件：1.得分说明单2.", "（盖章）2015年12月2日", "抄送：局党组成员"];
    let places: Vec<_> =
        parts.map(|text| third.find(text).unwrap_or_else(|| panic!("{text}: {third}"))).into();
    assert!(places.is_sorted());
}

#[test]
fn libreoffice_sets_22_lines_of_28_characters_and_repeats_the_head_of_a_table() {
    let text = "机".repeat(28 * 22 * 3);
    let paper = Paper::new("满页").text(text).page_break().table(ranking(60));
    let Some((pages, info)) = printed(&paper) else { return };
    assert!(info.contains("(A4)"), "{info}");
    // The fonts of the standard are not installed here; the distances hold for any that is as wide as it is high.
    let full: Vec<_> = pages[1].lines().filter(|line| line.contains('机')).collect();
    assert_eq!(full.len(), 22);
    assert!(full.iter().all(|line| line.trim().chars().count() == 28), "{full:?}");
    let tables: Vec<_> = pages.iter().filter(|page| page.contains("党支部")).collect();
    assert!(tables.len() > 1 && tables.iter().all(|page| page.contains("名次") && page.contains("得分")));
}

#[test]
fn libreoffice_lays_wide_tables_on_their_side() {
    let Some((pages, info)) = printed(&Paper::new("长表").landscape().table(ranking(3))) else { return };
    assert!(info.contains("841.89 x 595.3") && info.contains("(A4)"), "{info}");
    assert!(tight(&pages[0]).contains("平均96.50"));
}

#[test]
fn another_form_stands_on_a_new_sheet_under_its_own_title() {
    let paper = Paper::new("测评表\n（党员）").text("一").form("测评表（群众）").text("二");
    let bytes = write::paper(&paper).unwrap();
    let markup = part(&bytes, "word/document.xml");
    assert!(markup.contains(r#"<w:pStyle w:val="PaperTitle"/><w:pageBreakBefore/>"#), "{markup}");
    assert!(
        markup.contains(r#"<w:br/><w:t xml:space="preserve">（党员）"#),
        "a title breaks where it says: {markup}"
    );
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:title>测评表（党员）</dc:title>"));
}
