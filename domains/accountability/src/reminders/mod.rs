//! Reminders (督办单): what is late, put on a numbered paper, and what the body answers.

pub(crate) mod actions;
mod list;
mod paper;
pub(crate) mod record;
pub(crate) mod rules;
mod show;

use web::Routes;

use crate::policy::{IssueReminders, ReadMeasures, WorkOnMeasures};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reminders", ReadMeasures, list::list)
        .post("/reminders", IssueReminders, list::issue)
        .get("/reminders/{id}", ReadMeasures, show::show)
        .sample("/reminders/1")
        .get("/reminders/{id}/paper", ReadMeasures, paper::show)
        .sample("/reminders/1/paper")
        .post("/reminders/{id}/answer", WorkOnMeasures, show::answer)
        .sample("/reminders/1/answer")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::ALL,
        record::FIND,
        record::OPEN,
        record::OF_MEASURE,
        record::ISSUED,
        actions::NUMBER,
        actions::ISSUE,
        actions::ADD,
        actions::ANSWER,
    ]
}
