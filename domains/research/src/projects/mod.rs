//! Projects: drafted, approved, carried out, reported, concluded and archived.

pub(crate) mod actions;
pub(crate) mod record;
pub(crate) mod rules;

use web::Words;

use record::Project;

/// Number of a project as people say it.
pub(crate) fn numbered(words: &Words, of: &Project) -> String {
    let args = [("year", of.year.to_string()), ("number", of.number.to_string())];
    words.f("project-numbered", args)
}
