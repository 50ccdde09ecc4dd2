//! The bundle as an archive: packed at closing, unpacked by whoever recounts.

use std::io::{Cursor, Read, Write};

use ballot::{Board, Bundle};
use kernel::Problem;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::count::Counted;
use crate::evaluations::record::Frozen;

/// Bytes that an entry may have when it is unpacked: a hundred thousand ballots and more.
const LIMIT: u64 = 512 * 1024 * 1024;

/// A bundle read from an archive.
pub type Unpacked = Bundle;

const NAMES: [&str; 6] =
    ["manifest.json", "manifest.sig", "board.json", "ballots.jsonl", "texts.json", "tallies.json"];

pub(super) fn of(frozen: &Frozen, board: &Board, counted: &Counted) -> Result<Vec<u8>, Problem> {
    let (manifest, _) = ballot::Manifest::parse(frozen.bytes.as_bytes()).map_err(Problem::unexpected)?;
    let mut ballots = Vec::new();
    for one in &counted.ballots {
        serde_json::to_writer(&mut ballots, &one.ballot).map_err(Problem::unexpected)?;
        ballots.push(b'\n');
    }
    let bundle = Bundle {
        manifest: frozen.bytes.clone().into_bytes(),
        manifest_signature: frozen.signature.clone().into_bytes(),
        board: serde_json::to_vec(board).map_err(Problem::unexpected)?,
        ballots,
        texts: serde_json::to_vec(&counted.texts()).map_err(Problem::unexpected)?,
        tallies: serde_json::to_vec(&counted.tallies(&manifest)).map_err(Problem::unexpected)?,
    };
    pack(&bundle).map_err(Problem::unexpected)
}

/// Packs a bundle.
///
/// # Errors
/// What the archive says.
pub fn pack(bundle: &Bundle) -> Result<Vec<u8>, String> {
    let parts = [
        &bundle.manifest,
        &bundle.manifest_signature,
        &bundle.board,
        &bundle.ballots,
        &bundle.texts,
        &bundle.tallies,
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No entry bears a time of its own.
    let options = SimpleFileOptions::default();
    for (name, bytes) in NAMES.into_iter().zip(parts) {
        zip.start_file(name, options).map_err(|error| error.to_string())?;
        zip.write_all(bytes).map_err(|error| error.to_string())?;
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

/// Unpacks a bundle.
///
/// # Errors
/// When it is no archive, or a part is missing or larger than half a gigabyte.
pub fn unpack(bytes: &[u8]) -> Result<Unpacked, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut part = |name: &str| -> Result<Vec<u8>, String> {
        let file = zip.by_name(name).map_err(|error| format!("{name}: {error}"))?;
        let mut bytes = Vec::new();
        file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
        if bytes.len() as u64 > LIMIT { Err(format!("{name}: too large")) } else { Ok(bytes) }
    };
    let [manifest, signature, board, ballots, texts, tallies] = NAMES;
    Ok(Bundle {
        manifest: part(manifest)?,
        manifest_signature: part(signature)?,
        board: part(board)?,
        ballots: part(ballots)?,
        texts: part(texts)?,
        tallies: part(tallies)?,
    })
}
