//! Facts that are counted from what is recorded elsewhere, and not typed: the office reads them up to a day of its choice,
//! every record they were counted from stays with them, and a closed cycle reads nothing any more.

pub(crate) mod actions;
mod kinds;
mod reading;
pub(crate) mod record;
pub(crate) mod shown;

use web::Routes;

use crate::policy::EnterFigures;

pub(crate) use kinds::{APPRAISED, INDICATOR, appraised};
pub(crate) use reading::{Offer, offer};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .post("/cycles/{id}/facts/reading", EnterFigures, reading::read)
        .sample("/cycles/3/facts/reading")
}
