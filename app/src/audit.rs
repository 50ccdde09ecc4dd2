//! `jinwei audit`: reads and verifies the audit trail.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use store::audit::{self, Verified};

use crate::boot::Installation;

/// Options of `jinwei audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compute every hash again; exit code 1 when the trail is not as it was written.
    Verify {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the newest entries, one a line.
    List {
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        limit: u64,
        /// Only this act, or with a full stop at the end a whole domain, as `appraisal.`.
        #[arg(long)]
        act: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(crate) fn run(data: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    match args.command {
        Command::Verify { json } => verify(&installation, json),
        Command::List { limit, act, json } => list(&installation, limit, act, json),
    }
}

fn verify(installation: &Installation, json: bool) -> anyhow::Result<ExitCode> {
    let found = installation.db.read(|c| Ok(audit::verify(c)?))?;
    let (value, line, code) = match &found {
        Verified::Whole { rows, head } => (
            serde_json::json!({ "whole": true, "rows": rows, "head": head }),
            format!("whole: {rows} entries, head {head}"),
            ExitCode::SUCCESS,
        ),
        Verified::Broken { seq } => (
            serde_json::json!({ "whole": false, "broken_at": seq }),
            format!("BROKEN from entry {seq} on: seal the database and report it"),
            ExitCode::FAILURE,
        ),
    };
    println!("{}", if json { value.to_string() } else { line });
    Ok(code)
}

fn list(
    installation: &Installation,
    limit: u64,
    act: Option<String>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let filter = audit::Filter { act, ..audit::Filter::default() };
    let entries = installation.db.read(move |c| Ok(audit::list(c, &filter, None, limit)?))?;
    if json {
        let value: Vec<_> = entries
            .iter()
            .map(|e| {
                serde_json::json!({
                    "seq": e.seq, "at": e.at, "actor": e.actor, "act": e.act, "record": e.record,
                    "before": e.before, "after": e.after,
                })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&value)?);
    } else {
        for e in entries {
            let record = e.record.map(|record| format!("{} {}", record.kind, record.id)).unwrap_or_default();
            println!("{:>8}  {}  {:<16}{:<36}{record}", e.seq, e.at, e.actor, e.act);
        }
    }
    Ok(ExitCode::SUCCESS)
}
