//! Reports on measures: filled from the records, frozen when submitted, compared.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::year_house::{House, Prepare, migrations};

/// Writes behind the scenes.
fn put(house: &House, statements: &'static [&'static str]) {
    let done = house.site.db.write(&testkit::db::permit::<Prepare>(), move |tx| {
        for sql in statements {
            tx.run(sql, &[])?;
        }
        Ok(())
    });
    done.unwrap();
}

// Days after 1970-01-01: 16436 is 1 January 2015, 16496 is 2 March, the day on which every test begins.
const PLAN: [&str; 6] = [
    "INSERT INTO plans (title, number, from_year, until_year, state, near_days, tolerance, first_after, second_after,
     third_after, created_at, created_by) VALUES ('实施意见', '', 2015, 2015, 'in_force', 30, 20, 1, 15, 30, 0, 'cli:t')",
    "INSERT INTO plan_aspects (plan_id, place, name) VALUES (1, 1, '思想建设')",
    "INSERT INTO measures (plan_id, aspect_id, place, content, standard, org_id, org_name, person, starts, due, weight,
     state, percent, latest, milestones, milestones_done, handed_in_by, reason, created_at, created_by, updated_at)
     VALUES (1, 1, 1, '学习制度', '', 2, '材料审查部党委', '', 16436, 16800, 3, 'running', 40, '', 0, 0, '', '', 0, 'cli:t', 0),
            (1, 1, 2, '谈心谈话', '', 2, '材料审查部党委', '', 16436, 16490, 1, 'signed', 0, '', 0, 0, '', '', 0, 'cli:t', 0),
            (1, 1, 3, '示范岗', '', 3, '通信审查部党委', '', 16436, 16800, 1, 'issued', 0, '', 0, 0, '', '', 0, 'cli:t', 0),
            (1, 1, 4, '未下达', '', 2, '材料审查部党委', '', 16436, 16800, 1, 'draft', 0, '', 0, 0, '', '', 0, 'cli:t', 0)",
    "INSERT INTO measure_helpers (measure_id, org_id, org_name) VALUES (3, 2, '材料审查部党委')",
    "INSERT INTO measure_entries (measure_id, percent, text, org_name, first_file, files, entered_on, entered_at, entered_by)
     VALUES (1, 20, '已制定方案', '材料审查部党委', 0, 0, 16440, 0, 'cli:t'),
            (1, 40, '已组织两次学习', '材料审查部党委', 0, 0, 16490, 0, 'cli:t')",
    "UPDATE measures SET signed_on = 16437 WHERE id IN (1, 2)",
];

fn house(fresh: &Fresh) -> House {
    let house = House::on(fresh);
    put(&house, &PLAN);
    house
}

#[test]
fn a_report_says_what_is_recorded_and_stays_once_submitted() {
    each_backend(&migrations(), |fresh| {
        let house = house(fresh);
        let (admin, own, other) =
            (house.someone(Role::CommitteeAdmin), house.secretary_of(2), house.secretary_of(5));
        house.page("/reports/new", &own).says(200, &["材料审查部党委", "报告单位"]);
        let ahead = "plan=1&body=2&until=2015-03-03";
        house.post("/reports", &own, ahead).says(422, &["不能晚于今天"]);
        house.post("/reports", &own, "plan=1&body=3&until=2015-03-02").says(422, &["报告单位"]);
        house.post("/reports", &own, "plan=1&body=organ&until=2015-03-02").says(422, &["报告单位"]);
        assert_eq!(house.post("/reports", &own, "plan=1&body=2&until=2015-03-02").done(), "/reports/1/edit");
        house.post("/reports", &own, "plan=1&body=2&until=2015-03-02").says(422, &["已有截至这一天的报告"]);

        house
            .page("/reports/1", &own)
            .says(200, &["学习制度", "已组织两次学习", "示范岗", "配合", "撰写中", "逾期"]);
        let draft = house.json("/reports/1", &own).json();
        assert_eq!(
            draft["content"]["aspects"][0]["measures"].as_array().unwrap().len(),
            3,
            "no draft measure"
        );
        assert_eq!(draft["progress"], 24, "(3·40 + 0 + 0) / 5");
        assert_eq!(house.page("/reports/1", &other).status, 404);
        house.page("/reports", &house.someone(Role::CommitteeMember)).says(200, &["还没有报告"]);

        house.post("/reports/1/submission", &own, "").says(409, &["先填写主要做法"]);
        let texts = "until=2015-03-02&practices=每月调度&problems=进展不平衡&next_steps=倒排时间&help=";
        house.post("/reports/1", &own, texts).done();
        assert_eq!(house.post("/reports/1", &other, texts).status, 404);
        house.post("/reports/1/submission", &own, "").done();
        let frozen = house.json("/reports/1", &admin).json()["content"].clone();
        assert_eq!(house.post("/reports/1", &own, texts).status, 409);
        assert_eq!(house.page("/reports/1/edit", &own).status, 409);

        put(
            &house,
            &[
                "UPDATE measures SET content = '改了', percent = 100, state = 'done', done_on = 16496, weight = 9 WHERE id = 1",
                "UPDATE plan_aspects SET name = '改了' WHERE id = 1",
                "UPDATE plans SET title = '改了' WHERE id = 1",
                "UPDATE measures SET state = 'stopped' WHERE id = 2",
            ],
        );
        assert_eq!(house.json("/reports/1", &admin).json()["content"], frozen);
        house.page("/reports/1/paper", &own).says(200, &["学习制度", "每月调度", "已组织两次学习"]);
        assert_eq!(house.page("/reports/1/paper?format=docx", &own).status, 200);
        assert_eq!(house.page("/reports/1?format=xlsx", &own).status, 200);
    });
}

#[test]
fn two_reports_of_a_body_are_compared() {
    each_backend(&migrations(), |fresh| {
        let house = house(fresh);
        let (admin, own) = (house.someone(Role::CommitteeAdmin), house.secretary_of(2));
        house.post("/reports", &own, "plan=1&body=2&until=2015-01-10").done();
        house.page("/reports/1", &own).says(200, &["已制定方案", "20%"]);
        let texts = "until=2015-01-10&practices=已部署&problems=&next_steps=&help=";
        house.post("/reports/1", &own, texts).done();
        house.post("/reports/1/submission", &own, "").done();
        house.post("/reports", &own, "plan=1&body=2&until=2015-03-02").done();
        let compared = house.json("/reports/2/comparison?with=1", &own).json();
        let changes: Vec<_> =
            compared["measures"].as_array().unwrap().iter().map(|one| one["change"].clone()).collect();
        assert_eq!(changes, ["forward", "back", "same"], "more done; now overdue; as before");
        house.page("/reports/1/comparison?with=2", &own).says(200, &["推进", "后退", "没有变化"]);
        assert_eq!(house.page("/reports/2/comparison?with=1", &house.secretary_of(5)).status, 404);

        house.post("/reports", &admin, "plan=1&body=organ&until=2015-03-02").done();
        assert_eq!(house.page("/reports/1/comparison?with=3", &admin).status, 409, "another body");
        assert_eq!(house.page("/reports/3", &own).status, 404);
    });
}
