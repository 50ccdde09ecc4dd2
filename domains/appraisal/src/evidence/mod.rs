//! Evidence (佐证): files that show what an organisation says of an indicator. They belong to what is said, are told apart
//! by their content, and are seen by whoever may read the self-assessment.

pub(crate) mod actions;
mod pages;
pub(crate) mod record;
pub(crate) mod rules;

use web::Routes;

use crate::policy::{FillSelfAssessment, ReadSelfAssessments};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/evidence/{file}", ReadSelfAssessments, pages::show)
        .sample("/cycles/3/evidence/11")
        .upload(
            "/cycles/{id}/self-assessments/{org}/items/{indicator}/evidence",
            FillSelfAssessment,
            pages::add,
        )
        .sample("/cycles/3/self-assessments/2/items/innovation/evidence")
        .post("/cycles/{id}/evidence/{file}/removal", FillSelfAssessment, pages::remove)
        .sample("/cycles/3/evidence/10/removal")
}
