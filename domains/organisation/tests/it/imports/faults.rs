//! Broken rosters: each fault is named with its cell, and nothing changes.

use office::{Limits, read};
use organisation::imports::{Roster, recognise};
use store::audit;

use super::{CADRES, ORGANISATIONS, bring, bring_one, count, each, faults, sample, warnings, workbook};

const ORG_HEADS: [&str; 6] = ["组织代码", "党组织全称", "类型", "上级党组织", "成立时间", "党员数"];
const HEADS: [&str; 10] = [
    "所在党组织",
    "姓名",
    "性别",
    "出生年月",
    "公民身份号码",
    "党内职务",
    "专/兼职",
    "任职时间",
    "入党时间",
    "联系电话",
];

const ROOT: [&str; 6] = ["1", "机关党委", "机关党委", "", "1998年6月", "0"];

fn tree(db: &store::Db) {
    let verdict = bring_one(
        db,
        workbook(
            "组织.xlsx",
            &ORG_HEADS,
            &[&ROOT, &["101", "办公室党支部", "党支部", "机关党委", "2001.6", "30"]],
        ),
    );
    assert_eq!(faults(&verdict), Vec::<String>::new());
}

#[test]
fn every_faulty_cell_of_a_roster_of_cadres_is_named_at_once() {
    each(|db| {
        tree(db);
        let row =
            |name: &'static str, born: &'static str, number: &'static str, post: &'static str, joined| {
                ["办公室党支部", name, "男", born, number, post, "兼职", "2012.6", joined, "13800000000"]
            };
        let good = row("甲", "1949-12-31", "11010519491231002X", "书记", "1970年1月");
        let checksum = row("乙", "1949-12-31", "110105194912310021", "副书记", "1970年1月");
        let birth = row("丙", "1985-11-20", "110105198511190862", "组织委员", "2005-07");
        let february = row("丁", "1985-02-30", "", "宣传委员", "2005-07");
        let post = row("戊", "1985-11", "", "处长", "2005-07");
        let young = row("己", "1985-11", "", "青年委员", "1995-07");
        let mut unknown = row("庚", "1985-11", "", "书记", "2005-07");
        unknown[0] = "没有的党支部";
        let mut nameless = row("", "1985-11", "", "书记", "2005-07");
        nameless[8] = "2005年";
        let same_number = row("辛", "1949-12", "11010519491231002X", "纪检委员", "1970年1月");
        let twice = good;
        let rows: [&[&str]; 10] =
            [&good, &checksum, &birth, &february, &post, &young, &unknown, &nameless, &same_number, &twice];
        let before = db.read(|c| Ok(audit::head(c)?)).unwrap();
        let verdict = bring_one(db, workbook("干部.xlsx", &HEADS, &rows));
        assert_eq!(
            faults(&verdict),
            [
                "名册!E3 office-identity-checksum",
                "名册!D4 import-fault-born",
                "名册!D5 office-no-such-day",
                "名册!F6 import-fault-post",
                "名册!I7 import-fault-joined",
                "名册!B9 office-cell-missing",
                "名册!E10 import-fault-person",
                "名册!B11 import-fault-twice-person",
            ]
        );
        let born = &verdict.faults[1];
        assert_eq!(&*born.value, "1985-11-20");
        assert!(born.reason.args.contains(&("number", "1985-11-19".into())));
        // Only what no file can know is left to the second look.
        let verdict = bring_one(db, workbook("干部.xlsx", &HEADS, &[&good, &unknown]));
        assert_eq!(faults(&verdict), ["名册!A3 import-fault-organisation"]);
        assert_eq!(db.read(|c| Ok(audit::head(c)?)).unwrap(), before);
        for table in ["SELECT COUNT(*) FROM persons", "SELECT COUNT(*) FROM appointments"] {
            assert_eq!(count(db, table), 0, "{table}");
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM imports"), 1);
    });
}

#[test]
fn every_faulty_cell_of_a_roster_of_organisations_is_named_at_once() {
    each(|db| {
        let in_file: [&[&str]; 5] = [
            &ROOT,
            &["101", "甲党支部", "团支部", "机关党委", "2001.6", "30"],
            &["102", "乙党支部", "党支部", "机关党委", "2001-02-30", "三十"],
            &["1", "丙党支部", "党支部", "机关党委", "2001.6", "-1"],
            &["103", "机关 党委", "党委", "机关党委", "2001.6", "1"],
        ];
        let verdict = bring_one(db, workbook("组织.xlsx", &ORG_HEADS, &in_file));
        assert_eq!(
            faults(&verdict),
            [
                "名册!C3 import-fault-kind",
                "名册!E4 office-no-such-day",
                "名册!F4 office-not-integer",
                "名册!A5 import-fault-twice",
                "名册!F5 import-fault-number",
                "名册!B6 import-fault-twice",
            ]
        );
        let in_tree: [&[&str]; 7] = [
            &ROOT,
            &["101", "甲党支部", "党支部", "没有的党委", "2001.6", "30"],
            &["102", "乙党委", "党委", "丙党委", "2001.6", "30"],
            &["103", "丙党委", "党委", "乙党委", "2001.6", "30"],
            &["104", "丁党支部", "党支部", "", "2001.6", "30"],
            &["105", "戊党支部", "党支部", "己党支部", "2001.6", "30"],
            &["106", "己党支部", "党支部", "机关党委", "2001.6", "30"],
        ];
        let verdict = bring_one(db, workbook("组织.xlsx", &ORG_HEADS, &in_tree));
        let mut found = faults(&verdict);
        found.sort();
        assert_eq!(
            found,
            [
                "名册!C7 import-fault-place",
                "名册!D3 import-fault-parent",
                "名册!D4 import-fault-circle",
                "名册!D5 import-fault-circle",
                "名册!D6 import-fault-second-root",
            ]
        );
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM imports"), 0);
    });
}

#[test]
fn one_bad_cell_keeps_both_files_out() {
    each(|db| {
        let (name, bytes) = sample(CADRES);
        let mut rows = String::from("所在党组织,姓名,党内职务\r\n");
        rows.push_str("没有的党支部,某人,书记\r\n");
        let bad = ("名册.csv".to_owned(), rows.into_bytes());
        let before = db.read(|c| Ok(audit::head(c)?)).unwrap();
        let verdicts = bring(db, &[sample(ORGANISATIONS), (name, bytes), bad]);
        assert!(verdicts[0].is_clean() && verdicts[1].is_clean());
        assert_eq!(faults(&verdicts[2]), ["名册!A2 import-fault-organisation"]);
        assert!(verdicts.iter().all(|verdict| verdict.import.is_none()));
        for table in
            ["organisations", "organisation_versions", "persons", "appointments", "imports", "attachments"]
        {
            let sql: &'static str = format!("SELECT COUNT(*) FROM {table}").leak();
            assert_eq!(count(db, sql), 0, "{table}");
        }
        assert_eq!(db.read(|c| Ok(audit::head(c)?)).unwrap(), before);
    });
}

#[test]
fn files_that_are_no_roster_say_why() {
    each(|db| {
        let cases: [(&str, Vec<u8>, &str); 5] = [
            ("空.xlsx", Vec::new(), "office-type-nothing"),
            ("网页.xls", b"<html><table></table></html>".to_vec(), "office-type-web-page"),
            ("纸.xlsx", b"%PDF-1.4".to_vec(), "office-type-pdf"),
            ("断.xlsx", sample(CADRES).1[..4000].to_vec(), "office-damaged"),
            ("别的.csv", "日期,天气\r\n2015-11-01,晴\r\n".as_bytes().to_vec(), "import-unknown-roster"),
        ];
        for (name, bytes, key) in cases {
            let verdict = bring_one(db, (name.to_owned(), bytes));
            assert_eq!(verdict.refusal.map(|say| say.key), Some(key), "{name}");
        }
        let (name, bytes) = workbook("空表.xlsx", &HEADS, &[]);
        let verdict = bring_one(db, (name, bytes));
        assert_eq!(faults(&verdict), ["名册!A1 import-fault-no-rows"]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM imports"), 0);
    });
}

#[test]
fn rosters_are_told_apart_by_their_heads_and_not_by_their_names() {
    let kind = |name: &str| recognise(&read("x", &sample(name).1, &Limits::default()).unwrap());
    assert_eq!(kind(ORGANISATIONS), Some(Roster::Organisations));
    assert_eq!(kind(CADRES), Some(Roster::Cadres));
    assert_eq!(kind("2014年度评分表_审查业务类.xlsx"), None);
    assert_eq!(kind("2014年度群众评价汇总表.xlsx"), None);
}

#[test]
fn a_sum_that_does_not_agree_is_odd_and_no_fault() {
    each(|db| {
        let rows: [&[&str]; 4] = [
            &ROOT,
            &["101", "甲党支部", "党支部", "机关党委", "2001.6", "30"],
            &["102", "乙党支部", "党支部", "机关党委", "2001.6", "20"],
            &["合计", "", "", "", "", "51"],
        ];
        let verdict = bring_one(db, workbook("组织.xlsx", &ORG_HEADS, &rows));
        assert_eq!((faults(&verdict), verdict.counts.new), (Vec::new(), 3));
        assert_eq!(warnings(&verdict), [("import-warning-sum", 1)]);
    });
}

#[test]
fn formulas_and_leading_signs_are_data() {
    each(|db| {
        tree(db);
        let rows: [&[&str]; 2] = [
            &["办公室党支部", "=1+1", "", "", "", "书记", "", "", "", ""],
            &["办公室党支部", "@陆机", "", "", "", "副书记", "", "", "", ""],
        ];
        let verdict = bring_one(db, workbook("干部.xlsx", &HEADS, &rows));
        assert_eq!(faults(&verdict), Vec::<String>::new());
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons WHERE name = '=1+1'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons WHERE name = '@陆机'"), 1);
    });
}
