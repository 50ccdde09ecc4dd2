//! Self-assessments (自评): what organisations claim, say and show of their own year, before the panel marks them.

pub(crate) mod actions;
mod desk;
mod form;
mod known;
mod list;
mod paper;
pub(crate) mod record;
pub(crate) mod rules;
mod sample;
mod save;
mod show;
mod submission;
pub(crate) mod view;

use web::Routes;

use crate::policy::{FillSelfAssessment, PrepareCycle, ReadSelfAssessments};

pub(crate) use desk::{missing, todos};
pub(crate) use sample::fill as fill_sample;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/self-assessments", ReadSelfAssessments, list::latest)
        .get("/cycles/{id}/self-assessments", ReadSelfAssessments, list::list)
        .sample("/cycles/3/self-assessments")
        .get("/cycles/{id}/self-assessments/{org}", ReadSelfAssessments, show::show)
        .sample("/cycles/3/self-assessments/2")
        .get("/cycles/{id}/self-assessments/{org}/paper", ReadSelfAssessments, show::on_paper)
        .sample("/cycles/3/self-assessments/2/paper")
        .get("/cycles/{id}/self-assessments/{org}/form", FillSelfAssessment, form::form)
        .sample("/cycles/3/self-assessments/2/form")
        .upload("/cycles/{id}/self-assessments/{org}/form", FillSelfAssessment, save::whole)
        .sample("/cycles/3/self-assessments/2/form")
        .post("/cycles/{id}/self-assessments/{org}/summary", FillSelfAssessment, save::summary)
        .sample("/cycles/3/self-assessments/2/summary")
        .post("/cycles/{id}/self-assessments/{org}/items/{indicator}", FillSelfAssessment, save::one_item)
        .sample("/cycles/3/self-assessments/2/items/innovation")
        .get("/cycles/{id}/self-assessments/{org}/submission", FillSelfAssessment, submission::ask)
        .sample("/cycles/3/self-assessments/2/submission")
        .post("/cycles/{id}/self-assessments/{org}/submission", FillSelfAssessment, submission::submit)
        .sample("/cycles/3/self-assessments/2/submission")
        .post("/cycles/{id}/self-assessments/{org}/withdrawal", FillSelfAssessment, submission::withdraw)
        .sample("/cycles/3/self-assessments/2/withdrawal")
        .post("/cycles/{id}/self-assessments/{org}/return", PrepareCycle, submission::give_back)
        .sample("/cycles/3/self-assessments/2/return")
}

/// Every SQL statement about self-assessments and their evidence.
pub(crate) fn statements() -> Vec<&'static str> {
    use crate::evidence;
    vec![
        record::OF_CYCLE,
        record::ONE,
        record::ITEMS,
        record::ITEM,
        record::FILLED,
        known::FACTS,
        known::EVENTS,
        actions::BEGIN,
        actions::SET_SUMMARY,
        actions::ADD_ITEM,
        actions::SET_ITEM,
        actions::SUBMIT,
        actions::WITHDRAW,
        actions::GIVE_BACK,
        evidence::record::OF_PARTICIPANT,
        evidence::record::COUNTS,
        evidence::record::OWNER,
    ]
}
