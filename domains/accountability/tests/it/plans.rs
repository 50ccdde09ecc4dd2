//! Plans and their board.

use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};
use crate::setting::{People, draft, in_force, measure};

#[test]
fn a_draft_is_the_offices_alone() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = draft(fresh);
        house.page("/plans", &people.admin).says(200, &["实施意见", "起草中"]);
        house.page("/plans/1", &people.admin).says(200, &["健全学习制度", "正在起草"]);
        house.page("/plans/1/about", &people.committee).says(200, &["思想建设", "制定实施意见"]);
        for cookie in [&people.lead, &people.helper, &people.neighbour] {
            assert_eq!(house.page("/plans/1", cookie).status, 404);
            assert_eq!(house.page("/measures/1", cookie).status, 404);
            house.page("/plans", cookie).says(200, &["还没有下达给本单位的措施"]);
        }
        assert_eq!(house.post("/measures/1/signature", &people.lead, "").status, 404);
    });
}

#[test]
fn each_body_sees_its_own_part_of_a_plan_in_force() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        house
            .page("/plans/1", &people.committee)
            .says(200, &["健全学习制度", "严格发展党员", "机党发〔2015〕3号"]);
        let lead = house.page("/plans/1", &people.lead);
        lead.says(200, &["健全学习制度", "待签收"]);
        assert!(!lead.text().contains("严格发展党员"));
        house.page("/plans/1", &people.helper).says(200, &["健全学习制度", "严格发展党员"]);
        assert_eq!(house.page("/plans/1", &people.neighbour).status, 404);
        assert_eq!(house.page("/plans/1/about", &people.neighbour).status, 404);
        assert_eq!(house.page("/measures/1", &people.neighbour).status, 404);
        let branch = house.somebody("branch", &[(kernel::Role::OrganisationSecretary, Some(8))]);
        assert_eq!(house.page("/measures/1", &branch).status, 404, "a body below the one that leads");
        let above = house.somebody("above", &[(kernel::Role::OrganisationSecretary, Some(1))]);
        house.page("/measures/1", &above).says(200, &["健全学习制度"]);
        house.post("/plans/1/entry-into-force", &people.admin, "").says(409, &["已经印发"]);
    });
}

#[test]
fn the_board_is_filtered_and_says_how_far_it_is() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        house
            .post("/measures", &people.admin, &measure("已过期的措施", "机械审查部党委", "2015-03-01", ""))
            .done();
        house.page("/plans/1", &people.committee).says(200, &["逾期 1 天", "0%"]);
        let red = house.page("/plans/1?lamp=red", &people.committee);
        red.says(200, &["已过期的措施"]);
        assert!(!red.text().contains("健全学习制度"));
        let of_helper = house.page("/plans/1?org=3", &people.committee);
        of_helper.says(200, &["健全学习制度", "严格发展党员"]);
        house.page("/plans/1?q=没有", &people.committee).says(200, &["没有符合条件的措施"]);
        let json = house.json("/plans/1", &people.committee).json();
        assert_eq!(json["lamps"][0], serde_json::json!(["red", 1]));
        assert_eq!(json["columns"][0]["cards"][0]["number"], "1.1");
        assert_eq!(json["columns"][0]["cards"][0]["helpers"][0], "通信审查部党委");
        assert_eq!(json["percent"], 0);
    });
}

#[test]
fn the_board_asks_the_database_the_same_number_of_times_whatever_its_size() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = in_force(&fresh);
    let counted = || {
        let before = house.site.db.read(|c| Ok(c.queries())).unwrap();
        house.page("/plans/1", &people.committee).says(200, &["健全学习制度"]);
        house.site.db.read(|c| Ok(c.queries())).unwrap() - before
    };
    let few = counted();
    for n in 0..40 {
        let new = measure(&format!("措施{n}"), "机械审查部党委", "2015-12-31", "");
        house.post("/measures", &people.admin, &new).done();
    }
    assert_eq!(counted(), few);
}

#[test]
fn aspects_are_renamed_in_their_place_and_kept_while_they_hold_measures() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = draft(fresh);
        let plan = |aspects: &str| {
            format!(
                "title=实施意见&number=&from_year=2015&until_year=2016&near_days=20&tolerance=10\
                &first_after=2&second_after=15&third_after=30&aspects={aspects}"
            )
        };
        let correct = |aspects: &str| house.post("/plans/1", &people.admin, &plan(aspects));
        correct("思想政治建设%0A作风建设%0A组织建设").done();
        let page = house.page("/plans/1/about", &people.admin);
        page.says(200, &["1. 思想政治建设", "2. 作风建设", "3. 组织建设", "2015–2016", "提前 20 天"]);
        house.page("/measures/1", &people.admin).says(200, &["思想政治建设", "1.1"]);
        correct("作风建设%0A组织建设").says(422, &["“思想政治建设”下还有措施", "作风建设"]);
        correct("组织建设%0A思想政治建设").done();
        house.page("/measures/1", &people.admin).says(200, &["2.1"]);
        correct("").says(422, &["必填"]);
        correct("甲%0A甲").says(422, &["“甲”重复"]);
    });
}

#[test]
fn a_form_gives_back_what_was_typed_with_what_is_wrong() {
    let fresh = Fresh::sqlite(&migrations());
    let house = House::on(&fresh);
    let people = People::of(&house);
    let typed = "title=&number=一号&from_year=2016&until_year=2015&near_days=x&tolerance=20\
        &first_after=5&second_after=5&third_after=4&aspects=甲";
    house
        .post("/plans", &people.admin, typed)
        .says(422, &["截止年度不能早于", "value=\"一号\"", "天数要大于"]);
    assert_eq!(house.post("/plans", &people.lead, typed).status, 403);
    house.post("/plans", &people.admin, crate::setting::PLAN).done();
    house.post("/plans/1/entry-into-force", &people.admin, "").says(409, &["还没有措施"]);
    let wrong = "plan=1&aspect=9&content=&standard=x&org=没有的党委&starts=2015-02-01&due=2015-01-01&weight=0\
        &helpers=材料审查部党委、谁&step=0&step_due=2015-13-01&step_name=办法&step_form=";
    house.post("/measures", &people.admin, wrong).says(
        422,
        &[
            "没有叫“没有的党委”的党组织",
            "没有叫“谁”的党组织",
            "完成期限早于",
            "value=\"办法\"",
            "value=\"没有的党委\"",
        ],
    );
}

#[test]
fn a_plan_closes_when_nothing_is_open() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        house.post("/plans/1/closure", &people.admin, "").says(409, &["还有 2 项措施"]);
        for id in [1, 2] {
            house
                .post(&format!("/measures/{id}/termination"), &people.admin, "stop_reason=并入其他工作")
                .done();
        }
        house.post("/plans/1/closure", &people.admin, "").done();
        house.page("/plans/1/about", &people.committee).says(200, &["已办结", "办结"]);
        house.post("/plans/1", &people.admin, crate::setting::PLAN).says(422, &["已经办结"]);
        house
            .post("/measures", &people.admin, &measure("迟来的", "材料审查部党委", "2015-12-31", ""))
            .says(422, &["已经办结"]);
    });
}
