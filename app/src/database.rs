//! `jinwei db`: what the database is, and moving an installation from one to another.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use crate::boot::{Installation, open_store};

/// Options of `jinwei db`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the tables up to date and say which database it is.
    Status {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Copy everything from one database into another, empty one; stop the server first.
    Copy {
        /// Address of the database to read: a file, or `postgres://…`.
        #[arg(long)]
        from: store::Url,
        /// Address of the database to fill.
        #[arg(long)]
        to: store::Url,
    },
}

pub(crate) fn run(data: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    match args.command {
        Command::Status { json } => {
            let head = installation.db.read(|c| Ok(store::audit::head(c)?))?;
            if json {
                let kind = installation.db.backend().to_string();
                println!("{}", serde_json::json!({ "database": kind, "audited_writes": head.seq }));
            } else {
                println!("{}, tables up to date, {} audited writes", installation.db.backend(), head.seq);
            }
        }
        Command::Copy { from, to } => {
            let from = open_store(&store::Config::new(from), &installation.domains)?;
            let to = open_store(&store::Config::new(to), &installation.domains)?;
            let manifest = store::backup::copy(&from, &to, &installation.data)?;
            println!("copied: {} tables, {} rows", manifest.tables.len(), manifest.rows());
        }
    }
    Ok(ExitCode::SUCCESS)
}
