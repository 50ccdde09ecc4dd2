//! `jinwei config`: shows what is in force and checks the file.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use crate::config::Config;

/// Options of `jinwei config`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check `jinwei.toml` of the data directory.
    Check,
    /// Print everything in force, defaults included, as TOML (secrets stand in files and are not shown).
    Show {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(data: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let config = Config::of(data)?;
    match args.command {
        Command::Check => {
            config.store(data)?;
            let path = data.join("jinwei.toml");
            let which = if path.exists() { "in order" } else { "not there; the defaults are in force" };
            println!("{}: {which}", path.display());
        }
        Command::Show { json } => {
            let mut shown = config;
            if shown.database.url.is_some() {
                shown.database.url = Some("(set)".into());
            }
            if shown.database.reader_url.is_some() {
                shown.database.reader_url = Some("(set)".into());
            }
            let text =
                if json { serde_json::to_string_pretty(&shown)? } else { toml::to_string_pretty(&shown)? };
            println!("{}", text.trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}
