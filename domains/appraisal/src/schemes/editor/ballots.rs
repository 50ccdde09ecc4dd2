//! The mass evaluation (群众评价): choices on the ballot and voter groups.

use scoring::{Ballots, Choice, Group, Indicator, LeftOut, Ratio, Satisfied, Score};
use web::Words;

use super::lists::aside;
use super::numbers::exact;
use super::options;
use super::typed::Typed;
use super::view::{Block, Field, Head, Table};

/// 好/较好/一般/差 at 100/85/70/50 of 100, 不了解 left out, members and staff.
pub(super) fn begin() -> Ballots {
    let choice = |code: &str, name: &str, points: i64, satisfied| Choice {
        code: code.into(),
        name: name.into(),
        aliases: Vec::new(),
        points: Score::from_thousandths(points * 1_000),
        satisfied,
    };
    let group = |code: &str, name: &str, tenths: i128| Group {
        code: code.into(),
        name: name.into(),
        aliases: Vec::new(),
        weight: Ratio::new(tenths, 10).unwrap_or_default(),
        least: 1,
    };
    Ballots {
        scale: Score::HUNDRED,
        choices: vec![
            choice("good", "好", 100, Some(Satisfied::Strict)),
            choice("fair", "较好", 85, Some(Satisfied::Wide)),
            choice("ordinary", "一般", 70, None),
            choice("poor", "差", 50, None),
        ],
        left_out: vec![LeftOut { code: "unknown".into(), name: "不了解".into(), aliases: Vec::new() }],
        groups: vec![group("members", "党员", 6), group("staff", "群众", 4)],
    }
}

pub(super) fn view(rule: &Ballots, own: &Indicator, words: &Words) -> Vec<Block> {
    let scale = Field::number("scale", words.t("scheme-field-scale"), rule.scale.to_string());
    let hint = words.f("scheme-hint-scale", [("full", own.full.to_string())]);
    vec![
        Block::side_by_side(vec![scale.hint(hint)]),
        choices(rule, words),
        left_out(rule, words),
        groups(rule, words),
    ]
}

fn choices(rule: &Ballots, words: &Words) -> Block {
    let heads = vec![
        Head::text(words.t("scheme-field-choice")),
        Head::number(words.t("scheme-field-points")),
        Head::text(words.t("scheme-field-satisfied")),
    ];
    let mut satisfied = options(words, "satisfied", Satisfied::ALL.map(Satisfied::word).into());
    satisfied.push((String::new(), words.t("scheme-satisfied-none")));
    let mut table = Table::new("choice", heads);
    for choice in rule.choices.iter().map(Some).chain([None]) {
        let (code, name) = choice.map_or(("", ""), |c| (c.code.as_str(), c.name.as_str()));
        let points = choice.map(|c| c.points.to_string()).unwrap_or_default();
        let sense = choice.and_then(|c| c.satisfied).map(Satisfied::word).unwrap_or_default();
        let cells = |at: &str| {
            let label = words.t("scheme-field-satisfied");
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-choice"), name),
                Field::number(format!("{at}points"), words.t("scheme-field-points"), points),
                Field::choice(format!("{at}satisfied"), label, sense, satisfied.clone()),
            ]
        };
        let aliases = choice.map_or(&[][..], |c| &c.aliases);
        table.row(code, name, cells, |at| aside(at, words, code, Some(aliases)));
    }
    Block::table(words.t("scheme-choices"), words.t("scheme-choices-lead"), table.done())
}

fn left_out(rule: &Ballots, words: &Words) -> Block {
    let mut table = Table::new("left", vec![Head::text(words.t("scheme-field-choice"))]);
    for choice in rule.left_out.iter().map(Some).chain([None]) {
        let (code, name) = choice.map_or(("", ""), |c| (c.code.as_str(), c.name.as_str()));
        let cells = |at: &str| vec![Field::line(format!("{at}name"), words.t("scheme-field-choice"), name)];
        let aliases = choice.map_or(&[][..], |c| &c.aliases);
        table.row(code, name, cells, |at| aside(at, words, code, Some(aliases)));
    }
    Block::table(words.t("scheme-left-out"), words.t("scheme-left-out-lead"), table.done())
}

fn groups(rule: &Ballots, words: &Words) -> Block {
    let heads = vec![
        Head::text(words.t("scheme-field-group")),
        Head::number(words.t("scheme-field-group-weight")),
        Head::number(words.t("scheme-field-least")),
    ];
    let mut table = Table::new("group", heads);
    for group in rule.groups.iter().map(Some).chain([None]) {
        let (code, name) = group.map_or(("", ""), |g| (g.code.as_str(), g.name.as_str()));
        let weight = group.map(|g| exact(&g.weight)).unwrap_or_default();
        let least = group.map_or(1, |g| g.least).to_string();
        let cells = |at: &str| {
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-group"), name),
                Field::number(format!("{at}weight"), words.t("scheme-field-group-weight"), weight),
                Field::number(format!("{at}least"), words.t("scheme-field-least"), least),
            ]
        };
        let aliases = group.map_or(&[][..], |g| &g.aliases);
        table.row(code, name, cells, |at| aside(at, words, code, Some(aliases)));
    }
    Block::table(words.t("scheme-groups"), words.t("scheme-groups-lead"), table.done())
}

pub(super) fn apply(old: &Ballots, typed: &mut Typed<'_>) -> Ballots {
    let mut choices =
        typed.rows(
            "choice",
            &old.choices,
            |c| &c.code,
            &["name", "points"],
            |typed, at, was| Choice {
                code: typed.code(&format!("{at}code"), was.map_or("", |c| &c.code)),
                name: typed.required(&format!("{at}name"), was.map_or("", |c| &c.name)),
                aliases: typed.list(&format!("{at}aliases"), was.map_or(&[], |c| &c.aliases)),
                points: typed.score(&format!("{at}points"), was.map(|c| c.points)),
                satisfied: typed.word(&format!("{at}satisfied"), was.and_then(|c| c.satisfied), |word| {
                    match word {
                        "" => Some(None),
                        word => Satisfied::from_word(word).map(Some),
                    }
                }),
            },
        );
    typed.codes("choice", "choice", &mut choices, |c| &mut c.code);
    let mut left = typed.rows(
        "left",
        &old.left_out,
        |c| &c.code,
        &["name"],
        |typed, at, was| LeftOut {
            code: typed.code(&format!("{at}code"), was.map_or("", |c| &c.code)),
            name: typed.required(&format!("{at}name"), was.map_or("", |c| &c.name)),
            aliases: typed.list(&format!("{at}aliases"), was.map_or(&[], |c| &c.aliases)),
        },
    );
    typed.codes("left", "left-out", &mut left, |c| &mut c.code);
    let mut groups = typed.rows(
        "group",
        &old.groups,
        |g| &g.code,
        &["name", "weight"],
        |typed, at, was| {
            let shown = was.map(|g| exact(&g.weight)).unwrap_or_default();
            Group {
                code: typed.code(&format!("{at}code"), was.map_or("", |g| &g.code)),
                name: typed.required(&format!("{at}name"), was.map_or("", |g| &g.name)),
                aliases: typed.list(&format!("{at}aliases"), was.map_or(&[], |g| &g.aliases)),
                weight: typed.ratio(&format!("{at}weight"), was.map(|g| g.weight.clone()), &shown),
                least: typed.count(&format!("{at}least"), was.map_or(1, |g| g.least), 100_000),
            }
        },
    );
    typed.codes("group", "group", &mut groups, |g| &mut g.code);
    Ballots {
        scale: typed.score("scale", Some(old.scale)),
        choices: choices.into_iter().map(|read| read.entry).collect(),
        left_out: left.into_iter().map(|read| read.entry).collect(),
        groups: groups.into_iter().map(|read| read.entry).collect(),
    }
}
