//! The few types that stand on disk, and how the project's words map to them.
//!
//! Integers carry ids, days (days after 1970-01-01), moments (seconds UTC), scores and money; booleans are booleans
//! (0 and 1 on SQLite); JSON is text. There is no floating point.

use std::borrow::Cow;

use kernel::{Day, Moment, OrgId, PersonId, UserId};
use serde::Serialize;

use crate::Error;

/// One value on its way into or out of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// NULL
    Null,
    /// A whole number.
    Int(i64),
    /// A boolean; comes back as [`Value::Int`] from SQLite.
    Bool(bool),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// What it is, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "an integer",
            Self::Bool(_) => "a boolean",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }

    /// The same value without the borrow.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(n),
            Self::Bool(b) => Value::Bool(b),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

/// Something that can be an argument of a statement.
pub trait ToSql {
    /// As it is stored.
    ///
    /// # Errors
    /// [`Error::Json`] when the value cannot be put into JSON.
    fn to_value(&self) -> Result<Value<'_>, Error>;
}

/// Something that can be read from a column. `Err` carries the name of what was wanted.
pub trait FromSql: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// What was wanted, in words, when the value is of another type or out of range.
    fn from_value(value: Value<'_>) -> Result<Self, &'static str>;
}

impl ToSql for Value<'_> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(match self {
            Value::Null => Value::Null,
            Value::Int(n) => Value::Int(*n),
            Value::Bool(b) => Value::Bool(*b),
            Value::Text(text) => Value::Text(Cow::Borrowed(text)),
            Value::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
        })
    }
}

impl FromSql for Value<'static> {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        Ok(value.into_owned())
    }
}

impl<T: ToSql + ?Sized> ToSql for &T {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        (**self).to_value()
    }
}

impl<T: ToSql> ToSql for Option<T> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.as_ref().map_or(Ok(Value::Null), ToSql::to_value)
    }
}

impl<T: FromSql> FromSql for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! narrow_integers {
    ($($int:ty => $wanted:literal),+) => {$(
        impl ToSql for $int {
            fn to_value(&self) -> Result<Value<'_>, Error> {
                i64::try_from(*self).map(Value::Int).map_err(|_| Error::Misuse("a number beyond 64 bits"))
            }
        }
        impl FromSql for $int {
            fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
                match value {
                    Value::Int(n) => n.try_into().map_err(|_| $wanted),
                    _ => Err($wanted),
                }
            }
        }
    )+};
}
narrow_integers!(i64 => "an integer", i32 => "an integer of 32 bits", i16 => "an integer of 16 bits",
    i8 => "an integer of 8 bits", u8 => "an integer from 0 to 255", u16 => "an integer from 0 to 65535",
    u32 => "a whole number of 32 bits", u64 => "a whole number", usize => "a whole number");

impl ToSql for bool {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Bool(*self))
    }
}

impl FromSql for bool {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        match value {
            Value::Bool(b) => Ok(b),
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            _ => Err("a boolean"),
        }
    }
}

impl ToSql for str {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(Cow::Borrowed(self)))
    }
}

impl ToSql for String {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(Cow::Borrowed(self)))
    }
}

impl FromSql for String {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            _ => Err("text"),
        }
    }
}

impl ToSql for [u8] {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Bytes(Cow::Borrowed(self)))
    }
}

impl ToSql for Vec<u8> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Bytes(Cow::Borrowed(self)))
    }
}

impl FromSql for Vec<u8> {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            _ => Err("bytes"),
        }
    }
}

impl ToSql for Day {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Int(self.epoch_days()))
    }
}

impl FromSql for Day {
    fn from_value(value: Value<'_>) -> Result<Self, &'static str> {
        match value {
            // The calendar saturates at its ends, so a number that does not come back was no day.
            Value::Int(n) => {
                let day = Self::from_epoch_days(n);
                if day.epoch_days() == n { Ok(day) } else { Err("a day of the calendar") }
            }
            _ => Err("a day"),
        }
    }
}

/// Lets newtypes over `i64` (declared by [`kernel::id_type`]) be arguments and columns.
#[macro_export]
macro_rules! id_columns {
    ($($id:ty),+ $(,)?) => {$(
        impl $crate::ToSql for $id {
            fn to_value(&self) -> Result<$crate::Value<'_>, $crate::Error> {
                Ok($crate::Value::Int(self.0))
            }
        }
        impl $crate::FromSql for $id {
            fn from_value(value: $crate::Value<'_>) -> Result<Self, &'static str> {
                <i64 as $crate::FromSql>::from_value(value).map(Self)
            }
        }
    )+};
}
id_columns!(Moment, UserId, PersonId, OrgId);

/// Stores a value as JSON text; [`Row::json`](crate::Row::json) reads it back.
#[derive(Debug, Clone, Copy)]
pub struct Json<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> ToSql for Json<'_, T> {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        Ok(Value::Text(Cow::Owned(serde_json::to_string(self.0)?)))
    }
}
