//! Findings: written down, handed out, answered by whoever is responsible, closed by whoever visited.

pub(crate) mod actions;
pub(crate) mod alike;
mod entries;
mod form;
pub(crate) mod lines;
mod list;
pub(crate) mod merging;
pub(crate) mod record;
pub(crate) mod rules;
mod show;
mod steps;
mod typed;

use web::Routes;

use crate::policy::{AnswerFindings, KeepFindings, ReadFindings};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/findings", ReadFindings, list::list)
        .get("/findings/new", KeepFindings, form::new)
        .post("/findings", KeepFindings, form::create)
        .get("/findings/{id}", ReadFindings, show::show)
        .sample("/findings/1")
        .get("/findings/{id}/edit", KeepFindings, form::edit)
        .sample("/findings/1/edit")
        .post("/findings/{id}", KeepFindings, form::correct)
        .sample("/findings/1")
        .post("/findings/{id}/handing", KeepFindings, steps::hand_out)
        .sample("/findings/1/handing")
        .post("/findings/{id}/recall", KeepFindings, steps::take_back)
        .sample("/findings/1/recall")
        .post("/findings/{id}/measures", AnswerFindings, steps::begin)
        .sample("/findings/1/measures")
        .upload("/findings/{id}/progress", AnswerFindings, steps::progress)
        .sample("/findings/1/progress")
        .upload("/findings/{id}/submission", AnswerFindings, steps::submit)
        .sample("/findings/1/submission")
        .post("/findings/{id}/return", KeepFindings, steps::send_back)
        .sample("/findings/1/return")
        .post("/findings/{id}/closure", KeepFindings, steps::close)
        .sample("/findings/1/closure")
        .post("/findings/{id}/reopening", KeepFindings, steps::reopen)
        .sample("/findings/1/reopening")
        .post("/findings/{id}/revisit", KeepFindings, steps::come_back)
        .sample("/findings/1/revisit")
        .post("/findings/{id}/merging", KeepFindings, steps::merge)
        .sample("/findings/1/merging")
        .upload("/findings/{id}/files", KeepFindings, entries::enclose)
        .sample("/findings/1/files")
        .get("/findings/{id}/files/{file}", ReadFindings, entries::file)
        .sample("/findings/1/files/1")
        .get("/findings/{id}/entries/{entry}/files/{file}", ReadFindings, entries::evidence)
        .sample("/findings/1/entries/1/files/1")
}

pub(crate) fn statements() -> Vec<&'static str> {
    let mut all =
        vec![record::FIND, record::ORGS, record::SOURCES, record::ENTRIES, record::ENTRY, record::MERGED];
    all.extend(actions::statements());
    all.extend(merging::statements());
    all
}
