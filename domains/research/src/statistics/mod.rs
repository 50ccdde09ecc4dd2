//! Figures of research: projects by kind and year, what became of findings, and which problems are common.

mod record;
pub(crate) mod rules;
mod show;

use web::Routes;

use crate::policy::ReadStatistics;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/research/statistics", ReadStatistics, show::show)
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::PROJECTS, record::FINDINGS, record::BECAME, record::COMMON]
}
