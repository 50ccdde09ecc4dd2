//! What goes wrong at the command line, in the words of the reader's language.

use kernel::Problem;
use web::{Lang, Words};

/// The language of the terminal: Chinese where it says so, otherwise English.
pub(crate) fn lang() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.as_deref().and_then(Lang::from_tag).unwrap_or(Lang::En)
}

/// The sentence of a refusal where it is one, otherwise the chain of errors as it is.
pub(crate) fn in_words(error: &anyhow::Error) -> String {
    let parts = [web::TEXTS, crate::domains::OFFICE];
    match (error.downcast_ref::<Problem>(), Words::load(lang(), &parts)) {
        (Some(Problem::Refused(say)), Ok(words)) => words.say(say),
        (Some(Problem::Invalid(fields)), Ok(words)) => {
            fields.iter().map(|field| words.say(&field.say)).collect::<Vec<_>>().join("; ")
        }
        _ => format!("{error:#}"),
    }
}
