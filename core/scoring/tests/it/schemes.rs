//! What a scheme file may not say, and the sentence that tells how to mend it.

use scoring::{Scheme, SchemeError};

use crate::office_years::SCHEME;
use crate::small::{ONE_MARK, text, with_method};

/// What is said about a scheme file.
fn said(text: &str) -> String {
    match Scheme::from_toml(text) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    }
}

/// What is said about the sample scheme after one replacement.
fn mangled(from: &str, to: &str) -> String {
    assert!(SCHEME.contains(from), "{from}");
    said(&SCHEME.replacen(from, to, 1))
}

#[test]
fn the_sample_scheme_reads_and_writes_the_same() {
    let scheme = Scheme::from_toml(SCHEME).unwrap();
    assert_eq!(Scheme::from_toml(&scheme.to_toml().unwrap()).unwrap(), scheme);
    assert_eq!(scheme.panels().count(), 8);
    assert_eq!(scheme.indicator("班子建设").unwrap().code, "leadership-building");
    assert_eq!(scheme.indicator("领导班子建设").unwrap().code, "leadership-building");
}

#[test]
fn a_misspelt_key_is_refused_with_its_line() {
    let text = mangled("tie_breaks = []", "tie_break = []");
    assert!(text.contains("unknown field `tie_break`") && text.contains("line "), "{text}");
    let text = mangled(r#"trim_from = 5, fallback"#, r#"trimfrom = 5, fallback"#);
    assert!(text.contains("unknown field `trimfrom`"), "{text}");
}

#[test]
fn a_bare_decimal_is_refused_because_it_would_not_be_exact() {
    let text = mangled(r#"weight = "0.6""#, "weight = 0.6");
    assert!(text.contains(r#"put the number in quotes so that it stays exact: "0.6""#), "{text}");
}

#[test]
fn each_contradiction_is_named_with_what_to_mend() {
    let cases = [
        ("format = 1", "format = 2", "write format = 1"),
        (
            r#"name = "领导班子"
weight = 20"#,
            r#"name = "领导班子"
weight = 21"#,
            "add up to 101, not to 100",
        ),
        (
            r#"full = 15
missing = "block"
method"#,
            r#"full = 14
missing = "block"
method"#,
            "add up to 24, its weight is 25",
        ),
        (r#"dimension = "leadership""#, r#"dimension = "leaders""#, "there is no dimension “leaders”"),
        (r#"name = "民主集中""#, r#"name = "班子建设""#, "two entries of indicator answer to “班子建设”"),
        ("trim_from = 5", "trim_from = 2", "trim_from must be at least 3"),
        ("quorum = 1", "quorum = 0", "quorum must be above zero"),
        ("points = 85", "points = 185", "more than the scale of 100"),
        (r#"weight = "0.6""#, r#"weight = "-0.6""#, "weight must be above zero"),
        (r#"share = "80%""#, r#"share = "20%""#, "grade fair cannot be reached"),
        (r#"share = "80%""#, r#"share = "100%""#, "grade ordinary cannot be reached"),
        (r#"share = "30%""#, "", "grade good needs `share`"),
        (r#"by = "quota""#, r#"by = "threshold""#, "grade good needs `at_least`"),
        ("total = 2 ", "total = 10 ", "10 digits are too many"),
        ("tie_breaks = []", r#"tie_breaks = ["luck"]"#, "there is no dimension “luck”"),
        (r#"name = "综合管理类""#, r#"name = " ""#, "must not be empty"),
    ];
    for (from, to, expected) in cases {
        let text = mangled(from, to);
        assert!(text.contains(expected), "{to}: {text}");
    }
}

#[test]
fn caps_must_cap_and_refer_to_what_exists() {
    let veto =
        |best: &str| text(&format!("{ONE_MARK}\n[[veto]]\ncode = \"v\"\nname = \"违纪\"\nbest = \"{best}\""));
    assert!(said(&veto("good")).contains("name a lower one"));
    assert!(said(&veto("none")).contains("there is no grade “none”"));
    let guard = text(&format!(
        "{ONE_MARK}\n[[guard]]\ncode = \"g\"\nname = \"g\"\nbelow = 1\nbest = \"fair\"\n\
         figure = {{ kind = \"satisfaction\", indicator = \"i\", sense = \"wide\" }}"
    ));
    assert!(said(&guard).contains("there is no indicator by ballots “i”"));
}

#[test]
fn counting_clicks_and_check_ins_is_refused_with_the_reason() {
    let formula = |fact: &str| {
        text(&with_method(
            &format!(r#"{{ kind = "formula", fact = "{fact}", rule = {{ kind = "ratio", target = 5 }} }}"#),
            "zero",
        ))
    };
    let forbidden = [
        "likes",
        "page_views",
        "study-minutes",
        "check-in",
        "login-streak",
        "online_time",
        "shares",
        "文章点赞数",
        "学习时长",
        "连续签到天数",
    ];
    for fact in forbidden {
        let text = said(&formula(fact));
        assert!(
            text.contains("must not be a basis of appraisal") && text.contains("国办函〔2026〕12号"),
            "{fact}: {text}"
        );
    }
    for fact in [
        "dues-paid-share",
        "cases-closed",
        "findings-likely-solved",
        "checked-in-time-reports",
        "重点击破问题数",
    ] {
        assert!(Scheme::from_toml(&formula(fact)).is_ok(), "{fact}");
    }
    let events = r#"{ kind = "bonus", events = [ { code = "e", name = "转发一次", each = 1 } ] }"#;
    let text = said(&text(&with_method(events, "zero")));
    assert!(text.contains("转发"), "{text}");
}

#[test]
fn faults_travel_with_their_name_and_arguments() {
    let Err(SchemeError::Faulty(faults)) =
        Scheme::from_toml(&SCHEME.replacen("trim_from = 5", "trim_from = 2", 1))
    else {
        panic!("accepted")
    };
    let json = serde_json::to_value(&faults).unwrap();
    assert_eq!(json[0]["fault"], "trims-everything");
    assert_eq!(json[0]["trim_from"], 2);
}
