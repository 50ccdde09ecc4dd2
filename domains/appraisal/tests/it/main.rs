//! The appraisal from outside: office data in, published figures out.

mod expected;

use std::path::{Path, PathBuf};

/// The workbooks of the sample organ, as offices send them.
pub fn office() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/office")
}

/// The sample scheme.
pub fn scheme_text() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/scheme.toml")).unwrap()
}

pub fn scheme() -> scoring::Scheme {
    scoring::Scheme::from_toml(&scheme_text()).unwrap()
}

/// All files of the office data, in the order of their names.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(office())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}
