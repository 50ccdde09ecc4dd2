//! The appraisal from outside: office data in, published figures out.
#![cfg(test)]

mod broken;
mod cycles;
mod expected;
mod frozen;
mod house;
mod marking;
mod measured;
mod order;
mod pages;
mod panel_statistics;
mod papers;
mod promises;
mod results;
mod schemes;
mod self_assessments;
mod year;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use office::{Limits, Workbook};
use scoring::Scheme;

/// The workbooks of the sample organ, as offices send them.
pub fn office_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/office")
}

/// The sample scheme.
pub fn scheme_text() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/scheme.toml")).unwrap()
}

/// The sample scheme, read.
pub fn scheme() -> Scheme {
    Scheme::from_toml(&scheme_text()).unwrap()
}

/// All workbooks of the office data but the large roster of cadres, in the order of their names.
pub fn files() -> &'static [(String, Vec<u8>)] {
    static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
        let mut files: Vec<_> = std::fs::read_dir(office_data())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"))
            .filter(|path| !path.ends_with("党务干部名册.xlsx"))
            .map(|path| {
                (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())
            })
            .collect();
        files.sort();
        files
    });
    &FILES
}

/// The score sheets and tallies of a year.
pub fn files_of(year: i16) -> Vec<(String, Vec<u8>)> {
    files().iter().filter(|(name, _)| name.starts_with(&year.to_string())).cloned().collect()
}

/// The same, opened. Reading takes most of the tests' time and is done once.
pub fn books() -> &'static [Workbook] {
    static BOOKS: LazyLock<Vec<Workbook>> = LazyLock::new(|| {
        files().iter().map(|(name, bytes)| office::read(name, bytes, &Limits::default()).unwrap()).collect()
    });
    &BOOKS
}

/// Those of 2014.
pub fn books_of_2014() -> Vec<Workbook> {
    books().iter().filter(|book| book.file.starts_with("2014")).cloned().collect()
}

/// Names and categories of the participants, by the expected table of 2014.
pub fn participants() -> &'static [(String, String)] {
    static PARTICIPANTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let text = std::fs::read_to_string(office_data().join("expected-2014.csv")).unwrap();
        let fields = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        text.lines().skip(1).map(fields).map(|row| (row[2].clone(), row[0].clone())).collect()
    });
    &PARTICIPANTS
}
