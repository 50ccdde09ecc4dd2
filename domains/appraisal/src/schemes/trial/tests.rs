//! What was recorded under one version fits, or is told not to fit, under another.

use std::collections::BTreeMap;

use scoring::{ChoiceCount, Indicator, Input, Mark, Method, Missing, Participant, Scheme, Score, Tally};

use super::compare::{Block, run};
use super::fit::{Misfit, fit, without_blocking};
use super::record::Real;
use crate::schemes::editor::tests::sample;

fn score(text: &str) -> Score {
    text.parse().unwrap()
}

/// Two organisations with every mark and ballot; the second is a little worse.
fn recorded() -> Input {
    let mut input = Input::default();
    for (at, key) in [(0_i64, "甲"), (1, "乙")] {
        let category = "综合管理类".to_owned();
        input.participants.push(Participant { key: key.into(), name: format!("{key}党委"), category });
        for indicator in sample().indicators.iter().filter(|one| !one.is_ballots()) {
            let mark = Score::from_thousandths(indicator.full.thousandths() - 1_000 - at * 500);
            let (participant, code) = (key.into(), indicator.code.clone());
            input.marks.push(Mark {
                participant,
                indicator: code,
                reviewer: "评委1".into(),
                mark,
                source: None,
            });
        }
        for group in ["members", "staff"] {
            let count = |choice: &str, count| ChoiceCount { choice: choice.into(), count, source: None };
            input.tallies.push(Tally {
                participant: key.into(),
                indicator: "mass-evaluation".into(),
                group: group.into(),
                due: 20,
                issued: 20,
                returned: 20,
                spoilt: 0,
                choices: vec![count("good", 15), count("fair", 5)],
                source: None,
            });
        }
    }
    input
}

fn edited(edit: impl FnOnce(&mut Scheme)) -> Scheme {
    let mut scheme = sample();
    edit(&mut scheme);
    scheme
}

fn real() -> BTreeMap<String, Real> {
    let one = |rank: u32, grade: &str| Real {
        org: kernel::OrgId(1),
        category: "综合管理类".into(),
        rank,
        total: "90.00".into(),
        grade: grade.into(),
        grade_name: grade.into(),
        grade_place: 0,
    };
    [("甲".to_owned(), one(2, "good")), ("乙".to_owned(), one(1, "ordinary"))].into()
}

#[test]
fn the_same_version_takes_everything_as_it_is() {
    let fitted = fit(&recorded(), &sample(), &sample());
    assert_eq!((fitted.input, fitted.misfits), (recorded(), vec![]));
}

#[test]
fn another_full_mark_scales_the_marks_and_says_so() {
    let new = edited(|s| {
        s.indicators[6].full = score("17");
        s.indicators[7].full = score("8");
    });
    let fitted = fit(&recorded(), &sample(), &new);
    let of = |code: &str| fitted.input.marks.iter().find(|mark| mark.indicator == code).unwrap().mark;
    // 14 of 15 is 15.8666… of 17; 9 of 10 is 7.2 of 8
    assert_eq!((of("central-work"), of("innovation")), (score("15.867"), score("7.2")));
    let scaled = |name: &str, before: &str, after: &str| Misfit::Scaled {
        name: name.into(),
        before: score(before),
        after: score(after),
    };
    assert_eq!(fitted.misfits, [scaled("中心工作", "15", "17"), scaled("特色创新", "10", "8")]);
}

#[test]
fn renamed_entries_still_fit() {
    let new = edited(|s| {
        s.indicators[0].code = "other".into();
        s.indicators[1].name = "民主集中制建设".into();
        let Method::Ballots(rule) = &mut s.indicators[8].method else { panic!() };
        rule.groups[0].name = "党员代表".into();
        rule.choices[1].name = "良好".into();
        rule.choices[0].code = "best".into();
    });
    let fitted = fit(&recorded(), &sample(), &new);
    assert_eq!(fitted.misfits, []);
    assert!(run(&new, &fitted.input, &real()).is_ok());
}

#[test]
fn what_does_not_fit_is_told_and_the_rest_is_computed() {
    let new = edited(|s| {
        s.indicators.remove(7);
        s.indicators[6].full = score("25");
        let Method::Ballots(rule) = &mut s.indicators[7].method else { panic!() };
        rule.groups.pop();
        rule.choices.remove(1);
        s.categories.retain(|category| category.name == "综合管理类");
        s.indicators[0].method = scoring::Method::Bonus(scoring::Counted { events: vec![] });
    });
    let mut input = recorded();
    input.participants.push(Participant {
        key: "丙".into(),
        name: "丙".into(),
        category: "审查业务类".into(),
    });
    let fitted = fit(&input, &sample(), &new);
    let names: Vec<String> = fitted.misfits.iter().map(|misfit| format!("{misfit:?}")).collect();
    assert_eq!(fitted.misfits.len(), 6, "{names:#?}");
    let indicator = || "群众评价".to_owned();
    for expected in [
        Misfit::Category { name: "审查业务类".into(), count: 1 },
        Misfit::Indicator { name: "特色创新".into() },
        Misfit::Method { name: "班子建设".into() },
        Misfit::Group { name: "群众".into(), indicator: indicator() },
        Misfit::Choice { name: "较好".into(), indicator: indicator() },
    ] {
        assert!(fitted.misfits.contains(&expected), "{expected:?} {names:#?}");
    }
}

#[test]
fn a_new_indicator_without_data_blocks_is_left_out_or_counts_zero_as_the_draft_says() {
    let with = |missing: Missing| {
        edited(|s| {
            let new =
                Indicator {
                    code: "new".into(), name: "党建品牌".into(), missing, ..s.indicators[7].clone()
                };
            s.indicators[7].full = score("5");
            s.indicators.push(Indicator { full: score("5"), ..new });
        })
    };
    let blocking = with(Missing::Block);
    let fitted = fit(&recorded(), &sample(), &blocking);
    let no_data = Misfit::NoData { code: "new".into(), name: "党建品牌".into(), missing: "block" };
    assert!(fitted.misfits.contains(&no_data));
    let blocked = run(&blocking, &fitted.input, &real()).unwrap_err();
    assert_eq!(blocked, [Block::Missing { indicator: "党建品牌".into(), count: 2 }]);
    let left_out = without_blocking(&blocking, &fitted.misfits);
    assert_eq!(run(&left_out, &fitted.input, &real()), run(&with(Missing::Exclude), &fitted.input, &real()));
    let zero = run(&with(Missing::Zero), &fitted.input, &real()).unwrap();
    let excluded = run(&left_out, &fitted.input, &real()).unwrap();
    let total =
        |ranked: &[super::compare::Ranked]| ranked[0].lines[0].total.parse::<scoring::Ratio>().unwrap();
    assert!(total(&zero) < total(&excluded));
}

#[test]
fn both_results_stand_side_by_side_with_grade_changes_first() {
    let ranked = run(&sample(), &recorded(), &real()).unwrap();
    let lines = &ranked[0].lines;
    assert_eq!(ranked[0].category, "综合管理类");
    let told =
        |at: usize| (lines[at].name.as_str(), lines[at].rank, lines[at].moved, lines[at].grade_changed);
    // 30 % of two is no place, so the first is not 好 any more
    assert_eq!(told(0), ("甲党委", 1, Some(1), true));
    assert_eq!(told(1), ("乙党委", 2, Some(-1), false));
}
