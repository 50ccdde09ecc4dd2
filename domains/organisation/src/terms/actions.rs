//! Recording an election: the running term ends and a new one begins.

use kernel::{Day, OrgId, Problem, Say};
use store::Tx;

use super::record::{self, Term};
use super::rules;
use crate::organisations::actions::living;
use crate::parameters;

const INSERT: &str = "INSERT INTO terms (org_id, ordinal, began_on, years, ended_on, due_voters, present_voters, \
     document, note, import_id) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $8, $9) RETURNING id";
const END: &str = "UPDATE terms SET ended_on = $2 WHERE id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, END];

/// An election that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// Whose.
    pub org: OrgId,
    /// When.
    pub on: Day,
    /// The how-manieth term it begins; `None` for the one after the last on record.
    pub ordinal: Option<i64>,
    /// Members who could vote.
    pub due_voters: Option<i64>,
    /// Members who came.
    pub present_voters: Option<i64>,
    /// Document that confirmed the result; may be empty.
    pub document: String,
    /// Anything else; may be empty.
    pub note: String,
}

/// Records an election. The years of the new term are those in force now, and stay when they change later.
///
/// # Errors
/// [`Problem::Refused`] when the organisation has ended or is of a kind without terms; [`Problem::Invalid`] when the
/// day lies in the future or not after the last election, or the ordinal is not above the last.
pub fn record_election(tx: &mut Tx, election: &Election, import: Option<i64>) -> Result<Term, Problem> {
    let org = living(tx, election.org)?;
    let parameters = parameters::read(tx)?;
    let Some(years) = rules::years(org.kind, &parameters) else {
        return Err(Problem::refused("term-not-for-groups"));
    };
    if election.on > tx.today() {
        return Err(Problem::field("on", "organisation-field-future"));
    }
    let last = record::of(tx, election.org)?.pop();
    let next = last.as_ref().map_or(1, |last| last.ordinal + 1);
    let ordinal = election.ordinal.unwrap_or(next);
    if ordinal < next {
        return Err(Problem::field("ordinal", Say::new("term-ordinal-taken").with("n", next)));
    }
    if let Some(last) = last {
        if election.on <= last.began {
            return Err(Problem::field("on", Say::new("term-before-last").with("day", last.began)));
        }
        tx.run(END, &[&last.id, &election.on])?;
        let ended = Term { ended: Some(election.on), ..last.clone() };
        tx.note(&ended.record(), Some(&last), Some(&ended))?;
    }
    let (due, present) = (election.due_voters, election.present_voters);
    let id = tx.insert(
        INSERT,
        &[
            &election.org,
            &ordinal,
            &election.on,
            &years,
            &due,
            &present,
            &election.document,
            &election.note,
            &import,
        ],
    )?;
    let term = Term {
        id,
        org: election.org,
        ordinal,
        began: election.on,
        years,
        ended: None,
        due_voters: due,
        present_voters: present,
        document: election.document.clone(),
        note: election.note.clone(),
    };
    tx.note_new(&term.record(), &term)?;
    Ok(term)
}
