//! A sheet as a workbook: taken home, filled in, brought back.

use kernel::Role;
use rust_xlsxwriter::Workbook;
use testkit::db::each_backend;

use super::{HTML, Year, cell, first_category, indicators, migrations};
use crate::scheme;

/// A score sheet as an office would type it: rows of a name and cells.
fn book(label: &str, title: &str, rows: &[(String, Vec<&str>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(label).unwrap();
    sheet.write(0, 0, title).unwrap();
    sheet.write(1, 1, "党组织").unwrap();
    for (column, (indicator, _)) in (2..).zip(scheme().panels()) {
        sheet.write(1, column, format!("{}({}分)", indicator.name, indicator.full)).unwrap();
    }
    for (at, (name, cells)) in (2..).zip(rows) {
        sheet.write(at, 1, name).unwrap();
        for (column, text) in (2..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write(at, column, number).unwrap(),
                Err(_) => sheet.write(at, column, *text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn rows(mark: &str) -> Vec<(String, Vec<&str>)> {
    first_category().into_iter().map(|(_, name)| (name, vec![mark; indicators().len()])).collect()
}

const TITLE: &str = "2015年度基层党组织晋位升级评分表（审查业务类）";

#[test]
fn a_sheet_goes_out_and_comes_back_the_same() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let orgs = first_category();
        year.fill(&cookie, "8.125");
        year.mark(
            &cookie,
            &[(cell(orgs[2].0, &indicators()[6]), "12.5"), (cell(orgs[4].0, &indicators()[0]), "")],
        );
        let recusal = format!("/cycles/2/marking/1/organisations/{}", orgs[1].0);
        year.house.send_as(&recusal, &cookie, &[("reason", "亲属")], HTML);

        let sent = year.house.page("/cycles/2/marking/1/workbook", &cookie);
        assert_eq!(sent.status, 200);
        // The reader of whole years reads it too: the same marks, and no mark for whom the reviewer keeps away from.
        let scheme = scheme();
        let wanted = appraisal::workbooks::Wanted { scheme: &scheme, year: 2015, category: None };
        let found = appraisal::workbooks::read(&[("a.xlsx".into(), sent.bytes.clone())], &wanted);
        let sheet = year.house.json("/cycles/2/marking/1", &cookie).json();
        let mut ours = Vec::new();
        for row in sheet["rows"].as_array().unwrap() {
            for mark in row["marks"].as_array().unwrap() {
                if mark["value"] != "" {
                    let code = mark["cell"].as_str().unwrap().split_once('.').unwrap().1.to_owned();
                    ours.push((
                        row["name"].as_str().unwrap().to_owned(),
                        code,
                        mark["value"].as_str().unwrap().to_owned(),
                    ));
                }
            }
        }
        let mut theirs: Vec<_> = found
            .input
            .marks
            .iter()
            .map(|mark| (mark.participant.clone(), mark.indicator.clone(), mark.mark.to_string()))
            .collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs);
        let faults: Vec<_> = found.faults.iter().map(|fault| fault.reason.key).collect();
        assert_eq!(faults, ["appraisal-fault-mark-missing"], "the cell that was cleared");

        let back = year.house.upload(
            "/cycles/2/marking/1/uploads",
            &cookie,
            &[],
            &[("workbook", "a.xlsx", &sent.bytes)],
        );
        assert_eq!((back.status.as_u16(), &*back.location), (303, "/marking/uploads/1"));
        let shown = year.house.json("/marking/uploads/1", &cookie).json();
        assert_eq!(
            (&shown["added"], &shown["changed"], &shown["same"]),
            (&0.into(), &0.into(), &ours.len().into())
        );
        assert_eq!(shown["blank"], 1);
    });
}

#[test]
fn what_changes_is_shown_before_it_is_taken() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let orgs = first_category();
        year.mark(
            &cookie,
            &[(cell(orgs[0].0, &indicators()[0]), "7"), (cell(orgs[0].0, &indicators()[1]), "9")],
        );
        let sent = book("评委1", TITLE, &rows("9"));
        year.house.upload("/cycles/2/marking/1/uploads", &cookie, &[], &[("workbook", "评分.xlsx", &sent)]);
        let shown = year.house.json("/marking/uploads/1", &cookie).json();
        let wanted = orgs.len() * indicators().len();
        assert_eq!(
            (&shown["added"], &shown["changed"], &shown["same"]),
            (&(wanted - 2).into(), &1.into(), &1.into())
        );
        assert_eq!(shown["rows"][0]["cells"][0]["before"], "7");
        assert_eq!(
            year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1"),
            2,
            "nothing is taken yet"
        );
        assert_eq!(year.house.post("/marking/uploads/1/confirmation", &cookie).status, 303);
        assert_eq!(
            year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1 AND mark = 9000 AND file = '评分.xlsx'"),
            i64::try_from(wanted - 1).unwrap(),
            "each mark that was taken names its file; the one that was the same stays as it was"
        );
        assert_eq!(year.house.post("/marking/uploads/1/confirmation", &cookie).status, 409, "only once");
        let other = year.house.account("reviewer2", Role::Reviewer, None);
        for path in ["/marking/uploads/1", "/marking/uploads/1/file"] {
            assert_eq!(year.house.page(path, &other).status, 404, "{path}");
        }
        assert_eq!(year.house.post("/marking/uploads/1/confirmation", &other).status, 404);
        assert_eq!(year.house.page("/panel/uploads/1", &year.admin).status, 404, "it is the reviewer's own");
    });
}

#[test]
fn faults_are_named_cell_by_cell_and_nothing_is_taken() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let orgs = first_category();
        let recusal = format!("/cycles/2/marking/1/organisations/{}", orgs[1].0);
        year.house.send_as(&recusal, &cookie, &[("reason", "亲属")], HTML);
        let mut wrong = rows("9");
        wrong[0].1[0] = "11";
        wrong[2].1[1] = "回避";
        wrong[3].0 = "没有的党委".into();
        wrong[5].1[2] = "很好";
        wrong[6].1[3] = "";
        let sent = book("评委1", TITLE, &wrong);
        let made =
            year.house.upload("/cycles/2/marking/1/uploads", &cookie, &[], &[("workbook", "错.xlsx", &sent)]);
        let page = year.house.page(&made.location, &cookie).text();
        for part in [
            "评委1!C3",
            "超过满分 10",
            "评委1!B4",
            "应当回避这个党组织，却填了分数",
            "评委1!B5",
            "写了“回避”，但没有登记回避",
            "评委1!B6",
            "这个党组织不在这张评分表上",
            "评委1!E8",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(page.contains(&format!("缺少“{}”一行", orgs[3].1)), "{page}");
        assert!(!page.contains("评委1!F9"), "an empty cell is no fault");
        assert!(!page.contains("采用这"));
        let marked = year.house.page("/marking/uploads/1/file", &cookie);
        assert_eq!(marked.status, 200);
        assert_ne!(marked.bytes, sent, "the faulty cells are marked in it");
        assert_eq!(year.house.post("/marking/uploads/1/confirmation", &cookie).status, 409);
        assert_eq!(year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1"), 0);

        // Another's sheet, another year's, another category's, and none at all.
        let others = [
            book("评委2", TITLE, &rows("9")),
            book("评委1", "2014年度评分表（审查业务类）", &rows("9")),
            book("评委1", "2015年度评分表（综合管理类）", &rows("9")),
        ];
        for sent in &others {
            let made = year.house.upload(
                "/cycles/2/marking/1/uploads",
                &cookie,
                &[],
                &[("workbook", "b.xlsx", sent)],
            );
            let page = year.house.page(&made.location, &cookie).text();
            assert!(page.contains("文件里没有评委1的 2015 年度“审查业务类”评分表"), "{page}");
        }
        let none = year.house.upload("/cycles/2/marking/1/uploads", &cookie, &[], &[]);
        assert!(none.status == 422 && none.text().contains("请选择评分表文件"));
    });
}

#[test]
fn the_office_enters_the_sheet_of_somebody_who_marks_on_paper() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        year.add("纸质评委", "", "0");
        year.assign(&[2], &[1]);
        let path = "/cycles/2/panel/2/sheets/1/uploads";
        let blank = year.house.page("/cycles/2/panel/2/sheets/1/workbook", &year.admin);
        assert_eq!(blank.status, 200);
        let sent = book("纸质评委", TITLE, &rows("8"));
        let made = year.house.upload(path, &year.admin, &[], &[("workbook", "纸质.xlsx", &sent)]);
        assert_eq!((made.status.as_u16(), &*made.location), (303, "/panel/uploads/1"));
        assert_eq!(year.house.page("/marking/uploads/1", &cookie).status, 404);
        let done =
            year.house.send_as("/panel/uploads/1/confirmation", &year.admin, &[("submit", "yes")], HTML);
        assert_eq!(done.status, 303);
        let sheet = year.house.json("/cycles/2/panel/2/sheets/1", &year.admin).json();
        assert_eq!((&sheet["state"], &sheet["by_office"]), (&"submitted".into(), &true.into()));
        let by = year.house.site.db.read(|c| {
            let sql = "SELECT DISTINCT entered_by FROM appraisal_marks WHERE reviewer_id = 2";
            Ok(c.scalar::<String>(sql, &[])?)
        });
        assert_eq!(by.unwrap(), format!("user:{}", year.user("committee_admin")), "who did it is noted");
        assert_eq!(year.house.upload(path, &year.admin, &[], &[("workbook", "a.xlsx", &sent)]).status, 409);
    });
}
