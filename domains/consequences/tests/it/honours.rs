//! Lists of honour as papers.

use kernel::{Moment, Role};
use serde_json::Value;
use testkit::db::{Fresh, START, each_backend};

use crate::awards::{ORGANISATIONS, PERSONS, except, nominate};
use crate::house::{House, migrations};

/// What stands on a paper, as programs read it.
pub fn paper(house: &House, path: &str, cookie: &str) -> Value {
    let answer = house.json(path, cookie);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The tables of a paper: caption and rows, cells parted by a space.
fn tables(paper: &Value) -> Vec<(String, Vec<String>)> {
    let cell = |cell: &Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let row = |row: &Value| row.as_array().unwrap().iter().map(cell).collect::<Vec<_>>().join(" ");
    let blocks = paper["blocks"].as_array().unwrap().iter();
    let tables = blocks.filter(|block| block["kind"] == "table").map(|block| &block["content"]);
    let table = |table: &Value| {
        let rows = table["rows"].as_array().unwrap().iter().map(row).collect();
        (table["caption"].as_str().unwrap_or_default().to_owned(), rows)
    };
    tables.map(table).collect()
}

fn headings(paper: &Value) -> Vec<String> {
    let blocks = paper["blocks"].as_array().unwrap().iter();
    let headings = blocks.filter(|block| block["kind"] == "heading");
    headings.map(|block| block["content"]["text"].as_str().unwrap().to_owned()).collect()
}

fn decide(house: &House, cookie: &str, nomination: i64, verdict: &str) {
    house.post(&format!("/nominations/{nomination}/decision"), cookie, verdict).done();
}

#[test]
fn a_list_is_a_draft_then_a_notice_then_a_decision() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let (staff, good, other) = (house.someone(Role::Staff), house.secretary_of(2), house.secretary_of(5));
        house.post("/awards", &admin, ORGANISATIONS).done();
        nominate(&house, &good, 1, 2, "").done();
        nominate(&house, &other, 1, 5, "").done();
        assert_eq!(house.page("/awards/1/paper", &admin).status, 404, "nobody is on the list");
        assert!(!house.page("/awards/1", &admin).text().contains("/awards/1/paper"));
        decide(&house, &admin, 2, "verdict=accept");
        house.page("/awards/1", &admin).says(200, &["/awards/1/paper", "公示稿"]);
        let draft = paper(&house, "/awards/1/paper", &admin);
        assert_eq!(draft["title"], "关于2013年度先进基层党组织\n拟表彰名单的公示（草稿）");
        assert_eq!(draft["signature"]["day"], "2015-03-02", "today");
        assert!(draft.to_string().contains("还有1份申报没有审定"));
        for cookie in [&staff, &good, &other] {
            assert_eq!(house.page("/awards/1/paper", cookie).status, 404);
            assert!(!house.page("/awards/1", cookie).text().contains("/awards/1/paper"));
        }

        except(&house, &admin, 1, 3, "抗洪抢险表现突出。").done();
        decide(&house, &admin, 3, "verdict=accept");
        decide(&house, &admin, 1, "verdict=refuse&reason=材料不全");
        house.post("/awards/1/notice", &admin, "days=5").done();
        let notice = paper(&house, "/awards/1/paper", &staff);
        assert_eq!(notice["title"], "关于2013年度先进基层党组织\n拟表彰名单的公示");
        assert_eq!(
            tables(&notice),
            [
                ("审查业务类（名额1，拟表彰1）".to_owned(), vec!["1 通信审查部党委 较好".to_owned()]),
                ("综合管理类（名额1，拟表彰1）".to_owned(), vec!["1 人事司党支部 好".to_owned()]),
            ]
        );
        let said = notice.to_string();
        for part in [
            "拟授予下列2个党组织“先进基层党组织”称号",
            "通信审查部党委系特批列入，理由是：抗洪抢险表现突出。\"",
            "公示自2015年3月2日起，至2015年3月9日止，共5个工作日",
            "带头攻关，成绩突出。",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("材料审查部党委"), "who was refused is nobody's business");
        house.page("/awards/1", &staff).says(200, &["/awards/1/paper", "公示文"]);

        fresh.clock.set(Moment(START.0 + 8 * 86_400));
        let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
        let staff = house.somebody("anybody", &[(Role::Staff, None)]);
        house.post("/awards/1/honours", &admin, "").done();
        let decision = paper(&house, "/awards/1/paper", &staff);
        assert_eq!(decision["title"], "关于表彰2013年度先进基层党组织的决定");
        assert_eq!(decision["addressee"], "各基层党组织");
        assert_eq!(headings(&decision), ["一、表彰名单", "二、希望和要求"]);
        assert_eq!(tables(&decision)[0].0, "审查业务类（1）");
        let said = decision.to_string();
        for part in ["决定授予下列2个党组织“先进基层党组织”称号", "2015年3月2日至2015年3月9日公示"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains("特批") && !said.contains("带头攻关"), "{said}");
        assert_eq!(decision["signature"]["day"], "2015-03-10");
        house.page("/awards/1", &staff).says(200, &["表彰决定"]);
    });
}

#[test]
fn a_list_keeps_the_day_on_which_it_became_final() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let good = house.secretary_of(2);
    house.post("/awards", &admin, PERSONS).done();
    nominate(&house, &good, 1, 2, "陈一").done();
    decide(&house, &admin, 1, "verdict=accept");
    house.post("/awards/1/notice", &admin, "days=1").done();
    fresh.clock.set(Moment(START.0 + 2 * 86_400));
    let admin = house.somebody("later", &[(Role::CommitteeAdmin, None)]);
    assert_eq!(paper(&house, "/awards/1/paper", &admin)["signature"]["day"], "2015-03-02");
    house.post("/awards/1/honours", &admin, "").done();
    fresh.clock.set(Moment(START.0 + 30 * 86_400));
    let admin = house.somebody("latest", &[(Role::CommitteeAdmin, None)]);
    house.correct_results();
    let decision = paper(&house, "/awards/1/paper", &admin);
    assert_eq!(decision["signature"]["day"], "2015-03-04");
    assert!(decision.to_string().contains("考评结果（第1版）"), "by the version of its time");
}

#[test]
fn people_stand_with_their_organisation_and_its_places() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    house.post("/awards", &admin, PERSONS).done();
    let (good, fair) = (house.secretary_of(2), house.secretary_of(3));
    for name in ["陈一", "王三"] {
        nominate(&house, &good, 1, 2, name).done();
    }
    nominate(&house, &fair, 1, 3, "林二").done();
    for id in 1..=3 {
        decide(&house, &admin, id, "verdict=accept");
    }
    house.post("/awards/1/notice", &admin, "days=5").done();
    let notice = paper(&house, "/awards/1/paper", &admin);
    let rows = ["1 材料审查部党委 2 陈一、王三", "2 通信审查部党委 1 林二"].map(str::to_owned);
    assert_eq!(tables(&notice), [(String::new(), rows.to_vec())]);
    assert!(notice.to_string().contains("拟授予下列3名同志"));
    assert!(headings(&notice).contains(&"1. 陈一（材料审查部党委）".to_owned()));

    let document = house.page("/awards/1/paper?format=docx", &admin);
    assert_eq!(document.status, 200);
    assert!(document.bytes.starts_with(b"PK"));
    let english = house.english("/awards/1/paper", &admin);
    english
        .says(200, &["Notice of the Proposed Honours of 2013", "Time of the notice", "lang=\"en\"", "陈一"]);
    for role in Role::ADMINISTRATORS {
        let cookie = house.someone(role);
        assert_eq!(house.page("/awards/1/paper", &cookie).status, 403, "{role:?}");
    }
}
