//! The user's own file with the offending cells coloured and a note in each.

mod cells;
mod notes;
mod original;
mod rebuilt;
mod splice;
mod styles;

use std::collections::BTreeMap;
use std::fmt;

use kernel::{Problem, Say};

use crate::error::ReadError;
use crate::limits::Limits;
use crate::parse::CellError;
use crate::read::{Form, form, read};
use crate::value::Address;
use crate::write::WriteError;

/// The notes of one sheet by cell.
pub(crate) type Notes = BTreeMap<Address, String>;

/// Fill of an offending cell: the light red by which office programs mark what is bad.
pub(crate) const MARK: u32 = 0x00FF_C7CE;

/// Who signs the notes.
pub(crate) const AUTHOR: &str = "晋位 Jinwei";

/// Why a file could not be marked.
#[derive(Debug)]
pub enum MarkError {
    /// It cannot be read.
    Read(ReadError),
    /// The marked file cannot be written.
    Write(WriteError),
}

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MarkError {}

impl From<MarkError> for Problem {
    fn from(error: MarkError) -> Self {
        match error {
            MarkError::Read(error) => error.into(),
            MarkError::Write(error) => error.into(),
        }
    }
}

/// An .xlsx in which every faulty cell is coloured and bears a note with reason and remedy.
///
/// An .xlsx keeps everything else it had: formats, formulas, pictures, other sheets, macros. An .xls, a text table, or
/// an .xlsx of unusual build becomes a new workbook with the same cells, merged regions and marks. `words` puts
/// sentences into the reader's language. Errors on sheets that the file does not have are passed over.
///
/// # Errors
/// [`MarkError`] when the file cannot be read, or the marked one not written.
pub fn mark_errors(
    original: &[u8],
    name: &str,
    errors: &[CellError],
    words: impl Fn(&Say) -> String,
) -> Result<Vec<u8>, MarkError> {
    let limits = Limits::default();
    let mut notes: BTreeMap<&str, Notes> = BTreeMap::new();
    for error in errors {
        let reason = words(&Say::new("office-note-reason").with("reason", words(&error.reason)));
        let fix = words(&Say::new("office-note-fix").with("fix", words(&error.fix)));
        let text = format!("{reason}\n{fix}");
        let note = notes.entry(&*error.sheet).or_default().entry(error.at).or_default();
        // Rows under one merged cell may all complain of it in the same words.
        if !note.contains(&text) {
            if !note.is_empty() {
                note.push_str("\n\n");
            }
            note.push_str(&text);
        }
    }
    if form(original) == Form::Package {
        match original::mark(original, &notes, &limits) {
            Ok(marked) => return Ok(marked),
            Err(original::Unfit::Fault(fault)) => {
                return Err(MarkError::Read(ReadError { file: name.to_owned(), fault }));
            }
            Err(original::Unfit::Unusual) => {}
        }
    }
    let book = read(name, original, &limits).map_err(MarkError::Read)?;
    rebuilt::mark(&book, &notes).map_err(MarkError::Write)
}
