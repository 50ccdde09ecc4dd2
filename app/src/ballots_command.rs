//! `jinwei ballots verify`: a recount from the sealed bundle, that explains what it checked.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

/// Options of `jinwei ballots`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check and recount a bundle.
    Verify {
        /// The bundle, as the auditor has taken it.
        bundle: PathBuf,
        /// Hash of the manifest on the printed notice; blanks do not matter.
        #[arg(long, value_name = "HASH")]
        notice: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// What a check means, for whoever reads the report.
const MEANINGS: [(&str, &str); 9] = [
    ("manifest", "electorate, questions and keys are those that were published at the opening"),
    ("board", "the published board is whole: its counts are in order, and its root is signed"),
    ("ballots", "every ballot bears the signature of its box and of a key used for nothing else"),
    ("unique", "no key has voted twice"),
    ("inclusion", "the ballots are exactly those on the board: none is missing, none was added"),
    ("counts", "no more ballots than credentials, no more credentials than voters"),
    ("tallies", "counting again gives what the installation counted"),
    ("texts", "there are as many answers in words as ballots that announce one"),
    ("notice", "the manifest is the one on the printed notice"),
];

pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Command::Verify { bundle, notice, json } = args.command;
    let bytes = std::fs::read(&bundle).with_context(|| bundle.display().to_string())?;
    let unpacked =
        ballots::unpack(&bytes).map_err(anyhow::Error::msg).context("this is no bundle of ballots")?;
    let report = unpacked.verify();
    let printed: Option<String> =
        notice.map(|hash| hash.split_whitespace().collect::<String>().to_lowercase());
    let as_printed = printed.map(|hash| report.manifest.is_some_and(|found| found.to_string() == hash));
    let holds = report.holds() && as_printed != Some(false);
    if json {
        let value = serde_json::json!({ "holds": holds, "as_printed": as_printed, "report": report });
        println!("{}", serde_json::to_string_pretty(&value)?);
    } else {
        let mut lines: Vec<(&str, bool, String)> =
            report.findings.iter().map(|one| (one.check, one.held, one.detail.clone())).collect();
        lines.extend(as_printed.map(|same| ("notice", same, String::new())));
        for (check, held, detail) in lines {
            let meaning = MEANINGS.iter().find(|(name, _)| *name == check).map_or("", |(_, meaning)| meaning);
            println!("{}  {check:<10} {meaning}", if held { "ok  " } else { "FAIL" });
            if !detail.is_empty() {
                println!("                 {detail}");
            }
        }
        if let Some(manifest) = report.manifest {
            println!("manifest  {}", manifest.in_groups());
        }
        if let Some(root) = report.root {
            println!("root      {}", root.in_groups());
        }
        println!("{}", if holds { "Everything holds." } else { "Something does not hold: see FAIL above." });
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
