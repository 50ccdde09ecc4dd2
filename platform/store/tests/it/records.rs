//! What hangs on any record: links and attachments.

use kernel::{Problem, RecordRef};
use store::{attachments, links};
use testkit::db::{START, each_backend, permit};

use crate::sample::{AddBook, SHELF};

fn record(kind: &str, id: i64) -> RecordRef {
    RecordRef::new(kind, id)
}

#[test]
fn a_link_is_found_from_both_ends_and_made_once() {
    each_backend(&[SHELF], |db| {
        let (activity, task) = (record("activity", 1), record("task", 2));
        let (from, to) = (activity.clone(), task.clone());
        let made = db.write(&permit::<AddBook>(), move |tx| {
            let first = links::link(tx, "implements", &from, &to)?;
            let again = links::link(tx, "implements", &from, &to)?;
            links::link(tx, "mentions", &to, &from)?;
            Ok((first, again))
        });
        assert_eq!(made.unwrap(), (true, false));
        let of = |record: &RecordRef| {
            let record = record.clone();
            let found = db.read(move |c| Ok(links::of_record(c, &record)?)).unwrap();
            assert!(found.iter().all(|link| link.at == START && link.by == "cli:tester"));
            found.into_iter().map(|link| (link.kind, link.outgoing, link.other.kind)).collect::<Vec<_>>()
        };
        let expected = |kind: &str, outgoing, other: &str| (kind.to_owned(), outgoing, other.to_owned());
        assert_eq!(
            of(&activity),
            [expected("implements", true, "task"), expected("mentions", false, "task")]
        );
        assert_eq!(
            of(&task),
            [expected("mentions", true, "activity"), expected("implements", false, "activity")]
        );

        let (from, to) = (activity.clone(), task.clone());
        let gone = db.write(&permit::<AddBook>(), move |tx| {
            let first = links::unlink(tx, "implements", &from, &to)?;
            Ok((first, links::unlink(tx, "implements", &from, &to)?, links::unlink_all(tx, &from)?))
        });
        assert_eq!(gone.unwrap(), (true, false, 1));
        assert!(of(&task).is_empty());
    });
}

#[test]
fn a_record_is_not_linked_to_itself() {
    each_backend(&[SHELF], |db| {
        let refused = db.write(&permit::<AddBook>(), |tx| {
            links::link(tx, "mentions", &record("task", 1), &record("task", 1))
        });
        assert!(matches!(refused, Err(Problem::Refused(say)) if say.key == "link-to-itself"));
    });
}

#[test]
fn the_same_bytes_are_kept_once_and_go_with_their_last_file() {
    each_backend(&[SHELF], |db| {
        let ids = db
            .write(&permit::<AddBook>(), |tx| {
                let (one, two) = (record("task", 1), record("task", 2));
                let first = attachments::add(tx, &one, "通知.pdf", "application/pdf", b"%PDF", 100)?;
                let second = attachments::add(tx, &two, "copy.pdf", "application/pdf", b"%PDF", 100)?;
                Ok((first, second))
            })
            .unwrap();
        let blobs = || db.read(|c| Ok(c.count("SELECT COUNT(*) FROM blobs", &[])?)).unwrap();
        assert_eq!(blobs(), 1);
        let (files, bytes) = db
            .read(|c| {
                let files = attachments::of_record(c, &record("task", 1))?;
                let bytes = attachments::bytes(c, &files[0])?;
                Ok((files, bytes))
            })
            .unwrap();
        assert_eq!((files.len(), files[0].name.as_str(), files[0].size), (1, "通知.pdf", 4));
        assert_eq!(bytes, b"%PDF");
        let remove = |id| db.write(&permit::<AddBook>(), move |tx| Ok(attachments::remove(tx, id)?));
        remove(ids.0).unwrap();
        assert_eq!(blobs(), 1);
        remove(ids.1).unwrap();
        assert_eq!(blobs(), 0);
        assert!(matches!(remove(ids.1), Err(Problem::Missing)));
    });
}

#[test]
fn a_file_above_the_limit_is_refused() {
    each_backend(&[SHELF], |db| {
        let refused = db.write(&permit::<AddBook>(), |tx| {
            attachments::add(tx, &record("task", 1), "a", "text/plain", b"12345", 4)
        });
        assert!(matches!(refused, Err(Problem::TooLarge(4))));
    });
}
