//! A trial run: a draft on what was recorded for a published cycle, beside what really came of it. Writes nothing.

mod compare;
mod fit;
mod pages;
mod record;
#[cfg(test)]
mod tests;

use web::Routes;

use crate::policy::ReadPreparation;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schemes/drafts/{id}/trial", ReadPreparation, pages::show)
        .sample("/schemes/drafts/1/trial")
}
