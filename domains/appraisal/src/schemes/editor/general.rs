//! Name, code, full mark and the digits of published figures; the order of totals.

use scoring::{MAX_DIGITS, Scheme};
use web::Words;

use super::typed::Typed;
use super::view::{Block, Field};

/// Published figures, by the names of their fields.
const FIGURES: [&str; 5] = ["indicator", "dimension", "panel", "mass", "total"];

fn digits_of<'a>(scheme: &'a mut Scheme, figure: &str) -> &'a mut u8 {
    let publish = &mut scheme.publish;
    match figure {
        "indicator" => &mut publish.indicator,
        "dimension" => &mut publish.dimension,
        "panel" => &mut publish.panel,
        "mass" => &mut publish.mass,
        _ => &mut publish.total,
    }
}

pub(super) fn view(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let label = |key: &str| words.t(key);
    let names = vec![
        Field::line("name", label("scheme-field-name"), &scheme.name).needed(),
        Field::line("code", label("scheme-field-code"), &scheme.code).hint(label("scheme-hint-scheme-code")),
        Field::number("full", label("scheme-field-full-all"), scheme.full.to_string())
            .hint(label("scheme-hint-full"))
            .needed(),
    ];
    let mut copy = scheme.clone();
    let digits = FIGURES.map(|figure| {
        let now = digits_of(&mut copy, figure).to_string();
        let options =
            (0..=MAX_DIGITS).map(|n| (n.to_string(), words.f("scheme-digits", [("n", n.to_string())])));
        let text = words.t(&format!("scheme-field-publish-{figure}"));
        Field::choice(format!("publish_{figure}"), text, now, options.collect())
    });
    vec![
        Block::fields(names),
        Block::side_by_side(digits.into()).titled(label("scheme-publish"), label("scheme-publish-lead")),
    ]
}

pub(super) fn apply(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    scheme.name = typed.required("name", &scheme.name);
    scheme.code = typed.code("code", &scheme.code);
    scheme.full = typed.score("full", Some(scheme.full));
    for figure in FIGURES {
        let digits = digits_of(scheme, figure);
        let most = u32::from(MAX_DIGITS);
        let read = typed.count(&format!("publish_{figure}"), u32::from(*digits), most);
        *digits = u8::try_from(read).unwrap_or(*digits);
    }
}

/// The dimensions that decide between equal totals, one choice after the other.
pub(super) fn view_ranking(scheme: &Scheme, words: &Words) -> Vec<Block> {
    let published = [("published", "appraisal-rank-published"), ("exact", "appraisal-rank-exact")];
    let compared = if scheme.ranking.rank_as_published { "published" } else { "exact" };
    let options = published.map(|(value, key)| (value.to_owned(), words.t(key)));
    let by = Field::choice("rank_by", words.t("scheme-field-rank-as-published"), compared, options.into());
    let breaks = &scheme.ranking.tie_breaks;
    let mut dimensions = vec![(String::new(), words.t("scheme-tie-none"))];
    dimensions.extend(scheme.dimensions.iter().map(|d| (d.code.clone(), d.name.clone())));
    let offered = breaks.len().max(scheme.dimensions.len());
    let ties = (0..offered).map(|at| {
        let own = breaks.get(at).map_or("", String::as_str);
        let label = words.f("scheme-tie-nth", [("n", (at + 1).to_string())]);
        Field::choice(format!("tie_{at}"), label, own, dimensions.clone())
    });
    vec![
        Block::fields(vec![by]),
        Block::side_by_side(ties.collect())
            .titled(words.t("scheme-field-tie-breaks"), words.t("scheme-tie-lead")),
    ]
}

pub(super) fn apply_ranking(scheme: &mut Scheme, typed: &mut Typed<'_>) {
    let old = scheme.ranking.rank_as_published;
    scheme.ranking.rank_as_published = typed.word("rank_by", old, |word| match word {
        "published" => Some(true),
        "exact" => Some(false),
        _ => None,
    });
    let offered = scheme.ranking.tie_breaks.len().max(scheme.dimensions.len());
    if (0..offered).all(|at| typed.raw(&format!("tie_{at}")).is_none()) {
        return;
    }
    let mut breaks: Vec<String> = Vec::new();
    for at in 0..offered {
        let name = format!("tie_{at}");
        let Some(code) = typed.raw(&name).filter(|code| !code.is_empty()) else { continue };
        let known = scheme.dimensions.iter().any(|d| d.code == code);
        let was = scheme.ranking.tie_breaks.iter().any(|old| old == code);
        if !known && !was {
            typed.wrong(&name, "field-choice");
        } else if breaks.iter().any(|one| one == code)
            && scheme.ranking.tie_breaks.get(at).is_none_or(|c| c != code)
        {
            typed.wrong(&name, "scheme-wrong-tie-twice");
        } else {
            breaks.push(code.to_owned());
        }
    }
    scheme.ranking.tie_breaks = breaks;
}
