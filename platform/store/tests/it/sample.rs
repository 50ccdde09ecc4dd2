//! A small domain for the tests.

use kernel::RecordRef;
use serde::Serialize;
use store::{Conn, Error, Migrations, Tx};

pub const SHELF: Migrations = Migrations {
    domain: "shelf",
    steps: &[(
        "V1__books",
        "CREATE TABLE shelves (id {pk}, path {path} NOT NULL UNIQUE, parent {int} REFERENCES shelves (id)) {strict};
         CREATE TABLE books (
           id {pk}, shelf {int} REFERENCES shelves (id), title TEXT NOT NULL UNIQUE, pages {int},
           lent {bool} NOT NULL DEFAULT FALSE, cover {blob}, CHECK (pages > 0)
         ) {strict};
         CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, n {int} NOT NULL) {strict};",
    )],
};

kernel::acts! {
    /// Put a book on a shelf.
    AddBook = "shelf.add_book": [CommitteeAdmin => All],
}

#[derive(Debug, Serialize)]
pub struct Book {
    pub title: String,
}

pub fn book(id: i64) -> RecordRef {
    RecordRef::new("book", id)
}

pub fn add(tx: &mut Tx, title: &str) -> Result<i64, Error> {
    let id = tx.insert("INSERT INTO books (title, pages) VALUES ($1, $2) RETURNING id", &[&title, &100])?;
    tx.note_new(&book(id), &Book { title: title.to_owned() })?;
    Ok(id)
}

pub fn titles(conn: &mut Conn) -> Result<Vec<String>, Error> {
    conn.all("SELECT title FROM books ORDER BY id", &[], |row| row.get(0))
}
