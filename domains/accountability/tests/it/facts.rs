//! What an appraisal may count of measures.

use kernel::{Day, OrgId};
use testkit::db::{Fresh, each_backend};

use crate::house::{House, migrations};
use crate::setting::{People, at_work, hand_in, measure};

/// Part and whole of a fact about organisation 2 as known on a day.
fn fact(house: &House, fact: &'static str, until: &str) -> (i64, i64) {
    let facts = accountability::domain().facts.unwrap();
    let until = Day::parse(until).unwrap();
    let found =
        house.site.db.read(move |c| facts.measure(c, fact, 2015, until, &[OrgId(2), OrgId(4)])).unwrap();
    assert_eq!(found.iter().map(|one| one.org.0).collect::<Vec<_>>(), [2, 4]);
    assert_eq!((found[1].part, found[1].whole), (0, 0), "nothing is due of the neighbour");
    let one = &found[0];
    assert_eq!(usize::try_from(one.whole).unwrap(), one.records.len());
    assert_eq!(usize::try_from(one.part).unwrap(), one.records.iter().filter(|(_, counts)| *counts).count());
    (one.part, one.whole)
}

fn accepted(fresh: &Fresh, handed: &str, accepted: &str) -> (House, People) {
    let (house, people) = at_work(fresh, "90");
    house.on_day(handed);
    hand_in(&house, &people, handed);
    house.on_day(accepted);
    house.post("/measures/1/acceptance", &people.admin, "").done();
    (house, people)
}

#[test]
fn on_time_is_by_the_day_it_was_handed_in() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = accepted(fresh, "2015-06-30", "2015-07-20");
        house.post("/measures", &people.admin, &measure("未完成", "材料审查部党委", "2015-09-30", "")).done();
        house.post("/measures", &people.admin, &measure("明年的", "材料审查部党委", "2016-01-01", "")).done();
        assert_eq!(fact(&house, "measures_on_time", "2015-06-29"), (0, 0), "not due yet");
        assert_eq!(fact(&house, "measures_on_time", "2015-07-01"), (0, 1), "not accepted yet");
        assert_eq!(fact(&house, "measures_on_time", "2015-07-20"), (1, 1));
        assert_eq!(fact(&house, "measures_on_time", "2015-12-31"), (1, 2));
        assert_eq!(fact(&house, "measures_done", "2015-12-31"), (1, 2));
        assert_eq!(fact(&house, "measures_done", "2016-06-30"), (1, 2), "next year's are not this year's");
    });
}

#[test]
fn a_day_too_late_is_done_and_not_on_time() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, _) = accepted(&fresh, "2015-07-01", "2015-07-02");
    assert_eq!(fact(&house, "measures_done", "2015-12-31"), (1, 1));
    assert_eq!(fact(&house, "measures_on_time", "2015-12-31"), (0, 1));
}

#[test]
fn a_granted_extension_moves_the_day_and_a_refused_one_does_not() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = at_work(fresh, "90");
        let ask = |day: &str| {
            house.post("/measures/1/extensions", &people.lead, &format!("new_due={day}&because=x")).done();
        };
        ask("2015-12-31");
        house.post("/measures/1/extensions/1/decision", &people.admin, "verdict=refused&answer=不").done();
        assert_eq!(fact(&house, "measures_on_time", "2015-07-01"), (0, 1), "still due on 30 June");
        ask("2015-08-31");
        house.on_day("2015-06-20");
        house.post("/measures/1/extensions/2/decision", &people.admin, "verdict=granted").done();
        assert_eq!(fact(&house, "measures_on_time", "2015-07-01"), (0, 0), "moved");
        house.on_day("2015-08-30");
        hand_in(&house, &people, "2015-08-30");
        house.post("/measures/1/acceptance", &people.admin, "").done();
        assert_eq!(fact(&house, "measures_on_time", "2015-12-31"), (1, 1));
    });
}

#[test]
fn what_was_known_on_a_day_is_told_as_of_that_day() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = at_work(&fresh, "90");
    house.on_day("2015-07-10");
    house.post("/measures/1/extensions", &people.lead, "new_due=2015-08-31&because=x").done();
    house.post("/measures/1/extensions/1/decision", &people.admin, "verdict=granted").done();
    assert_eq!(fact(&house, "measures_on_time", "2015-07-05"), (0, 1), "the extension came later");
    assert_eq!(fact(&house, "measures_on_time", "2015-07-10"), (0, 0));
}

#[test]
fn stopped_measures_and_drafts_count_for_nobody_and_other_facts_are_missing() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = at_work(&fresh, "10");
    house.post("/measures/1/termination", &people.admin, "stop_reason=并入").done();
    assert_eq!(fact(&house, "measures_done", "2015-12-31"), (0, 0));
    let facts = accountability::domain().facts.unwrap();
    let until = Day::parse("2015-12-31").unwrap();
    let missing = house.site.db.read(move |c| facts.measure(c, "other", 2015, until, &[]));
    assert!(matches!(missing, Err(kernel::Problem::Missing)));
}
