//! The editor of a draft: one form for each part, and reading it back. Pure; pages and writes are in `drafts`.

#[cfg(test)]
mod any;
mod ballots;
mod caps;
mod curve;
mod general;
mod grading;
mod indicator;
mod lists;
pub(crate) mod method;
pub(crate) mod numbers;
pub(crate) mod part;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod typed;
pub(crate) mod view;

use kernel::{FieldError, Problem};
use scoring::Scheme;
use web::Words;

use part::Part;
use typed::{Pairs, Typed};
use view::Block;

/// The form of a part as the draft stands.
///
/// # Errors
/// [`Problem::Missing`] for an indicator that is not there.
pub(crate) fn view(scheme: &Scheme, part: &Part, words: &Words) -> Result<Vec<Block>, Problem> {
    Ok(match part {
        Part::General => general::view(scheme, words),
        Part::Categories => lists::view_categories(scheme, words),
        Part::Dimensions => lists::view_dimensions(scheme, words),
        Part::Ranking => general::view_ranking(scheme, words),
        Part::Grading => grading::view(scheme, words),
        Part::Guards => caps::view_guards(scheme, words),
        Part::Vetoes => caps::view_vetoes(scheme, words),
        Part::Indicator(code) => {
            let own = scheme.indicators.iter().find(|indicator| indicator.code == *code);
            indicator::view(scheme, own.ok_or(Problem::Missing)?, words)
        }
    })
}

/// The draft with what was typed into the form of a part.
///
/// # Errors
/// Every field that cannot be read, or that no scheme may say.
pub(crate) fn apply(scheme: &Scheme, part: &Part, pairs: &Pairs) -> Result<Scheme, Vec<FieldError>> {
    let (mut after, mut typed) = (scheme.clone(), Typed::new(pairs));
    match part {
        Part::General => general::apply(&mut after, &mut typed),
        Part::Categories => lists::apply_categories(&mut after, &mut typed),
        Part::Dimensions => lists::apply_dimensions(&mut after, &mut typed),
        Part::Ranking => general::apply_ranking(&mut after, &mut typed),
        Part::Grading => grading::apply(&mut after, &mut typed),
        Part::Guards => caps::apply_guards(&mut after, &mut typed),
        Part::Vetoes => caps::apply_vetoes(&mut after, &mut typed),
        Part::Indicator(code) => indicator::apply(&mut after, code, &mut typed),
    }
    if typed.errors.is_empty() { Ok(after) } else { Err(typed.errors) }
}

/// The part as it is called after this form was read: an indicator may have got another code.
pub(crate) fn renamed(before: &Scheme, after: &Scheme, part: Part) -> Part {
    let Part::Indicator(code) = &part else { return part };
    let place = before.indicators.iter().position(|indicator| indicator.code == *code);
    match place.and_then(|place| after.indicators.get(place)) {
        Some(now) if before.indicators.len() == after.indicators.len() => Part::Indicator(now.code.clone()),
        _ => part,
    }
}

/// Choices of a fixed list in the reader's words: the key is made of the field and the word of the file.
pub(crate) fn options(words: &Words, field: &str, all: Vec<&'static str>) -> Vec<(String, String)> {
    all.into_iter().map(|word| (word.to_owned(), words.t(&word_key(field, word)))).collect()
}

/// Message key of one of a fixed list.
pub(crate) fn word_key(field: &str, word: &str) -> String {
    format!("scheme-{field}-{word}").replace('_', "-")
}
