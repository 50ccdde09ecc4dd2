//! Reports on measures (年中汇报): filled from what is recorded, frozen when submitted, compared with each other.

pub(crate) mod actions;
mod comparison;
pub(crate) mod content;
mod form;
mod list;
mod new;
mod paper;
pub(crate) mod record;
mod rules;
mod show;

use kernel::Problem;
use web::{Routes, Visitor, Words};

use crate::policy::{ReadReports, WriteReports};
use crate::viewer::may;
use record::{Report, State};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/reports", ReadReports, list::list)
        .get("/reports/new", WriteReports, new::new)
        .post("/reports", WriteReports, new::begin)
        .get("/reports/{id}", ReadReports, show::show)
        .sample("/reports/1")
        .get("/reports/{id}/edit", WriteReports, form::edit)
        .sample("/reports/2/edit")
        .post("/reports/{id}", WriteReports, form::save)
        .sample("/reports/2")
        .post("/reports/{id}/submission", WriteReports, show::submit)
        .sample("/reports/2/submission")
        .get("/reports/{id}/comparison", ReadReports, comparison::show)
        .sample("/reports/2/comparison?with=1")
        .get("/reports/{id}/paper", ReadReports, paper::show)
        .sample("/reports/1/paper")
        .upload("/reports/{id}/files", WriteReports, show::add_files)
        .sample("/reports/1/files")
        .get("/reports/{id}/files/{file}", ReadReports, show::download)
        .sample("/reports/1/files/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_BODY,
        record::DRAFTS,
        record::CONTENT,
        record::BODIES,
        content::LATEST,
        actions::CREATE,
        actions::SAVE,
        actions::SUBMIT,
        actions::FREEZE,
    ]
}

/// Whether a visitor sees a report: a draft only those who may write it.
pub(crate) fn is_visible(visitor: &Visitor, report: &Report) -> bool {
    match report.state {
        State::Draft => may::<WriteReports>(visitor, report.org, &report.org_path),
        State::Submitted => may::<ReadReports>(visitor, report.org, &report.org_path),
    }
}

fn must_see(visitor: &Visitor, report: &Report) -> Result<(), Problem> {
    if is_visible(visitor, report) { Ok(()) } else { Err(Problem::Missing) }
}

/// The body that reports, in words.
pub(crate) fn body(words: &Words, report: &Report) -> String {
    if report.org.is_some() { report.org_name.clone() } else { words.t("report-whole-organ") }
}

/// What a report is called.
pub(crate) fn named(words: &Words, report: &Report) -> String {
    let args = [("body", body(words, report)), ("day", words.day(report.until))];
    words.f("report-name", args)
}
