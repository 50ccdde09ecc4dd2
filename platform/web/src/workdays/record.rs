//! The exceptions as they stand in the database.

use kernel::workdays::Exception;
use kernel::{Day, Problem, Workdays};
use store::{Conn, Row};

const ALL: &str = "SELECT day, working, name FROM workday_exceptions ORDER BY day";
const ONE: &str = "SELECT day, working, name FROM workday_exceptions WHERE day = $1";
pub(super) const KEEP: &str = "INSERT INTO workday_exceptions (day, working, name) VALUES ($1, $2, $3) \
     ON CONFLICT (day) DO UPDATE SET working = excluded.working, name = excluded.name";
pub(super) const REMOVE: &str = "DELETE FROM workday_exceptions WHERE day = $1";

/// Every statement of this folder, for the test that prepares them on both databases.
pub(crate) const STATEMENTS: &[&str] = &[ALL, ONE, KEEP, REMOVE];

/// The working days of this installation: one query over some thirty rows a year.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn read(c: &mut Conn) -> Result<Workdays, Problem> {
    Ok(Workdays::new(c.all(ALL, &[], exception)?))
}

/// The exception of that day.
pub(super) fn find(c: &mut Conn, day: Day) -> Result<Option<Exception>, Problem> {
    Ok(c.maybe(ONE, &[&day], exception)?)
}

fn exception(r: &Row<'_>) -> Result<Exception, store::Error> {
    Ok(Exception { day: r.get(0)?, working: r.get(1)?, name: r.get(2)? })
}
