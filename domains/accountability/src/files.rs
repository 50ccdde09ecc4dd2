//! Files that come with the records of this domain: minutes, count sheets, evidence.

use kernel::{FieldError, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Conn, Tx, attachments};
use web::File;
use web::enclosures::{self, Enclosure};

/// As many files as one record may have.
const MOST: usize = 20;

/// A file of a record, by its address.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct OneFile {
    /// Number of the record.
    pub id: i64,
    /// Number of the file among those of the record, from 1.
    pub file: usize,
}

/// The files sent in the field `files`, at least one.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn sent(files: Vec<File>) -> Result<Vec<Enclosure>, Vec<FieldError>> {
    let wrong = |say: kernel::Say| vec![FieldError { field: "files".into(), say }];
    match enclosures::chosen(files, "files") {
        Ok(taken) if taken.is_empty() => Err(wrong("accountability-file-none".into())),
        Ok(taken) => Ok(taken),
        Err(say) => Err(wrong(say)),
    }
}

/// Keeps them with a record.
///
/// # Errors
/// [`Problem::Invalid`] when the record would have too many.
pub(crate) fn keep(tx: &mut Tx, record: &RecordRef, files: &[Enclosure]) -> Result<(), Problem> {
    let there = attachments::of_record(tx, record)?.len();
    if there + files.len() > MOST {
        return Err(Problem::field("files", kernel::Say::new("file-many").with("n", MOST)));
    }
    enclosures::keep(tx, record, files)?;
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let about = serde_json::json!({ "about": names.join(" ") });
    web::history::note(tx, record, "files-added", "", None::<&()>, &about)
}

/// Files of a record by number and name.
///
/// # Errors
/// When the database fails.
pub(crate) fn listed(c: &mut Conn, record: &RecordRef) -> Result<Vec<(usize, String)>, Problem> {
    enclosures::listed(c, record)
}
