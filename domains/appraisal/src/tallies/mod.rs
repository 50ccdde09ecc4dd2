//! Tallies of the mass evaluation: typed in twice by two different persons, or taken from a workbook. Only what both
//! agree on is counted.

pub(crate) mod actions;
mod electorate;
mod form;
mod list;
pub(crate) mod record;
pub(crate) mod rules;
mod workbook;

use web::Routes;

use crate::policy::{EnterFigures, PrepareCycle, ReadPreparation};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/cycles/{id}/tallies", ReadPreparation, list::list)
        .sample("/cycles/3/tallies")
        .get("/cycles/{id}/tallies/{org}", EnterFigures, form::form)
        .sample("/cycles/3/tallies/2")
        .post("/cycles/{id}/tallies/{org}", EnterFigures, form::enter)
        .sample("/cycles/3/tallies/2")
        .get("/cycles/{id}/tally-workbook", EnterFigures, workbook::form)
        .sample("/cycles/3/tally-workbook")
        .upload("/cycles/{id}/tally-workbook", EnterFigures, workbook::bring)
        .sample("/cycles/3/tally-workbook")
        .get("/cycles/{id}/electorate", ReadPreparation, electorate::show)
        .sample("/cycles/3/electorate")
        .post("/cycles/{id}/electorate", PrepareCycle, electorate::save)
        .sample("/cycles/3/electorate")
}
