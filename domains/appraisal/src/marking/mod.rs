//! Marking: a reviewer's sheets on the screen and as workbooks, and what the office does with them.

pub(crate) mod actions;
mod grid;
pub(crate) mod missing;
mod office;
mod organisation;
pub(crate) mod record;
pub(crate) mod rules;
pub(crate) mod sample;
mod save;
pub(crate) mod sheet;
mod start;
mod submission;
pub(crate) mod uploads;
mod workbook;

use kernel::{Act, Actor, Permit, Problem};
use scoring::Scheme;
use store::Conn;
use web::Routes;

use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::policy::{ManagePanel, MarkOrganisations, ReadPreparation};
use crate::reviewers::record::{self as reviewers, Reviewer};
use crate::schemes;

pub(crate) use start::todos;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/marking", MarkOrganisations, start::show)
        .get("/cycles/{id}/marking/{category}", MarkOrganisations, grid::show)
        .sample("/cycles/3/marking/1")
        .post("/cycles/{id}/marking/{category}", MarkOrganisations, save::save)
        .sample("/cycles/3/marking/1")
        .get("/cycles/{id}/marking/{category}/submission", MarkOrganisations, submission::ask)
        .sample("/cycles/3/marking/1/submission")
        .post("/cycles/{id}/marking/{category}/submission", MarkOrganisations, submission::submit)
        .sample("/cycles/3/marking/1/submission")
        .get("/cycles/{id}/marking/{category}/workbook", MarkOrganisations, workbook::own_sheet)
        .sample("/cycles/3/marking/1/workbook")
        .get("/cycles/{id}/marking/{category}/organisations/{org}", MarkOrganisations, organisation::show)
        .sample("/cycles/3/marking/1/organisations/15")
        .post("/cycles/{id}/marking/{category}/organisations/{org}", MarkOrganisations, organisation::recuse)
        .sample("/cycles/3/marking/1/organisations/15")
        .get(
            "/cycles/{id}/marking/{category}/organisations/{org}/evidence/{file}",
            MarkOrganisations,
            organisation::evidence,
        )
        .sample("/cycles/3/marking/1/organisations/15/evidence/17")
        .get("/cycles/{id}/panel/{reviewer}/sheets/{category}", ReadPreparation, office::show)
        .sample("/cycles/3/panel/2/sheets/1")
        .post("/cycles/{id}/panel/{reviewer}/sheets/{category}/return", ManagePanel, office::give_back)
        .sample("/cycles/3/panel/2/sheets/1/return")
        .get("/cycles/{id}/panel/{reviewer}/sheets/{category}/workbook", ManagePanel, workbook::for_office)
        .sample("/cycles/3/panel/2/sheets/1/workbook")
        .and(uploads::routes())
}

/// The cycle, its rules, and the reviewer that the holder of this permit is in it.
///
/// # Errors
/// [`Problem::Missing`] when they are not on its panel.
fn own<A: Act>(
    c: &mut Conn,
    permit: &Permit<A>,
    cycle: CycleId,
) -> Result<(Cycle, Scheme, Reviewer), Problem> {
    let Actor::User(user) = permit.actor() else { return Err(Problem::Missing) };
    let reviewer = reviewers::by_user(c, cycle, *user)?;
    let cycle = cycles::find(c, cycle, true)?;
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    Ok((cycle, scheme, reviewer))
}
