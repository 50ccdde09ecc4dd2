//! Submissions: workbooks brought in for a cycle, looked through, and only then computed from.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod record;
pub(crate) mod rules;

use web::Routes;

use crate::policy::PrepareCycle;

pub(crate) use pages::submit;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/submissions/new", PrepareCycle, pages::form)
        .sample("/cycles/2/submissions/new")
        .upload("/cycles/{id}/submissions", PrepareCycle, pages::create)
        .sample("/cycles/2/submissions")
        .get("/submissions/{id}", PrepareCycle, pages::show)
        .sample("/submissions/1")
        .get("/submissions/{id}/files/{file}", PrepareCycle, pages::marked)
        .sample("/submissions/1/files/1")
        .post("/submissions/{id}/confirmation", PrepareCycle, pages::confirm)
        .sample("/submissions/1/confirmation")
}
