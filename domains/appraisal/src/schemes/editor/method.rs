//! How an indicator is scored: the fields of each method but the ballots, which have a file of their own.

use scoring::{
    Average, Counted, EventKind, Fallback, Formula, Indicator, Level, LevelChoice, Method, Panel, Score,
    YesNo,
};
use web::Words;

use super::lists::aside;
use super::typed::Typed;
use super::view::{Block, Field, Head, Switch, Table};
use super::{ballots, curve, options};

/// Every method, in the order in which they are offered.
pub(crate) const METHODS: [&str; 7] =
    ["panel", "formula", "yes_no", "level", "deduction", "bonus", "ballots"];

/// A method to begin with. `fact` is the code of what is measured.
pub(crate) fn begin(kind: &str, fact: &str, full: Score) -> Option<Method> {
    let fact = fact.to_owned();
    Some(match kind {
        "panel" => Method::Panel(Panel {
            average: Average::Trimmed,
            quorum: 1,
            trim_from: 5,
            fallback: Fallback::Mean,
        }),
        "formula" => Method::Formula(Formula { fact, rule: curve::begin("linear", full) }),
        "yes_no" => Method::YesNo(YesNo { fact, no: Score::ZERO }),
        "level" => Method::Level(Level { fact, levels: Vec::new() }),
        "deduction" => Method::Deduction(Counted { events: Vec::new() }),
        "bonus" => Method::Bonus(Counted { events: Vec::new() }),
        "ballots" => Method::Ballots(ballots::begin()),
        _ => return None,
    })
}

/// The fact a method measures; empty where it measures none.
fn fact(method: &Method) -> &str {
    match method {
        Method::Formula(rule) => &rule.fact,
        Method::YesNo(rule) => &rule.fact,
        Method::Level(rule) => &rule.fact,
        Method::Panel(_) | Method::Deduction(_) | Method::Bonus(_) | Method::Ballots(_) => "",
    }
}

pub(super) fn view(own: &Indicator, words: &Words) -> Vec<Block> {
    let method = &own.method;
    let kinds = options(words, "method", METHODS.into());
    let switch = Switch {
        field: Field::choice("method_next", words.t("appraisal-method"), method.word(), kinds),
        act: "method",
        button: words.t("scheme-method-change"),
    };
    let head = Block {
        title: words.t("appraisal-method"),
        lead: words.t(&format!("scheme-method-lead-{}", method.word().replace('_', "-"))),
        switch: Some(switch),
        ..Block::default()
    };
    let mut blocks = vec![head];
    blocks.extend(match method {
        Method::Panel(rule) => vec![panel(rule, words)],
        Method::Formula(rule) => curve::view(rule, words),
        Method::YesNo(rule) => {
            let no = Field::number("no", words.t("scheme-field-no"), rule.no.to_string());
            vec![Block::side_by_side(vec![fact_field(&rule.fact, words), no])]
        }
        Method::Level(rule) => {
            vec![Block::side_by_side(vec![fact_field(&rule.fact, words)]), levels(rule, words)]
        }
        Method::Deduction(rule) | Method::Bonus(rule) => vec![events(rule, words)],
        Method::Ballots(rule) => ballots::view(rule, own, words),
    });
    blocks
}

fn panel(rule: &Panel, words: &Words) -> Block {
    let averages = options(words, "average", Average::ALL.map(Average::word).into());
    let fallbacks = options(words, "fallback", Fallback::ALL.map(Fallback::word).into());
    Block::side_by_side(vec![
        Field::choice("average", words.t("scheme-field-average"), rule.average.word(), averages),
        Field::number("quorum", words.t("scheme-field-quorum"), rule.quorum.to_string())
            .hint(words.t("scheme-hint-quorum")),
        Field::number("trim_from", words.t("scheme-field-trim-from"), rule.trim_from.to_string())
            .hint(words.t("scheme-hint-trim-from")),
        Field::choice("fallback", words.t("scheme-field-fallback"), rule.fallback.word(), fallbacks)
            .hint(words.t("scheme-hint-fallback")),
    ])
}

pub(super) fn fact_field(fact: &str, words: &Words) -> Field {
    Field::line("fact", words.t("scheme-field-fact"), fact).hint(words.t("scheme-hint-fact")).needed()
}

fn levels(rule: &Level, words: &Words) -> Block {
    let heads = vec![Head::text(words.t("scheme-field-name")), Head::number(words.t("scheme-field-mark"))];
    let mut table = Table::new("level", heads);
    for level in rule.levels.iter().map(Some).chain([None]) {
        let (code, name) = level.map_or(("", ""), |l| (l.code.as_str(), l.name.as_str()));
        let mark = level.map(|l| l.mark.to_string()).unwrap_or_default();
        let cells = |at: &str| {
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-name"), name),
                Field::number(format!("{at}mark"), words.t("scheme-field-mark"), mark),
            ]
        };
        table.row(code, name, cells, |at| aside(at, words, code, None));
    }
    Block::table(words.t("scheme-levels"), words.t("scheme-levels-lead"), table.done())
}

fn events(rule: &Counted, words: &Words) -> Block {
    let heads = vec![Head::text(words.t("scheme-field-event")), Head::number(words.t("scheme-field-each"))];
    let mut table = Table::new("event", heads);
    for event in rule.events.iter().map(Some).chain([None]) {
        let (code, name) = event.map_or(("", ""), |e| (e.code.as_str(), e.name.as_str()));
        let each = event.map(|e| e.each.to_string()).unwrap_or_default();
        let cells = |at: &str| {
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-event"), name),
                Field::number(format!("{at}each"), words.t("scheme-field-each"), each),
            ]
        };
        table.row(code, name, cells, |at| aside(at, words, code, None));
    }
    Block::table(words.t("scheme-events"), words.t("scheme-events-lead"), table.done())
}

/// Reads the fields of the method; a pressed button may then put another method or curve in its place.
pub(super) fn apply(own: &Indicator, typed: &mut Typed<'_>) -> Method {
    let read = match own.method.clone() {
        Method::Panel(rule) => Method::Panel(Panel {
            average: typed.word("average", rule.average, Average::from_word),
            quorum: typed.count("quorum", rule.quorum, 1_000),
            trim_from: typed.count("trim_from", rule.trim_from, 1_000),
            fallback: typed.word("fallback", rule.fallback, Fallback::from_word),
        }),
        Method::Formula(rule) => Method::Formula(Formula {
            fact: fact_of(typed, &rule.fact),
            rule: curve::apply(&rule.rule, typed),
        }),
        Method::YesNo(rule) => {
            Method::YesNo(YesNo { fact: fact_of(typed, &rule.fact), no: typed.score("no", Some(rule.no)) })
        }
        Method::Level(rule) => Method::Level(Level {
            fact: fact_of(typed, &rule.fact),
            levels: apply_levels(&rule.levels, typed),
        }),
        Method::Deduction(rule) => Method::Deduction(apply_events(&rule, typed)),
        Method::Bonus(rule) => Method::Bonus(apply_events(&rule, typed)),
        Method::Ballots(rule) => Method::Ballots(ballots::apply(&rule, typed)),
    };
    match typed.raw("do") {
        Some("method") => {
            let kind = typed.raw("method_next").unwrap_or_default();
            let code = if fact(&read).is_empty() { &own.code } else { fact(&read) };
            if kind == read.word() { read } else { begin(kind, code, own.full).unwrap_or(read) }
        }
        Some("curve") => match read {
            Method::Formula(rule) => {
                let kind = typed.raw("curve_next").unwrap_or_default();
                let same = kind == rule.rule.word() || !curve::CURVES.contains(&kind);
                let rule = if same { rule } else { Formula { rule: curve::begin(kind, own.full), ..rule } };
                Method::Formula(rule)
            }
            other => other,
        },
        _ => read,
    }
}

fn fact_of(typed: &mut Typed<'_>, old: &str) -> String {
    typed.required("fact", old)
}

fn apply_levels(old: &[LevelChoice], typed: &mut Typed<'_>) -> Vec<LevelChoice> {
    let mut rows = typed.rows(
        "level",
        old,
        |l| &l.code,
        &["name", "mark"],
        |typed, at, was| LevelChoice {
            code: typed.code(&format!("{at}code"), was.map_or("", |l| &l.code)),
            name: typed.required(&format!("{at}name"), was.map_or("", |l| &l.name)),
            mark: typed.score(&format!("{at}mark"), was.map(|l| l.mark)),
        },
    );
    typed.codes("level", "level", &mut rows, |l| &mut l.code);
    rows.into_iter().map(|read| read.entry).collect()
}

fn apply_events(old: &Counted, typed: &mut Typed<'_>) -> Counted {
    let mut rows = typed.rows(
        "event",
        &old.events,
        |e| &e.code,
        &["name", "each"],
        |typed, at, was| {
            let name = typed.required(&format!("{at}name"), was.map_or("", |e| &e.name));
            typed.watch(&format!("{at}name"), &name);
            EventKind {
                code: typed.code(&format!("{at}code"), was.map_or("", |e| &e.code)),
                name,
                each: typed.score(&format!("{at}each"), was.map(|e| e.each)),
            }
        },
    );
    typed.codes("event", "event", &mut rows, |e| &mut e.code);
    Counted { events: rows.into_iter().map(|read| read.entry).collect() }
}

/// What is measured must not count attention.
pub(super) fn watch(method: &Method, typed: &mut Typed<'_>) {
    typed.watch("fact", fact(method));
}
