//! Nominations: made by secretaries for their own organisation, decided by the committee.

pub(crate) mod actions;
mod form;
pub(crate) mod record;
mod show;

use web::Routes;

use crate::policy::{DecideAwards, NominateAward, ReadAwards};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/awards/{id}/nominations/new", NominateAward, form::new)
        .sample("/awards/1/nominations/new")
        .upload("/awards/{id}/nominations", NominateAward, form::create)
        .sample("/awards/1/nominations")
        .get("/awards/{id}/exceptions/new", DecideAwards, form::new_exception)
        .sample("/awards/1/exceptions/new")
        .upload("/awards/{id}/exceptions", DecideAwards, form::create_exception)
        .sample("/awards/1/exceptions")
        .get("/nominations/{id}", ReadAwards, show::show)
        .sample("/nominations/1")
        .get("/nominations/{id}/evidence/{file}", ReadAwards, show::evidence)
        .sample("/nominations/1/evidence/1")
        .post("/nominations/{id}/withdrawal", NominateAward, show::withdraw)
        .sample("/nominations/1/withdrawal")
        .post("/nominations/{id}/decision", DecideAwards, show::decide)
        .sample("/nominations/1/decision")
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::FIND, record::OF_AWARD, record::COUNTS, actions::NOMINATE, actions::DECIDE]
}
