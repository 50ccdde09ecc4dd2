//! Rosters brought in: as offices send them, broken ones, taken back, and come back from an export.

mod faults;
mod office_data;
mod pages;
mod text_tables;
mod undo;
mod words;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Cell, Chance, Sheet};
use organisation::IdentityKey;
use organisation::imports::{self, Verdict};
use store::{Db, Migrations};
use testkit::db::{Fresh, permit};

/// A roster of the office data.
pub(crate) const ORGANISATIONS: &str = "基层党组织一览表.xlsx";
/// The other one.
pub(crate) const CADRES: &str = "党务干部名册.xlsx";

/// Chance that repeats itself.
pub(crate) struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let n = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(n.iter().cycle()).for_each(|(to, from)| *to = *from);
    }
}

pub(crate) fn chance() -> Counting {
    Counting(AtomicU64::new(1))
}

pub(crate) fn key() -> IdentityKey {
    IdentityKey::new(&[7; 32])
}

pub(crate) fn sets() -> Vec<Migrations> {
    vec![web::house().migrations, organisation::domain(&key()).migrations]
}

/// Runs a test on both databases.
pub(crate) fn each(test: impl Fn(&Fresh)) {
    testkit::db::each_backend(&sets(), test);
}

/// A file of the sample organ.
pub(crate) fn sample(name: &str) -> (String, Vec<u8>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples/office").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (name.to_owned(), bytes)
}

pub(crate) fn bring(db: &Db, files: &[(String, Vec<u8>)]) -> Vec<Verdict> {
    imports::bring_in(db, &permit(), &key(), &chance(), files, false).unwrap()
}

pub(crate) fn bring_one(db: &Db, file: (String, Vec<u8>)) -> Verdict {
    bring(db, &[file]).remove(0)
}

/// A workbook of texts, heads first.
pub(crate) fn workbook(name: &str, heads: &[&str], rows: &[&[&str]]) -> (String, Vec<u8>) {
    let sheet = Sheet {
        name: "名册".into(),
        head: heads.iter().map(|head| (*head).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|text| Cell::text(*text)).collect()).collect(),
    };
    (name.to_owned(), office::write::workbook(&[sheet]).unwrap())
}

/// `名册!F12 reason` of every fault.
pub(crate) fn faults(verdict: &Verdict) -> Vec<String> {
    verdict.faults.iter().map(|fault| format!("{} {}", fault.place(), fault.reason.key)).collect()
}

pub(crate) fn warnings(verdict: &Verdict) -> Vec<(&'static str, usize)> {
    verdict.warnings.iter().map(|warning| (warning.say().key, warning.count())).collect()
}

pub(crate) fn count(db: &Db, sql: &'static str) -> i64 {
    db.read(move |c| Ok(c.count(sql, &[])?)).unwrap()
}
