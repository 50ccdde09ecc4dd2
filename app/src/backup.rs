//! `jinwei backup`: everything in one file, taken from one snapshot while the server runs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::boot::Installation;

/// Sessions are of no use elsewhere, and a stolen backup must not sign anybody in.
const LEFT_OUT: &[&str] = &["sessions"];

/// Options of `jinwei backup`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// File to write; it appears whole or not at all.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(data: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    let manifest = store::backup::take(&installation.db, &args.file, LEFT_OUT)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&manifest)?);
    } else {
        println!("{}: {} tables, {} rows", args.file.display(), manifest.tables.len(), manifest.rows());
        eprintln!(
            "keep {} apart from it: without it identity numbers stay sealed",
            crate::secrets::path(data).display()
        );
    }
    Ok(ExitCode::SUCCESS)
}
