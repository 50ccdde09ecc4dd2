//! Deliberation: the committee looks at what was computed and decides where it differs. The computed value stays beside
//! the decided one, with the reason.

pub(crate) mod actions;
mod list;
mod organisation;
pub(crate) mod record;

use web::Routes;

use crate::policy::{Deliberate, ReadPreparation};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/deliberation", ReadPreparation, list::show)
        .sample("/cycles/2/deliberation")
        .get("/cycles/{id}/deliberation/{org}", ReadPreparation, organisation::show)
        .sample("/cycles/2/deliberation/2")
        .post("/cycles/{id}/deliberation/{org}", Deliberate, organisation::decide)
        .sample("/cycles/2/deliberation/2")
        .post("/cycles/{id}/decisions/{decision}/withdrawal", Deliberate, organisation::withdraw)
        .sample("/cycles/2/decisions/1/withdrawal")
}
