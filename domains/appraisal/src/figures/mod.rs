//! Measured facts, counted events and vetoes of a cycle, entered by the committee's office.

pub(crate) mod actions;
mod events;
mod facts;

use web::Routes;

use crate::policy::{EnterFigures, ReadPreparation};

pub(crate) use events::{EVENTS, VETOES};
pub(crate) use facts::{FACTS, known};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/facts", ReadPreparation, facts::show)
        .sample("/cycles/3/facts")
        .post("/cycles/{id}/facts", EnterFigures, facts::save)
        .sample("/cycles/3/facts")
        .get("/cycles/{id}/events", ReadPreparation, events::show)
        .sample("/cycles/3/events")
        .post("/cycles/{id}/events", EnterFigures, events::add)
        .sample("/cycles/3/events")
        .post("/cycles/{id}/events/{event}/removal", EnterFigures, events::remove)
        .sample("/cycles/3/events/1/removal")
}
