//! Papers of research: the letter to an organisation that was visited, and the report of a project with its findings.

mod letter;
mod report;

use web::Routes;

use crate::policy::{ReadProjects, ReadVisits};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/visits/{id}/letter", ReadVisits, letter::of_visit)
        .sample("/visits/1/letter")
        .get("/research/{id}/letters/{org}", ReadProjects, letter::of_project)
        .sample("/research/19/letters/2")
        .get("/research/{id}/paper", ReadProjects, report::show)
        .sample("/research/19/paper")
}
