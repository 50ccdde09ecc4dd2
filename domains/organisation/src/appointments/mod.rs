//! Appointments: who holds which post in which organisation, full- or part-time, since when.

pub mod actions;
mod ending;
mod form;
pub mod list;
pub mod post;
pub mod record;

use web::Routes;

use crate::policy::{ReadPersons, WriteAppointments};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/appointments", ReadPersons, list::list)
        .get("/appointments/new", WriteAppointments, form::new)
        .post("/appointments", WriteAppointments, form::create)
        .get("/appointments/{id}/edit", WriteAppointments, form::edit)
        .sample("/appointments/1/edit")
        .post("/appointments/{id}", WriteAppointments, form::correct)
        .sample("/appointments/1")
        .get("/appointments/{id}/ending", WriteAppointments, ending::new)
        .sample("/appointments/1/ending")
        .post("/appointments/{id}/ending", WriteAppointments, ending::end)
        .sample("/appointments/1/ending")
}

pub(crate) fn statements() -> Vec<&'static str> {
    [actions::STATEMENTS, record::STATEMENTS].concat()
}
