//! Rows as they stood before and after an import, so that it can be taken back: each column as it is in the database.

use kernel::Problem;
use serde_json::{Map, Value as Node};
use store::{Conn, Error, FromSql, Row, ToSql, Tx, Value};

use super::record::ImportId;

/// A table of which imports change rows.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    columns: &'static [&'static str],
    /// Columns that are booleans; one database shows them as numbers.
    booleans: &'static [&'static str],
    select: &'static str,
    restore: &'static str,
    delete: &'static str,
}

pub(crate) const ORGANISATIONS: Table = Table {
    name: "organisations",
    columns: &[
        "id",
        "code",
        "name",
        "short_name",
        "folded",
        "sort_key",
        "initials",
        "kind",
        "kind_text",
        "category",
        "parent_id",
        "path",
        "department",
        "founded_on",
        "founded_precision",
        "founded_document",
        "members",
        "probationary",
        "under_35",
        "staff",
        "contact",
        "telephone",
    ],
    booleans: &[],
    select: "SELECT id, code, name, short_name, folded, sort_key, initials, kind, kind_text, category, parent_id, path, \
         department, founded_on, founded_precision, founded_document, members, probationary, under_35, staff, contact, \
         telephone FROM organisations WHERE id = $1",
    restore: "UPDATE organisations SET code = $2, name = $3, short_name = $4, folded = $5, sort_key = $6, initials = $7, \
         kind = $8, kind_text = $9, category = $10, parent_id = $11, path = $12, department = $13, founded_on = $14, \
         founded_precision = $15, founded_document = $16, members = $17, probationary = $18, under_35 = $19, \
         staff = $20, contact = $21, telephone = $22 WHERE id = $1",
    delete: "DELETE FROM organisations WHERE id = $1",
};

pub(crate) const VERSIONS: Table = Table {
    name: "organisation_versions",
    columns: &[
        "id",
        "org_id",
        "from_day",
        "until_day",
        "code",
        "name",
        "short_name",
        "folded",
        "sort_key",
        "initials",
        "kind",
        "kind_text",
        "category",
        "parent_id",
        "path",
    ],
    booleans: &[],
    select: "SELECT id, org_id, from_day, until_day, code, name, short_name, folded, sort_key, initials, kind, kind_text, \
         category, parent_id, path FROM organisation_versions WHERE id = $1",
    restore: "UPDATE organisation_versions SET org_id = $2, from_day = $3, until_day = $4, code = $5, name = $6, \
         short_name = $7, folded = $8, sort_key = $9, initials = $10, kind = $11, kind_text = $12, category = $13, \
         parent_id = $14, path = $15 WHERE id = $1",
    delete: "DELETE FROM organisation_versions WHERE id = $1",
};

pub(crate) const EVENTS: Table = Table {
    name: "organisation_events",
    columns: &["id", "org_id", "kind", "on_day"],
    booleans: &[],
    select: "SELECT id, org_id, kind, on_day FROM organisation_events WHERE id = $1",
    restore: "UPDATE organisation_events SET org_id = $2, kind = $3, on_day = $4 WHERE id = $1",
    delete: "DELETE FROM organisation_events WHERE id = $1",
};

pub(crate) const PERSONS: Table = Table {
    name: "persons",
    columns: &[
        "id",
        "name",
        "folded",
        "sort_key",
        "initials",
        "sex",
        "born_on",
        "born_precision",
        "identity_cipher",
        "identity_index",
        "identity_mask",
        "identity_fault",
        "joined_on",
        "joined_precision",
        "telephone",
        "member",
        "org_id",
    ],
    booleans: &["member"],
    select: "SELECT id, name, folded, sort_key, initials, sex, born_on, born_precision, identity_cipher, identity_index, \
         identity_mask, identity_fault, joined_on, joined_precision, telephone, member, org_id FROM persons \
         WHERE id = $1",
    restore: "UPDATE persons SET name = $2, folded = $3, sort_key = $4, initials = $5, sex = $6, born_on = $7, \
         born_precision = $8, identity_cipher = $9, identity_index = $10, identity_mask = $11, identity_fault = $12, \
         joined_on = $13, joined_precision = $14, telephone = $15, member = $16, org_id = $17 WHERE id = $1",
    delete: "DELETE FROM persons WHERE id = $1",
};

pub(crate) const APPOINTMENTS: Table = Table {
    name: "appointments",
    columns: &[
        "id",
        "person_id",
        "org_id",
        "post",
        "post_rank",
        "full_time",
        "since_on",
        "since_precision",
        "until_on",
        "reason",
    ],
    booleans: &["full_time"],
    select: "SELECT id, person_id, org_id, post, post_rank, full_time, since_on, since_precision, until_on, reason \
         FROM appointments WHERE id = $1",
    restore: "UPDATE appointments SET person_id = $2, org_id = $3, post = $4, post_rank = $5, full_time = $6, \
         since_on = $7, since_precision = $8, until_on = $9, reason = $10 WHERE id = $1",
    delete: "DELETE FROM appointments WHERE id = $1",
};

/// All of them.
pub(crate) const TABLES: [&Table; 5] = [&ORGANISATIONS, &VERSIONS, &EVENTS, &PERSONS, &APPOINTMENTS];

const KEEP: &str = "INSERT INTO import_rows (import_id, table_name, record_id, before_json, after_json) VALUES ($1, $2, $3, $4, $5)";
const KEPT: &str = "SELECT table_name, record_id, before_json, after_json FROM import_rows WHERE import_id = $1 \
     ORDER BY id DESC";
const FORGET: &str = "DELETE FROM import_rows WHERE import_id = $1";

/// Every statement of this file.
pub(crate) fn statements() -> Vec<&'static str> {
    let own = TABLES.iter().flat_map(|table| [table.select, table.restore, table.delete]);
    own.chain([KEEP, KEPT, FORGET]).collect()
}

/// A row as it stands: column → value; bytes in hexadecimal.
pub(crate) type Image = Map<String, Node>;

/// One changed row of an import.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) table: &'static Table,
    pub(crate) id: i64,
    /// `None`: the import made it.
    pub(crate) before: Option<Image>,
    pub(crate) after: Option<Image>,
}

/// The row as it stands; `None` when there is none.
pub(crate) fn take(c: &mut Conn, table: &Table, id: i64) -> Result<Option<Image>, Problem> {
    Ok(c.maybe(table.select, &[&id], |row| image(row, table))?)
}

/// Keeps what an import did to a row; nothing when it did nothing.
pub(crate) fn keep(
    tx: &mut Tx,
    import: ImportId,
    table: &Table,
    id: i64,
    before: Option<&Image>,
    after: Option<&Image>,
) -> Result<(), Problem> {
    if before == after {
        return Ok(());
    }
    let text =
        |image: Option<&Image>| image.map(serde_json::to_string).transpose().map_err(Problem::unexpected);
    tx.run(KEEP, &[&import, &table.name, &id, &text(before)?, &text(after)?])?;
    Ok(())
}

/// What an import did to rows that were there, or made beside new records; the last first.
pub(crate) fn kept(c: &mut Conn, import: ImportId) -> Result<Vec<Kept>, Problem> {
    let parse = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    let rows = c.all(KEPT, &[&import], |row| {
        let (name, id): (String, i64) = (row.get(0)?, row.get(1)?);
        Ok((name, id, parse(row.get(2)?)?, parse(row.get(3)?)?))
    })?;
    let table_of = |name: &str| {
        let found = [&ORGANISATIONS, &VERSIONS, &EVENTS, &PERSONS, &APPOINTMENTS];
        found
            .into_iter()
            .find(|table| table.name == name)
            .ok_or_else(|| Problem::unexpected("an unknown table"))
    };
    rows.into_iter()
        .map(|(name, id, before, after)| Ok(Kept { table: table_of(&name)?, id, before, after }))
        .collect()
}

/// Forgets what was kept for an import that was taken back.
pub(crate) fn forget(tx: &mut Tx, import: ImportId) -> Result<(), Problem> {
    tx.run(FORGET, &[&import])?;
    Ok(())
}

/// Puts a row back as it stood; removes it when it was not there.
pub(crate) fn put_back(tx: &mut Tx, kept: &Kept) -> Result<(), Problem> {
    let Some(before) = &kept.before else {
        tx.run(kept.table.delete, &[&kept.id])?;
        return Ok(());
    };
    let values: Vec<Value<'static>> =
        kept.table.columns.iter().map(|column| value(before.get(*column), kept.table, column)).collect();
    let args: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
    tx.run(kept.table.restore, &args)?;
    Ok(())
}

/// Any value of the database.
struct Any(Value<'static>);

impl FromSql for Any {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        Ok(Self(value.into_owned()))
    }
}

fn image(row: &Row<'_>, table: &Table) -> Result<Image, Error> {
    let mut image = Map::new();
    for (column, name) in table.columns.iter().enumerate() {
        let node = match row.get::<Any>(column)?.0 {
            Value::Null => Node::Null,
            Value::Int(n) if table.booleans.contains(name) => Node::Bool(n != 0),
            Value::Int(n) => n.into(),
            Value::Bool(yes) => Node::Bool(yes),
            Value::Text(text) => Node::String(text.into_owned()),
            Value::Bytes(bytes) => {
                let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                serde_json::json!({ "bytes": digits })
            }
        };
        image.insert((*name).to_owned(), node);
    }
    Ok(image)
}

fn value(node: Option<&Node>, table: &Table, column: &str) -> Value<'static> {
    match node {
        Some(Node::Bool(yes)) if table.booleans.contains(&column) => Value::Bool(*yes),
        Some(Node::Bool(yes)) => Value::Int(i64::from(*yes)),
        Some(Node::Number(n)) => n.as_i64().map_or(Value::Null, Value::Int),
        Some(Node::String(text)) => Value::Text(text.clone().into()),
        Some(Node::Object(bytes)) => {
            let digits = bytes.get("bytes").and_then(Node::as_str).unwrap_or_default();
            let pairs = digits.as_bytes().chunks_exact(2).filter_map(|pair| std::str::from_utf8(pair).ok());
            let bytes: Vec<u8> = pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect();
            Value::Bytes(bytes.into())
        }
        Some(Node::Null | Node::Array(_)) | None => Value::Null,
    }
}
