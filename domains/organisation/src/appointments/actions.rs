//! Appointing to posts and ending appointments.

use kernel::{Day, OrgId, PersonId, Problem, names};
use store::Tx;

use super::post;
use super::record::{self, Appointment, AppointmentId};
use crate::dated::Dated;
use crate::organisations::actions::living;
use crate::persons;

const INSERT: &str = "INSERT INTO appointments (person_id, org_id, post, post_rank, full_time, since_on, \
     since_precision, until_on, reason, import_id) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, '', $8) RETURNING id";
const UPDATE: &str = "UPDATE appointments SET post = $2, post_rank = $3, full_time = $4, since_on = $5, \
     since_precision = $6 WHERE id = $1";
const END: &str = "UPDATE appointments SET until_on = $2, reason = $3 WHERE id = $1";
const HAND_OVER: &str = "UPDATE appointments SET person_id = $2 WHERE id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, UPDATE, END, HAND_OVER];

/// A new appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppointment {
    /// Who.
    pub person: PersonId,
    /// In which organisation.
    pub org: OrgId,
    /// The post.
    pub post: String,
    /// Whether it is their only work.
    pub full_time: bool,
    /// Since when.
    pub since: Option<Dated>,
}

/// Appoints a person to a post.
///
/// # Errors
/// [`Problem::Invalid`] when they already hold that post there or the day lies in the future; [`Problem::Refused`] when
/// the organisation no longer exists.
pub fn appoint(tx: &mut Tx, new: &NewAppointment) -> Result<AppointmentId, Problem> {
    living(tx, new.org)?;
    let person = persons::record::find(tx, new.person)?;
    if person.merged_into.is_some() {
        return Err(Problem::refused("person-was-merged"));
    }
    if new.since.is_some_and(|since| since.day > tx.today()) {
        return Err(Problem::field("since", "organisation-field-future"));
    }
    let held = record::open_in(tx, new.org)?;
    if held.iter().any(|a| a.person == new.person && names::fold(&a.post) == names::fold(&new.post)) {
        return Err(Problem::field("post", "appointment-held-already"));
    }
    let id = insert(tx, new, None)?;
    let appointment = record::find(tx, id)?;
    tx.note_new(&appointment.record(), &appointment)?;
    Ok(id)
}

/// The same without checks and without a row of the audit trail: for an import, which checks and notes the whole.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn insert(tx: &mut Tx, new: &NewAppointment, import: Option<i64>) -> Result<AppointmentId, Problem> {
    let (since, precision) = Dated::columns(new.since);
    let rank = post::rank(&new.post);
    Ok(tx.insert(
        INSERT,
        &[&new.person, &new.org, &new.post, &rank, &new.full_time, &since, &precision, &import],
    )?)
}

/// Corrects post, time share and beginning, without a row of the audit trail: for an import.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn update(tx: &mut Tx, id: AppointmentId, new: &NewAppointment) -> Result<(), Problem> {
    let (since, precision) = Dated::columns(new.since);
    let rank = post::rank(&new.post);
    tx.run(UPDATE, &[&id, &new.post, &rank, &new.full_time, &since, &precision])?;
    Ok(())
}

/// Corrects post, time share and beginning of an appointment that was entered wrongly.
///
/// # Errors
/// [`Problem::Refused`] when it has ended; [`Problem::Invalid`] when the same person holds that post there by another
/// appointment.
pub(crate) fn correct(
    tx: &mut Tx,
    id: AppointmentId,
    post: &str,
    full_time: bool,
    since: Option<Dated>,
) -> Result<Appointment, Problem> {
    let before = record::find(tx, id)?;
    if before.until.is_some() {
        return Err(Problem::refused("appointment-has-ended"));
    }
    let same = |a: &Appointment| a.person == before.person && names::fold(&a.post) == names::fold(post);
    if record::open_in(tx, before.org)?.iter().any(|other| other.id != id && same(other)) {
        return Err(Problem::field("post", "appointment-held-already"));
    }
    let (person, org) = (before.person, before.org);
    update(tx, id, &NewAppointment { person, org, post: post.to_owned(), full_time, since })?;
    let after = record::find(tx, id)?;
    tx.note(&after.record(), Some(&before), Some(&after))?;
    Ok(after)
}

/// Ends an appointment: `until` is the first day on which the post is no longer held.
///
/// # Errors
/// [`Problem::Refused`] when it has ended, [`Problem::Invalid`] when the day lies before its beginning.
pub fn end(tx: &mut Tx, id: AppointmentId, until: Day, reason: &str) -> Result<Appointment, Problem> {
    let before = record::find(tx, id)?;
    if before.until.is_some() {
        return Err(Problem::refused("appointment-has-ended"));
    }
    if before.since.is_some_and(|since| until < since.day) {
        return Err(Problem::field("until", "appointment-ends-before-start"));
    }
    tx.run(END, &[&id, &until, &reason])?;
    let after = Appointment { until: Some(until), reason: reason.to_owned(), ..before.clone() };
    tx.note(&after.record(), Some(&before), Some(&after))?;
    Ok(after)
}

/// Ends every open appointment of an organisation that ceases to be; one that would begin later ends where it begins.
pub(crate) fn end_all(tx: &mut Tx, org: OrgId, until: Day, reason: &str) -> Result<(), Problem> {
    for appointment in record::open_in(tx, org)? {
        let until = appointment.since.map_or(until, |since| until.max(since.day));
        end(tx, appointment.id, until, reason)?;
    }
    Ok(())
}

/// The appointments of one entry go over to another that is the same person.
pub(crate) fn hand_over(tx: &mut Tx, from: PersonId, to: PersonId) -> Result<(), Problem> {
    for before in record::of_person(tx, from)? {
        tx.run(HAND_OVER, &[&before.id, &to])?;
        let after = Appointment { person: to, ..before.clone() };
        tx.note(&after.record(), Some(&before), Some(&after))?;
    }
    Ok(())
}
