//! The pages, asked as a browser and as a program would, from an empty house to a published ranking.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::house::{House, actor, directory, migrations};
use crate::{files_of, participants, scheme_text};

/// Number of an organisation in the roster of these tests.
pub fn org(name: &str) -> usize {
    participants().iter().position(|(known, _)| known == name).unwrap() + 2
}

pub fn published(fresh: &Fresh, years: &[i16]) -> House {
    let scheme = scheme_text();
    for &year in years {
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

#[test]
fn a_year_goes_from_workbooks_to_publication_in_the_browser() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let member = house.someone(Role::Member);
        assert!(house.page("/cycles", &admin).text().contains("还没有年度考评"));

        let nothing = house.upload("/cycles", &admin, &[("year", "二〇一四"), ("scheme", "")], &[]);
        assert_eq!(nothing.status, 422);
        assert!(nothing.text().contains("请填写四位数的年度") && nothing.text().contains("或上传方案文件"));

        let (scheme, files) = (scheme_text(), files_of(2014));
        let mut sent = vec![("scheme_file", "scheme.toml", scheme.as_bytes())];
        sent.extend(files.iter().map(|(name, bytes)| ("workbooks", name.as_str(), bytes.as_slice())));
        let made = house.upload("/cycles", &admin, &[("year", "2014"), ("scheme", "")], &sent);
        assert_eq!((made.status.as_u16(), made.location.as_str()), (303, "/submissions/1"));
        let check = house.page("/submissions/1", &admin).text();
        assert!(check.contains("41 个党组织，2296 个评分，82 行票数"), "{check}");
        assert!(check.contains("评委1、评委2、评委3、评委4、评委5、评委6、评委7"));
        assert_eq!(house.page("/submissions/1", &member).status, 403);
        assert_eq!(house.page("/cycles/1", &member).status, 404, "a draft is the committee's");

        let done = house.post("/submissions/1/confirmation", &admin);
        assert_eq!((done.status.as_u16(), done.location.as_str()), (303, "/cycles/1"));
        let ranking = house.page("/cycles/1", &admin).text();
        assert!(ranking.contains("材料工程发明审查部党委") && ranking.contains("以上“好”，以下“较好”"));
        assert_eq!(house.page("/cycles/1", &member).status, 404, "what is not published is the committee's");
        assert_eq!(house.post("/cycles/1/publication", &member).status, 403);
        assert_eq!(house.post("/cycles/1/publication", &admin).status, 303);
        assert_eq!(house.page("/cycles/1", &member).status, 200);
        assert_eq!(
            house.post("/cycles/1/publication", &admin).status,
            409,
            "published once is published for good"
        );
        assert_eq!(house.post("/cycles/1/removal", &admin).status, 409);
        assert_eq!(house.post("/submissions/1/confirmation", &admin).status, 409);
    });
}

#[test]
fn faults_are_shown_and_the_marked_file_can_be_taken_home() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let scheme = scheme_text();
    let wrong = wrong_book();
    let sent = [("scheme_file", "s.toml", scheme.as_bytes()), ("workbooks", "评分表.xlsx", wrong.as_slice())];
    house.upload("/cycles", &admin, &[("year", "2014"), ("scheme", "")], &sent);
    let page = house.page("/submissions/1", &admin).text();
    assert!(page.contains("评委1!C4") && page.contains("“班子建设”的评分超过满分 10"), "{page}");
    assert_eq!(house.post("/submissions/1/confirmation", &admin).status, 409);
    let marked = house.page("/submissions/1/files/1", &admin);
    assert_eq!(marked.status, 200);
    let book = office::read("marked.xlsx", &marked.bytes, &office::Limits::default()).unwrap();
    assert_eq!(book.sheets[0].name, "评委1");
    assert_eq!(house.page("/submissions/1/files/2", &admin).status, 404);
    assert!(house.page("/cycles/1", &admin).text().contains("还没有算出排名"), "nothing was computed");
}

/// A score sheet of one organisation with one mark above the full mark.
fn wrong_book() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("评委1").unwrap();
    let heads =
        ["班子建设", "民主集中", "教育管理", "先锋作用", "制度健全", "组织生活", "中心工作", "特色创新"];
    sheet.write(0, 0, "2014年度评分表(审查业务类)").unwrap();
    sheet.write(2, 1, "党组织").unwrap();
    sheet.write(3, 1, "材料工程发明审查部党委").unwrap();
    for (column, head) in (2..).zip(heads) {
        let full = if head == "中心工作" { 15 } else { 10 };
        sheet.write(2, column, format!("{head}({full}分)")).unwrap();
        sheet.write(3, column, if column == 2 { 11 } else { 9 }).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_page_of_an_organisation_opens_every_figure_down_to_its_cell() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2013, 2014]);
        let staff = house.someone(Role::Staff);
        let first = org("材料工程发明审查部党委");
        let address = format!("/cycles/2/organisations/{first}");
        let page = house.page(&address, &staff);
        let text = page.text();
        assert_eq!(page.status, 200);
        for part in
            ["100.00", "共 13 个", "data-chart=\"radar\"", "data-chart=\"bump\"", "领导班子", "特色创新"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(page.bytes.len() < 25_000, "{} bytes", page.bytes.len());
        println!("organisation page: {} bytes", page.bytes.len());
        let json = house.json(&address, &staff).json();
        assert_eq!((json["rank"].as_u64(), json["movement"]["code"].as_str()), (Some(1), Some("up")));
        assert_eq!(json["movement"]["places"], 12);

        let codes = ["total", "panel", "mass", "leadership", "innovation", "mass-evaluation"];
        for code in codes {
            let figure = house.page(&format!("{address}/figures/{code}"), &staff);
            assert_eq!(figure.status, 200, "{code}");
        }
        let innovation = house.page(&format!("{address}/figures/innovation"), &staff).text();
        for part in
            ["2014年度评分表_审查业务类.xlsx 评委1!J10", "去掉的最高分", "去掉的最低分", "figure-dropped"]
        {
            assert!(innovation.contains(part), "{part}: {innovation}");
        }
        let mass = house.page(&format!("{address}/figures/mass-evaluation"), &staff).text();
        assert!(mass.contains("2014年度群众评价汇总表.xlsx 汇总!"), "{mass}");
        assert_eq!(house.page(&format!("{address}/figures/likes"), &staff).status, 404);
        assert_eq!(house.page("/cycles/2/organisations/999", &staff).status, 404);
    });
}

#[test]
fn two_years_are_compared() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2013, 2014]);
    let reader = house.someone(Role::Reviewer);
    let page = house.page("/cycles/comparison?from=2013&to=2014", &reader).text();
    assert!(page.contains("2013 与 2014 年度比较") && page.contains("data-chart=\"bump\""), "{page}");
    let json = house.json("/cycles/comparison", &reader).json();
    assert_eq!((json["from"].as_i64(), json["to"].as_i64()), (Some(2013), Some(2014)));
    let counted: u64 = json["flow"]["steps"][0]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|f| f["to"].as_array().unwrap())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(counted, 41, "everybody took part in both years");
    assert_eq!(house.page("/cycles/comparison?from=1999&to=2014", &reader).status, 404);
    let sheet = house.page("/cycles/comparison?format=xlsx", &reader);
    let book = office::read("comparison.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 42);
}

#[test]
fn the_ranking_is_exported_with_its_digits() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2014]);
    let reader = house.someone(Role::Finance);
    let sheet = house.page("/cycles/1?format=xlsx", &reader);
    let book = office::read("ranking.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
    let row: Vec<String> = book.sheets[0].rows[1].cells.iter().map(|cell| cell.value.to_string()).collect();
    assert_eq!(row[..7], ["审查业务类", "1", "材料工程发明审查部党委", "85", "15", "100", "好"]);
    assert_eq!(book.sheets[0].rows.len(), 42);
}

#[test]
fn the_three_administrators_see_no_ranking() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2014]);
    for role in Role::ADMINISTRATORS {
        let cookie = house.someone(role);
        for path in ["/cycles", "/cycles/1", "/cycles/1/organisations/2", "/cycles/comparison", "/schemes/1"]
        {
            assert_eq!(house.page(path, &cookie).status, 403, "{role:?} {path}");
        }
    }
}

#[test]
fn a_scheme_is_shown_readably_and_comes_back_as_it_was_sent() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2014]);
    let secretary = house.someone(Role::CommitteeSecretary);
    let page = house.page("/schemes/1", &secretary).text();
    for part in
        ["领导班子（20 分）", "满 5 个评分时去掉一个最高分和一个最低分再平均", "前 30%", "党员 0.6、群众 0.4"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(house.page("/schemes/1/file", &secretary).text(), scheme_text());
    let admin = house.someone(Role::CommitteeAdmin);
    let likes = scheme_text().replace("name = \"特色创新\"", "name = \"点赞数\"");
    let refused = house.upload("/schemes", &admin, &[], &[("scheme_file", "s.toml", likes.as_bytes())]);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("点赞"), "{}", refused.text());
}

#[test]
fn the_home_page_leads_to_the_latest_result() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2013, 2014]);
    let page = house.page("/", &house.someone(Role::Member)).text();
    assert!(page.contains("2014年度晋位升级排名") && page.contains("href=\"/cycles/2\""), "{page}");
}
