//! One row of a result, read by position.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::{Error, FromSql, Value};

/// One row. Columns are read by their position in the select list, from 0, so select lists are explicit.
pub struct Row<'a>(pub(crate) Inner<'a>);

pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column as `T`.
    ///
    /// # Errors
    /// [`Error::WrongType`] when the column holds something else (also NULL, unless `T` is an `Option`) or when there
    /// is no such column.
    pub fn get<T: FromSql>(&self, column: usize) -> Result<T, Error> {
        let value = self.value(column)?;
        let found = value.kind();
        T::from_value(value).map_err(|wanted| Error::WrongType { column, wanted, found })
    }

    /// A column of JSON text as `T`.
    ///
    /// # Errors
    /// [`Error::WrongType`] when it is not text, [`Error::Json`] when the text is not that value.
    pub fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, Error> {
        match self.value(column)? {
            Value::Text(text) => Ok(serde_json::from_str(&text)?),
            other => Err(Error::WrongType { column, wanted: "JSON text", found: other.kind() }),
        }
    }

    fn value(&self, column: usize) -> Result<Value<'_>, Error> {
        use rusqlite::types::ValueRef;
        let absent = Error::WrongType { column, wanted: "a column", found: "nothing" };
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column).map_err(|_| absent)? {
                ValueRef::Null => Ok(Value::Null),
                ValueRef::Integer(n) => Ok(Value::Int(n)),
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Value::Text(Cow::Borrowed(text))),
                    Err(_) => {
                        Err(Error::WrongType { column, wanted: "text", found: "bytes that are not UTF-8" })
                    }
                },
                ValueRef::Blob(bytes) => Ok(Value::Bytes(Cow::Borrowed(bytes))),
                ValueRef::Real(_) => {
                    Err(Error::WrongType { column, wanted: "an exact value", found: "floating point" })
                }
            },
            Inner::Postgres(row) => {
                if column >= row.len() {
                    return Err(absent);
                }
                row.try_get(column).map_err(|_| Error::WrongType {
                    column,
                    wanted: "an exact value",
                    found: "a type that the store does not use",
                })
            }
        }
    }
}
