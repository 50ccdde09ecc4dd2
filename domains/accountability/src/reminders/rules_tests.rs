use super::*;
use crate::measures::rules::State;
use crate::plans::record::{AspectId, PlanId};

const GRADES: Grades = Grades { first: 1, second: 15, third: 30 };

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn measure(id: i64, org: i64, due: Option<&str>) -> Measure {
    Measure {
        id: MeasureId(id),
        plan: PlanId(1),
        aspect: AspectId(1),
        aspect_place: 1,
        place: u32::try_from(id).unwrap(),
        content: format!("措施{id}"),
        standard: "完成".into(),
        org: OrgId(org),
        org_name: format!("第{org}党委"),
        person_id: None,
        person: String::new(),
        starts: day("2015-01-01"),
        due: due.map(day),
        weight: 1,
        state: State::Running,
        percent: 50,
        latest: String::new(),
        milestones: 0,
        milestones_done: 0,
        next_milestone: None,
        signed_on: None,
        handed_in_on: None,
        handed_in_by: String::new(),
        done_on: None,
        reason: String::new(),
    }
}

fn due(measures: &[Measure], issued: &BTreeSet<(Lateness, u32)>, today: &str) -> Vec<(i64, u32, usize)> {
    let found = proposals(measures, &BTreeMap::new(), issued, GRADES, day(today));
    found.into_iter().map(|one| (one.org.0, one.grade, one.items.len())).collect()
}

#[test]
fn a_grade_is_reached_on_its_day() {
    let of = |days| GRADES.of(days);
    assert_eq!([of(0), of(1), of(14)], [None, Some(1), Some(1)]);
    assert_eq!([of(15), of(29), of(30), of(400)], [Some(2), Some(2), Some(3), Some(3)]);
}

#[test]
fn one_paper_for_a_body_and_a_grade() {
    let measures = [
        measure(1, 7, Some("2015-06-30")),
        measure(2, 7, Some("2015-06-29")),
        measure(3, 7, Some("2015-05-31")),
        measure(4, 8, Some("2015-07-01")),
        measure(5, 8, None),
    ];
    assert_eq!(due(&measures, &BTreeSet::new(), "2015-07-01"), [(7, 3, 1), (7, 1, 2)]);
}

#[test]
fn never_twice_in_the_same_grade_for_the_same_lateness() {
    let measures = [measure(1, 7, Some("2015-06-30"))];
    let first = proposals(&measures, &BTreeMap::new(), &BTreeSet::new(), GRADES, day("2015-07-01"));
    let issued = BTreeSet::from([(first[0].items[0].lateness(), 1)]);
    assert_eq!(due(&measures, &issued, "2015-07-10"), []);
    assert_eq!(due(&measures, &issued, "2015-07-15"), [(7, 2, 1)], "the next grade is another reminder");
    let moved = [measure(1, 7, Some("2015-07-05"))];
    assert_eq!(due(&moved, &issued, "2015-07-10"), [(7, 1, 1)], "another day is another lateness");
}

#[test]
fn milestones_are_reminded_of_by_name() {
    let mut one = measure(1, 7, Some("2015-12-31"));
    one.next_milestone = Some(day("2015-06-30"));
    let step = Milestone {
        id: MilestoneId(4),
        measure: one.id,
        name: "印发办法".into(),
        due: day("2015-06-30"),
        form: "文件".into(),
        done_on: None,
    };
    let items = late(&one, std::slice::from_ref(&step), day("2015-07-03"));
    assert_eq!(
        items.iter().map(|item| (item.step.as_str(), item.days)).collect::<Vec<_>>(),
        [("印发办法", 3)]
    );
    assert!(late(&one, &[step], day("2015-06-30")).is_empty(), "on its day nothing is late");
}

#[test]
fn what_was_handed_in_is_late_by_the_day_it_was() {
    let mut one = measure(1, 7, Some("2015-06-30"));
    one.state = State::HandedIn;
    one.handed_in_on = Some(day("2015-07-02"));
    assert_eq!(late(&one, &[], day("2015-12-01"))[0].days, 2);
    one.handed_in_on = Some(day("2015-06-30"));
    assert!(late(&one, &[], day("2015-12-01")).is_empty());
}
