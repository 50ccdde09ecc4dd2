//! Writing the file.

use std::fs;
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use kernel::{Moment, Problem};
use sm3::{Digest, Sm3};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::file::{MANIFEST, entry_name};
use super::{Manifest, TableSum, schema};
use crate::digest::hex;
use crate::migrate::HISTORY;
use crate::schema::{self as database, Kind, Table};
use crate::{Conn, Db, Error, Row, Value};

type Sink = ZipWriter<BufWriter<fs::File>>;

/// Writes a backup to `path`, leaving out the rows of the `excluded` tables. The file appears whole or not at all and
/// can be read by its owner only.
///
/// # Errors
/// When the database or the file system fails; a file that was there before stays as it was.
pub fn take(db: &Db, path: &Path, excluded: &[&str]) -> Result<Manifest, Problem> {
    let excluded: Vec<String> = excluded.iter().map(|table| (*table).to_owned()).collect();
    let (path, at) = (path.to_owned(), db.clock().now());
    db.read(move |conn| {
        let mut draft = path.clone().into_os_string();
        draft.push(".partial");
        let draft = PathBuf::from(draft);
        let written = write(conn, &draft, at, excluded)
            .and_then(|manifest| fs::rename(&draft, &path).map(|()| manifest).map_err(Error::from));
        if written.is_err() && draft.exists() {
            // The first error is the one to be told.
            let _ = fs::remove_file(&draft);
        }
        Ok(written?)
    })
}

fn write(conn: &mut Conn, path: &Path, at: Moment, excluded: Vec<String>) -> Result<Manifest, Error> {
    let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let (histories, tables): (Vec<Table>, Vec<Table>) =
        database::tables(conn)?.into_iter().partition(|table| table.name.starts_with(HISTORY));
    let histories: Vec<String> = histories.into_iter().map(|table| table.name).collect();
    let mut sums = Vec::new();
    for table in tables.iter().filter(|table| !excluded.contains(&table.name)) {
        sums.push(write_table(conn, &mut zip, table)?);
    }
    let manifest = Manifest {
        format: "jinwei-backup".to_owned(),
        version: 1,
        taken_at: at,
        database: conn.backend().to_string(),
        schema: schema(conn, &histories)?,
        tables: sums,
        excluded,
        last_numbers: database::last_numbers(conn)?.into_iter().collect(),
    };
    zip.start_file(MANIFEST, options()).map_err(zip_error)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    let file = zip.finish().map_err(zip_error)?.into_inner().map_err(|e| Error::File(e.to_string()))?;
    file.sync_all()?;
    Ok(manifest)
}

fn write_table(conn: &mut Conn, zip: &mut Sink, table: &Table) -> Result<TableSum, Error> {
    zip.start_file(entry_name(&table.name), options()).map_err(zip_error)?;
    let (mut rows, mut hash, mut line) = (0, Sm3::new(), String::new());
    conn.stream(&select(table, database::byte_order(conn.backend())), &[], |row| {
        line.clear();
        write_row(&mut line, table, row)?;
        hash.update(line.as_bytes());
        zip.write_all(line.as_bytes())?;
        rows += 1;
        Ok(())
    })?;
    Ok(TableSum { name: table.name.clone(), rows, sm3: hex(&hash.finalize()) })
}

/// All rows in the order of their key, or of all columns where there is none.
fn select(table: &Table, byte_order: &str) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let mut key: Vec<_> = table.columns.iter().filter(|column| column.key > 0).collect();
    key.sort_by_key(|column| column.key);
    if key.is_empty() {
        key = table.columns.iter().collect();
    }
    let order: Vec<String> = key
        .iter()
        .map(|column| {
            let collation = if column.kind == Kind::Text { byte_order } else { "" };
            format!("\"{}\"{collation} NULLS LAST", column.name)
        })
        .collect();
    format!("SELECT {} FROM \"{}\" ORDER BY {}", names.join(", "), table.name, order.join(", "))
}

/// One line: an object with the columns in their order, booleans as 0 and 1, bytes in hexadecimal.
fn write_row(line: &mut String, table: &Table, row: &Row<'_>) -> Result<(), Error> {
    for (index, column) in table.columns.iter().enumerate() {
        line.push(if index == 0 { '{' } else { ',' });
        line.push_str(&serde_json::to_string(&column.name)?);
        line.push(':');
        match row.get::<Value<'static>>(index)? {
            Value::Null => line.push_str("null"),
            Value::Int(n) => line.push_str(&n.to_string()),
            Value::Bool(b) => line.push(if b { '1' } else { '0' }),
            Value::Text(text) => line.push_str(&serde_json::to_string(&text)?),
            Value::Bytes(bytes) => {
                line.push('"');
                line.push_str(&hex(&bytes));
                line.push('"');
            }
        }
    }
    line.push_str("}\n");
    Ok(())
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

fn zip_error(error: zip::result::ZipError) -> Error {
    Error::File(error.to_string())
}
