//! Guards and vetoes: what caps the grade.

use scoring::{Guard, GuardedFigure, Ratio, Satisfied, Scheme, Veto};
use web::Words;

use super::lists::aside;
use super::numbers::{exact, percent};
use super::typed::Typed;
use super::view::{Block, Field, Head, Table};

/// A guarded figure as one choice: `satisfaction:wide:mass`, `dimension::leadership`, `total::`.
fn figure_word(figure: &GuardedFigure) -> String {
    let sense = match figure {
        GuardedFigure::Satisfaction { sense, .. } => sense.word(),
        _ => "",
    };
    format!("{}:{sense}:{}", figure.word(), figure.of())
}

fn figure_of(word: &str) -> Option<GuardedFigure> {
    let mut parts = word.splitn(3, ':');
    let (kind, sense, of) = (parts.next()?, parts.next()?, parts.next()?.to_owned());
    match kind {
        "satisfaction" => {
            Some(GuardedFigure::Satisfaction { indicator: of, sense: Satisfied::from_word(sense)? })
        }
        "dimension" => Some(GuardedFigure::Dimension { dimension: of }),
        "total" => Some(GuardedFigure::Total),
        _ => None,
    }
}

fn figures(scheme: &Scheme, words: &Words) -> Vec<(String, String)> {
    let mut all = vec![(figure_word(&GuardedFigure::Total), words.t("scheme-guard-on-total"))];
    for (indicator, _) in scheme.ballots() {
        for sense in Satisfied::ALL {
            let key = match sense {
                Satisfied::Strict => "scheme-guard-on-satisfaction-strict",
                Satisfied::Wide => "scheme-guard-on-satisfaction-wide",
            };
            let figure = GuardedFigure::Satisfaction { indicator: indicator.code.clone(), sense };
            all.push((figure_word(&figure), words.f(key, [("name", indicator.name.clone())])));
        }
    }
    for dimension in &scheme.dimensions {
        let figure = GuardedFigure::Dimension { dimension: dimension.code.clone() };
        all.push((
            figure_word(&figure),
            words.f("scheme-guard-on-dimension", [("name", dimension.name.clone())]),
        ));
    }
    all
}

/// Grades that can be the best within reach: all but the best of all.
fn bests(scheme: &Scheme) -> Vec<(String, String)> {
    scheme.grades.iter().skip(1).map(|grade| (grade.code.clone(), grade.name.clone())).collect()
}

fn limit(guard: &Guard) -> String {
    if guard.figure == GuardedFigure::Total { exact(&guard.below) } else { percent(&guard.below) }
}

pub(super) fn view_guards(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let heads = vec![
        Head::text(words.t("scheme-field-reason")),
        Head::text(words.t("scheme-field-figure")),
        Head::number(words.t("scheme-field-below")),
        Head::text(words.t("scheme-field-best")),
    ];
    let mut table = Table::new("guard", heads);
    let (figures, bests) = (figures(scheme, words), bests(scheme));
    for guard in scheme.guards.iter().map(Some).chain([None]) {
        let (code, name) = guard.map_or(("", ""), |g| (g.code.as_str(), g.name.as_str()));
        let cells = |at: &str| {
            let figure = guard.map_or_else(|| figure_word(&GuardedFigure::Total), |g| figure_word(&g.figure));
            let best = guard.map_or_else(|| first(&bests), |g| g.best.clone());
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-reason"), name),
                Field::choice(format!("{at}figure"), words.t("scheme-field-figure"), figure, figures.clone()),
                Field::number(
                    format!("{at}below"),
                    words.t("scheme-field-below"),
                    guard.map(limit).unwrap_or_default(),
                ),
                Field::choice(format!("{at}best"), words.t("scheme-field-best"), best, bests.clone()),
            ]
        };
        table.row(code, name, cells, |at| aside(at, words, code, None));
    }
    vec![Block::table(String::new(), words.t("scheme-guards-lead"), table.done())]
}

fn first(options: &[(String, String)]) -> String {
    options.first().map(|(code, _)| code.clone()).unwrap_or_default()
}

pub(super) fn apply_guards(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let old = scheme.guards.clone();
    let best = first(&bests(scheme));
    let mut rows = typed.rows(
        "guard",
        &old,
        |g| &g.code,
        &["name", "below"],
        |typed, at, was| {
            let figure = was.map_or(GuardedFigure::Total, |g| g.figure.clone());
            let shown = was.map(limit).unwrap_or_default();
            Guard {
                code: typed.code(&format!("{at}code"), was.map_or("", |g| &g.code)),
                name: typed.required(&format!("{at}name"), was.map_or("", |g| &g.name)),
                figure: typed.word(&format!("{at}figure"), figure, figure_of),
                below: typed.ratio(&format!("{at}below"), was.map(|g| g.below.clone()), &shown),
                best: typed
                    .raw(&format!("{at}best"))
                    .map_or_else(|| was.map_or_else(|| best.clone(), |g| g.best.clone()), str::to_owned),
            }
        },
    );
    for read in &rows {
        let share = read.entry.figure != GuardedFigure::Total;
        if let (true, Some(row)) = (share && read.entry.below > Ratio::ONE, read.row) {
            typed.wrong(&format!("guard_{row}_below"), "scheme-wrong-guard-share");
        }
    }
    typed.codes("guard", "guard", &mut rows, |g| &mut g.code);
    scheme.guards = rows.into_iter().map(|read| read.entry).collect();
}

pub(super) fn view_vetoes(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let heads = vec![Head::text(words.t("scheme-field-reason")), Head::text(words.t("scheme-field-best"))];
    let mut table = Table::new("veto", heads);
    let bests = bests(scheme);
    let last = scheme.grades.last().map(|grade| grade.code.clone()).unwrap_or_default();
    for veto in scheme.vetoes.iter().map(Some).chain([None]) {
        let (code, name) = veto.map_or(("", ""), |v| (v.code.as_str(), v.name.as_str()));
        let cells = |at: &str| {
            let best = veto.map_or(last.as_str(), |v| v.best.as_str());
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-reason"), name),
                Field::choice(format!("{at}best"), words.t("scheme-field-best"), best, bests.clone()),
            ]
        };
        table.row(code, name, cells, |at| aside(at, words, code, None));
    }
    vec![Block::table(String::new(), words.t("scheme-vetoes-lead"), table.done())]
}

pub(super) fn apply_vetoes(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let old = scheme.vetoes.clone();
    let last = scheme.grades.last().map(|grade| grade.code.clone()).unwrap_or_default();
    let mut rows = typed.rows(
        "veto",
        &old,
        |v| &v.code,
        &["name"],
        |typed, at, was| Veto {
            code: typed.code(&format!("{at}code"), was.map_or("", |v| &v.code)),
            name: typed.required(&format!("{at}name"), was.map_or("", |v| &v.name)),
            best: typed
                .raw(&format!("{at}best"))
                .map_or_else(|| was.map_or_else(|| last.clone(), |v| v.best.clone()), str::to_owned),
        },
    );
    typed.codes("veto", "veto", &mut rows, |v| &mut v.code);
    scheme.vetoes = rows.into_iter().map(|read| read.entry).collect();
}
