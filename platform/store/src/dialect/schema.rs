//! What a database tells of its own tables, and what loading a whole database needs.

use crate::{Backend, Conn, Error};

/// A table as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// A column as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Position in the primary key from 1; 0 outside it.
    pub(crate) key: i64,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Bool,
    Text,
    Bytes,
}

const SQLITE_TABLES: &str = "SELECT t.name, c.name, LOWER(c.type), c.pk
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'
    ORDER BY t.name, c.cid";

const POSTGRES_TABLES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text,
        COALESCE((
            SELECT k.ordinal_position::bigint
            FROM information_schema.table_constraints p JOIN information_schema.key_column_usage k
                ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name
            WHERE p.constraint_type = 'PRIMARY KEY' AND p.table_schema = c.table_schema
                AND p.table_name = c.table_name AND k.column_name = c.column_name), 0)
    FROM information_schema.columns c JOIN information_schema.tables t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    ORDER BY c.table_name COLLATE \"C\", c.ordinal_position";

/// Every table with its columns; tables by name, byte by byte.
pub(crate) fn tables(conn: &mut Conn) -> Result<Vec<Table>, Error> {
    let sql = match conn.backend() {
        Backend::Sqlite => SQLITE_TABLES,
        Backend::Postgres => POSTGRES_TABLES,
    };
    let mut tables: Vec<Table> = Vec::new();
    conn.each(sql, &[], |row| {
        let (name, kind): (String, String) = (row.get(0)?, row.get(2)?);
        let kind = match kind.as_str() {
            "integer" | "bigint" | "smallint" | "int4" | "int8" => Kind::Int,
            "boolean" => Kind::Bool,
            "blob" | "bytea" => Kind::Bytes,
            kind if kind.contains("char") || kind == "text" => Kind::Text,
            other => return Err(Error::sql(format!("a column of the type {other} in {name}"), sql)),
        };
        let column = Column { name: row.get(1)?, kind, key: row.get(3)? };
        match tables.last_mut() {
            Some(last) if last.name == name => last.columns.push(column),
            _ => tables.push(Table { name, columns: vec![column] }),
        }
        Ok(())
    })?;
    Ok(tables)
}

/// What follows a text column in ORDER BY so that both databases sort byte by byte.
pub(crate) fn byte_order(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " COLLATE \"C\"",
    }
}

const FOREIGN_KEYS: &str = "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2";

/// From here to the end of the transaction, or to [`check_references`], rows may refer to rows that are not yet there.
pub(crate) fn defer_references(conn: &mut Conn) -> Result<(), Error> {
    match conn.backend() {
        Backend::Sqlite => conn.batch("PRAGMA defer_foreign_keys = ON"),
        Backend::Postgres => alter_foreign_keys(conn, "DEFERRABLE INITIALLY DEFERRED"),
    }
}

/// Every reference holds from here on.
pub(crate) fn check_references(conn: &mut Conn) -> Result<(), Error> {
    match conn.backend() {
        Backend::Sqlite => match conn.exists("PRAGMA foreign_key_check", &[])? {
            true => Err(Error::Constraint("rows refer to rows that are not there".into())),
            false => Ok(()),
        },
        Backend::Postgres => {
            conn.batch("SET CONSTRAINTS ALL IMMEDIATE")?;
            alter_foreign_keys(conn, "NOT DEFERRABLE")
        }
    }
}

fn alter_foreign_keys(conn: &mut Conn, how: &str) -> Result<(), Error> {
    let keys = conn.all(FOREIGN_KEYS, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    keys.iter()
        .try_for_each(|(table, key)| conn.batch(&format!("ALTER TABLE {table} ALTER CONSTRAINT {key} {how}")))
}

const POSTGRES_NUMBERS: &str = "SELECT table_name::text, COALESCE(pg_sequence_last_value(
        pg_get_serial_sequence(quote_ident(table_name), column_name)::regclass), 0)
    FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'";

const POSTGRES_COUNT_FROM: &str =
    "SELECT setval(pg_get_serial_sequence(quote_ident(table_name), column_name), $2)
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name = $1";

/// The last number given in each table that gives numbers; those that have given none may be left out.
pub(crate) fn last_numbers(conn: &mut Conn) -> Result<Vec<(String, i64)>, Error> {
    let sql = match conn.backend() {
        Backend::Sqlite => "SELECT name, seq FROM sqlite_sequence",
        Backend::Postgres => POSTGRES_NUMBERS,
    };
    conn.all(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Goes on counting in that table after `last`.
pub(crate) fn count_from(conn: &mut Conn, table: &str, last: i64) -> Result<(), Error> {
    match conn.backend() {
        Backend::Sqlite => {
            conn.change("DELETE FROM sqlite_sequence WHERE name = $1", &[&table])?;
            conn.change("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", &[&table, &last])?;
        }
        Backend::Postgres => {
            conn.scalar::<i64>(POSTGRES_COUNT_FROM, &[&table, &last])?;
        }
    }
    Ok(())
}
