//! Writes: grouped, isolated, audited.

use std::sync::mpsc;
use std::thread;

use kernel::Problem;
use store::Db;
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

#[test]
fn a_failing_and_a_panicking_write_harm_nobody_in_their_group() {
    each_backend(&[SHELF], |db| {
        // The first write holds the writer until the others wait, so that they share one commit.
        let (let_go, held) = mpsc::channel::<()>();
        let (begun, started) = mpsc::channel();
        let others: Vec<_> = thread::scope(|scope| {
            let first = scope.spawn(|| {
                db.write(&permit::<AddBook>(), move |tx| {
                    begun.send(()).unwrap();
                    held.recv().unwrap();
                    Ok(add(tx, "first")?)
                })
            });
            started.recv().unwrap();
            let others: Vec<_> = (0..10)
                .map(|n| {
                    scope.spawn(move || {
                        db.write(&permit::<AddBook>(), move |tx| {
                            let id = add(tx, &format!("book {n}"))?;
                            match n {
                                3 => Err(Problem::refused("no")),
                                5 => panic!("on purpose"),
                                7 => Ok(add(tx, "first")?),
                                8 => {
                                    // A refused statement that is swallowed still undoes the write on both databases.
                                    let _ = tx.run("INSERT INTO books (title) VALUES ('first')", &[]);
                                    Ok(id)
                                }
                                _ => Ok(id),
                            }
                        })
                    })
                })
                .collect();
            while db.waiting().1 < 10 {
                thread::yield_now();
            }
            let_go.send(()).unwrap();
            first.join().unwrap().unwrap();
            others.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for (n, outcome) in others.iter().enumerate() {
            match n {
                3 => assert!(matches!(outcome, Err(Problem::Refused(_)))),
                5 => assert!(matches!(outcome, Err(Problem::Unexpected(why)) if why.contains("on purpose"))),
                7 | 8 => assert!(matches!(outcome, Err(Problem::Unexpected(_))), "{outcome:?}"),
                _ => assert!(outcome.is_ok(), "{n}: {outcome:?}"),
            }
        }
        let mut kept = db.read(|c| Ok(titles(c)?)).unwrap();
        kept.sort();
        assert_eq!(kept, ["book 0", "book 1", "book 2", "book 4", "book 6", "book 9", "first"]);
        assert!(matches!(db.read(|c| Ok(audit::verify(c)?)).unwrap(), Verified::Whole { rows: 7, .. }));
    });
}

#[test]
fn sixty_four_threads_that_read_then_write_lose_nothing() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| {
            Ok(tx.run("INSERT INTO counters (name, n) VALUES ('visits', 0)", &[])?)
        })
        .unwrap();
        thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        db.write(&permit::<AddBook>(), |tx| {
                            let n = tx.count("SELECT n FROM counters WHERE name = 'visits'", &[])?;
                            tx.run("UPDATE counters SET n = $1 WHERE name = 'visits'", &[&(n + 1)])?;
                            Ok(())
                        })
                        .unwrap();
                    }
                });
            }
        });
        let n = db.read(|c| Ok(c.count("SELECT n FROM counters WHERE name = 'visits'", &[])?)).unwrap();
        assert_eq!(n, 640);
        let verified = db.read(|c| Ok(audit::verify(c)?)).unwrap();
        assert!(matches!(verified, Verified::Whole { rows: 641, .. }), "{verified:?}");
    });
}

#[test]
fn two_programs_on_one_database_share_the_chain() {
    each_backend(&[SHELF], |db| {
        let other = Db::open(&db.config, &[SHELF], db.clock.clone()).unwrap();
        thread::scope(|scope| {
            for handle in [&other, &**db] {
                scope.spawn(move || {
                    for n in 0..50 {
                        let title = format!("{n} of {:p}", std::ptr::from_ref(handle));
                        handle.write(&permit::<AddBook>(), move |tx| Ok(add(tx, &title)?)).unwrap();
                    }
                });
            }
        });
        let verified = db.read(|c| Ok(audit::verify(c)?)).unwrap();
        assert!(matches!(verified, Verified::Whole { rows: 100, .. }), "{verified:?}");
    });
}

#[test]
fn a_write_that_notes_nothing_leaves_its_act() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |_| Ok(())).unwrap();
        let rows = db.read(|c| Ok(audit::list(c, &audit::Filter::default(), None, 10)?)).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].act.as_str(), rows[0].actor.as_str()), ("shelf.add_book", "cli:tester"));
        assert_eq!((&rows[0].record, rows[0].at), (&None, testkit::db::START));
    });
}

#[test]
fn housekeeping_leaves_no_trail_and_may_not_write_one() {
    each_backend(&[SHELF], |db| {
        db.write_unaudited("count", |tx| Ok(tx.run("INSERT INTO counters (name, n) VALUES ('a', 1)", &[])?))
            .unwrap();
        let refused = db.write_unaudited("count", |tx| Ok(add(tx, "smuggled")?));
        assert!(matches!(refused, Err(Problem::Unexpected(_))));
        let (books, rows) =
            db.read(|c| Ok((titles(c)?, c.count("SELECT COUNT(*) FROM audit", &[])?))).unwrap();
        assert!(books.is_empty());
        assert_eq!(rows, 0);
    });
}

#[test]
fn what_is_queued_is_finished_when_the_last_handle_goes() {
    each_backend(&[SHELF], |db| {
        let other = Db::open(&db.config, &[SHELF], db.clock.clone()).unwrap();
        let (begun, started) = mpsc::channel();
        let (let_go, held) = mpsc::channel::<()>();
        let first = other.clone();
        let writer = thread::spawn(move || {
            first.write(&permit::<AddBook>(), move |tx| {
                begun.send(()).unwrap();
                held.recv().unwrap();
                Ok(add(tx, "first")?)
            })
        });
        started.recv().unwrap();
        let second = other.clone();
        let waiting = thread::spawn(move || second.write(&permit::<AddBook>(), |tx| Ok(add(tx, "second")?)));
        while other.waiting().1 == 0 {
            thread::yield_now();
        }
        drop(other);
        let_go.send(()).unwrap();
        writer.join().unwrap().unwrap();
        waiting.join().unwrap().unwrap();
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["first", "second"]);
    });
}

#[test]
fn the_last_handle_may_go_inside_a_closure() {
    each_backend(&[SHELF], |db| {
        let other = Db::open(&db.config, &[SHELF], db.clock.clone()).unwrap();
        let (done, finished) = mpsc::channel();
        let inside = other.clone();
        other.spawn_read(move |conn| {
            drop(inside);
            done.send(conn.count("SELECT 1", &[]).unwrap()).unwrap();
        });
        drop(other);
        assert_eq!(finished.recv().unwrap(), 1);
    });
}
