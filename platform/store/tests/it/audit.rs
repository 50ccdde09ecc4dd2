//! The audit trail.

use kernel::{Moment, RecordRef};
use rusqlite::Connection;
use store::Url;
use store::audit::{self, Filter, Verified};
use testkit::db::{Fresh, START, each_backend, permit};

use crate::sample::{AddBook, Book, SHELF, add, book};

/// Runs SQL on a connection of its own, as somebody with the file or the server's password would.
fn tamper(db: &Fresh, sql: &str) {
    match &db.config.url {
        Url::Sqlite(path) => {
            let drop = "DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays;";
            Connection::open(path).unwrap().execute_batch(&format!("{drop}{sql}")).unwrap();
        }
        Url::Postgres { writer, .. } => {
            let mut client = postgres::Client::connect(writer, postgres::NoTls).unwrap();
            client.batch_execute(&format!("DROP TRIGGER audit_keeps ON audit;{sql}")).unwrap();
        }
    }
}

fn verdict(db: &Fresh) -> Verified {
    db.read(|c| Ok(audit::verify(c)?)).unwrap()
}

#[test]
fn the_trail_cannot_be_changed_through_the_program() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "论持久战")?)).unwrap();
        for sql in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
            let refused = db.write_unaudited("tamper", move |tx| Ok(tx.run(sql, &[])?));
            assert!(refused.unwrap_err().to_string().contains("never"), "{sql}");
        }
        assert!(matches!(verdict(db), Verified::Whole { rows: 1, .. }));
    });
}

#[test]
fn every_kind_of_tampering_shows() {
    for (sql, first_broken) in [
        ("UPDATE audit SET after_json = '{}' WHERE seq = 3", 3),
        ("UPDATE audit SET actor = 'user:9' WHERE seq = 1", 1),
        ("UPDATE audit SET at = at + 1 WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("INSERT INTO audit (seq, at, actor, act, hash) VALUES (6, 0, 'user:1', 'x', 'y')", 6),
        ("UPDATE audit SET before_json = NULL, after_json = before_json WHERE seq = 4", 4),
    ] {
        each_backend(&[SHELF], |db| {
            for n in 0..5 {
                db.write(&permit::<AddBook>(), move |tx| {
                    Ok(tx.note(&book(n), Some(&"before"), Some(&Book { title: n.to_string() }))?)
                })
                .unwrap();
            }
            assert!(matches!(verdict(db), Verified::Whole { rows: 5, .. }));
            tamper(db, sql);
            assert_eq!(verdict(db), Verified::Broken { seq: first_broken }, "{sql}");
        });
    }
}

#[test]
fn the_trail_is_listed_by_who_what_and_when() {
    each_backend(&[SHELF], |db| {
        for n in 1..=5 {
            db.clock.set(START.plus(n));
            db.write(&permit::<AddBook>(), move |tx| Ok(add(tx, &format!("book {n}"))?)).unwrap();
        }
        let seqs = |filter: Filter, below: Option<i64>| {
            db.read(move |c| {
                let page = audit::list(c, &filter, below, 2)?;
                Ok((page.iter().map(|entry| entry.seq).collect::<Vec<_>>(), audit::count(c, &filter)?))
            })
            .unwrap()
        };
        let any = Filter::default;
        assert_eq!(seqs(any(), None), (vec![5, 4], 5));
        assert_eq!(seqs(any(), Some(4)), (vec![3, 2], 5));
        assert_eq!(seqs(Filter { actor: Some("user:1".into()), ..any() }, None), (vec![], 0));
        assert_eq!(seqs(Filter { act: Some("shelf.".into()), ..any() }, None).1, 5);
        assert_eq!(seqs(Filter { act: Some("shelf".into()), ..any() }, None).1, 0);
        let one = Filter { record_kind: Some("book".into()), record_id: Some(3), ..any() };
        assert_eq!(seqs(one, None), (vec![3], 1));
        let middle = Filter { from: Some(START.plus(2)), until: Some(START.plus(4)), ..any() };
        assert_eq!(seqs(middle, None), (vec![3, 2], 2));
    });
}

#[test]
fn an_entry_says_who_what_when_before_and_after() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| {
            Ok(tx.note(&book(7), Some(&Book { title: "旧".into() }), Some(&Book { title: "新".into() }))?)
        })
        .unwrap();
        let entry = db.read(|c| Ok(audit::list(c, &Filter::default(), None, 1)?)).unwrap().remove(0);
        assert_eq!(entry.record, Some(RecordRef::new("book", 7)));
        assert_eq!(entry.before.as_deref(), Some(r#"{"title":"旧"}"#));
        assert_eq!(entry.after.as_deref(), Some(r#"{"title":"新"}"#));
        assert_eq!((entry.at, entry.act.as_str()), (START, "shelf.add_book"));
    });
}

#[test]
fn the_hash_of_an_entry_is_the_documented_one() {
    let entry = audit::Entry {
        seq: 1,
        at: Moment(0),
        actor: "user:1".into(),
        act: "a.b".into(),
        record: None,
        before: None,
        after: Some("{}".into()),
    };
    let text = r#"[1,"",0,"user:1","a.b",null,null,null,"{}"]"#;
    assert_eq!(entry.hash("").unwrap(), store::digest::sm3_hex(text.as_bytes()));
}

#[test]
fn the_head_is_the_version_of_the_data() {
    each_backend(&[SHELF], |db| {
        let version = || db.read(|c| Ok(audit::head(c)?.seq)).unwrap();
        assert_eq!(version(), 0);
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "a")?)).unwrap();
        assert_eq!(version(), 1);
        db.write_unaudited("count", |_| Ok(())).unwrap();
        assert_eq!(version(), 1);
    });
}
