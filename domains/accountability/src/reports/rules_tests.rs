use kernel::Day;
use proptest::prelude::*;

use super::super::content::AspectPart;
use super::*;
use crate::measures::rules::{Lamp, State};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn measure(id: i64, percent: u32, state: State, lamp: Lamp) -> MeasurePart {
    MeasurePart {
        id,
        number: format!("1.{id}"),
        content: String::new(),
        standard: String::new(),
        lead: String::new(),
        helps: false,
        state,
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
        measure(1, 20, State::Running, Lamp::Green),
        measure(2, 60, State::Running, Lamp::Green),
        measure(3, 60, State::HandedIn, Lamp::Green),
        measure(4, 30, State::Running, Lamp::Green),
        measure(5, 30, State::Running, Lamp::Red),
        measure(6, 30, State::Running, Lamp::Green),
        measure(7, 30, State::Running, Lamp::Green),
    ]);
    let after = content(vec![
        measure(1, 40, State::Running, Lamp::Red),
        measure(2, 50, State::Running, Lamp::Green),
        measure(3, 60, State::Running, Lamp::Green),
        measure(4, 30, State::Running, Lamp::Yellow),
        measure(5, 30, State::Running, Lamp::Yellow),
        measure(6, 30, State::Running, Lamp::Green),
        measure(8, 0, State::Issued, Lamp::Green),
    ]);
    let found: Vec<_> =
        compare(&before, &after).into_iter().map(|one| (one.measure().unwrap().id, one.change)).collect();
    use Change::{Back, Forward, Gone, New, Same};
    let expected =
        [(1, Forward), (2, Back), (3, Back), (4, Back), (5, Forward), (6, Same), (8, New), (7, Gone)];
    assert_eq!(found, expected);
}

proptest! {
    #[test]
    fn every_measure_of_both_stands_in_the_comparison_once(
        before in proptest::collection::btree_map(1_i64..40, 0_u32..=100, 0..20),
        after in proptest::collection::btree_map(1_i64..40, 0_u32..=100, 0..20),
    ) {
        let of = |all: &std::collections::BTreeMap<i64, u32>| {
            content(all.iter().map(|(id, p)| measure(*id, *p, State::Running, Lamp::Green)).collect())
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
        let all = content(percents.iter().map(|p| measure(1, *p, State::Running, Lamp::Green)).collect());
        let progress = all.progress().unwrap().rounded();
        prop_assert!(progress >= i64::from(*percents.iter().min().unwrap()));
        prop_assert!(progress <= i64::from(*percents.iter().max().unwrap()));
    }
}
