//! `bench`: measures the product beside its limits, in one run on one machine, and prints ratios. See `README.md`.

mod ballots;
mod evaluate;
mod http;
mod import;
mod load;
mod memory;
mod pages;
mod process;
mod report;
mod results;
mod rounds;
mod start;
mod table;
mod writes;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, ValueEnum};

use crate::report::Report;

/// Measures Jinwei beside its limits and prints ratios.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Cli {
    /// What to measure; everything when nothing is named.
    parts: Vec<Part>,
    /// A short run, to see that everything works; its figures say little.
    #[arg(long)]
    quick: bool,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Serve the pages in this folder from memory: the limit that the product is measured beside.
    #[arg(long, hide = true, value_name = "DIR")]
    memory: Option<PathBuf>,
}

/// A part of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Pages under load, beside the same bytes from memory.
    Pages,
    /// Pages of whole cycles, for 41, 410 and 4,100 organisations.
    Results,
    /// Import of 12,000 persons, beside merely reading the workbooks.
    Import,
    /// Evaluation of 41, 410 and 4,100 organisations.
    Evaluate,
    /// Durable writes of 64 clients, beside a bare connection.
    Writes,
    /// Ballots cast by 64 clients, beside their checks alone and their commits alone; the recount of 100,000.
    Ballots,
    /// Start-up, memory at rest, size of the program.
    Start,
}

/// Where the run works and how long it takes.
pub struct Setting {
    /// Folder of this run, on the disk that holds the program.
    pub folder: PathBuf,
    /// The product's program.
    pub program: PathBuf,
    /// A short run.
    pub quick: bool,
}

impl Setting {
    /// Rounds of a full or a short run.
    pub fn rounds(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    if let Some(folder) = &cli.memory {
        return memory::serve(folder);
    }
    let beside = std::env::current_exe()?.parent().context("the program stands in a folder")?.to_owned();
    let program = beside.join("jinwei");
    anyhow::ensure!(program.exists(), "{} is not built; `make bench` builds it", program.display());
    // Beside the programs and not in /tmp, which may be memory: a flush there would cost nothing.
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&beside)?;
    let setting = Setting { folder: folder.path().to_owned(), program, quick: cli.quick };
    let wanted = |part: Part| cli.parts.is_empty() || cli.parts.contains(&part);
    let told = |what: &str| eprintln!("measuring {what} …");
    let mut report = Report::of_this_machine(cli.quick);
    if wanted(Part::Evaluate) {
        told("evaluation");
        report.evaluate = Some(evaluate::measure(&setting)?);
    }
    if wanted(Part::Writes) {
        told("durable writes");
        report.writes = Some(writes::measure(&setting)?);
    }
    if wanted(Part::Ballots) {
        told("ballots");
        report.ballots = Some(ballots::measure(&setting)?);
    }
    if wanted(Part::Import) {
        told("import");
        report.import = Some(import::measure(&setting)?);
    }
    if wanted(Part::Start) {
        told("start-up");
        report.start = Some(start::measure(&setting)?);
    }
    if wanted(Part::Pages) {
        told("pages");
        report.pages = Some(pages::measure(&setting)?);
    }
    if wanted(Part::Results) {
        told("pages of results by size");
        report.results = Some(results::measure(&setting)?);
    }
    if cli.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report.text());
    }
    Ok(())
}
