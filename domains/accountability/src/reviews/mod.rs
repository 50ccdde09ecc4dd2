//! Year-end review (述职评议考核): report, hearing, evaluation, decision, letter.

pub(crate) mod actions;
mod counts;
mod letter;
mod list;
pub(crate) mod own;
mod questions;
pub(crate) mod record;
mod report;
pub(crate) mod rules;
pub(crate) mod show;
mod steps;

use web::{Routes, Words};

use crate::policy::{ConductReviews, CountReviews, DecideReviews, ReadReviews, ReportOnDuty};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reviews", ReadReviews, list::list)
        .get("/reviews/{id}", ReadReviews, show::show)
        .sample("/reviews/1")
        .get("/reviews/{id}/report", ReportOnDuty, report::edit)
        .sample("/reviews/4/report")
        .post("/reviews/{id}/report", ReportOnDuty, report::save)
        .sample("/reviews/4/report")
        .post("/reviews/{id}/return", ConductReviews, steps::give_back)
        .sample("/reviews/4/return")
        .get("/reviews/{id}/questions/new", ConductReviews, questions::new)
        .sample("/reviews/5/questions/new")
        .post("/reviews/{id}/questions", ConductReviews, questions::ask)
        .sample("/reviews/5/questions")
        .get("/reviews/{id}/questions/{question}/edit", ConductReviews, questions::edit)
        .sample("/reviews/1/questions/1/edit")
        .post("/reviews/{id}/questions/{question}", ConductReviews, questions::correct)
        .sample("/reviews/1/questions/1")
        .post("/reviews/{id}/evaluation", ConductReviews, steps::end_hearing)
        .sample("/reviews/5/evaluation")
        .get("/reviews/{id}/counts/new", CountReviews, counts::new)
        .sample("/reviews/6/counts/new")
        .post("/reviews/{id}/counts", CountReviews, counts::enter)
        .sample("/reviews/6/counts")
        .post("/reviews/{id}/recount", ConductReviews, steps::recount)
        .sample("/reviews/6/recount")
        .post("/reviews/{id}/decision", DecideReviews, steps::decide)
        .sample("/reviews/6/decision")
        .post("/reviews/{id}/feedback", ConductReviews, steps::feed_back)
        .sample("/reviews/6/feedback")
        .get("/reviews/{id}/letter", ReadReviews, letter::show)
        .sample("/reviews/1/letter")
        .upload("/reviews/{id}/files", ConductReviews, steps::add_files)
        .sample("/reviews/1/files")
        .get("/reviews/{id}/files/{file}", ReadReviews, show::download)
        .sample("/reviews/1/files/1")
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

/// The word for a state.
pub(crate) fn state_word(words: &Words, state: rules::State) -> String {
    words.t(&format!("review-state-{}", state.code().replace('_', "-")))
}

/// What a review is called.
pub(crate) fn named(words: &Words, review: &record::Review) -> String {
    let args = [("year", review.year.to_string()), ("organisation", review.org_name.clone())];
    words.f("review-name", args)
}
