//! Events and their consumers.

use std::sync::mpsc;
use std::time::Duration;

use kernel::Problem;
use store::outbox::{self, Consumer, Courier};
use store::{Db, audit};
use testkit::db::{START, each_backend, permit};

use crate::sample::{AddBook, SHELF, add, book, titles};

fn emit(db: &Db, kind: &'static str, payload: &'static str) {
    db.write(&permit::<AddBook>(), move |tx| Ok(tx.emit(kind, &book(1), payload)?)).unwrap();
}

/// Adds a book for every `book.wanted`, unless it is called `bad`.
fn librarian() -> Consumer {
    Consumer::new("librarian", &["book.wanted"], |tx, event| {
        let title: String = event.payload()?;
        add(tx, &title)?;
        if title == "bad" { Err(Problem::refused("not-that-one")) } else { Ok(()) }
    })
}

#[test]
fn each_event_is_acted_on_once_and_in_order() {
    each_backend(&[SHELF], |db| {
        for title in ["a", "b"] {
            emit(db, "book.wanted", title);
            emit(db, "something.else", title);
        }
        assert_eq!(outbox::drain(db, &librarian()).unwrap(), 2);
        assert_eq!(outbox::drain(db, &librarian()).unwrap(), 0);
        emit(db, "book.wanted", "c");
        assert_eq!(outbox::drain(db, &librarian()).unwrap(), 1);
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["a", "b", "c"]);
        let its = audit::Filter { actor: Some("job:librarian".into()), ..audit::Filter::default() };
        assert_eq!(db.read(move |c| Ok(audit::count(c, &its)?)).unwrap(), 3);
    });
}

#[test]
fn a_failing_event_holds_back_the_later_ones_and_leaves_no_half_effect() {
    each_backend(&[SHELF], |db| {
        for title in ["a", "bad", "b"] {
            emit(db, "book.wanted", title);
        }
        assert!(matches!(outbox::drain(db, &librarian()), Err(Problem::Refused(_))));
        assert!(outbox::drain(db, &librarian()).is_err());
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["a"]);
        let standing = db.read(|c| Ok(outbox::standing(c)?)).unwrap().remove(0);
        assert_eq!((standing.failures, standing.behind), (2, 2));
        assert!(standing.error.unwrap().contains("not-that-one"));
        // Nothing that a consumer has not passed is forgotten.
        let forgotten = db.write_unaudited("forget", |tx| Ok(outbox::forget(tx, START.plus(1))?)).unwrap();
        assert_eq!(forgotten, 1);
        let lenient = Consumer::new("librarian", &["book.wanted"], |_, _| Ok(()));
        assert_eq!(outbox::drain(db, &lenient).unwrap(), 2);
        assert_eq!(db.read(|c| Ok(outbox::standing(c)?)).unwrap()[0].failures, 0);
    });
}

#[test]
fn a_courier_brings_events_soon_after_their_commit() {
    each_backend(&[SHELF], |db| {
        let (tell, told) = mpsc::channel();
        let consumer = Consumer::new("listener", &["book.wanted"], move |_, event| {
            tell.send((event.subject.clone(), event.actor.clone())).unwrap();
            Ok(())
        });
        let courier = Courier::start(db, vec![consumer], Duration::from_secs(3600)).unwrap();
        emit(db, "book.wanted", "a");
        assert_eq!(told.recv().unwrap(), (book(1), "cli:tester".to_owned()));
        courier.stop();
    });
}
