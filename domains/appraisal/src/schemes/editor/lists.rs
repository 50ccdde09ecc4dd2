//! Categories and dimensions, and the full marks of all indicators in one table.

use std::collections::BTreeMap;

use kernel::Say;
use scoring::{Category, Dimension, Ratio, Scheme, Score};
use web::Words;

use super::numbers::exact;
use super::typed::{Read, Typed};
use super::view::{Block, Field, Group, Head, Sum, Table};

/// The fields that nearly everything has and nobody often needs: other names and the code.
pub(super) fn aside(at: &str, words: &Words, code: &str, aliases: Option<&[String]>) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(aliases) = aliases {
        let field = Field::line(format!("{at}aliases"), words.t("scheme-field-aliases"), aliases.join("、"));
        fields.push(field.hint(words.t("scheme-hint-aliases")));
    }
    let field = Field::line(format!("{at}code"), words.t("scheme-field-code"), code);
    fields.push(field.hint(words.t("scheme-hint-code")));
    fields
}

pub(super) fn view_categories(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let heads = vec![Head::text(words.t("scheme-field-name")), Head::text(words.t("scheme-field-aliases"))];
    let mut table = Table::new("category", heads);
    let fresh = Category { name: String::new(), aliases: Vec::new() };
    for category in scheme.categories.iter().chain([&fresh]) {
        let cells = |at: &str| {
            vec![
                Field::line(format!("{at}name"), words.t("scheme-field-name"), &category.name),
                Field::line(
                    format!("{at}aliases"),
                    words.t("scheme-field-aliases"),
                    category.aliases.join("、"),
                ),
            ]
        };
        table.row(&category.name, &category.name, cells, |_| Vec::new());
    }
    vec![Block::table(String::new(), words.t("scheme-categories-lead"), table.done())]
}

/// A renamed category keeps its indicators.
pub(super) fn apply_categories(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let old = scheme.categories.clone();
    let rows = typed.rows(
        "category",
        &old,
        |c| &c.name,
        &["name"],
        |typed, at, was| Category {
            name: typed.required(&format!("{at}name"), was.map_or("", |c| &c.name)),
            aliases: typed.list(&format!("{at}aliases"), was.map_or(&[], |c| &c.aliases)),
        },
    );
    let renamed = recoded(&old, &rows, |category| &category.name);
    follow(&renamed, scheme.indicators.iter_mut().flat_map(|indicator| &mut indicator.applies_to));
    scheme.categories = rows.into_iter().map(|read| read.entry).collect();
}

pub(super) fn view_dimensions(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let heads = vec![Head::text(words.t("scheme-field-name")), Head::number(words.t("scheme-field-weight"))];
    let mut table = Table::new("dimension", heads);
    for dimension in &scheme.dimensions {
        dimension_row(&mut table, words, Some(dimension));
    }
    dimension_row(&mut table, words, None);
    let sum: Ratio = scheme.dimensions.iter().map(|d| d.weight.ratio()).sum();
    table.sum = Some(sum_of("weight", words.t("scheme-sum"), &sum, scheme.full));
    vec![
        Block::table(String::new(), words.t("scheme-dimensions-lead"), table.done()),
        Block::table(
            words.t("scheme-full-marks"),
            words.t("scheme-full-marks-lead"),
            full_marks(scheme, words),
        ),
    ]
}

fn dimension_row(table: &mut Table, words: &Words, own: Option<&Dimension>) {
    let (code, name) = own.map_or(("", ""), |d| (d.code.as_str(), d.name.as_str()));
    let weight = own.map(|d| d.weight.to_string()).unwrap_or_default();
    let flag = |at: &str, field: &str, key: &str, on: fn(&Dimension) -> bool| {
        Field::flag(format!("{at}{field}"), words.t(key), own.is_some_and(on))
    };
    let cells = |at: &str| {
        vec![
            Field::line(format!("{at}name"), words.t("scheme-field-name"), name),
            Field::number(format!("{at}weight"), words.t("scheme-field-weight"), weight).adds("weight"),
        ]
    };
    let more = |at: &str| {
        let mut fields = vec![
            flag(at, "stretched", "scheme-field-stretched", |d| d.stretched),
            flag(at, "may_exceed", "scheme-field-may-exceed", |d| d.may_exceed),
        ];
        fields.extend(aside(at, words, code, Some(own.map_or(&[], |d| &d.aliases))));
        fields
    };
    table.row(code, name, cells, more);
}

/// A sum and whether it is what it should be.
pub(super) fn sum_of(name: &str, label: String, sum: &Ratio, goal: Score) -> Sum {
    let right = *sum == goal.ratio();
    Sum { name: name.to_owned(), label, value: exact(sum), goal: goal.to_string(), right }
}

/// The full mark of every indicator, with a running sum for each dimension.
fn full_marks(scheme: &Scheme, words: &Words) -> Table {
    let heads = vec![
        Head::text(words.t("appraisal-dimension")),
        Head::text(words.t("appraisal-indicator")),
        Head::number(words.t("scheme-field-full")),
    ];
    let mut table = Table { movable: false, ..Table::new("full", heads) };
    for (number, dimension) in scheme.dimensions.iter().enumerate() {
        let own = || scheme.indicators.iter().filter(|indicator| indicator.dimension == dimension.code);
        let sum: Ratio = own().filter(|i| !i.is_bonus()).map(|i| i.full.ratio()).sum();
        let sum = sum_of(&format!("full-{number}"), words.t("scheme-sum"), &sum, dimension.weight);
        let sum = Sum { right: sum.right || dimension.stretched, ..sum };
        let mut group = Some(Group { label: dimension.name.clone(), rows: own().count(), sum });
        for indicator in own() {
            let adds = if indicator.is_bonus() { String::new() } else { format!("full-{number}") };
            let cells = |at: &str| {
                let mark = indicator.full.to_string();
                vec![
                    Field::text(String::new(), &indicator.name),
                    Field::number(format!("{at}mark"), words.t("scheme-field-full"), mark).adds(adds),
                ]
            };
            table.row(&indicator.code, &indicator.name, cells, |_| Vec::new());
            if let Some(row) = table.rows.last_mut() {
                row.group = group.take();
            }
        }
    }
    table.done()
}

/// Indicators, tie-breaks and guards follow a dimension whose code is changed.
pub(super) fn apply_dimensions(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    apply_full_marks(scheme, typed);
    let old = scheme.dimensions.clone();
    let mut rows = typed.rows(
        "dimension",
        &old,
        |d| &d.code,
        &["name"],
        |typed, at, was| Dimension {
            code: typed.code(&format!("{at}code"), was.map_or("", |d| &d.code)),
            name: typed.required(&format!("{at}name"), was.map_or("", |d| &d.name)),
            aliases: typed.list(&format!("{at}aliases"), was.map_or(&[], |d| &d.aliases)),
            weight: typed.score(&format!("{at}weight"), was.map(|d| d.weight)),
            stretched: typed.flag(&format!("{at}stretched"), was.is_some_and(|d| d.stretched)),
            may_exceed: typed.flag(&format!("{at}may_exceed"), was.is_some_and(|d| d.may_exceed)),
        },
    );
    typed.codes("dimension", "dimension", &mut rows, |d| &mut d.code);
    for (place, gone) in old.iter().enumerate() {
        let used = scheme.indicators.iter().filter(|indicator| indicator.dimension == gone.code).count();
        if used > 0 && rows.iter().all(|read| read.was != Some(place)) {
            let say = Say::new("scheme-wrong-dimension-used").with("name", &gone.name).with("n", used);
            typed.wrong(&format!("dimension_{place}_name"), say);
        }
    }
    let recoded = recoded(&old, &rows, |d| &d.code);
    let indicators = scheme.indicators.iter_mut().map(|indicator| &mut indicator.dimension);
    let guards = scheme.guards.iter_mut().filter_map(|guard| match &mut guard.figure {
        scoring::GuardedFigure::Dimension { dimension } => Some(dimension),
        _ => None,
    });
    follow(&recoded, indicators.chain(&mut scheme.ranking.tie_breaks).chain(guards));
    scheme.dimensions = rows.into_iter().map(|read| read.entry).collect();
}

/// Codes that changed: what each was, and is.
pub(super) fn recoded<T>(old: &[T], rows: &[Read<T>], code: impl Fn(&T) -> &str) -> BTreeMap<String, String> {
    let pair = |read: &Read<T>| Some((code(old.get(read.was?)?).to_owned(), code(&read.entry).to_owned()));
    rows.iter().filter_map(pair).filter(|(before, after)| before != after).collect()
}

/// Puts the new code wherever the one before is named.
pub(super) fn follow<'a>(recoded: &BTreeMap<String, String>, codes: impl Iterator<Item = &'a mut String>) {
    for code in codes {
        if let Some(after) = recoded.get(code.as_str()) {
            code.clone_from(after);
        }
    }
}

fn apply_full_marks(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let mut row = 0;
    while let Some(code) = typed.raw(&format!("full_{row}_key")) {
        if let Some(indicator) = scheme.indicators.iter_mut().find(|indicator| indicator.code == code) {
            indicator.full = typed.score(&format!("full_{row}_mark"), Some(indicator.full));
        }
        row += 1;
    }
}
