//! The database of Jinwei: a thin synchronous layer over SQLite and PostgreSQL.
//!
//! Domain code is closures: [`Db::read`] runs one on a reader thread with a [`Conn`] that sees a single state of the
//! data; [`Db::write`] runs one on the writer with a [`Tx`] and returns after the commit. The audit trail, outgoing
//! events and background jobs are rows of the same transaction. One SQL text with `$1` serves both databases; what
//! differs stands in `dialect.rs`.

pub mod attachments;
pub mod audit;
pub mod backup;
mod bell;
mod config;
mod conn;
mod db;
mod dialect;
pub mod digest;
mod driver;
mod error;
pub mod jobs;
pub mod links;
mod list;
mod migrate;
pub mod outbox;
mod place;
mod postgres;
mod reader;
mod row;
mod sqlite;
mod tls;
mod tx;
mod value;
mod writer;

use dialect::schema;

pub use config::{Backend, Config, Url};
pub use conn::Conn;
pub use db::Db;
pub use error::Error;
pub use migrate::{Migrations, STORE};
pub use row::Row;
pub use tx::Tx;
pub use value::{FromSql, Json, ToSql, Value};

/// The query builder for lists with optional filters; see [`Conn::select`].
pub use sea_query;
