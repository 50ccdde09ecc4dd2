//! Files that come with a record, as vouchers and evidence do: which are taken, and how one is handed out.

use kernel::{Problem, RecordRef, Say};
use store::{Conn, Tx, attachments};

use crate::answer::Download;
use crate::input::File;

/// Endings that are taken, each with its media type: what scanners, offices and tax offices make.
const KINDS: [(&str, &str); 9] = [
    ("pdf", "application/pdf"),
    ("ofd", "application/ofd"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("doc", "application/msword"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

/// As many files as one record may have.
const MOST: usize = 10;
/// Bytes that one of them may have.
const LIMIT: u64 = 10 * 1024 * 1024;

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Enclosure {
    /// Its name.
    pub name: String,
    /// Its media type, by its ending.
    pub mime: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// For the attribute `accept` of a file field.
pub const ACCEPT: &str = ".pdf,.ofd,.jpg,.jpeg,.png,.docx,.doc,.xlsx,.zip";

fn kind(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, mime)| *mime)
}

/// The files of a field; where none was chosen there are none.
///
/// # Errors
/// What is wrong with them: too many, too large, or of a kind that is not taken.
pub fn chosen(files: Vec<File>, field: &str) -> Result<Vec<Enclosure>, Say> {
    let ours = files.into_iter().filter(|file| file.field == field && !file.name.is_empty());
    let mut taken = Vec::new();
    for file in ours.filter(|file| !file.bytes.is_empty()) {
        let Some(mime) = kind(&file.name) else {
            return Err(Say::new("file-kind").with("name", &file.name));
        };
        if u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) > LIMIT {
            let most = LIMIT / 1024 / 1024;
            return Err(Say::new("file-large").with("name", &file.name).with("mb", most));
        }
        taken.push(Enclosure { name: file.name, mime, bytes: file.bytes });
    }
    if taken.len() > MOST {
        return Err(Say::new("file-many").with("n", MOST));
    }
    Ok(taken)
}

/// Keeps files with a record.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx, record: &RecordRef, files: &[Enclosure]) -> Result<(), Problem> {
    for file in files {
        attachments::add(tx, record, &file.name, file.mime, &file.bytes, LIMIT)?;
    }
    Ok(())
}

/// Files of a record by number, from 1, and name.
///
/// # Errors
/// When the database fails.
pub fn listed(c: &mut Conn, record: &RecordRef) -> Result<Vec<(usize, String)>, Problem> {
    let files = attachments::of_record(c, record)?.into_iter();
    Ok((1..).zip(files.map(|file| file.name)).collect())
}

/// A file of a record by its number, from 1.
///
/// # Errors
/// [`Problem::Missing`] when there is none of that number.
pub fn handed_out(c: &mut Conn, record: &RecordRef, number: usize) -> Result<Download, Problem> {
    let place = number.checked_sub(1).ok_or(Problem::Missing)?;
    let file = attachments::of_record(c, record)?.into_iter().nth(place).ok_or(Problem::Missing)?;
    let bytes = attachments::bytes(c, &file)?;
    let mime = kind(&file.name).unwrap_or("application/octet-stream");
    Ok(Download { name: file.name, mime, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: usize) -> File {
        File { field: "vouchers".into(), name: name.into(), bytes: vec![1; bytes] }
    }

    fn key(files: Vec<File>) -> &'static str {
        chosen(files, "vouchers").unwrap_err().key
    }

    #[test]
    fn what_is_no_voucher_is_refused_by_name() {
        assert_eq!(key(vec![file("发票.exe", 1)]), "file-kind");
        assert_eq!(key(vec![file("发票", 1)]), "file-kind");
        assert_eq!(key(vec![file("发票.pdf", 10 * 1024 * 1024 + 1)]), "file-large");
        assert_eq!(key((0..11).map(|_| file("发票.PDF", 1)).collect()), "file-many");
        let taken = chosen(vec![file("", 0), file("发票.PDF", 1)], "vouchers").unwrap();
        assert_eq!(taken.len(), 1, "an empty field is no file");
        assert_eq!(taken[0].mime, "application/pdf");
    }
}
