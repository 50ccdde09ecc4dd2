//! The whole database in one file.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use kernel::{Problem, RecordRef};
use store::audit::{self, Verified};
use store::backup::{self, Manifest};
use store::{Migrations, attachments, links};
use testkit::db::{Fresh, both, permit};

use crate::sample::{AddBook, SHELF, add, book, titles};

/// Something in every table, with references to rows that come later in the file.
fn fill(db: &Fresh) {
    db.write(&permit::<AddBook>(), |tx| {
        tx.run("INSERT INTO shelves (id, path, parent) VALUES (5, '5.', NULL)", &[])?;
        tx.run("INSERT INTO shelves (id, path, parent) VALUES (3, '5.3.', 5)", &[])?;
        for n in 0..1500 {
            add(tx, &format!("《第{n}卷》\n\"quoted\" \\ \u{1f600}"))?;
        }
        tx.run(
            "UPDATE books SET shelf = 3, lent = TRUE, cover = $1, pages = NULL WHERE id = 7",
            &[&vec![0u8, 1, 255]],
        )?;
        tx.run("DELETE FROM books WHERE id = 1500", &[])?;
        tx.run("INSERT INTO counters (name, n) VALUES ('Zz', -9223372036854775807), ('aa', 2)", &[])?;
        tx.emit("book.added", &book(1), &"p")?;
        tx.enqueue("print", &1, None)?;
        links::link(tx, "cites", &book(1), &book(2))?;
        attachments::add(tx, &RecordRef::new("book", 1), "a.bin", "application/x", &[7; 70_000], 100_000)?;
        Ok(())
    })
    .unwrap();
}

fn sums(manifest: &Manifest) -> Vec<(String, u64, String)> {
    manifest.tables.iter().map(|table| (table.name.clone(), table.rows, table.sm3.clone())).collect()
}

#[test]
fn a_backup_restored_on_either_database_is_the_same() {
    for source in both(&[SHELF]) {
        fill(&source);
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.zip");
        let taken = backup::take(&source, &file, &[]).unwrap();
        assert_eq!(backup::check(&file).unwrap(), taken);
        for target in both(&[SHELF]) {
            assert_eq!(backup::restore(&target, &file).unwrap(), taken);
            let again = backup::take(&target, &place.path().join("b.zip"), &[]).unwrap();
            assert_eq!(sums(&again), sums(&taken), "{} to {}", source.backend(), target.backend());
            let verified = target.read(|c| Ok(audit::verify(c)?)).unwrap();
            assert!(matches!(verified, Verified::Whole { rows: 1500, .. }), "{verified:?}");
            // It goes on where the other left off: numbers and chain.
            let id = target.write(&permit::<AddBook>(), |tx| Ok(add(tx, "new")?)).unwrap();
            assert_eq!(id, 1501);
            let verified = target.read(|c| Ok(audit::verify(c)?)).unwrap();
            assert!(matches!(verified, Verified::Whole { rows: 1501, .. }), "{verified:?}");
            // References are guarded as before.
            let dangling = target.write(&permit::<AddBook>(), |tx| {
                Ok(tx.run("INSERT INTO shelves (path, parent) VALUES ('9.', 99)", &[])?)
            });
            assert!(dangling.is_err());
        }
    }
}

/// Ends the writing when the test ends, also when it fails.
struct Stopping<'a>(&'a AtomicBool);

impl Drop for Stopping<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_backup_taken_while_others_write_is_one_state() {
    for source in both(&[SHELF]) {
        let place = tempfile::tempdir().unwrap();
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let _writing = Stopping(&stop);
            scope.spawn(|| {
                let mut n = 0;
                while !stop.load(Ordering::SeqCst) {
                    source.write(&permit::<AddBook>(), move |tx| Ok(add(tx, &format!("book {n}"))?)).unwrap();
                    n += 1;
                }
            });
            while source.read(|c| Ok(titles(c)?)).unwrap().len() < 20 {
                thread::yield_now();
            }
            for n in 0..3 {
                let file = place.path().join(format!("{n}.zip"));
                let taken = backup::take(&source, &file, &[]).unwrap();
                let rows = |name: &str| taken.tables.iter().find(|table| table.name == name).unwrap().rows;
                assert_eq!(rows("books"), rows("audit"));
                for target in both(&[SHELF]) {
                    backup::restore(&target, &file).unwrap();
                    let (books, verified) =
                        target.read(|c| Ok((titles(c)?.len(), audit::verify(c)?))).unwrap();
                    assert_eq!(books as u64, rows("books"));
                    assert!(matches!(verified, Verified::Whole { .. }));
                }
            }
        });
    }
}

#[test]
fn a_copy_is_the_same() {
    let place = tempfile::tempdir().unwrap();
    for source in both(&[SHELF]) {
        fill(&source);
        for target in both(&[SHELF]) {
            backup::copy(&source, &target, place.path()).unwrap();
            let count = |db: &Fresh| db.read(|c| Ok(titles(c)?)).unwrap();
            assert_eq!(count(&source), count(&target));
        }
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn excluded_tables_are_left_out() {
    for source in both(&[SHELF]) {
        fill(&source);
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.zip");
        let taken = backup::take(&source, &file, &["counters"]).unwrap();
        assert!(taken.tables.iter().all(|table| table.name != "counters"));
        for target in both(&[SHELF]) {
            backup::restore(&target, &file).unwrap();
            let left = target.read(|c| Ok(c.count("SELECT COUNT(*) FROM counters", &[])?)).unwrap();
            assert_eq!(left, 0);
        }
    }
}

/// Why the file is not restored, and that nothing of it remains.
fn refusal(target: &Fresh, file: &Path) -> &'static str {
    let before = target.read(|c| Ok((titles(c)?, audit::head(c)?))).unwrap();
    let refused = backup::restore(target, file).unwrap_err();
    assert_eq!(target.read(|c| Ok((titles(c)?, audit::head(c)?))).unwrap(), before);
    match refused {
        Problem::Refused(say) => say.key,
        other => panic!("{other}"),
    }
}

/// The file with one entry's bytes changed.
fn altered(file: &Path, entry: &str, change: impl Fn(&str) -> String) -> std::path::PathBuf {
    let mut from = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let path = file.with_extension("altered.zip");
    let mut to = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for index in 0..from.len() {
        let mut item = from.by_index(index).unwrap();
        let name = item.name().unwrap().into_owned();
        let mut text = String::new();
        item.read_to_string(&mut text).unwrap();
        to.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        let text = if name == entry { change(&text) } else { text };
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap();
    path
}

const OTHER: Migrations =
    Migrations { domain: "other", steps: &[("V1__other", "CREATE TABLE others (id {pk}) {strict}")] };

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let source = Fresh::sqlite(&[SHELF]);
    fill(&source);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("a.zip");
    backup::take(&source, &file, &[]).unwrap();

    let books = "tables/books.jsonl";
    let lost_row =
        altered(&file, books, |text| text.lines().skip(1).map(|line| format!("{line}\n")).collect());
    for target in both(&[SHELF]) {
        assert_eq!(refusal(&target, &lost_row), "backup-damaged");
    }
    let other_value = altered(&file, books, |text| text.replacen("\"pages\":100", "\"pages\":101", 1));
    assert!(backup::check(&other_value).is_err());
    for target in both(&[SHELF]) {
        assert_eq!(refusal(&target, &other_value), "backup-damaged");
    }
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0xff;
    let flipped = place.path().join("flipped.zip");
    fs::write(&flipped, &bytes).unwrap();
    let cut = place.path().join("cut.zip");
    fs::write(&cut, &fs::read(&file).unwrap()[..middle]).unwrap();
    let text = place.path().join("text.zip");
    fs::write(&text, "no backup").unwrap();
    for target in both(&[SHELF]) {
        assert_eq!(refusal(&target, &flipped), "backup-damaged");
        assert_eq!(refusal(&target, &cut), "backup-unreadable");
        assert_eq!(refusal(&target, &text), "backup-unreadable");
        assert_eq!(refusal(&target, &place.path().join("absent.zip")), "backup-unreadable");
    }
    for target in both(&[SHELF, OTHER]) {
        assert_eq!(refusal(&target, &file), "backup-other-schema");
    }
    for target in both(&[SHELF]) {
        target.write(&permit::<AddBook>(), |tx| Ok(add(tx, "already here")?)).unwrap();
        assert_eq!(refusal(&target, &file), "backup-not-empty");
    }
}

#[test]
fn a_file_that_was_there_before_stays_when_a_backup_fails() {
    let db = Fresh::sqlite(&[SHELF]);
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("kept").join("a.zip");
    assert!(backup::take(&db, &file, &[]).is_err());
    fs::create_dir(place.path().join("kept")).unwrap();
    backup::take(&db, &file, &[]).unwrap();
    let names: Vec<_> =
        fs::read_dir(place.path().join("kept")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["a.zip"]);
}
