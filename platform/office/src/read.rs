//! From bytes to tables: the content decides how a file is read, never its name.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Fault, Kind, ReadError};
use crate::limits::Limits;
use crate::table::{Table, Workbook};
use crate::{delimited, xls, xlsx};

/// Reads a workbook (.xlsx, .xlsm, .xls) or a text table (.csv, .txt; UTF-8, UTF-16 or GB18030).
///
/// `name` is the file's name for messages and for the name of a text table's sheet. Formulas are taken as the value
/// last computed, macros and pictures are passed over.
///
/// # Errors
/// [`ReadError`] with its own sentence for each reason; see [`Fault`].
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    let refused = |fault| ReadError { file: name.to_owned(), fault };
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file {
        return Err(refused(Fault::FileTooLarge { limit: limits.file }));
    }
    // The libraries below read whatever a stranger sends; a panic in one of them is one more damaged file.
    let sheets = catch_unwind(AssertUnwindSafe(|| tables(name, bytes, limits)))
        .unwrap_or_else(|_| Err(Fault::damaged("the reader gave up")))
        .map_err(refused)?;
    Ok(Workbook { file: name.to_owned(), sheets })
}

/// Form of a file by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Package,
    Compound,
    Text,
    Other(Kind),
}

pub(crate) fn form(bytes: &[u8]) -> Form {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    if bytes.iter().all(u8::is_ascii_whitespace) || bytes == b"\xef\xbb\xbf" {
        Form::Other(Kind::Nothing)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Form::Package
    } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Form::Compound
    } else if starts(b"%PDF") {
        Form::Other(Kind::Pdf)
    } else if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || starts(b"BM") && bytes.contains(&0)
    {
        Form::Other(Kind::Picture)
    } else {
        Form::Text
    }
}

fn tables(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, Fault> {
    match form(bytes) {
        Form::Package => xlsx::read(bytes, limits),
        Form::Compound => xls::read(bytes, limits),
        Form::Text => delimited::read(name, bytes, limits),
        Form::Other(kind) => Err(Fault::WrongType(kind)),
    }
}
