use kernel::Day;
use proptest::prelude::*;

use super::super::content::AspectPart;
use super::super::lamps::{Lamp, Standing, lamp};
use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn measure(id: i64, percent: u32, state: &str, lamp: Lamp) -> MeasurePart {
    MeasurePart {
        id,
        number: format!("1.{id}"),
        content: String::new(),
        standard: String::new(),
        lead: String::new(),
        helps: false,
        state: state.into(),
        percent,
        weight: 1,
        due: None,
        lamp,
        milestones: Vec::new(),
        latest: None,
    }
}

fn content(measures: Vec<MeasurePart>) -> Content {
    Content {
        plan: String::new(),
        body: String::new(),
        until: day("2015-06-30"),
        aspects: vec![AspectPart { name: String::new(), measures }],
        practices: String::new(),
        problems: String::new(),
        next_steps: String::new(),
        help: String::new(),
    }
}

#[test]
fn what_moved_is_new_went_back_or_is_gone_is_told_apart() {
    let before = content(vec![
        measure(1, 20, "running", Lamp::Green),
        measure(2, 60, "running", Lamp::Green),
        measure(3, 60, "handed_in", Lamp::Green),
        measure(4, 30, "running", Lamp::Green),
        measure(5, 30, "running", Lamp::Red),
        measure(6, 30, "running", Lamp::Green),
        measure(7, 30, "running", Lamp::Green),
    ]);
    let after = content(vec![
        measure(1, 40, "running", Lamp::Red),
        measure(2, 50, "running", Lamp::Green),
        measure(3, 60, "running", Lamp::Green),
        measure(4, 30, "running", Lamp::Yellow),
        measure(5, 30, "running", Lamp::Yellow),
        measure(6, 30, "running", Lamp::Green),
        measure(8, 0, "issued", Lamp::Green),
    ]);
    let found: Vec<_> =
        compare(&before, &after).into_iter().map(|one| (one.measure().unwrap().id, one.change)).collect();
    use Change::{Back, Forward, Gone, New, Same};
    let expected =
        [(1, Forward), (2, Back), (3, Back), (4, Back), (5, Forward), (6, Same), (8, New), (7, Gone)];
    assert_eq!(found, expected);
}

#[test]
fn a_lamp_changes_on_the_day_itself() {
    let standing = |percent| Standing {
        over: false,
        starts: day("2015-01-01"),
        due: Some(day("2015-12-31")),
        percent,
        open: vec![day("2015-06-30")],
    };
    let on = |percent, text| lamp(&standing(percent), day(text), 30, 20);
    assert_eq!([on(50, "2015-05-30"), on(50, "2015-05-31")], [Lamp::Green, Lamp::Yellow]);
    assert_eq!([on(50, "2015-06-30"), on(50, "2015-07-01")], [Lamp::Yellow, Lamp::Red]);
    let without = |percent, text| {
        lamp(&Standing { open: Vec::new(), ..standing(percent) }, day(text), 30, 20)
    };
    // 182 of 364 days have gone on 2 July: half the time, thirty points are within the tolerance, 29 are not.
    assert_eq!([without(30, "2015-07-02"), without(29, "2015-07-02")], [Lamp::Green, Lamp::Yellow]);
    assert_eq!([without(100, "2015-12-31"), without(100, "2016-01-01")], [Lamp::Yellow, Lamp::Red]);
    let standing = Standing { due: None, open: Vec::new(), ..standing(0) };
    assert_eq!(lamp(&standing, day("2030-01-01"), 30, 20), Lamp::Green);
    assert_eq!(lamp(&Standing { over: true, ..standing }, day("2030-01-01"), 30, 20), Lamp::Done);
}

proptest! {
    #[test]
    fn every_measure_of_both_stands_in_the_comparison_once(
        before in proptest::collection::btree_map(1_i64..40, 0_u32..=100, 0..20),
        after in proptest::collection::btree_map(1_i64..40, 0_u32..=100, 0..20),
    ) {
        let of = |all: &std::collections::BTreeMap<i64, u32>| {
            content(all.iter().map(|(id, p)| measure(*id, *p, "running", Lamp::Green)).collect())
        };
        let compared = compare(&of(&before), &of(&after));
        let ids: std::collections::BTreeSet<i64> = before.keys().chain(after.keys()).copied().collect();
        prop_assert_eq!(compared.len(), ids.len());
        for one in &compared {
            let id = one.measure().unwrap().id;
            let expected = match (before.get(&id), after.get(&id)) {
                (Some(a), Some(b)) if b > a => Change::Forward,
                (Some(a), Some(b)) if b < a => Change::Back,
                (Some(_), Some(_)) => Change::Same,
                (None, _) => Change::New,
                (_, None) => Change::Gone,
            };
            prop_assert_eq!(one.change, expected);
        }
        prop_assert!(compare(&of(&after), &of(&after)).iter().all(|one| one.change == Change::Same));
    }

    #[test]
    fn progress_lies_between_the_least_and_the_most(percents in proptest::collection::vec(0_u32..=100, 1..30)) {
        let all = content(percents.iter().map(|p| measure(1, *p, "running", Lamp::Green)).collect());
        let progress = all.progress().unwrap();
        prop_assert!(progress >= scoring::Ratio::from(*percents.iter().min().unwrap()));
        prop_assert!(progress <= scoring::Ratio::from(*percents.iter().max().unwrap()));
    }
}
