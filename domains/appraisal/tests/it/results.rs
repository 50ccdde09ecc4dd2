//! A result looked at from other sides: years, dimensions, other parameters, firmness, reviewers.

use kernel::Role;
use proptest::prelude::*;
use serde_json::Value;
use store::jobs::{self, JobId, State};
use testkit::db::{Fresh, each_backend};

use crate::house::{actor, directory, domains, migrations};
use crate::pages::{org, published};
use crate::{files_of, scheme_text};

pub fn sheets(bytes: &[u8]) -> Vec<(String, usize)> {
    let book = office::read("x.xlsx", bytes, &office::Limits::default()).unwrap();
    book.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.rows.len())).collect()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_public_years_are_told_by_category() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2013, 2014]);
        let member = house.someone(Role::Member);
        let json = house.json("/cycles/history", &member).json();
        assert_eq!(json["years"], serde_json::json!([2013, 2014]));
        assert_eq!(
            texts(&json["categories"], "name"),
            ["审查业务类", "直属单位社会团体类", "综合管理类"],
            "in the order of the scheme"
        );
        let first = &json["categories"][0]["rows"][0];
        assert_eq!(first["name"], "材料工程发明审查部党委");
        let ranks: Vec<_> = (0..2).map(|year| first["years"][year]["rank"].as_u64().unwrap()).collect();
        assert_eq!((ranks, first["movement"]["places"].as_u64()), (vec![13, 1], Some(12)));

        let only = house.json("/cycles/history?category=综合管理类", &member).json();
        assert_eq!(texts(&only["categories"], "name"), ["综合管理类"]);
        let went: u64 = only["flow"]["steps"][0]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row["to"].as_array().unwrap())
            .map(|n| n.as_u64().unwrap())
            .sum();
        let of = only["categories"][0]["rows"].as_array().unwrap().len();
        assert_eq!(usize::try_from(went).unwrap(), of, "the flow is of that category alone");

        let page = house.page("/cycles/history", &member).text();
        assert!(page.contains("data-chart=\"sankey\"") && page.contains("data-chart=\"bump\""), "{page}");
        assert!(
            page.contains("2013 年度各等次的党组织到 2014 年度的等次"),
            "the data stands beside the chart"
        );
        let book = sheets(&house.page("/cycles/history?format=xlsx", &member).bytes);
        assert_eq!(book[0].1, 42, "{book:?}");
        assert_eq!(book.len(), 2, "the flow has a sheet of its own");
        let compared = house.page("/cycles/comparison", &member).text();
        assert!(compared.contains("data-chart=\"sankey\""), "two years flow, too");
    });
}

#[test]
fn years_that_are_not_public_are_in_no_history() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2013]);
    let (scheme, files) = (scheme_text(), files_of(2014));
    let what = appraisal::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: false,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    let (admin, member) = (house.someone(Role::CommitteeAdmin), house.someone(Role::Member));
    assert_eq!(house.json("/cycles/history", &admin).json()["years"], serde_json::json!([2013]));
    for page in ["matrix", "firmness"] {
        assert_eq!(house.page(&format!("/cycles/2/{page}"), &member).status, 404, "{page}");
        assert_eq!(house.page(&format!("/cycles/2/{page}"), &admin).status, 200, "{page}");
    }
}

#[test]
fn the_matrix_shows_published_points_and_how_much_of_the_full_mark_they_are() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2014]);
        let member = house.someone(Role::Member);
        let json = house.json("/cycles/1/matrix", &member).json();
        let own = &json["categories"][0];
        assert_eq!(
            texts(&own["columns"], "name"),
            ["领导班子", "党员队伍", "工作机制", "工作业绩", "群众评价"]
        );
        let ranks: Vec<u64> =
            own["rows"].as_array().unwrap().iter().map(|row| row["rank"].as_u64().unwrap()).collect();
        assert!(ranks.is_sorted() && ranks.len() == 13, "{ranks:?}");
        let first = &own["rows"][0];
        let page = house.json(first["href"].as_str().unwrap(), &member).json();
        let points = texts(&page["dimensions"], "points");
        assert_eq!(texts(&first["cells"], "points"), points, "as on the page of the organisation");
        assert_eq!(texts(&own["median"], "points"), texts(&page["dimensions"], "median"));
        for cell in own["rows"].as_array().unwrap().iter().flat_map(|row| row["cells"].as_array().unwrap()) {
            assert!((1..=5).contains(&cell["step"].as_u64().unwrap()), "{cell}");
        }
        let text = house.page("/cycles/1/matrix?category=综合管理类", &member).text();
        assert!(
            text.contains("heat-5") && text.contains("90% 以上") && text.contains("本类中位数"),
            "{text}"
        );
        assert!(!text.contains("id=\"category\"") && !text.contains("<h2>审查业务类"), "{text}");
        let wide = house.json("/cycles/1/matrix?indicators=yes", &member).json();
        assert_eq!(wide["categories"][0]["columns"].as_array().unwrap().len(), 5 + 8);
        let book = sheets(&house.page("/cycles/1/matrix?format=xlsx", &member).bytes);
        let rows: Vec<usize> = book.iter().map(|(_, rows)| *rows).collect();
        assert_eq!(rows.iter().sum::<usize>(), 41 + 3 * 2, "a head and a median each: {book:?}");
    });
}

/// Rank, total and grade of everybody as they are stored.
fn stored(fresh: &Fresh) -> Vec<(String, u32, String, String)> {
    fresh
        .read(|c| {
            let sql = "SELECT p.name, r.rank, r.total, r.grade_name FROM appraisal_results r
                JOIN appraisal_participants p ON p.id = r.participant_id ORDER BY p.name";
            Ok(c.all(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
        })
        .unwrap()
}

/// The same as one side of the what-if tells it; `tried_` for the other.
fn told(json: &Value, side: &str) -> Vec<(String, u32, String, String)> {
    let text = |row: &Value, key: &str| row[format!("{side}{key}")].as_str().unwrap().to_owned();
    let row = |row: &Value| {
        let rank = row[format!("{side}rank")].as_u64().unwrap();
        let name = row["name"].as_str().unwrap().to_owned();
        (name, u32::try_from(rank).unwrap(), text(row, "total"), text(row, "grade"))
    };
    let mut all: Vec<_> = json["tried"]["rows"].as_array().unwrap().iter().map(row).collect();
    all.sort();
    all
}

const AS_IT_IS: [(&str, &str); 8] = [
    ("weight.leadership", "20"),
    ("weight.members", "20.0"),
    ("weight.mechanism", ""),
    ("weight.achievement", "25"),
    ("weight.mass", "15"),
    ("share.good", "30%25"),
    ("share.fair", "80"),
    ("places", "floor"),
];

#[test]
fn what_is_asked_without_a_change_is_the_result() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[2014]);
    let member = house.someone(Role::CommitteeMember);
    let expected = stored(&fresh);
    let parameters = proptest::sample::subsequence(AS_IT_IS.to_vec(), 0..=AS_IT_IS.len()).prop_shuffle();
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(parameters in parameters)| {
        let query: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let json = house.json(&format!("/cycles/1/what-if?{}", query.join("&")), &member).json();
        prop_assert_eq!(&json["differing"], &serde_json::json!([]));
        prop_assert_eq!(&json["changed"], &serde_json::json!([]));
        prop_assert_eq!(&told(&json, ""), &expected);
        prop_assert_eq!(&told(&json, "tried_"), &expected);
    });
}

#[test]
fn other_parameters_show_who_would_move_and_write_nothing() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2014]);
        let secretary = house.someone(Role::CommitteeSecretary);
        let before = (stored(fresh), fresh.read(|c| Ok(store::audit::head(c)?.seq)).unwrap());
        let json = house.json("/cycles/1/what-if?share.good=50&average=mean", &secretary).json();
        let grades = texts(&json["tried"]["rows"], "grade_movement");
        let up = json["tried"]["grades_up"].as_u64().unwrap();
        assert!(up > 0, "a larger quota lifts somebody");
        let moved = usize::try_from(up + json["tried"]["grades_down"].as_u64().unwrap()).unwrap();
        assert!(grades[..moved].iter().all(|one| one != "kept"), "other grades come first: {grades:?}");
        assert!(grades[moved..].iter().all(|one| one == "kept"));
        assert_eq!(told(&json, ""), before.0, "the real result stands beside it");
        let page = house.page("/cycles/1/what-if?share.good=50", &secretary).text();
        assert!(page.contains("逐一相同") && page.contains("好 30% → 50%"), "{page}");
        let wrong = house.page("/cycles/1/what-if?weight.mass=25", &secretary).text();
        assert!(wrong.contains("各方面权重合计 110，应为 100") && wrong.contains("value=\"25\""), "{wrong}");
        let book = sheets(&house.page("/cycles/1/what-if?share.good=50&format=xlsx", &secretary).bytes);
        assert_eq!(book[0].1, 42);
        let after = (stored(fresh), fresh.read(|c| Ok(store::audit::head(c)?.seq)).unwrap());
        assert_eq!(before, after, "nothing is written");
        assert_eq!(house.page("/cycles/1/what-if", &house.someone(Role::Member)).status, 403);
    });
}

/// Waits until a job has ended.
fn ended(fresh: &Fresh, job: i64) -> State {
    let begun = std::time::Instant::now();
    loop {
        let state = fresh.read(move |c| Ok(jobs::find(c, JobId(job))?.state)).unwrap();
        if !matches!(state, State::Queued | State::Running) {
            return state;
        }
        assert!(begun.elapsed().as_secs() < 120, "the job never ended");
        std::thread::yield_now();
    }
}

#[test]
fn firmness_is_computed_in_the_background_and_found_again() {
    each_backend(&migrations(), |fresh| {
        let house = published(fresh, &[2014]);
        let (admin, member) = (house.someone(Role::CommitteeAdmin), house.someone(Role::Member));
        let address = "/cycles/1/firmness";
        let empty = house.page(address, &member).text();
        assert!(empty.contains("这组参数还没有计算过") && !empty.contains("开始计算"), "{empty}");
        assert_eq!(house.post(address, &member).status, 403);
        let wrong = house.send(address, &admin, &[("share", "60"), ("replicates", "100")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("请填写 5 到 50 之间的整数"), "{}", wrong.text());

        let asked = [("share", "30"), ("seed", "7"), ("replicates", "100")];
        let sent = house.send(address, &admin, &asked);
        let there = "/cycles/1/firmness?share=30&seed=7&replicates=100";
        assert_eq!((sent.status.as_u16(), sent.location.as_str()), (303, there));
        assert!(house.page(there, &admin).text().contains("正在后台计算"));
        house.send(address, &admin, &asked);
        let queued = fresh.read(|c| Ok(c.count("SELECT COUNT(*) FROM jobs", &[])?)).unwrap();
        assert_eq!(queued, 1, "what is under way is not asked again");
        let background = web::start_background(&fresh.db(), &domains(), "test").unwrap();
        assert_eq!(ended(fresh, 1), State::Done);
        drop(background);

        let json = house.json(there, &member).json();
        let course = &json["course"];
        assert_eq!((course["state"].as_str(), course["variants"].as_u64()), (Some("done"), Some(40)));
        let rows: Vec<&Value> = course["categories"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|own| own["rows"].as_array().unwrap())
            .collect();
        assert_eq!(rows.len(), 41);
        for row in rows {
            let number = |text: &Value| text.as_str().unwrap().parse::<scoring::Rounded>().unwrap();
            let [low, high] = [0, 1].map(|end| number(&row["total_interval"][end]));
            assert!(low <= number(&row["total"]) && number(&row["total"]) <= high, "{row}");
            assert_eq!(row["ballots"]["of"].as_u64(), Some(100));
        }
        let page = house.page(there, &member).text();
        assert!(page.contains("稳固") && page.contains("role=\"img\"") && page.contains("种子 7"), "{page}");
        let book = sheets(&house.page(&format!("{there}&format=xlsx"), &member).bytes);
        assert_eq!(book[0].1, 42);

        // What was computed stays what it is; the machine gives the same for the same seed.
        house.send(address, &admin, &asked);
        assert_eq!(fresh.read(|c| Ok(c.count("SELECT COUNT(*) FROM jobs", &[])?)).unwrap(), 1);
        appraisal::firmness(&fresh.db(), &actor(), 2014).unwrap();
        let usual = house.json(address, &member).json();
        appraisal::firmness(&fresh.db(), &actor(), 2014).unwrap();
        assert_eq!(house.json(address, &member).json(), usual);
        assert_eq!(usual["seed"], "2014", "the seed is the year unless another is said");
    });
}

#[test]
fn decided_values_stand_beside_computed_ones() {
    let fresh = Fresh::sqlite(&migrations());
    let house = published(&fresh, &[]);
    let admin = house.someone(Role::CommitteeAdmin);
    let (scheme, files) = (scheme_text(), files_of(2014));
    let what = appraisal::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: false,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    let own = org("机械发明审查部党委");
    let address = format!("/cycles/1/deliberation/{own}");
    let computed = house.json(&format!("/cycles/1/organisations/{own}"), &admin).json();
    let total = computed["total"].as_str().unwrap().to_owned();
    let decision = [("subject", "total"), ("points", "88.8"), ("reason", "核减重复计分")];
    assert_eq!(house.send(&address, &admin, &decision).status, 303);
    let page = house.page(&format!("/cycles/1/organisations/{own}"), &admin).text();
    assert!(page.contains("核减重复计分") && page.contains(&format!("计算 {total}，决定 88.80")), "{page}");
    let ranking = house.page("/cycles/1", &admin).text();
    assert!(
        ranking.contains(&format!("计算值 {total}")) && ranking.contains("理由：核减重复计分"),
        "{ranking}"
    );
    let decided = &house.json(&format!("/cycles/1/organisations/{own}"), &admin).json()["decided"][0];
    assert_eq!(
        (decided["what"].as_str(), decided["computed"].as_str()),
        (Some("total"), Some(total.as_str()))
    );
}
