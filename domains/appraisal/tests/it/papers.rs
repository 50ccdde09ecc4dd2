//! The papers of an appraisal: that they say what was published, in every face, to whom they are for.

use std::io::{Cursor, Read};

use appraisal::workbooks::Wanted;
use kernel::Role;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, actor, directory, migrations};
use crate::year::under_way;
use crate::{files_of, office_data, participants, scheme, scheme_text};

/// Number of an organisation in the roster of these tests.
fn org(name: &str) -> i64 {
    i64::try_from(participants().iter().position(|(known, _)| known == name).unwrap()).unwrap() + 2
}

fn published(fresh: &Fresh) -> House {
    let scheme = scheme_text();
    for year in [2013, 2014] {
        let files = files_of(year);
        let what = appraisal::Load {
            year,
            scheme: Some(&scheme),
            category: None,
            files: &files,
            publish: true,
            dry_run: false,
        };
        appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    }
    House::on(fresh)
}

/// Rows of the expected table of 2014: category, rank, organisation, panel, mass, total, grade.
fn expected() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(office_data().join("expected-2014.csv")).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The pieces of text of a .docx, in order.
fn docx(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut markup = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut markup).unwrap();
    let runs = markup.split("<w:t xml:space=\"preserve\">").skip(1);
    runs.map(|run| run.split("</w:t>").next().unwrap().to_owned()).collect()
}

/// Rows of all tables of a paper's JSON, cells as they are shown.
fn rows(paper: &Value) -> Vec<Vec<String>> {
    let shown = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let tables = paper["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] == "table");
    let rows = tables.flat_map(|block| block["content"]["rows"].as_array().unwrap());
    rows.map(|row| row.as_array().unwrap().iter().map(shown).collect()).collect()
}

#[test]
fn the_report_lists_every_published_line() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh);
        let staff = house.someone(Role::Staff);
        let address = "/cycles/2/papers/notice";
        let listed = rows(&house.json(address, &staff).json()).into_iter();
        let listed: Vec<_> = listed.map(|row| row[..4].to_vec()).collect();
        let lines = expected().into_iter();
        let lines: Vec<_> =
            lines.map(|row| vec![row[1].clone(), row[2].clone(), row[5].clone(), row[6].clone()]).collect();
        assert_eq!(listed, lines, "categories in the order of the scheme");

        let page = house.page(address, &staff).text();
        let file = docx(&house.page(&format!("{address}?format=docx"), &staff).bytes);
        for line in &lines {
            let at = file.iter().position(|text| *text == line[1]).unwrap_or_else(|| panic!("{line:?}"));
            assert_eq!(file[at - 1..at + 3], line[..]);
            assert!(page.contains(&line[1]) && page.contains(&line[2]), "{line:?}");
        }
        let digest = house.json("/cycles/2/versions", &staff).json()["versions"][0]["digest"].clone();
        assert!(file.contains(&digest.as_str().unwrap().to_owned()), "the digest stands on it");
        for part in ["考评结果的通报", "晋位 12 名", "参加本年度考评的党组织共41个"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("中共"), "the settings of this house name the committee itself");
        let book = house.page(&format!("{address}?format=xlsx"), &staff);
        let book = office::read("notice.xlsx", &book.bytes, &office::Limits::default()).unwrap();
        let names: Vec<_> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        assert_eq!(names, ["审查业务类（13个）", "直属单位社会团体类（15个）", "综合管理类（13个）"]);
    });
}

#[test]
fn a_statement_tells_every_figure_and_no_mark_of_a_single_reviewer() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh);
        let staff = house.someone(Role::Staff);
        let line = expected().into_iter().find(|row| row[2] == "机械发明审查部党委").unwrap();
        let address = format!("/cycles/2/papers/statements/{}", org(&line[2]));
        let page = house.page(&address, &staff).text();
        let file = docx(&house.page(&format!("{address}?format=docx"), &staff).bytes);
        let parts = [
            line[2].clone(),
            line[0].clone(),
            line[6].clone(),
            format!("第{}名（共13个）", line[1]),
            format!("{}（满分85）", line[3]),
            format!("{}（满分15）", line[4]),
            format!("{}（满分100）", line[5]),
            "7 个评分去掉一个最高分和一个最低分后的平均数".to_owned(),
            "委员会没有改动，全部采用计算结果。".to_owned(),
        ];
        for part in parts {
            assert!(page.contains(&part), "{part}: {page}");
            assert!(file.contains(&part), "{part}: {file:?}");
        }
        assert!(page.contains("满意率按最好一档计算为"), "{page}");
        assert!(!page.contains("评委1") && !page.contains(".xlsx 评委"), "no single mark");

        // The counted ballots are those of the workbook: sums of both voter groups below.
        let json = house.json(&address, &staff).json();
        let ballots = json["blocks"].as_array().unwrap().iter();
        let ballots = ballots.filter(|block| block["content"]["caption"] == "群众评价票数");
        let total = ballots.map(|block| block["content"]["total"].clone()).next().unwrap();
        let rows: Vec<_> =
            rows(&json).into_iter().filter(|row| row[0] == "党员" || row[0] == "群众").collect();
        for at in 1..6 {
            let sum: i64 = rows.iter().map(|row| row[at].parse::<i64>().unwrap()).sum();
            assert_eq!(total[at].as_i64(), Some(sum));
        }
        assert_eq!(house.page("/cycles/2/papers/statements/999", &staff).status, 404);
    });
}

#[test]
fn a_feedback_letter_is_for_the_committee_and_its_organisation() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh);
        let (own, other) = (org("通信发明审查部党委"), org("自动化部党委"));
        let letter = |org: i64| format!("/cycles/2/papers/feedback/{org}");
        let secretary = house.member("secretary", Role::OrganisationSecretary, Some(own));
        let deputy = house.member("deputy", Role::DeputySecretary, Some(other));
        let committee = house.someone(Role::CommitteeMember);
        for role in [Role::Staff, Role::Member, Role::Reviewer, Role::Finance] {
            let cookie = house.someone(role);
            assert_eq!(house.page(&letter(own), &cookie).status, 403, "{role:?}");
            assert!(!house.page("/cycles/2/papers", &cookie).text().contains("/feedback/"), "{role:?}");
        }
        let asked = |cookie: &str| [own, other].map(|org| house.page(&letter(org), cookie).status.as_u16());
        assert_eq!(asked(&secretary), [200, 404]);
        assert_eq!(asked(&deputy), [404, 200]);
        assert_eq!(asked(&committee), [200, 200]);
        let list = house.page("/cycles/2/papers", &secretary).text();
        assert!(list.contains(&letter(own)) && !list.contains(&letter(other)), "{list}");

        let text = house.page(&letter(own), &secretary).text();
        for part in ["反馈函", "总分76.65分", "在13个党组织中列第12名", "存在的薄弱环节", "整改清单"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        let file = docx(&house.page(&format!("{}?format=docx", letter(own)), &secretary).bytes).concat();
        assert!(
            file.contains("总分76.65分") && file.contains("附件：2014年度晋位升级考评得分说明单"),
            "{file}"
        );
        let best = house.page(&letter(org("材料工程发明审查部党委")), &committee).text();
        assert!(best.contains("都不低于本类中位数") && best.contains("为本类最高"), "{best}");
        assert!(!best.contains("整改清单"), "nothing to rectify: {best}");
    });
}

#[test]
fn drafts_notices_and_corrections_say_what_they_are() {
    let fresh = Fresh::sqlite(&migrations());
    under_way(&fresh);
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let staff = house.someone(Role::Staff);
    let own = org("机械发明审查部党委");
    let secretary = house.member("secretary", Role::OrganisationSecretary, Some(own));
    let (notice, letter) = ("/cycles/2/papers/notice", format!("/cycles/2/papers/feedback/{own}"));
    let statement = format!("/cycles/2/papers/statements/{own}");
    assert_eq!(house.page(notice, &admin).status, 404, "nothing is computed");
    assert_eq!(house.page("/cycles/2/papers", &admin).status, 200, "but there are forms to print");

    let send = |path: &str, form: &[(&str, &str)]| {
        let sent = house.send(path, &admin, form);
        assert_eq!(sent.status, 303, "{path}: {}", sent.text());
    };
    send("/cycles/2/progress", &[("to", "mass_evaluation"), ("knowing", "yes")]);
    let files = files_of(2014);
    let (name, bytes) = files.iter().find(|(name, _)| name.contains("群众评价")).unwrap();
    house.upload("/cycles/2/tally-workbook", &admin, &[], &[("workbooks", name, bytes)]);
    send("/cycles/2/progress", &[("to", "deliberation"), ("knowing", "yes")]);
    let decide = format!("/cycles/2/deliberation/{own}");
    send(&decide, &[("subject", "grade"), ("grade", "ordinary"), ("reason", "群众来信反映属实")]);
    send(&decide, &[("subject", "innovation"), ("points", "8.5"), ("reason", "成果重复申报")]);

    let draft = house.page(notice, &admin).text();
    assert!(draft.contains("考评结果的公示（草稿）") && draft.contains("自公示之日起5个工作日"), "{draft}");
    for path in [notice, &statement] {
        assert_eq!(house.page(path, &staff).status, 404, "{path}: what is not public is the committee's");
    }
    assert_eq!(house.page(&letter, &secretary).status, 404, "not even about one's own organisation");

    send("/cycles/2/notice", &[("from", "2015-03-02"), ("days", "5")]);
    let up = house.page(notice, &staff).text();
    for part in ["考评结果的公示</h1>", "2015年3月2日至2015年3月6日，共5个工作日", "请于2015年3月6日前"]
    {
        assert!(up.contains(part), "{part}: {up}");
    }
    assert!(!up.contains("更正说明"), "{up}");
    let rows = rows(&house.json(&statement, &staff).json());
    let decided: Vec<_> = rows.iter().filter(|row| row.len() == 4).cloned().collect();
    let said = |row: [&str; 4]| row.map(str::to_owned).to_vec();
    assert_eq!(decided.len(), 2, "{rows:?}");
    assert_eq!(decided[0][..1], ["特色创新"]);
    assert_eq!(decided[0][2..], ["8.50", "成果重复申报"]);
    assert_eq!(decided[1], said(["等次", "较好", "一般", "群众来信反映属实"]));
    // Monday, 2 March 2015 is the day of the letter; ten working days later is the 16th.
    let text = house.page(&letter, &secretary).text();
    assert!(text.contains("于2015年3月16日前（10个工作日内）"), "{text}");

    send("/cycles/2/corrections", &[("reason", "异议成立。")]);
    send("/cycles/2/decisions/1/withdrawal", &[("reason", "异议成立")]);
    assert!(!house.page(notice, &staff).text().contains("更正说明"), "not released yet");
    send("/cycles/2/corrections/release", &[]);
    let corrected = house.page(notice, &staff).text();
    for part in ["更正说明", "本结果为第2版，代替第1版。更正原因：异议成立。", "一般 → 较好"]
    {
        assert!(corrected.contains(part), "{part}: {corrected}");
    }
}

#[test]
fn ballot_papers_ask_what_the_scheme_asks_and_tell_nobody_apart() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let address = "/cycles/2/papers/evaluation-form";
    let blank = house.json(address, &admin).json();
    let titles: Vec<_> = [&blank["title"]]
        .into_iter()
        .chain(
            blank["blocks"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|b| b["kind"] == "title")
                .map(|b| &b["content"]),
        )
        .map(|title| title.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(titles, ["2014年度基层党组织民主测评表（党员）", "2014年度基层党组织民主测评表（群众）"]);
    let table = blank["blocks"].as_array().unwrap().iter().find(|block| block["kind"] == "table").unwrap();
    let heads = table["content"]["columns"].as_array().unwrap().iter();
    let heads: Vec<_> = heads.map(|column| column["head"].as_str().unwrap().to_owned()).collect();
    assert_eq!(heads, ["测评内容", "好", "较好", "一般", "差", "不了解"]);
    let text = blank.to_string();
    assert!(text.contains("本表不记名") && !text.contains("\"blank\""), "nothing is written by hand: {text}");
    assert_eq!(blank["signature"], Value::Null);
    // The same form for everybody: asked for twice it is the same, byte for byte.
    let file = || house.page(&format!("{address}?org=2&format=docx"), &admin).bytes;
    let first = file();
    assert_eq!(first, file());
    assert_eq!(docx(&first).iter().filter(|text| **text == participants()[0].0).count(), 2);
    assert_eq!(house.page(&format!("{address}?org=999"), &admin).status, 404);
    let staff = house.someone(Role::Staff);
    assert_eq!(house.page(address, &staff).status, 403);
}

#[test]
fn a_score_sheet_that_was_filled_in_is_what_the_import_reads() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let scheme = scheme();
    let mut files = Vec::new();
    for (number, category) in (1..).zip(&scheme.categories) {
        let address = format!("/cycles/2/papers/score-sheet/{number}");
        let sheet = house.page(&format!("{address}?format=xlsx"), &admin);
        let blank = office::read("sheet.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.set_name("李评委").unwrap();
        for (row, cells) in (0..).zip(&blank.sheets[0].rows) {
            for column in 0..10_u16 {
                let text =
                    cells.cells.get(usize::from(column)).map(|c| c.value.to_string()).unwrap_or_default();
                match row {
                    1.. if column >= 2 => page.write(row, column, 9).unwrap(),
                    _ => page.write(row, column, text).unwrap(),
                };
            }
        }
        files.push((category.name.clone(), book.save_to_buffer().unwrap()));
        let json = house.json(&address, &admin).json();
        assert_eq!(json["landscape"], true);
    }
    let (category, bytes) = files.swap_remove(0);
    let wanted = Wanted { scheme: &scheme, year: 2014, category: Some(&category) };
    let found = appraisal::workbooks::read(&[("评分表.xlsx".to_owned(), bytes)], &wanted);
    assert_eq!(found.faults, []);
    assert_eq!((found.input.participants.len(), found.input.marks.len()), (13, 13 * 8));
    assert!(found.input.marks.iter().all(|mark| mark.reviewer == "李评委" && mark.mark.to_string() == "9"));
    assert_eq!(house.page("/cycles/2/papers/score-sheet/0", &admin).status, 404);
    assert_eq!(house.page("/cycles/2/papers/score-sheet/4", &admin).status, 404);
}
