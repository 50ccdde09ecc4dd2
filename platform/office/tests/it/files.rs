//! The files that the tests read.

use std::path::Path;

/// Bytes of a file under `samples/office`.
pub fn sample(name: &str) -> Vec<u8> {
    bytes("../../samples/office", name)
}

/// Bytes of a file under `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    bytes("tests/fixtures", name)
}

fn bytes(folder: &str, name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
