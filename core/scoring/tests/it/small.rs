//! A small scheme to vary: one category, two dimensions, inputs in one line each.

use scoring::{
    ChoiceCount, Event, Fact, FactValue, Input, Mark, Outcome, Participant, Scheme, Tally, VetoEvent,
    evaluate,
};

/// Head, dimensions and grades of a scheme whose indicators the caller gives.
pub fn scheme(body: &str) -> Scheme {
    Scheme::from_toml(&text(body)).unwrap_or_else(|e| panic!("{e}"))
}

pub fn text(body: &str) -> String {
    let head = r#"
        format = 1
        code = "small"
        name = "小方案"
        version = 1
    "#;
    let tail = r#"
        [[category]]
        name = "甲"
        [[category]]
        name = "乙"
    "#;
    let grades = if body.contains("[[grade]]") { "" } else { GRADES };
    format!("{head}{body}{tail}{grades}")
}

pub const GRADES: &str = r#"
    [grading]
    by = "quota"
    [[grade]]
    code = "good"
    name = "好"
    share = "30%"
    [[grade]]
    code = "fair"
    name = "较好"
    share = "80%"
    [[grade]]
    code = "ordinary"
    name = "一般"
"#;

/// One dimension of 100 points with one panel indicator.
pub const ONE_MARK: &str = r#"
    [[dimension]]
    code = "d"
    name = "方面"
    weight = 100
    [[indicator]]
    code = "i"
    name = "指标"
    dimension = "d"
    full = 100
    missing = "block"
    method = { kind = "panel", average = "mean" }
"#;

/// One dimension of 10 points with the given method, and a panel indicator "base" for the other 90.
pub fn with_method(method: &str, missing: &str) -> String {
    format!(
        r#"
        [[dimension]]
        code = "base"
        name = "基础"
        weight = 90
        [[dimension]]
        code = "d"
        name = "方面"
        weight = 10
        [[indicator]]
        code = "base"
        name = "基础分"
        dimension = "base"
        full = 90
        missing = "block"
        method = {{ kind = "panel", average = "mean" }}
        [[indicator]]
        code = "i"
        name = "指标"
        dimension = "d"
        full = 10
        missing = "{missing}"
        method = {method}
        "#
    )
}

pub fn participant(key: &str, category: &str) -> Participant {
    Participant { key: key.to_owned(), name: format!("{key}党支部"), category: category.to_owned() }
}

pub fn mark(participant: &str, indicator: &str, reviewer: &str, mark: &str) -> Mark {
    Mark {
        participant: participant.to_owned(),
        indicator: indicator.to_owned(),
        reviewer: reviewer.to_owned(),
        mark: mark.parse().unwrap(),
        source: None,
    }
}

pub fn tally(participant: &str, group: &str, counts: &[(&str, u32)], spoilt: u32, returned: u32) -> Tally {
    Tally {
        participant: participant.to_owned(),
        indicator: "i".to_owned(),
        group: group.to_owned(),
        due: returned,
        issued: returned,
        returned,
        choices: counts
            .iter()
            .map(|(choice, count)| ChoiceCount { choice: (*choice).to_owned(), count: *count, source: None })
            .collect(),
        spoilt,
        source: None,
    }
}

pub fn fact(participant: &str, fact: &str, value: FactValue) -> Fact {
    Fact { participant: participant.to_owned(), fact: fact.to_owned(), value, source: None }
}

pub fn event(participant: &str, event: &str, count: u32) -> Event {
    Event { participant: participant.to_owned(), event: event.to_owned(), count, source: None }
}

pub fn veto(participant: &str, veto: &str) -> VetoEvent {
    VetoEvent { participant: participant.to_owned(), veto: veto.to_owned(), source: None }
}

/// Participants of category 甲 with one mark each in indicator `i`.
pub fn marked(totals: &[(&str, &str)]) -> Input {
    Input {
        participants: totals.iter().map(|(key, _)| participant(key, "甲")).collect(),
        marks: totals.iter().map(|(key, total)| mark(key, "i", "评委1", total)).collect(),
        ..Input::default()
    }
}

/// One participant `a` with 90 of 90 in the base, to which the caller adds.
pub fn based() -> Input {
    Input {
        participants: vec![participant("a", "甲")],
        marks: vec![mark("a", "base", "评委1", "90")],
        ..Input::default()
    }
}

/// Key, rank and grade of everybody, in the order of the outcome.
pub fn ranks(outcome: &Outcome) -> Vec<(&str, u32, &str)> {
    outcome.standings.iter().map(|s| (s.participant.as_str(), s.rank, s.grade.name.as_str())).collect()
}

pub fn total(scheme: &Scheme, input: &Input) -> String {
    evaluate(scheme, input).unwrap().of("a").unwrap().total.exact.to_string()
}
