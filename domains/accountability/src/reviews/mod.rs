//! Year-end review (述职评议考核): report, hearing, evaluation, decision, letter.

pub(crate) mod actions;
mod own;
pub(crate) mod record;
pub(crate) mod rules;

use web::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_YEAR,
        record::OPEN,
        record::QUESTIONS,
        record::ENTRIES,
        record::ALL_ENTRIES,
        actions::SAVE,
        actions::SUBMIT,
        actions::RETURN,
        actions::ASK,
        actions::REASK,
        actions::STATE,
        actions::COUNT,
        actions::UNCOUNT,
        actions::PROPOSE,
        actions::RECOUNT,
        actions::DECIDE,
        actions::FEED_BACK,
    ]
}
