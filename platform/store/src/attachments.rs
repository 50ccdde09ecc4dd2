//! Files that belong to a record. The same bytes are stored once, however many records they belong to.

use kernel::{Moment, Problem, RecordRef};

use crate::digest::sm3_hex;
use crate::{Conn, Error, Row, Tx};

kernel::id_type!(
    /// Number of an attachment.
    AttachmentId
);
crate::id_columns!(AttachmentId);

/// Largest attachment in bytes, unless the caller says less.
pub const LIMIT: u64 = 32 * 1024 * 1024;

/// A file of a record, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number.
    pub id: AttachmentId,
    /// The record it belongs to.
    pub record: RecordRef,
    /// File name without any directory.
    pub name: String,
    /// Media type, as it was sent or recognised.
    pub mime: String,
    /// Size in bytes.
    pub size: i64,
    /// SM3 of the bytes.
    pub hash: String,
    /// When it was added.
    pub at: Moment,
    /// By whom, as in the audit trail.
    pub by: String,
}

const STORE_BYTES: &str = "INSERT INTO blobs (hash, size, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const ADD: &str = "INSERT INTO attachments
    (record_kind, record_id, name, mime, size, hash, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const OF_RECORD: &str = "SELECT id, record_kind, record_id, name, mime, size, hash, created_at, created_by
    FROM attachments WHERE record_kind = $1 AND record_id = $2 ORDER BY id";
const ONE: &str = "SELECT id, record_kind, record_id, name, mime, size, hash, created_at, created_by
    FROM attachments WHERE id = $1";
const BYTES: &str = "SELECT bytes FROM blobs WHERE hash = $1";
const REMOVE: &str = "DELETE FROM attachments WHERE id = $1";
const DROP_BYTES: &str =
    "DELETE FROM blobs WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM attachments WHERE hash = $1)";

/// Adds a file to a record. Of the name only what follows the last slash or backslash is kept, without control
/// characters.
///
/// # Errors
/// [`Problem::TooLarge`] above `limit` or [`LIMIT`] bytes.
pub fn add(
    tx: &mut Tx,
    record: &RecordRef,
    name: &str,
    mime: &str,
    bytes: &[u8],
    limit: u64,
) -> Result<AttachmentId, Problem> {
    let limit = limit.min(LIMIT);
    let size = bytes.len() as u64;
    if size > limit {
        return Err(Problem::TooLarge(limit));
    }
    let hash = sm3_hex(bytes);
    tx.run(STORE_BYTES, &[&hash, &size, &bytes])?;
    let (now, by) = (tx.now(), tx.actor_code());
    let args: [&dyn crate::ToSql; 8] =
        [&record.kind, &record.id, &plain_name(name), &mime, &size, &hash, &now, &by];
    Ok(tx.insert(ADD, &args)?)
}

/// The files of a record, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_record(conn: &mut Conn, record: &RecordRef) -> Result<Vec<Attachment>, Error> {
    conn.all(OF_RECORD, &[&record.kind, &record.id], from_row)
}

/// One file without its bytes.
///
/// # Errors
/// [`Error::NoRow`] when there is none.
pub fn find(conn: &mut Conn, id: AttachmentId) -> Result<Attachment, Error> {
    conn.one(ONE, &[&id], from_row)
}

/// The bytes of a file. They are held in memory whole.
///
/// # Errors
/// When the database fails.
pub fn bytes(conn: &mut Conn, file: &Attachment) -> Result<Vec<u8>, Error> {
    conn.scalar(BYTES, &[&file.hash])
}

/// Removes a file; its bytes go with the last file that has them.
///
/// # Errors
/// [`Error::NoRow`] when there is none.
pub fn remove(tx: &mut Tx, id: AttachmentId) -> Result<Attachment, Error> {
    let file = find(tx, id)?;
    tx.run(REMOVE, &[&id])?;
    tx.run(DROP_BYTES, &[&file.hash])?;
    Ok(file)
}

fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

fn from_row(row: &Row<'_>) -> Result<Attachment, Error> {
    Ok(Attachment {
        id: row.get(0)?,
        record: RecordRef { kind: row.get(1)?, id: row.get(2)? },
        name: row.get(3)?,
        mime: row.get(4)?,
        size: row.get(5)?,
        hash: row.get(6)?,
        at: row.get(7)?,
        by: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_name_loses_its_directories() {
        assert_eq!(plain_name("C:\\文件\\名单.xlsx"), "名单.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("..."), "file");
        assert_eq!(plain_name("a\u{0}b\n.pdf"), "ab.pdf");
    }
}
