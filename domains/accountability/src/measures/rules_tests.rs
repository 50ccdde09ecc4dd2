use proptest::prelude::*;

use super::*;

const WARNING: Warning = Warning { near_days: 30, tolerance: 20 };

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn running() -> Standing {
    Standing {
        state: State::Running,
        starts: day("2015-01-01"),
        due: Some(day("2015-12-31")),
        next_milestone: None,
        percent: 100,
        handed_in_on: None,
    }
}

#[test]
fn red_begins_the_day_after_it_was_due() {
    let of = |today| running().lamp(WARNING, day(today));
    assert_eq!(of("2015-12-30"), Lamp::Yellow);
    assert_eq!(of("2015-12-31"), Lamp::Yellow);
    assert_eq!(of("2016-01-01"), Lamp::Red);
    assert_eq!(running().days_late(day("2015-12-31")), 0);
    assert_eq!(running().days_late(day("2016-01-01")), 1);
}

#[test]
fn yellow_begins_so_many_days_before() {
    let of = |today| running().lamp(WARNING, day(today));
    assert_eq!(of("2015-11-30"), Lamp::Green, "31 days before");
    assert_eq!(of("2015-12-01"), Lamp::Yellow, "30 days before");
}

#[test]
fn an_open_milestone_counts_like_the_measure() {
    let standing = Standing { next_milestone: Some(day("2015-06-30")), ..running() };
    assert_eq!(standing.lamp(WARNING, day("2015-05-30")), Lamp::Green);
    assert_eq!(standing.lamp(WARNING, day("2015-05-31")), Lamp::Yellow);
    assert_eq!(standing.lamp(WARNING, day("2015-06-30")), Lamp::Yellow);
    assert_eq!(standing.lamp(WARNING, day("2015-07-01")), Lamp::Red);
    assert_eq!(standing.late_since(day("2016-02-01")), Some(day("2015-06-30")), "the earliest of both");
}

#[test]
fn yellow_when_progress_is_behind_by_more_than_the_tolerance() {
    let standing = |percent| Standing { due: Some(day("2015-04-11")), percent, ..running() };
    let warning = Warning { near_days: 0, tolerance: 20 };
    // 100 days in all; on the 50th half of the time has passed.
    assert_eq!(standing(30).lamp(warning, day("2015-02-20")), Lamp::Green, "exactly at the tolerance");
    assert_eq!(standing(29).lamp(warning, day("2015-02-20")), Lamp::Yellow);
    assert_eq!(standing(30).lamp(warning, day("2015-02-21")), Lamp::Yellow, "a day later");
    assert_eq!(
        standing(0).lamp(warning, day("2014-12-01")),
        Lamp::Green,
        "before it starts nothing is behind"
    );
}

#[test]
fn standing_measures_have_no_day_but_their_milestones_do() {
    let standing = Standing { due: None, percent: 0, ..running() };
    assert_eq!(standing.lamp(WARNING, day("2030-01-01")), Lamp::Green);
    let with = Standing { next_milestone: Some(day("2015-06-30")), ..standing };
    assert_eq!(with.lamp(WARNING, day("2015-07-01")), Lamp::Red);
}

#[test]
fn waiting_for_the_office_makes_nothing_late() {
    let handed = |on| Standing { state: State::HandedIn, handed_in_on: Some(day(on)), ..running() };
    assert_eq!(handed("2015-12-31").lamp(WARNING, day("2016-03-01")), Lamp::Green);
    assert_eq!(handed("2016-01-01").lamp(WARNING, day("2016-03-01")), Lamp::Red);
    assert_eq!(handed("2016-01-01").days_late(day("2016-03-01")), 1);
}

#[test]
fn what_is_settled_has_a_lamp_of_its_own() {
    let of = |state| Standing { state, ..running() }.lamp(WARNING, day("2016-03-01"));
    assert_eq!(of(State::Done), Lamp::Done);
    assert_eq!(of(State::Stopped), Lamp::Off);
    assert_eq!(of(State::Draft), Lamp::Off);
    assert_eq!(of(State::Issued), Lamp::Red, "late even if nobody has signed for it");
}

#[test]
fn progress_rounds_half_up_once() {
    assert_eq!(Progress::of([]), None);
    assert_eq!(Progress::of([(1, 0), (1, 1)]).unwrap().rounded(), 1);
    assert_eq!(Progress::of([(2, 0), (1, 1)]).unwrap().rounded(), 0);
    assert_eq!(Progress::of([(3, 100), (1, 0)]).unwrap().rounded(), 75);
}

fn parts() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((1_u32..1000, 0_u32..=100), 1..40)
}

proptest! {
    #[test]
    fn progress_lies_between_the_least_and_the_most(parts in parts()) {
        let progress = Progress::of(parts.clone()).unwrap();
        let percents = || parts.iter().map(|(_, percent)| i64::from(*percent));
        prop_assert!(percents().min().unwrap() * progress.whole <= progress.part);
        prop_assert!(progress.part <= percents().max().unwrap() * progress.whole);
        prop_assert!((0..=100).contains(&progress.rounded()));
    }

    #[test]
    fn progress_never_falls_when_a_measure_moves_on(parts in parts(), at in any::<prop::sample::Index>(), more in 0_u32..=100) {
        let before = Progress::of(parts.clone()).unwrap();
        let mut moved = parts;
        let at = at.index(moved.len());
        moved[at].1 = moved[at].1.max(more);
        let after = Progress::of(moved).unwrap();
        prop_assert!(before.part <= after.part);
        prop_assert!(before.rounded() <= after.rounded());
    }

    #[test]
    fn the_order_of_measures_does_not_matter(parts in parts(), by in 0_usize..40) {
        let mut turned = parts.clone();
        let middle = by % turned.len();
        turned.rotate_left(middle);
        prop_assert_eq!(Progress::of(parts), Progress::of(turned));
    }

    #[test]
    fn a_lamp_only_grows_more_urgent_with_time(percent in 0_u32..=100, offset in 0_i64..500, later in 0_i64..200) {
        let standing = Standing { percent, ..running() };
        let today = day("2015-01-01").plus_days(offset);
        let (now, then) = (standing.lamp(WARNING, today), standing.lamp(WARNING, today.plus_days(later)));
        prop_assert!(then <= now, "{now:?} then {then:?}");
    }
}
