//! What is missing or does not apply is never a silent zero.

use scoring::{EvaluateError, Input, MissingReason, Treatment, Trouble, evaluate};

use crate::small::{based, mark, participant, scheme, text, with_method};

const PANEL: &str = r#"{ kind = "panel", average = "trimmed", quorum = 2, fallback = "missing" }"#;

#[test]
fn it_blocks_and_says_for_whom_and_which() {
    let error = evaluate(&scheme(&with_method(PANEL, "block")), &based()).unwrap_err();
    let EvaluateError::Input(faults) = error else { panic!("{error}") };
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].participant, "a");
    assert!(
        matches!(&faults[0].trouble, Trouble::Missing { indicator, reason: MissingReason::Nothing, .. } if indicator == "i")
    );
}

#[test]
fn it_is_excluded_with_renormalisation() {
    let mut input = based();
    input.marks[0].mark = "45".parse().unwrap();
    let outcome = evaluate(&scheme(&with_method(PANEL, "exclude")), &input).unwrap();
    let own = outcome.of("a").unwrap();
    assert_eq!(own.total.exact, 50_i64.into());
    assert_eq!(own.indicators[1].treatment, Treatment::Excluded(MissingReason::Nothing));
    assert!(!own.dimensions[1].counted);
    assert!(own.dimensions[0].renormalised);
    assert_eq!(own.dimensions[0].out_of, 100_i64.into());
}

#[test]
fn it_counts_zero_and_says_why() {
    let mut input = based();
    let scheme = scheme(&with_method(PANEL, "zero"));
    let reason = |input: &Input| evaluate(&scheme, input).unwrap().of("a").unwrap().indicators[1].treatment;
    assert_eq!(evaluate(&scheme, &input).unwrap().of("a").unwrap().total.exact, 90_i64.into());
    assert_eq!(reason(&input), Treatment::Zero(MissingReason::Nothing));
    input.marks.push(mark("a", "i", "评委1", "10"));
    assert_eq!(reason(&input), Treatment::Zero(MissingReason::BelowQuorum));
    input.marks.push(mark("a", "i", "评委2", "10"));
    assert_eq!(reason(&input), Treatment::Zero(MissingReason::TooFewToTrim));
}

#[test]
fn an_indicator_of_other_categories_renormalises_its_dimension() {
    let body = r#"
        [[dimension]]
        code = "d"
        name = "方面"
        weight = 100
        [[indicator]]
        code = "i"
        name = "指标"
        dimension = "d"
        full = 60
        missing = "block"
        method = { kind = "panel", average = "mean" }
        [[indicator]]
        code = "j"
        name = "审查质量"
        dimension = "d"
        full = 40
        applies_to = ["乙"]
        missing = "block"
        method = { kind = "panel", average = "mean" }
    "#;
    let scheme = scheme(body);
    let mut input = Input {
        participants: vec![participant("a", "甲"), participant("b", "乙")],
        marks: vec![
            mark("a", "i", "评委1", "45"),
            mark("b", "i", "评委1", "45"),
            mark("b", "j", "评委1", "40"),
        ],
        ..Input::default()
    };
    let outcome = evaluate(&scheme, &input).unwrap();
    assert_eq!(outcome.of("a").unwrap().total.exact, 75_i64.into());
    assert_eq!(outcome.of("a").unwrap().indicators[1].treatment, Treatment::NotApplicable);
    assert_eq!(outcome.of("b").unwrap().total.exact, 85_i64.into());
    input.marks.push(mark("a", "j", "评委1", "40"));
    assert!(evaluate(&scheme, &input).unwrap_err().to_string().contains("does not apply to 甲"));
}

#[test]
fn with_everything_left_out_there_is_nothing_to_score() {
    let only = with_method(PANEL, "exclude").replace(r#"missing = "block""#, r#"missing = "exclude""#);
    let scheme = scoring::Scheme::from_toml(&text(&only)).unwrap();
    let input = Input { participants: vec![participant("a", "甲")], ..Input::default() };
    assert!(evaluate(&scheme, &input).unwrap_err().to_string().contains("nothing is left to score"));
}
