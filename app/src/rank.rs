//! `jinwei rank`: from a folder of workbooks to the ranking, without a server or a database.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use appraisal::ranked::{self, Ranked};
use appraisal::workbooks::{Fault, Wanted, Why};
use scoring::{Outcome, Scheme, explain};
use web::{Lang, Words};

/// Exit code when the files are refused.
const REFUSED: u8 = 2;

/// Options of `jinwei rank`.
///
/// Exit codes: 0 ranked, 1 the machine failed, 2 the scheme or the workbooks are refused, with every fault named.
#[derive(Debug, clap::Args)]
pub(crate) struct RankArgs {
    /// The scheme: a TOML file with every rule.
    #[arg(long, value_name = "FILE")]
    scheme: PathBuf,
    /// The year appraised, as the titles of the sheets name it.
    #[arg(long)]
    year: i16,
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
    #[arg(required = true, value_name = "DIR")]
    from: Vec<PathBuf>,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "zh-CN or en".to_owned())
}

/// Ranks and prints.
pub(crate) fn run(args: RankArgs) -> anyhow::Result<ExitCode> {
    let words =
        Words::load(args.lang, &[crate::domains::OFFICE, appraisal::TEXTS]).map_err(anyhow::Error::msg)?;
    let text = std::fs::read_to_string(&args.scheme).with_context(|| args.scheme.display().to_string())?;
    let scheme = match Scheme::from_toml(&text) {
        Ok(scheme) => scheme,
        Err(error) => {
            for line in error.to_string().lines() {
                eprintln!("{}: {line}", args.scheme.display());
            }
            return Ok(ExitCode::from(REFUSED));
        }
    };
    let files = files(&args.from)?;
    let wanted = Wanted { scheme: &scheme, year: args.year, category: args.category.as_deref() };
    let ranked = match ranked::rank(&files, &wanted) {
        Ok(ranked) => ranked,
        Err(faults) => return refuse(&faults, args.json, &words),
    };
    for sheet in ranked.found.passed_over.iter().filter(|sheet| sheet.why == Why::Hidden) {
        eprintln!("{}:{}: {}", sheet.file, sheet.sheet, words.t("appraisal-passed-hidden"));
    }
    if args.csv {
        print(&csv(&ranked.outcome))?;
    } else if args.json {
        print(&json(&scheme, &ranked, args.year)?)?;
    } else if let Some(path) = &args.xlsx {
        let name = words.f("appraisal-ranking-of", [("year", args.year.to_string())]);
        let bytes = office::write::workbook(&[ranked::sheet(&ranked.outcome, name, &words)])?;
        std::fs::write(path, bytes).with_context(|| path.display().to_string())?;
    } else {
        print(&table(&ranked.outcome, &words))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A reader that closes early, such as `head`, is no error.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
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

fn csv(outcome: &Outcome) -> String {
    let mut standings: Vec<_> = outcome.standings.iter().collect();
    standings.sort_by(|a, b| (&a.category, a.rank, &a.name).cmp(&(&b.category, b.rank, &b.name)));
    let mut text = String::from("category,rank,organisation,panel,mass,total,grade\r\n");
    for s in standings {
        let figures = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string()).join(",");
        let (category, name, grade) = (field(&s.category), field(&s.name), field(&s.grade.name));
        text.push_str(&format!("{category},{},{name},{figures},{grade}\r\n", s.rank));
    }
    text
}

/// Text that cannot be taken for a formula or break the line.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn json(scheme: &Scheme, ranked: &Ranked, year: i16) -> anyhow::Result<String> {
    let inputs = ranked::by_participant(&ranked.found.input);
    let mut standings = Vec::new();
    for standing in &ranked.outcome.standings {
        let mut value = serde_json::to_value(standing)?;
        let own = inputs.get(standing.participant.as_str()).unwrap_or(&ranked.found.input);
        let explanation = explain(scheme, own, &standing.participant)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("explanation".into(), serde_json::to_value(explanation)?);
        }
        standings.push(value);
    }
    let value = serde_json::json!({
        "year": year,
        "scheme": { "code": scheme.code, "name": scheme.name, "version": scheme.version },
        "sheets": ranked.found.sheets,
        "passed_over": ranked.found.passed_over,
        "panels": ranked.found.panels,
        "categories": ranked.outcome.categories,
        "line_ties": ranked.outcome.line_ties,
        "standings": standings,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
}

/// The ranking category by category, columns aligned as a terminal shows them.
fn table(outcome: &Outcome, words: &Words) -> String {
    let heads = ranked::heads(words);
    let mut rows: Vec<Vec<String>> = vec![heads.into_iter().skip(1).collect()];
    for s in &outcome.standings {
        let figures = [&s.panel, &s.mass, &s.total].map(|figure| figure.published.to_string());
        let [panel, mass, total] = figures;
        rows.push(vec![s.rank.to_string(), s.name.clone(), panel, mass, total, s.grade.name.clone()]);
    }
    let columns = rows.first().map_or(0, Vec::len);
    let widest =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|t| width(t)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    // Names and grades to the left, figures to the right.
    let left = [false, true, false, false, false, true];
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).zip(left).map(|((text, wide), left)| {
            let blanks = " ".repeat(wide.saturating_sub(width(text)));
            if left { format!("{text}{blanks}") } else { format!("{blanks}{text}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let mut text = String::new();
    let mut category = "";
    for (row, standing) in rows.iter().skip(1).zip(&outcome.standings) {
        if standing.category != category {
            category = &standing.category;
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{category} ({})\n", standing.of));
            text.push_str(&rows.first().map(|head| line(head)).unwrap_or_default());
        }
        text.push_str(&line(row));
    }
    text
}

/// Columns that a text takes up on a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}
