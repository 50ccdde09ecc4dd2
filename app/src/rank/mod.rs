//! `jinwei rank`: from a folder of workbooks, or from the bundle of a published version, to the ranking, without a server
//! or a database.

mod bundle;
mod print;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use appraisal::ranked;
use appraisal::workbooks::{Fault, Wanted, Why};
use print::{Form, print};
use scoring::Scheme;
use web::{Lang, Words};

/// Exit code when the files are refused.
const REFUSED: u8 = 2;

/// Options of `jinwei rank`.
///
/// Exit codes: 0 ranked, 1 the machine failed or a bundle says otherwise than it computes, 2 the scheme, the workbooks or
/// the bundle are refused, with every fault named.
#[derive(Debug, clap::Args)]
pub(crate) struct RankArgs {
    /// Recompute an exported bundle instead, and hold every published line and the digest against it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scheme", "year", "category", "from"])]
    bundle: Option<PathBuf>,
    /// The scheme: a TOML file with every rule.
    #[arg(long, value_name = "FILE", required_unless_present = "bundle")]
    scheme: Option<PathBuf>,
    /// The year appraised, as the titles of the sheets name it.
    #[arg(long, required_unless_present = "bundle")]
    year: Option<i16>,
    /// Category of score sheets whose title names none.
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Print comma-separated values.
    #[arg(long, group = "form")]
    csv: bool,
    /// Print JSON, with every figure opened down to its cell; faults too are printed as JSON.
    #[arg(long, group = "form")]
    json: bool,
    /// Write a workbook.
    #[arg(long, group = "form", value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Language of heads and messages: zh-CN or en.
    #[arg(long, env = "JINWEI_LANG", default_value = "zh-CN", value_parser = lang)]
    lang: Lang,
    /// Folders with score sheets and tallies, or the files themselves. Anything else in a folder is passed over.
    #[arg(required_unless_present = "bundle", value_name = "DIR")]
    from: Vec<PathBuf>,
}

impl RankArgs {
    fn form(&self) -> Form<'_> {
        match &self.xlsx {
            _ if self.csv => Form::Csv,
            _ if self.json => Form::Json,
            Some(path) => Form::Workbook(path),
            None => Form::Table,
        }
    }
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "zh-CN or en".to_owned())
}

/// Ranks and prints.
pub(crate) fn run(args: RankArgs) -> anyhow::Result<ExitCode> {
    let words =
        Words::load(args.lang, &[crate::domains::OFFICE, appraisal::TEXTS]).map_err(anyhow::Error::msg)?;
    if let Some(path) = &args.bundle {
        return bundle::run(path, args.form(), &words);
    }
    let (Some(path), Some(year)) = (&args.scheme, args.year) else { bail!("--scheme and --year are needed") };
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let scheme = match Scheme::from_toml(&text) {
        Ok(scheme) => scheme,
        Err(error) => {
            for line in error.to_string().lines() {
                eprintln!("{}: {line}", path.display());
            }
            return Ok(ExitCode::from(REFUSED));
        }
    };
    let files = files(&args.from)?;
    let wanted = Wanted { scheme: &scheme, year, category: args.category.as_deref() };
    let ranked = match ranked::rank(&files, &wanted) {
        Ok(ranked) => ranked,
        Err(faults) => return refuse(&faults, args.json, &words),
    };
    for sheet in ranked.found.passed_over.iter().filter(|sheet| sheet.why == Why::Hidden) {
        eprintln!("{}:{}: {}", sheet.file, sheet.sheet, words.t("appraisal-passed-hidden"));
    }
    let about = serde_json::json!({
        "year": year,
        "sheets": ranked.found.sheets,
        "passed_over": ranked.found.passed_over,
        "panels": ranked.found.panels,
    });
    let ranking =
        print::Ranking { scheme: &scheme, input: &ranked.found.input, outcome: &ranked.outcome, year, about };
    ranking.give(args.form(), &words)?;
    Ok(ExitCode::SUCCESS)
}

fn refuse(faults: &[Fault], json: bool, words: &Words) -> anyhow::Result<ExitCode> {
    for fault in faults {
        let mut line = fault.place();
        if !fault.value.is_empty() {
            line.extend([" ", fault.value.as_str()]);
        }
        let separator = if line.is_empty() { "" } else { ": " };
        eprintln!("{line}{separator}{} — {}", words.say(&fault.reason), words.say(&fault.fix));
    }
    if json {
        let said = |fault: &Fault| {
            serde_json::json!({
                "file": fault.file, "sheet": fault.sheet, "cell": fault.cell, "value": fault.value,
                "reason": words.say(&fault.reason), "fix": words.say(&fault.fix),
            })
        };
        let faults: Vec<_> = faults.iter().map(said).collect();
        print(&format!("{}\n", serde_json::to_string_pretty(&serde_json::json!({ "faults": faults }))?))?;
    }
    Ok(ExitCode::from(REFUSED))
}

/// The tables in the folders, and the files named one by one.
fn files(from: &[PathBuf]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut paths = Vec::new();
    for path in from {
        if path.is_dir() {
            for entry in std::fs::read_dir(path).with_context(|| path.display().to_string())? {
                paths.extend(Some(entry?.path()).filter(|path| is_table(path)));
            }
        } else {
            paths.push(path.clone());
        }
    }
    paths.sort();
    paths.dedup();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok((name, std::fs::read(&path).with_context(|| path.display().to_string())?))
    };
    paths.into_iter().map(read).collect()
}

/// Whether a file of a folder may hold a table; office programs leave lock files named `~$…` beside theirs.
fn is_table(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    path.is_file()
        && !name.starts_with('~')
        && !name.starts_with('.')
        && ["xlsx", "xlsm", "xls", "csv", "txt"].contains(&ending.as_str())
}
