//! The reviews of a year: who is reviewed, until when they report, and how forms are counted.

pub(crate) mod actions;
pub(crate) mod record;

use web::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::ALL, record::FIND, record::COUNTED, actions::CREATE, actions::SAME, actions::CORRECT, actions::ADD]
}
