//! Measures (措施): who leads, until when, by which standard, and how far they are.

pub(crate) mod actions;
mod files;
mod form;
mod list;
pub(crate) mod record;
pub(crate) mod rules;
pub(crate) mod sheet;
mod show;
pub(crate) mod typed;
pub(crate) mod verdicts;
pub(crate) mod work;
mod writes;

use web::Routes;

use crate::policy::{DecideMeasures, ReadMeasures, SetUpPlans, WorkOnMeasures};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/measures", ReadMeasures, list::list)
        .get("/measures/new", SetUpPlans, form::new)
        .post("/measures", SetUpPlans, form::create)
        .get("/measures/{id}", ReadMeasures, show::show)
        .sample("/measures/1")
        .get("/measures/{id}/edit", SetUpPlans, form::edit)
        .sample("/measures/1/edit")
        .post("/measures/{id}", SetUpPlans, form::correct)
        .sample("/measures/1")
        .post("/measures/{id}/removal", SetUpPlans, form::remove)
        .sample("/measures/1/removal")
        .post("/measures/{id}/signature", WorkOnMeasures, writes::sign)
        .sample("/measures/1/signature")
        .upload("/measures/{id}/entries", WorkOnMeasures, writes::tell)
        .sample("/measures/1/entries")
        .get("/measures/{id}/files/{file}", ReadMeasures, files::download)
        .sample("/measures/1/files/1")
        .post("/measures/{id}/milestones/{milestone}/completion", WorkOnMeasures, writes::reach)
        .sample("/measures/1/milestones/1/completion")
        .upload("/measures/{id}/submission", WorkOnMeasures, writes::hand_in)
        .sample("/measures/1/submission")
        .post("/measures/{id}/extensions", WorkOnMeasures, writes::ask)
        .sample("/measures/1/extensions")
        .post("/measures/{id}/extensions/{extension}/decision", DecideMeasures, writes::decide)
        .sample("/measures/1/extensions/1/decision")
        .post("/measures/{id}/acceptance", DecideMeasures, writes::accept)
        .sample("/measures/1/acceptance")
        .post("/measures/{id}/return", DecideMeasures, writes::send_back)
        .sample("/measures/1/return")
        .post("/measures/{id}/termination", DecideMeasures, writes::stop)
        .sample("/measures/1/termination")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![
        record::FIND,
        record::OF_PLAN,
        record::OF_ALL_PLANS,
        record::OPEN,
        record::DUE_FROM,
        record::STEPS_IN,
        record::ASKED,
        record::GRANTED_AFTER,
        record::HELPERS,
        record::HELPERS_OF_PLAN,
        record::HELPERS_OF_ALL_PLANS,
        record::MILESTONES,
        record::MILESTONES_OF_PLAN,
        record::ENTRIES,
        record::EXTENSIONS,
        actions::CREATE,
        actions::CORRECT,
        actions::NEXT_PLACE,
        actions::DROP,
        actions::DROP_HELPERS,
        actions::ADD_HELPER,
        actions::DROP_MILESTONES,
        actions::DROP_MILESTONE,
        actions::ADD_MILESTONE,
        actions::SET_MILESTONE,
        actions::RECKON,
        work::SIGN,
        work::TELL,
        work::ENTER,
        work::FILES,
        work::FINISH,
        work::HAND_IN,
        work::ASK,
        verdicts::ACCEPT,
        verdicts::SEND_BACK,
        verdicts::STOP,
        verdicts::DECIDE,
        verdicts::MOVE_DUE,
    ]
}
