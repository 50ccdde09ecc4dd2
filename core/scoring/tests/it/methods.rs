//! Each method against figures worked out by hand. The base brings 90 points.

use scoring::{FactValue, Input, Ratio, evaluate};

use crate::small::{based, event, fact, mark, participant, scheme, total, with_method};

fn panel(method: &str, marks: &[&str]) -> String {
    let mut input = based();
    let given = marks.iter().zip(1..);
    input.marks.extend(given.map(|(points, reviewer)| mark("a", "i", &format!("评委{reviewer}"), points)));
    total(&scheme(&with_method(method, "block")), &input)
}

fn measured(method: &str, value: FactValue) -> String {
    let input = Input { facts: vec![fact("a", "f", value)], ..based() };
    total(&scheme(&with_method(method, "block")), &input)
}

fn number(text: &str) -> FactValue {
    FactValue::Number(text.parse().unwrap())
}

#[test]
fn a_panel_is_averaged_as_the_scheme_says() {
    let marks = ["10", "9", "9", "8", "1"];
    assert_eq!(panel(r#"{ kind = "panel", average = "mean" }"#, &marks), "487/5");
    assert_eq!(panel(r#"{ kind = "panel", average = "median" }"#, &marks), "99");
    assert_eq!(panel(r#"{ kind = "panel", average = "median" }"#, &["10", "9", "8", "7.5"]), "197/2");
    assert_eq!(panel(r#"{ kind = "panel", average = "trimmed" }"#, &marks), "296/3");
}

#[test]
fn exactly_one_highest_and_one_lowest_are_dropped() {
    let trimmed = r#"{ kind = "panel", average = "trimmed" }"#;
    assert_eq!(panel(trimmed, &["10", "10", "10", "4", "4"]), "98");
    assert_eq!(panel(trimmed, &["7", "7", "7", "7", "7"]), "97");
}

#[test]
fn too_few_marks_to_trim_fall_back_as_stated() {
    let marks = ["10", "9", "9", "2"];
    assert_eq!(panel(r#"{ kind = "panel", average = "trimmed" }"#, &marks), "195/2");
    assert_eq!(panel(r#"{ kind = "panel", average = "trimmed", fallback = "median" }"#, &marks), "99");
    assert_eq!(panel(r#"{ kind = "panel", average = "trimmed", trim_from = 4 }"#, &marks), "99");
}

#[test]
fn a_line_runs_from_the_floor_to_the_target() {
    let up =
        r#"{ kind = "formula", fact = "f", rule = { kind = "linear", floor = "80%", target = "100%" } }"#;
    for (value, expected) in
        [("50%", "90"), ("80%", "90"), ("95%", "195/2"), ("100%", "100"), ("120%", "100")]
    {
        assert_eq!(measured(up, number(value)), expected, "{value}");
    }
    let down = r#"{ kind = "formula", fact = "f", rule = { kind = "linear", floor = 10, target = 0 } }"#;
    for (value, expected) in [("12", "90"), ("10", "90"), ("4", "96"), ("0", "100"), ("-1", "100")] {
        assert_eq!(measured(down, number(value)), expected, "{value}");
    }
}

#[test]
fn steps_and_ratios_are_capped_at_the_full_mark() {
    let steps = r#"{ kind = "formula", fact = "f", rule = { kind = "steps", below = 1, steps = [
        { from = "0.8", mark = 6 }, { from = "0.95", mark = "9.5" } ] } }"#;
    for (value, expected) in
        [("0.79", "91"), ("0.8", "96"), ("0.949", "96"), ("0.95", "199/2"), ("2", "199/2")]
    {
        assert_eq!(measured(steps, number(value)), expected, "{value}");
    }
    let ratio = r#"{ kind = "formula", fact = "f", rule = { kind = "ratio", target = 12 } }"#;
    for (value, expected) in [("-3", "90"), ("0", "90"), ("7", "575/6"), ("12", "100"), ("13", "100")] {
        assert_eq!(measured(ratio, number(value)), expected, "{value}");
    }
}

#[test]
fn statements_and_levels_bring_their_mark() {
    let statement = r#"{ kind = "yes_no", fact = "f", no = 2 }"#;
    assert_eq!(measured(statement, FactValue::Holds(true)), "100");
    assert_eq!(measured(statement, FactValue::Holds(false)), "92");
    let levels = r#"{ kind = "level", fact = "f", levels = [
        { code = "a", name = "好", mark = 10 }, { code = "b", name = "一般", mark = "6.5" } ] }"#;
    assert_eq!(measured(levels, FactValue::Level("b".to_owned())), "193/2");
    assert_eq!(measured(levels, FactValue::Level("好".to_owned())), "100");
}

#[test]
fn events_take_off_down_to_nothing() {
    let scheme = scheme(&with_method(
        r#"{ kind = "deduction", events = [ { code = "late", name = "迟报", each = "1.5" }, { code = "no", name = "不报", each = 4 } ] }"#,
        "block",
    ));
    let with = |events| total(&scheme, &Input { events, ..based() });
    assert_eq!(with(vec![]), "100");
    assert_eq!(with(vec![event("a", "late", 1), event("a", "不报", 1), event("a", "late", 1)]), "93");
    assert_eq!(with(vec![event("a", "late", 4_000_000_000)]), "90");
}

#[test]
fn a_bonus_lifts_its_dimension_up_to_the_weight_unless_it_may_exceed() {
    let body = |exceed: bool| {
        format!(
            r#"
            [[dimension]]
            code = "d"
            name = "方面"
            weight = 100
            may_exceed = {exceed}
            [[indicator]]
            code = "i"
            name = "指标"
            dimension = "d"
            full = 100
            missing = "block"
            method = {{ kind = "panel", average = "mean" }}
            [[indicator]]
            code = "plus"
            name = "加分"
            dimension = "d"
            full = 5
            missing = "zero"
            method = {{ kind = "bonus", events = [ {{ code = "award", name = "表彰", each = 2 }} ] }}
            "#
        )
    };
    let with = |exceed: bool, points: &str, awards: u32| {
        let input = Input {
            participants: vec![participant("a", "甲")],
            marks: vec![mark("a", "i", "评委1", points)],
            events: vec![event("a", "award", awards)],
            ..Input::default()
        };
        total(&scheme(&body(exceed)), &input)
    };
    assert_eq!(with(false, "90", 2), "94");
    assert_eq!(with(false, "90", 9), "95", "capped at the full mark of the bonus");
    assert_eq!(with(false, "98", 2), "100", "capped at the weight");
    assert_eq!(with(true, "98", 2), "102");
}

#[test]
fn a_figure_is_rounded_once_from_its_exact_value() {
    // three reviewers: 8.335 + 1/3 of a thousandth; the parts would round to another sum
    let mut input = based();
    for (reviewer, points) in [("评委1", "8.335"), ("评委2", "8.335"), ("评委3", "8.334")] {
        input.marks.push(mark("a", "i", reviewer, points));
    }
    let scheme = scheme(&with_method(r#"{ kind = "panel", average = "mean" }"#, "block"));
    let outcome = evaluate(&scheme, &input).unwrap();
    let total = &outcome.of("a").unwrap().total;
    assert_eq!(
        total.exact,
        "90".parse::<Ratio>().unwrap() + "25.004".parse::<Ratio>().unwrap() * "1/3".parse().unwrap()
    );
    assert_eq!(total.published.to_string(), "98.33");
}
