//! Marks and the life of a sheet: typed, saved, submitted, returned.

use kernel::Role;
use testkit::db::each_backend;

use super::{HTML, JSON, Year, cell, first_category, indicators, migrations};

#[test]
fn marks_are_saved_cell_by_cell_and_told_when_wrong() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, name) = first_category().remove(0);
        let all = indicators();
        let saved = year.mark(&cookie, &[(cell(org, &all[0]), "８。５"), (cell(org, &all[1]), "9")]);
        assert_eq!(saved.status, 200, "{}", saved.text());
        assert_eq!((&saved.json()["saved"], &saved.json()["elsewhere"]), (&2.into(), &serde_json::json!([])));
        let sheet = year.house.json("/cycles/2/marking/1", &cookie).json();
        let row = &sheet["rows"][0];
        assert_eq!(
            (&row["name"], &row["marks"][0]["value"], &row["total"]),
            (&name.into(), &"8.5".into(), &"17.5".into())
        );
        assert_eq!(
            (&row["share"], &row["rank"]),
            (&"87.5".into(), &serde_json::Value::Null),
            "it is not complete"
        );

        let above = year.mark(&cookie, &[(cell(org, &all[0]), "9"), (cell(org, &all[1]), "85")]);
        assert_eq!(above.status, 422);
        let error = &above.json()["errors"][0];
        assert_eq!(error["field"], cell(org, &all[1]));
        assert!(error["detail"].as_str().unwrap().contains("如果是 8.5，请写 8.5"));
        let sheet = year.house.json("/cycles/2/marking/1", &cookie).json();
        assert_eq!(sheet["rows"][0]["marks"][0]["value"], "8.5", "all or nothing");

        assert_eq!(year.mark(&cookie, &[(cell(org, "nothing"), "9")]).status, 404);
        assert_eq!(year.mark(&cookie, &[("9999.".to_owned() + &all[0], "9")]).status, 404);
        assert_eq!(year.mark(&cookie, &[("x".to_owned(), "9")]).status, 400);
        assert_eq!(year.mark(&cookie, &[(cell(org, &all[0]), "")]).status, 200);
        assert_eq!(
            year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1"),
            1,
            "a mark can be cleared"
        );
    });
}

#[test]
fn a_plain_form_keeps_what_was_typed_and_leaves_alone_what_was_not() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let orgs = first_category();
        let all = indicators();
        let (one, two, three) =
            (cell(orgs[0].0, &all[0]), cell(orgs[0].0, &all[1]), cell(orgs[1].0, &all[0]));
        year.mark(&cookie, &[(one.clone(), "8"), (two.clone(), "8")]);
        let wrong =
            [("cell", &*one), ("was", "8"), ("mark", "11"), ("cell", &*two), ("was", "8"), ("mark", "7.5")];
        let back = year.house.send_as("/cycles/2/marking/1", &cookie, &wrong, HTML);
        assert_eq!(back.status, 422);
        let text = back.text();
        assert!(
            text.contains("11 超过满分 10")
                && text.contains("value=\"11\"")
                && text.contains("value=\"7.5\"")
        );
        assert!(text.contains(&format!("href=\"#field-{one}\"")), "the sentence leads to its cell");

        // Meanwhile another window has written the first cell; this form did not touch it.
        year.mark(&cookie, &[(one.clone(), "9")]);
        let form = [
            ("cell", &*one),
            ("was", "8"),
            ("mark", "8"),
            ("cell", &*two),
            ("was", "8"),
            ("mark", "7.5"),
            ("cell", &*three),
            ("was", ""),
            ("mark", ""),
        ];
        assert_eq!(year.house.send_as("/cycles/2/marking/1", &cookie, &form, HTML).status, 303);
        let sheet = year.house.json("/cycles/2/marking/1", &cookie).json();
        assert_eq!(sheet["rows"][0]["marks"][0]["value"], "9");
        assert_eq!(sheet["rows"][0]["marks"][1]["value"], "7.5");
    });
}

#[test]
fn of_two_windows_the_later_write_counts_and_is_told() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, name) = first_category().remove(0);
        let key = cell(org, &indicators()[0]);
        let write = |was: &str, mark: &str| {
            let form = [("touched", "yes"), ("cell", key.as_str()), ("was", was), ("mark", mark)];
            year.house.send_as("/cycles/2/marking/1", &cookie, &form, JSON).json()
        };
        assert_eq!(write("", "8")["elsewhere"], serde_json::json!([]));
        let told = write("", "7");
        let expected = serde_json::json!({
            "org": org, "name": name, "indicator": indicators()[0], "found": "8", "now": "7",
        });
        assert_eq!((&told["elsewhere"][0], &told["saved"]), (&expected, &1.into()));
        // An answer that was lost on the way, sent again: nothing has changed elsewhere.
        assert_eq!(write("8", "7")["elsewhere"], serde_json::json!([]));
        // Typed back to what this window had, it still counts.
        assert_eq!(write("8", "8")["saved"], 1);
    });
}

#[test]
fn a_sheet_is_submitted_when_complete_locked_and_returned() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, _) = first_category().remove(0);
        let key = cell(org, &indicators()[0]);
        year.fill(&cookie, "8.5");
        year.mark(&cookie, &[(key.clone(), "")]);
        let early = year.house.page("/cycles/2/marking/1/submission", &cookie).text();
        assert!(
            early.contains("还有 1 格没有评分") && !early.contains("提交“审查业务类”评分表</button>"),
            "{early}"
        );
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 409);
        year.mark(&cookie, &[(key.clone(), "10")]);
        let ready = year.house.json("/cycles/2/marking/1/submission", &cookie).json();
        let n = first_category().len();
        assert_eq!(ready["spreads"][0]["commonest"], "8.5");
        assert_eq!(ready["spreads"][0]["times"], n - 1);
        assert_eq!(
            (&ready["spreads"][0]["lowest"], &ready["spreads"][0]["highest"]),
            (&"8.5".into(), &"10".into())
        );
        assert_eq!(ready["looks"]["equal_totals"], n - 1);
        assert_eq!((&ready["places"][0]["rank"], &ready["places"][1]["rank"]), (&1.into(), &2.into()));

        // Nobody but the reviewer sees a mark before it is submitted.
        let hidden = year.house.json("/cycles/2/panel/1/sheets/1", &year.admin).json();
        assert_eq!((&hidden["rows"], &hidden["spreads"]), (&serde_json::json!([]), &serde_json::json!([])));
        let blank = year.house.page("/cycles/2/panel/1/sheets/1/workbook", &year.admin);
        assert!(!numbers(&blank.bytes).contains(&"8.5".to_owned()));

        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 303);
        assert_eq!(year.mark(&cookie, &[(key.clone(), "9")]).status, 409, "it is locked");
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 409);
        let recusal = format!("/cycles/2/marking/1/organisations/{org}");
        assert_eq!(year.house.send_as(&recusal, &cookie, &[("reason", "太晚了")], HTML).status, 409);
        assert!(year.house.page("/cycles/2/marking/1", &cookie).text().contains("不能再改"));
        let shown = year.house.json("/cycles/2/panel/1/sheets/1", &year.admin).json();
        assert_eq!((&shown["rows"][0]["marks"][0], &shown["by_office"]), (&"10".into(), &false.into()));
        assert_eq!(year.assign(&[1], &[1]).status, 303, "what is assigned already stays");

        let back = "/cycles/2/panel/1/sheets/1/return";
        assert_eq!(year.house.send_as(back, &year.admin, &[("reason", "")], HTML).status, 422);
        assert_eq!(year.house.send_as(back, &year.admin, &[("reason", "请核对第一项")], HTML).status, 303);
        assert_eq!(year.house.send_as(back, &year.admin, &[("reason", "再退")], HTML).status, 409);
        assert!(year.house.page("/cycles/2/marking/1", &cookie).text().contains("请核对第一项"));
        assert_eq!(year.mark(&cookie, &[(key, "9")]).status, 200);
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 303);
    });
}

/// The reviewer's own side can come to cover an organisation behind everybody's back, by a change in the tree.
#[test]
fn a_recusal_is_looked_at_once_more_when_submitting() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, name) = first_category().remove(0);
        year.fill(&cookie, "9");
        let permit = testkit::db::permit::<crate::house::Prepare>();
        let path = format!("1.{org}.77.");
        let moved = year.house.site.db.write(&permit, move |tx| {
            Ok(tx.run("UPDATE appraisal_reviewers SET org_path = $1 WHERE id = 1", &[&path])?)
        });
        assert_eq!(moved.unwrap(), 1);
        assert_eq!(year.mark(&cookie, &[(cell(org, &indicators()[0]), "8")]).status, 409);
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 303);
        let n = i64::try_from((first_category().len() - 1) * indicators().len()).unwrap();
        assert_eq!(year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1"), n);
        assert_eq!(
            year.count("SELECT COUNT(*) FROM appraisal_assignments WHERE recused AND recused_by = 'rule'"),
            1
        );
        let panel = year.house.page("/cycles/2/panel/1", &year.admin).text();
        assert!(panel.contains(&name) && panel.contains("按规则"));
    });
}

/// The texts of all cells of a workbook.
fn numbers(bytes: &[u8]) -> Vec<String> {
    let book = office::read("sheet.xlsx", bytes, &office::Limits::default()).unwrap();
    let rows = book.sheets.iter().flat_map(|table| &table.rows);
    rows.flat_map(|row| &row.cells).map(|cell| cell.value.to_string()).collect()
}

#[test]
fn a_reviewer_opens_the_evidence_of_whom_they_mark() {
    each_backend(&migrations(), |fresh| {
        let year = Year::opened(fresh);
        let orgs = first_category();
        let (org, other) = (orgs[0].0.0, orgs[1].0.0);
        let own = year.house.member("own", Role::OrganisationSecretary, Some(org));
        let at = format!("/cycles/2/self-assessments/{org}");
        let sent = [("evidence", "记录.pdf", b"%PDF-1.4".as_slice())];
        assert_eq!(
            year.house.upload(&format!("{at}/items/innovation/evidence"), &own, &[], &sent).status,
            303
        );
        year.house.send(&format!("{at}/items/innovation"), &own, &[("words", "写好了")]);
        let file = year.house.site.db.read(|c| {
            let sql = "SELECT id FROM attachments WHERE record_kind = 'self_item'";
            Ok(c.scalar::<i64>(sql, &[])?)
        });
        let file = file.unwrap();

        year.move_to("review");
        let reviewer = year.house.account("reviewer1", Role::Reviewer, None);
        year.add("评委1", &year.user("reviewer1"), "0");
        year.assign(&[1], &[1]);
        let page = format!("/cycles/2/marking/1/organisations/{org}");
        let open = |of: i64| {
            let path = format!("/cycles/2/marking/1/organisations/{of}/evidence/{file}");
            year.house.page(&path, &reviewer).status.as_u16()
        };
        assert_eq!(open(org), 404, "it was not handed in");
        assert!(!year.house.page(&page, &reviewer).text().contains("写好了"));
        year.move_to("self_assessment");
        assert_eq!(year.house.send(&format!("{at}/submission"), &own, &[("knowing", "yes")]).status, 303);
        year.move_to("review");
        assert_eq!((open(org), open(other)), (200, 404));
        let text = year.house.page(&page, &reviewer).text();
        assert!(text.contains("写好了") && text.contains(&format!("/evidence/{file}\"")), "{text}");
        let recused = year.house.send(&page, &reviewer, &[("reason", "曾在该部门任职")]);
        assert_eq!(recused.status, 303, "{}", recused.text());
        assert_eq!(open(org), 404, "it does not concern whoever is recused");
        let outside = year.house.account("reviewer2", Role::Reviewer, None);
        assert_eq!(year.house.page(&format!("{page}/evidence/{file}"), &outside).status, 404);
    });
}
