//! Reads: one snapshot, exact types, clear errors.

use std::sync::mpsc;

use kernel::{Day, Moment, OrgId, Problem};
use store::{Error, Json, Migrations, Value};
use testkit::db::{each_backend, permit};

use crate::sample::{AddBook, SHELF, add, titles};

const TYPES: Migrations = Migrations {
    domain: "types",
    steps: &[(
        "V1__types",
        "CREATE TABLE things (
           id {pk}, flag {bool}, day {int}, at {int}, org {int}, words TEXT, bytes {blob}, doc TEXT
         ) {strict}",
    )],
};

#[test]
fn every_type_comes_back_as_it_went() {
    type Thing = (bool, Day, Moment, OrgId, String, Vec<u8>, Vec<i64>, Option<Day>);
    each_backend(&[TYPES], |db| {
        let day = Day::parse("1921-07-23").unwrap();
        db.write(&permit::<AddBook>(), move |tx| {
            // The arguments stand in another order than their numbers.
            Ok(tx.run(
                "INSERT INTO things (doc, bytes, words, org, at, day, flag)
                 VALUES ($7, $6, $5, $4, $3, $2, $1)",
                &[&true, &day, &Moment(-5), &OrgId(9), &"党's \"x\" $1", &vec![0u8, 255], &Json(&[1, 2])],
            )?)
        })
        .unwrap();
        let thing: Thing = db
            .read(|c| {
                Ok(c.one("SELECT flag, day, at, org, words, bytes, doc, NULL FROM things", &[], |row| {
                    Ok((
                        row.get(0)?,
                        row.get(1)?,
                        row.get(2)?,
                        row.get(3)?,
                        row.get(4)?,
                        row.get(5)?,
                        row.json(6)?,
                        row.get(7)?,
                    ))
                })?)
            })
            .unwrap();
        let words = "党's \"x\" $1".to_owned();
        assert_eq!(thing, (true, day, Moment(-5), OrgId(9), words, vec![0, 255], vec![1, 2], None));
        let found = db
            .read(|c| Ok(c.count("SELECT COUNT(*) FROM things WHERE flag = $1 AND flag", &[&true])?))
            .unwrap();
        assert_eq!(found, 1);
    });
}

#[test]
fn a_wrong_type_is_an_error_and_no_panic() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "a")?)).unwrap();
        db.read(|c| {
            let title_as_number = c.scalar::<i64>("SELECT title FROM books", &[]);
            assert!(matches!(title_as_number, Err(Error::WrongType { column: 0, wanted: "an integer", .. })));
            let number_as_title = c.scalar::<String>("SELECT pages FROM books", &[]);
            assert!(matches!(number_as_title, Err(Error::WrongType { .. })));
            let nothing_as_text =
                c.scalar::<String>("SELECT title FROM books LEFT JOIN shelves ON FALSE", &[]);
            assert_eq!(nothing_as_text.unwrap(), "a");
            let null = c.scalar::<Vec<u8>>("SELECT cover FROM books", &[]);
            assert!(matches!(null, Err(Error::WrongType { found: "NULL", .. })));
            let beyond: Result<i64, _> = c.one("SELECT title FROM books", &[], |row| row.get(1));
            assert!(matches!(beyond, Err(Error::WrongType { column: 1, .. })));
            let not_json: Result<(), _> = c.one("SELECT title FROM books", &[], |row| row.json(0));
            assert!(matches!(not_json, Err(Error::Json(_))));
            let not_a_day = c.scalar::<Day>("SELECT 99999999999", &[]);
            assert!(matches!(not_a_day, Err(Error::WrongType { .. })));
            let too_wide = c.scalar::<u8>("SELECT 256", &[]);
            assert!(matches!(too_wide, Err(Error::WrongType { .. })));
            Ok(())
        })
        .unwrap();
        let floating = db.read(|c| Ok(c.scalar::<Value>("SELECT CAST(1.5 AS REAL)", &[])?));
        assert!(floating.is_err());
        let text_into_number =
            db.write(&permit::<AddBook>(), |tx| Ok(tx.run("UPDATE books SET pages = $1", &[&"many"])?));
        assert!(text_into_number.is_err());
    });
}

#[test]
fn no_row_is_missing_and_two_rows_are_an_error() {
    each_backend(&[SHELF], |db| {
        let missing = db.read(|c| Ok(c.scalar::<i64>("SELECT id FROM books WHERE id = $1", &[&1])?));
        assert!(matches!(missing, Err(Problem::Missing)));
        db.write(&permit::<AddBook>(), |tx| {
            add(tx, "a")?;
            Ok(add(tx, "b")?)
        })
        .unwrap();
        db.read(|c| {
            let two = c.maybe("SELECT id FROM books", &[], |row| row.get::<i64>(0));
            assert!(matches!(two, Err(Error::ManyRows)));
            assert!(c.exists("SELECT 1 FROM books", &[])?);
            assert!(!c.exists("SELECT 1 FROM books WHERE title = $1", &[&"c"])?);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn wrong_numbers_of_arguments_are_errors() {
    each_backend(&[SHELF], |db| {
        for (sql, args) in [
            ("SELECT 1 FROM books WHERE id = $1", 0),
            ("SELECT 1 FROM books WHERE id = $1", 2),
            ("SELECT 1 FROM books WHERE id = $2", 1),
        ] {
            let refused = db.read(move |c| {
                let all: [&dyn store::ToSql; 2] = [&1, &1];
                Ok(c.exists(sql, &all[..args])?)
            });
            assert!(matches!(refused, Err(Problem::Unexpected(_))), "{sql} {args}");
        }
    });
}

#[test]
fn constraints_say_which() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "a")?)).unwrap();
        db.write_unaudited("try", |tx| {
            let again = tx.run("INSERT INTO books (title) VALUES ('a')", &[]).unwrap_err();
            assert!(again.is_duplicate_of("title"), "{again}");
            Ok(())
        })
        .unwrap_err();
        for sql in [
            "INSERT INTO books (title, shelf) VALUES ('b', 77)",
            "INSERT INTO books (title, pages) VALUES ('b', -1)",
            "INSERT INTO books (title) VALUES (NULL)",
        ] {
            db.write_unaudited("try", move |tx| {
                let refused = tx.run(sql, &[]).unwrap_err();
                assert!(matches!(refused, Error::Constraint(_)), "{sql}: {refused}");
                assert!(matches!(tx.run("SELECT 1", &[]), Err(Error::Failed)), "{sql}");
                Ok(())
            })
            .unwrap_err();
        }
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["a"]);
    });
}

#[test]
fn a_read_sees_one_state_while_others_write() {
    each_backend(&[SHELF], |db| {
        let (seen, was_seen) = mpsc::channel();
        let (go, on) = mpsc::channel::<()>();
        let reader = db.db();
        let reading = std::thread::spawn(move || {
            reader.read(move |c| {
                let before = titles(c)?.len();
                seen.send(()).unwrap();
                on.recv().unwrap();
                Ok((before, titles(c)?.len(), c.queries()))
            })
        });
        was_seen.recv().unwrap();
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "meanwhile")?)).unwrap();
        go.send(()).unwrap();
        assert_eq!(reading.join().unwrap().unwrap(), (0, 0, 2));
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap().len(), 1);
    });
}

#[test]
fn a_reader_cannot_write() {
    each_backend(&[SHELF], |db| {
        let refused = db.read(|c| Ok(c.exists("INSERT INTO books (title) VALUES ('x') RETURNING id", &[])?));
        assert!(matches!(refused, Err(Problem::Unexpected(_))));
        assert!(db.read(|c| Ok(titles(c)?)).unwrap().is_empty());
    });
}

#[test]
fn a_panicking_read_harms_nobody() {
    each_backend(&[SHELF], |db| {
        for _ in 0..8 {
            let panicked = db.read::<()>(|_| panic!("on purpose"));
            assert!(matches!(panicked, Err(Problem::Unexpected(why)) if why.contains("on purpose")));
        }
        db.spawn_read(|_| panic!("nobody waits"));
        db.ping().unwrap();
        assert_eq!(db.read(|c| Ok(c.queries())).unwrap(), 0);
    });
}

#[test]
fn what_would_wait_for_itself_is_refused() {
    each_backend(&[SHELF], |db| {
        let inner = db.db();
        assert!(db.read(move |_| inner.read(|_| Ok(()))).is_err());
        let inner = db.db();
        assert!(db.write_unaudited("outer", move |_| inner.write_unaudited("inner", |_| Ok(()))).is_err());
        let inner = db.db();
        assert!(db.write_unaudited("outer", move |_| inner.read(|_| Ok(()))).is_err());
        let inner = db.db();
        db.read(move |_| inner.write_unaudited("from a read", |_| Ok(()))).unwrap();
    });
}
