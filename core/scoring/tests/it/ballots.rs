//! The mass evaluation: the tables of the field, groups without ballots, and what is left out.

use scoring::{Input, Missing, Outcome, Scheme, evaluate};

use crate::small::{based, scheme, tally, with_method};

/// One group and the points 100/80/60/40.
const ONE_GROUP: &str = r#"{ kind = "ballots", left_out = [ { code = "unknown", name = "不了解" } ], choices = [
    { code = "good", name = "好", points = 100, satisfied = "strict" }, { code = "fair", name = "较好", points = 80, satisfied = "wide" },
    { code = "ordinary", name = "一般", points = 60 }, { code = "poor", name = "差", points = 40 } ],
    groups = [ { code = "all", name = "全体", weight = 1 } ] }"#;

/// Three groups; a choice per whole mean that the tests need.
const THREE_GROUPS: &str = r#"{ kind = "ballots", choices = [
    { code = "92", name = "九十二", points = 92 }, { code = "88", name = "八十八", points = 88 } ],
    groups = [ { code = "members", name = "党员", weight = "0.4", least = 3 }, { code = "staff", name = "群众", weight = "0.3", least = 3 },
    { code = "served", name = "服务对象", weight = "0.3", least = 3 } ] }"#;

fn of(scheme: &Scheme, tallies: Vec<scoring::Tally>) -> Outcome {
    evaluate(scheme, &Input { tallies, ..based() }).unwrap()
}

#[test]
fn thirty_valid_ballots_have_the_mean_89_33() {
    let scheme = scheme(&with_method(ONE_GROUP, "block"));
    let counts = [("好", 18), ("较好", 9), ("一般", 2), ("差", 1), ("不了解", 3)];
    // one ballot came back without a choice
    let outcome = of(&scheme, vec![tally("a", "全体", &counts, 0, 34)]);
    let figure = &outcome.of("a").unwrap().indicators[1];
    // 10 points of 100: the mean over ten
    assert_eq!(figure.mark.as_ref().unwrap().exact.to_string(), "134/15");
    assert_eq!(("268/3".parse::<scoring::Ratio>().unwrap()).rounded(2).to_string(), "89.33");
    let satisfaction = figure.satisfaction.as_ref().unwrap();
    assert_eq!(satisfaction.valid, 30);
    assert_eq!(satisfaction.strict, "60%".parse().unwrap());
    assert_eq!(satisfaction.wide, "90%".parse().unwrap());
}

#[test]
fn the_weight_of_an_absent_group_goes_to_the_others() {
    let scheme = scheme(&with_method(THREE_GROUPS, "block"));
    let two = vec![tally("a", "党员", &[("92", 5)], 0, 5), tally("a", "群众", &[("88", 4)], 0, 4)];
    let mean = |outcome: &Outcome| outcome.of("a").unwrap().mass.exact.clone() * 10_i64.into();
    assert_eq!(mean(&of(&scheme, two.clone())), "632/7".parse().unwrap());
    assert_eq!(mean(&of(&scheme, two.clone())).rounded(2).to_string(), "90.29");
    // a group below its minimum is as good as absent
    let mut three = two;
    three.push(tally("a", "服务对象", &[("88", 2)], 1, 3));
    assert_eq!(mean(&of(&scheme, three)), "632/7".parse().unwrap());
}

#[test]
fn without_any_group_the_input_is_missing() {
    let mut scheme = scheme(&with_method(THREE_GROUPS, "exclude"));
    let few = vec![tally("a", "党员", &[("92", 2)], 0, 2)];
    let outcome = of(&scheme, few.clone());
    // the base takes the whole weight: 90 of 90 is 100 of 100
    assert_eq!(outcome.of("a").unwrap().total.exact, 100_i64.into());
    assert!(outcome.of("a").unwrap().indicators[1].satisfaction.is_none());
    scheme.indicators[1].missing = Missing::Block;
    let refused = evaluate(&scheme, &Input { tallies: few, ..based() }).unwrap_err().to_string();
    assert!(refused.contains("no voter group reached its minimum"), "{refused}");
}
