//! The history of plans, measures and reminders, in the words of this domain.

use kernel::{Problem, RecordRef};
use store::Conn;
use web::Words;

pub(crate) use web::history::{Line, name, note};

/// The history of a record, newest first.
pub(crate) fn of(c: &mut Conn, words: &Words, record: &RecordRef) -> Result<Vec<Line>, Problem> {
    web::history::of(c, words, "accountability", record)
}
