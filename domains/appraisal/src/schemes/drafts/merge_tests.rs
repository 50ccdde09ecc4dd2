//! What two people change comes together.

use scoring::{Category, Indicator, Scheme, SchemeList, SchemePart};

use super::merge::{merge, mine_on_top};
use crate::schemes::editor::tests::sample;

fn edited(edit: impl FnOnce(&mut Scheme)) -> Scheme {
    let mut scheme = sample();
    edit(&mut scheme);
    scheme
}

#[test]
fn changes_to_different_parts_come_together() {
    let theirs = edited(|s| {
        s.indicators[0].full = "12".parse().unwrap();
        s.grades[0].name = "优秀".into();
        s.categories.push(Category { name: "新类".into(), aliases: vec![] });
    });
    let mine = edited(|s| {
        s.indicators[1].name = "民主集中制".into();
        s.name = "新方案".into();
        s.categories.swap(0, 1);
        s.dimensions.remove(4);
    });
    let merged = merge(&sample(), &theirs, &mine).unwrap();
    let expected = edited(|s| {
        s.indicators[0].full = "12".parse().unwrap();
        s.grades[0].name = "优秀".into();
        s.indicators[1].name = "民主集中制".into();
        s.name = "新方案".into();
        s.categories.swap(0, 1);
        s.categories.push(Category { name: "新类".into(), aliases: vec![] });
        s.dimensions.remove(4);
    });
    assert_eq!(merged, expected);
}

#[test]
fn what_both_changed_is_told_and_what_both_changed_alike_is_not() {
    let theirs = edited(|s| {
        s.indicators[0].full = "12".parse().unwrap();
        s.ranking.rank_as_published = false;
    });
    let mine = edited(|s| {
        s.indicators[0].name = "班子".into();
        s.ranking.rank_as_published = false;
    });
    assert_eq!(
        merge(&sample(), &theirs, &mine),
        Err(vec![SchemePart::Indicator("leadership-building".into())])
    );
    assert_eq!(merge(&sample(), &theirs, &theirs), Ok(theirs.clone()));
    assert_eq!(merge(&sample(), &sample(), &mine), Ok(mine));
}

#[test]
fn what_one_removed_and_the_other_changed_is_told() {
    let theirs = edited(|s| s.indicators[3].full = "9".parse().unwrap());
    let mine = edited(|s| {
        s.indicators.remove(3);
    });
    let part = SchemePart::Indicator("member-example".into());
    assert_eq!(merge(&sample(), &theirs, &mine), Err(vec![part.clone()]));
    assert_eq!(merge(&sample(), &mine, &theirs), Err(vec![part]));
}

#[test]
fn mine_on_top_keeps_what_i_did_not_touch() {
    let ballots = |s: &mut Scheme, edit: &dyn Fn(&mut scoring::Ballots)| {
        let scoring::Method::Ballots(rule) = &mut s.indicators[8].method else { panic!() };
        edit(rule);
    };
    let theirs = edited(|s| {
        s.indicators[8].full = "20".parse().unwrap();
        s.indicators[8].name = "民主测评".into();
        s.full = "105".parse().unwrap();
        ballots(s, &|rule| rule.choices[3].points = "40".parse().unwrap());
        ballots(s, &|rule| rule.groups[0].weight = "0.5".parse().unwrap());
    });
    let mine = edited(|s| {
        s.indicators[8].full = "10".parse().unwrap();
        s.name = "新方案".into();
        ballots(s, &|rule| rule.choices[0].points = "95".parse().unwrap());
        ballots(s, &|rule| {
            rule.left_out.clear();
        });
    });
    let expected = edited(|s| {
        s.indicators[8].full = "10".parse().unwrap();
        s.indicators[8].name = "民主测评".into();
        s.full = "105".parse().unwrap();
        s.name = "新方案".into();
        ballots(s, &|rule| {
            rule.choices[0].points = "95".parse().unwrap();
            rule.choices[3].points = "40".parse().unwrap();
            rule.groups[0].weight = "0.5".parse().unwrap();
            rule.left_out.clear();
        });
    });
    assert_eq!(mine_on_top(&sample(), &theirs, &mine), expected);
    let gone = edited(|s| {
        s.indicators.remove(8);
    });
    assert_eq!(mine_on_top(&sample(), &gone, &mine).indicators.len(), 9);
    let panel = edited(|s| s.indicators[8].method = s.indicators[0].method.clone());
    assert_eq!(mine_on_top(&sample(), &panel, &mine).indicators[8].method.word(), "ballots");
}

#[test]
fn two_orders_of_one_list_are_told() {
    let theirs = edited(|s| s.categories.swap(0, 1));
    let mine = edited(|s| s.categories.swap(1, 2));
    assert_eq!(merge(&sample(), &theirs, &mine), Err(vec![SchemePart::Order(SchemeList::Categories)]));
}

#[test]
fn both_may_add_to_one_list() {
    let new = |code: &str, scheme: &Scheme| Indicator {
        code: code.into(),
        name: code.into(),
        ..scheme.indicators[0].clone()
    };
    let theirs = edited(|s| s.indicators.insert(2, new("a", s)));
    let mine = edited(|s| s.indicators.push(new("b", s)));
    let codes = |s: &Scheme| s.indicators.iter().map(|i| i.code.clone()).collect::<Vec<_>>();
    let merged = merge(&sample(), &theirs, &mine).unwrap();
    assert_eq!((codes(&merged)[2].as_str(), codes(&merged).last().unwrap().as_str()), ("a", "b"));
    assert_eq!(merged.indicators.len(), sample().indicators.len() + 2);
}
