//! A person holding a post in an organisation for a time.

use kernel::{Day, OrgId, PersonId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::dated::Dated;

kernel::id_type!(
    /// Number of an appointment.
    AppointmentId
);
store::id_columns!(AppointmentId);

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Appointment {
    /// Its number.
    pub id: AppointmentId,
    /// Who holds the post.
    pub person: PersonId,
    /// In which organisation.
    pub org: OrgId,
    /// The post, as the roster names it.
    pub post: String,
    /// Whether it is their only work.
    pub full_time: bool,
    /// Since when.
    pub since: Option<Dated>,
    /// First day on which they no longer hold it; `None` while they do.
    pub until: Option<Day>,
    /// Why it ended; empty while it has not.
    pub reason: String,
    /// The import that brought it.
    pub import: Option<i64>,
}

impl Appointment {
    /// The record that links, attachments and the audit trail speak of.
    pub fn record(&self) -> RecordRef {
        RecordRef::new("appointment", self.id.0)
    }

    /// Whether the post is held on that day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since.day <= day) && self.until.is_none_or(|until| day < until)
    }
}

const FIND: &str = "SELECT id, person_id, org_id, post, full_time, since_on, since_precision, until_on, reason, \
     import_id FROM appointments WHERE id = $1";
const OPEN_IN: &str = "SELECT id, person_id, org_id, post, full_time, since_on, since_precision, until_on, reason, \
     import_id FROM appointments WHERE org_id = $1 AND until_on IS NULL ORDER BY post_rank, id";
const OF_PERSON: &str = "SELECT id, person_id, org_id, post, full_time, since_on, since_precision, until_on, reason, \
     import_id FROM appointments WHERE person_id = $1 ORDER BY since_on, id";
const ALL_OPEN: &str = "SELECT id, person_id, org_id, post, full_time, since_on, since_precision, until_on, reason, \
     import_id FROM appointments WHERE until_on IS NULL ORDER BY org_id, post_rank, id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[FIND, OPEN_IN, OF_PERSON, ALL_OPEN];

/// One appointment.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub fn find(c: &mut Conn, id: AppointmentId) -> Result<Appointment, Problem> {
    c.maybe(FIND, &[&id], appointment)?.ok_or(Problem::Missing)
}

/// Posts held in an organisation that have not ended, the highest first.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn open_in(c: &mut Conn, org: OrgId) -> Result<Vec<Appointment>, Problem> {
    Ok(c.all(OPEN_IN, &[&org], appointment)?)
}

/// Posts that a person holds or held, the oldest first.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn of_person(c: &mut Conn, person: PersonId) -> Result<Vec<Appointment>, Problem> {
    Ok(c.all(OF_PERSON, &[&person], appointment)?)
}

/// Every appointment that has not ended.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn all_open(c: &mut Conn) -> Result<Vec<Appointment>, Problem> {
    Ok(c.all(ALL_OPEN, &[], appointment)?)
}

fn appointment(r: &Row<'_>) -> Result<Appointment, store::Error> {
    Ok(Appointment {
        id: r.get(0)?,
        person: r.get(1)?,
        org: r.get(2)?,
        post: r.get(3)?,
        full_time: r.get(4)?,
        since: Dated::at(r, 5)?,
        until: r.get(7)?,
        reason: r.get(8)?,
        import: r.get(9)?,
    })
}
