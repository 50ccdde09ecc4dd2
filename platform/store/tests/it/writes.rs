//! Writes: grouped, isolated, audited.

use kernel::Problem;
use store::audit::{self, Verified};
use testkit::db::{each_backend, permit};

use crate::sample::{AddBook, SHELF, add, titles};

#[test]
fn a_write_is_read_back() {
    each_backend(&[SHELF], |db| {
        let id = db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "实践论")?)).unwrap();
        let title: String =
            db.read(move |c| Ok(c.scalar("SELECT title FROM books WHERE id = $1", &[&id])?)).unwrap();
        assert_eq!(title, "实践论");
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["实践论"]);
    });
}

#[test]
fn nothing_remains_of_a_write_that_failed() {
    each_backend(&[SHELF], |db| {
        let refused: Result<(), _> = db.write(&permit::<AddBook>(), |tx| {
            let id = add(tx, "矛盾论")?;
            tx.emit("book.added", &crate::sample::book(id), &"payload")?;
            tx.enqueue("print", &id, None)?;
            Err(Problem::refused("no-more-room"))
        });
        assert!(matches!(refused, Err(Problem::Refused(say)) if say.key == "no-more-room"));
        let left = db
            .read(|c| {
                let mut rows = 0;
                for table in ["books", "audit", "outbox", "jobs"] {
                    rows += c.count(&format!("SELECT COUNT(*) FROM {table}"), &[])?;
                }
                Ok(rows)
            })
            .unwrap();
        assert_eq!(left, 0);
        assert_eq!(
            db.read(|c| Ok(audit::verify(c)?)).unwrap(),
            Verified::Whole { rows: 0, head: String::new() }
        );
    });
}
