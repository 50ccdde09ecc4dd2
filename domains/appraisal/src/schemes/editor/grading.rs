//! From rank and total to grade.

use scoring::{Grade, Grading, GradingBy, LineTies, Scheme, WholePlaces};
use web::Words;

use super::lists::{aside, follow, recoded};
use super::numbers::percent;
use super::options;
use super::typed::Typed;
use super::view::{Block, Field, Head, Table};

pub(super) fn view(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let Grading { by, places, ties } = &scheme.grading;
    let choice = |name: &str, label: &str, value: &str, all: Vec<&'static str>| {
        Field::choice(name, words.t(label), value, options(words, name, all))
    };
    let rules = vec![
        choice("by", "scheme-field-by", by.word(), GradingBy::ALL.map(GradingBy::word).into()),
        choice(
            "places",
            "scheme-field-places",
            places.word(),
            WholePlaces::ALL.map(WholePlaces::word).into(),
        )
        .hint(words.t("scheme-hint-places")),
        choice("ties", "scheme-field-ties", ties.word(), LineTies::ALL.map(LineTies::word).into()),
    ];
    let heads = vec![
        Head::text(words.t("scheme-field-name")),
        Head::number(words.t("scheme-field-share")),
        Head::number(words.t("scheme-field-at-least")),
    ];
    let mut table = Table::new("grade", heads);
    for grade in scheme.grades.iter().map(Some).chain([None]) {
        let (code, name) = grade.map_or(("", ""), |g| (g.code.as_str(), g.name.as_str()));
        let cells = |at: &str| {
            let least = grade.and_then(|g| g.at_least).map(|score| score.to_string()).unwrap_or_default();
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-name"), name),
                Field::number(format!("{at}share"), words.t("scheme-field-share"), share_of(grade)),
                Field::number(format!("{at}at_least"), words.t("scheme-field-at-least"), least),
            ]
        };
        table.row(code, name, cells, |at| aside(at, words, code, None));
    }
    vec![
        Block::fields(rules),
        Block::table(words.t("scheme-grades"), words.t("scheme-grades-lead"), table.done()),
    ]
}

fn share_of(grade: Option<&Grade>) -> String {
    grade.and_then(|grade| grade.share.as_ref()).map(percent).unwrap_or_default()
}

/// Guards and vetoes follow a grade whose code is changed.
pub(super) fn apply(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let grading = &mut scheme.grading;
    grading.by = typed.word("by", grading.by, GradingBy::from_word);
    grading.places = typed.word("places", grading.places, WholePlaces::from_word);
    grading.ties = typed.word("ties", grading.ties, LineTies::from_word);
    let old = scheme.grades.clone();
    let mut rows = typed.rows(
        "grade",
        &old,
        |g| &g.code,
        &["name", "share", "at_least"],
        |typed, at, was| {
            let share = was.and_then(|g| g.share.clone());
            Grade {
                code: typed.code(&format!("{at}code"), was.map_or("", |g| &g.code)),
                name: typed.required(&format!("{at}name"), was.map_or("", |g| &g.name)),
                share: typed.maybe_ratio(&format!("{at}share"), share, &share_of(was)),
                at_least: typed.maybe_score(&format!("{at}at_least"), was.and_then(|g| g.at_least)),
            }
        },
    );
    typed.codes("grade", "grade", &mut rows, |g| &mut g.code);
    let recoded = recoded(&old, &rows, |g| &g.code);
    let guards = scheme.guards.iter_mut().map(|guard| &mut guard.best);
    follow(&recoded, guards.chain(scheme.vetoes.iter_mut().map(|veto| &mut veto.best)));
    scheme.grades = rows.into_iter().map(|read| read.entry).collect();
}
