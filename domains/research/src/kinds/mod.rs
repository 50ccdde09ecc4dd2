//! Kinds of findings: a short list that the committee names itself.

mod list;
pub(crate) mod record;

use web::Routes;

use crate::policy::KeepKinds;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/findings/kinds", KeepKinds, list::list).post("/findings/kinds", KeepKinds, list::save)
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![record::ALL, list::KEEP]
}
