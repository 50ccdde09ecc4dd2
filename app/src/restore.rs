//! `jinwei restore`: fills an empty installation from a backup, on either database.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::boot::Installation;

/// Options of `jinwei restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The backup.
    file: PathBuf,
    /// Only read it through and compare its counts and hashes.
    #[arg(long)]
    check: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(data: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let manifest = if args.check {
        store::backup::check(&args.file)?
    } else {
        let installation = Installation::open(data)?;
        store::backup::restore(&installation.db, &args.file)?
    };
    if args.json {
        println!("{}", serde_json::to_string_pretty(&manifest)?);
    } else {
        let done = if args.check { "whole" } else { "restored" };
        println!(
            "{done}: {} tables, {} rows, taken {}",
            manifest.tables.len(),
            manifest.rows(),
            manifest.taken_at
        );
    }
    Ok(ExitCode::SUCCESS)
}
