//! Setting up and opening.

use kernel::Role;
use testkit::db::each_backend;

use crate::house::{APART, House, TIMES, march, migrations};

#[test]
fn boxes_are_filled_from_the_roster_and_can_be_changed_until_they_are_open() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.set_up(&office, TIMES);
        let page = format!("/evaluations/{id}");
        house.page(&page, &office).says(200, &["材料审查部党委", "财务司党支部", "准备"]);
        assert_eq!(house.counts("001002-members"), [7, 0, 0, 0]);
        assert_eq!(house.counts("001002-staff"), [6, 0, 0, 0]);
        assert_eq!(house.counts("001003-members"), [3, 0, 0, 0]);
        assert_eq!(house.counts("001003-staff"), [0, 0, 0, 0]);

        // A sample of the first box, somebody by name in the last.
        house.post(&format!("{page}/boxes/1/filling"), &office, "rule=members&sample=5").done();
        assert_eq!(house.counts("001002-members"), [5, 0, 0, 0]);
        house.page(&format!("{page}/boxes/1"), &office).says(200, &["抽取 5 人", "随机种子"]);
        house.page(&format!("{page}/boxes/4?q=陈250"), &office).says(200, &["陈250", "添加"]);
        house.post(&format!("{page}/boxes/4/voters"), &office, "add=250&name=陈250").done();
        assert_eq!(house.counts("001003-staff"), [1, 0, 0, 0]);
        // Nobody comes in by a made-up number.
        house.post(&format!("{page}/boxes/4/voters"), &office, "add=999&name=陈250").says(404, &[]);
        house.post(&format!("{page}/boxes/4/voters"), &office, "remove=250").done();
        assert_eq!(house.counts("001003-staff"), [0, 0, 0, 0]);

        house.post(&format!("{page}/opening"), &office, "").done();
        house.run_jobs();
        house.page(&page, &office).says(200, &["进行中", "清单哈希"]);
        let (manifest, hash) = house.manifest(id);
        assert_eq!(manifest.boxes.len(), 3, "a box without voters has no key");
        assert_eq!(manifest.boxes[0].roster, 5);
        house.anybody(&format!("{page}/notice")).says(200, &[&hash.in_groups(), "public_url"]);
        let sizes = house.cycles.told.lock().unwrap().sizes.clone();
        assert_eq!(
            sizes.iter().map(|(org, group, n)| (org.0, group.as_str(), *n)).collect::<Vec<_>>(),
            [(2, "members", 5), (2, "staff", 6), (3, "members", 3)]
        );
        // Frozen: neither electorate nor questions change any more.
        house.post(&format!("{page}/boxes/1/filling"), &office, "rule=everybody").says(409, &[]);
        house.post(&format!("{page}/boxes/1/voters"), &office, "remove=200").says(409, &[]);
        house.page(&format!("{page}/edit"), &office).says(409, &[]);
        house.post(&format!("{page}/removal"), &office, "").says(409, &[]);
        house.post(&format!("{page}/opening"), &office, "").says(409, &[]);
    });
}

#[test]
fn a_form_that_is_wrong_comes_back_with_what_was_typed() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let wrong = "cycle=15&title=&minimum=3&minimum_text=x&issue_from=2015-03-02T08:00&issue_until=2015-03-01T08:00&cast_from=gestern&cast_until=2015-03-06T18:00&q1.text=工作餐怎么样";
        let reply = house.post("/evaluations", &office, wrong);
        reply.says(422, &["gestern", "工作餐怎么样", "5 到 50", "10 到 50"]);
        house
            .post("/evaluations", &office, &format!("cycle=99&title=甲&minimum=5&minimum_text=10&{TIMES}"))
            .says(422, &[]);
        let id = house.set_up(&office, TIMES);
        house
            .post("/evaluations", &office, &format!("cycle=15&title=甲&minimum=5&minimum_text=10&{TIMES}"))
            .says(409, &[]);
        // Taken away, it can be set up again.
        house.post(&format!("/evaluations/{id}/removal"), &office, "").done();
        house.set_up(&office, APART);
    });
}

#[test]
fn it_cannot_open_when_its_time_is_over_or_nobody_may_vote() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.set_up(&office, TIMES);
        let opening = format!("/evaluations/{id}/opening");
        fresh.clock.set(march(6, 18));
        house.post(&opening, &office, "").says(409, &["领票时间已经过去"]);
        fresh.clock.set(march(2, 9));
        for place in 1..=4 {
            house.post(&format!("/evaluations/{id}/boxes/{place}/filling"), &office, "rule=named").done();
        }
        house.post(&opening, &office, "").says(409, &["一个人也没有"]);
    });
}

#[test]
fn more_time_is_given_with_a_reason_that_the_board_shows() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let extension = format!("/evaluations/{id}/extension");
        house.post(&extension, &office, "until=2015-03-08T18:00&reason=").says(422, &["必填"]);
        house.post(&extension, &office, "until=2015-03-05T18:00&reason=雨").says(422, &[]);
        house.post(&extension, &office, "until=2015-03-08T18:00&reason=停电一天").done();
        house.anybody(&format!("/evaluations/{id}/board")).says(200, &["停电一天"]);
        // The first plan comes and goes; the second closes.
        fresh.clock.set(march(6, 19));
        house.run_jobs();
        house.page(&format!("/evaluations/{id}"), &office).says(200, &["进行中"]);
        fresh.clock.set(march(8, 19));
        house.run_jobs();
        house.anybody(&format!("/evaluations/{id}/board")).says(200, &["公示板哈希"]);
    });
}
