//! A term of office.

use kernel::{Day, OrgId, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

/// A term of office, begun by an election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// Its number.
    pub id: i64,
    /// Whose term it is.
    pub org: OrgId,
    /// The how-manieth it is.
    pub ordinal: i64,
    /// Day of the election.
    pub began: Day,
    /// Years it lasts.
    pub years: i64,
    /// Day of the next election, once it was held.
    pub ended: Option<Day>,
    /// Members who could vote.
    pub due_voters: Option<i64>,
    /// Members who came.
    pub present_voters: Option<i64>,
    /// Document that confirmed the result; may be empty.
    pub document: String,
    /// Anything else; may be empty.
    pub note: String,
}

impl Term {
    /// The record that links, attachments and the audit trail speak of.
    pub fn record(&self) -> RecordRef {
        RecordRef::new("term", self.id)
    }

    /// When the next election is due.
    pub fn due(&self) -> Day {
        self.began.plus_years(i32::try_from(self.years).unwrap_or(0))
    }
}

const OF: &str = "SELECT id, org_id, ordinal, began_on, years, ended_on, due_voters, present_voters, document, note \
     FROM terms WHERE org_id = $1 ORDER BY ordinal";
const RUNNING: &str = "SELECT id, org_id, ordinal, began_on, years, ended_on, due_voters, present_voters, document, \
     note FROM terms WHERE ended_on IS NULL ORDER BY org_id";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[OF, RUNNING];

/// Terms of an organisation, the first one first.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn of(c: &mut Conn, org: OrgId) -> Result<Vec<Term>, Problem> {
    Ok(c.all(OF, &[&org], term)?)
}

/// Every term that has not ended: at most one of each organisation.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn running(c: &mut Conn) -> Result<Vec<Term>, Problem> {
    Ok(c.all(RUNNING, &[], term)?)
}

fn term(r: &Row<'_>) -> Result<Term, store::Error> {
    Ok(Term {
        id: r.get(0)?,
        org: r.get(1)?,
        ordinal: r.get(2)?,
        began: r.get(3)?,
        years: r.get(4)?,
        ended: r.get(5)?,
        due_voters: r.get(6)?,
        present_voters: r.get(7)?,
        document: r.get(8)?,
        note: r.get(9)?,
    })
}
