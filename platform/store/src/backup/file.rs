//! Reading the file.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use kernel::Problem;
use sm3::{Digest, Sm3};
use zip::ZipArchive;

use super::{Manifest, TableSum, damaged, unreadable};
use crate::digest::hex;

/// Where the file speaks of itself.
pub(super) const MANIFEST: &str = "manifest.json";

/// Where the rows of a table stand.
pub(super) fn entry_name(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

/// A backup being read.
pub(super) struct Source(ZipArchive<BufReader<fs::File>>);

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
        let file = fs::File::open(path).map_err(unreadable)?;
        ZipArchive::new(BufReader::new(file)).map(Self).map_err(unreadable)
    }

    pub(super) fn manifest(&mut self) -> Result<Manifest, Problem> {
        let mut text = String::new();
        let mut entry = self.0.by_name(MANIFEST).map_err(unreadable)?;
        entry.read_to_string(&mut text).map_err(|_| damaged(MANIFEST))?;
        let manifest: Manifest = serde_json::from_str(&text).map_err(unreadable)?;
        if manifest.format != "jinwei-backup" || manifest.version != 1 {
            return Err(unreadable(format_args!("{} {}", manifest.format, manifest.version)));
        }
        Ok(manifest)
    }

    /// Calls `each` with every line of a table, then compares count and hash.
    pub(super) fn lines(
        &mut self,
        table: &TableSum,
        mut each: impl FnMut(&str) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let broken = || damaged(&table.name);
        let entry = self.0.by_name(&entry_name(&table.name)).map_err(|_| broken())?;
        let mut entry = BufReader::new(entry);
        let (mut rows, mut hash, mut line) = (0, Sm3::new(), String::new());
        while entry.read_line(&mut line).map_err(|_| broken())? > 0 {
            hash.update(line.as_bytes());
            rows += 1;
            each(&line)?;
            line.clear();
        }
        if rows == table.rows && hex(&hash.finalize()) == table.sm3 { Ok(()) } else { Err(broken()) }
    }
}
