//! `jinwei import`: rosters, score sheets and tallies, recognised by their heads.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use kernel::{Permit, Say};
use office::{CellError, Limits};
use organisation::imports::{Verdict, bring_in};
use serde_json::{Value, json};
use web::{Lang, Words};

use crate::boot::Installation;
use crate::machine::{SystemChance, operator};

/// Exit code when the files are refused.
const REFUSED: u8 = 2;

/// Options of `jinwei import`.
///
/// Rosters come in together: all of them or none. Score sheets and tallies follow when the rosters are in. Exit codes:
/// 0 done, 1 the machine failed, 2 the files are refused, with every faulty cell named; nothing has changed then.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// Check everything and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Where to write the faulty file with its cells marked; further faulty files get a number.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Print what happened as JSON.
    #[arg(long)]
    json: bool,
    /// The year of score sheets and tallies.
    #[arg(long)]
    year: Option<i16>,
    /// The scheme of that year's appraisal, unless it is set up already.
    #[arg(long, value_name = "FILE")]
    scheme: Option<PathBuf>,
    /// Category of score sheets whose title names none.
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Language of messages: zh-CN or en.
    #[arg(long, env = "JINWEI_LANG", default_value = "zh-CN", value_parser = lang)]
    lang: Lang,
    /// Workbooks or text tables, in any order.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "zh-CN or en".to_owned())
}

/// Names and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// One file as it is reported.
struct Report {
    file: String,
    kind: Option<String>,
    /// Figures by name, as `rows` and `new`.
    figures: Vec<(&'static str, u64)>,
    refusal: Option<Say>,
    faults: Vec<CellError>,
    warnings: Vec<Say>,
    detail: Value,
}

/// Brings files in and says what happened.
pub(crate) fn run(data: &Path, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    let mut texts = vec![crate::domains::OFFICE];
    texts.extend(installation.domains.iter().map(|domain| domain.texts));
    let words = Words::load(args.lang, &texts).map_err(anyhow::Error::msg)?;
    let files = args.files.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    eprintln!("{}: {}", if args.dry_run { "checking" } else { "importing" }, names(&files));
    let (mut reports, rosters, scores) = self::rosters(&installation, files, args.dry_run)?;
    let mut clean = reports.iter().all(Report::is_clean);
    if clean && !scores.is_empty() {
        let report = self::scores(&installation, &args, &scores, &words)?;
        clean &= report.iter().all(Report::is_clean);
        reports.extend(report);
    }
    if let Some(path) = &args.errors {
        let all: Vec<_> = rosters.iter().chain(&scores).collect();
        mark(path, &reports, &all, &words)?;
    }
    tell(&reports, &args, clean, &words)?;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn read(path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((name, std::fs::read(path).with_context(|| path.display().to_string())?))
}

fn names(files: &[(String, Vec<u8>)]) -> String {
    files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Brings the rosters in; gives them apart from the files that turn out to be score sheets or tallies.
fn rosters(
    installation: &Installation,
    files: Files,
    dry_run: bool,
) -> anyhow::Result<(Vec<Report>, Files, Files)> {
    let key = installation.secrets.identity();
    let permit = Permit::on_the_machine(operator());
    let bring = |files: &Files| bring_in(&installation.db, &permit, &key, &SystemChance, files, dry_run);
    let reports = |verdicts: Vec<Verdict>| verdicts.into_iter().map(Report::of_roster).collect();
    let verdicts = bring(&files)?;
    if verdicts.iter().all(|verdict| verdict.roster.is_some()) {
        return Ok((reports(verdicts), files, Vec::new()));
    }
    let marked: Vec<_> =
        verdicts.iter().zip(files).map(|(verdict, file)| (is_score(verdict, &file), file)).collect();
    let (scores, rosters): (Vec<_>, Vec<_>) = marked.into_iter().partition(|(score, _)| *score);
    let plain =
        |files: Vec<(bool, (String, Vec<u8>))>| files.into_iter().map(|(_, file)| file).collect::<Files>();
    let (scores, rosters) = (plain(scores), plain(rosters));
    let verdicts = if scores.is_empty() { verdicts } else { bring(&rosters)? };
    Ok((reports(verdicts), rosters, scores))
}

/// Whether a file that is none of the rosters holds score sheets or a tally.
fn is_score(verdict: &Verdict, (name, bytes): &(String, Vec<u8>)) -> bool {
    verdict.roster.is_none()
        && office::read(name, bytes, &Limits::default())
            .is_ok_and(|book| appraisal::workbooks::recognise(&book).is_some())
}

impl Report {
    fn of_roster(verdict: Verdict) -> Self {
        let counts = verdict.counts;
        let figures = [
            ("rows", counts.rows),
            ("new", counts.new),
            ("changed", counts.changed),
            ("unchanged", counts.unchanged),
        ];
        Self {
            figures: figures.into_iter().map(|(name, n)| (name, n as u64)).collect(),
            kind: verdict.roster.map(|roster| roster.code().to_owned()),
            refusal: verdict.refusal,
            warnings: verdict.warnings.iter().map(organisation::imports::Warning::say).collect(),
            detail: json!({ "import": verdict.import, "differences": verdict.differences }),
            faults: verdict.faults,
            file: verdict.file,
        }
    }

    fn refused(file: &str, say: Say) -> Self {
        Self {
            file: file.to_owned(),
            kind: None,
            figures: Vec::new(),
            refusal: Some(say),
            faults: Vec::new(),
            warnings: Vec::new(),
            detail: Value::Null,
        }
    }

    fn is_clean(&self) -> bool {
        self.refusal.is_none() && self.faults.is_empty()
    }

    /// Every fault as `file: sheet!cell value: reason — fix`.
    fn faults(&self, words: &Words) -> Vec<String> {
        let refusal = self.refusal.iter().map(|say| format!("{}: {}", self.file, words.say(say)));
        let cell = |fault: &CellError| {
            let (reason, fix) = (words.say(&fault.reason), words.say(&fault.fix));
            format!("{}: {} {}: {reason} — {fix}", self.file, fault.place(), fault.value)
        };
        refusal.chain(self.faults.iter().map(cell)).collect()
    }

    fn json(&self, words: &Words) -> Value {
        let fault = |fault: &CellError| {
            json!({
                "sheet": fault.sheet, "cell": fault.at, "value": fault.value,
                "reason": words.say(&fault.reason), "fix": words.say(&fault.fix),
            })
        };
        json!({
            "file": self.file, "kind": self.kind, "counts": self.figures.iter().copied().collect::<BTreeMap<_, _>>(), "detail": self.detail,
            "refusal": self.refusal.as_ref().map(|say| words.say(say)),
            "faults": self.faults.iter().map(fault).collect::<Vec<_>>(),
            "warnings": self.warnings.iter().map(|say| words.say(say)).collect::<Vec<_>>(),
        })
    }
}

fn scores(
    installation: &Installation,
    args: &ImportArgs,
    files: &[(String, Vec<u8>)],
    words: &Words,
) -> anyhow::Result<Vec<Report>> {
    let year = args.year.context("score sheets and tallies need --year")?;
    let read = |path: &PathBuf| std::fs::read_to_string(path).with_context(|| path.display().to_string());
    let scheme = args.scheme.as_ref().map(read).transpose()?;
    let directory = installation.domains.iter().find_map(|domain| domain.directory.clone());
    let load = appraisal::Load {
        year,
        scheme: scheme.as_deref(),
        category: args.category.as_deref(),
        files,
        publish: false,
        dry_run: args.dry_run,
    };
    let directory = directory.context("no domain knows the organisations")?;
    let loaded = match appraisal::load(&installation.db, &operator(), &directory, &load) {
        Ok(loaded) => loaded,
        Err(appraisal::Refused::Files(faults)) => return Ok(of_faults(files, faults)),
        Err(appraisal::Refused::Scheme(says)) => {
            let file = args.scheme.as_ref().map_or_else(|| names(files), |path| path.display().to_string());
            return Ok(says.into_iter().map(|say| Report::refused(&file, say)).collect());
        }
        Err(appraisal::Refused::Problem(kernel::Problem::Refused(say))) => {
            return Ok(vec![Report::refused(&names(files), say)]);
        }
        Err(appraisal::Refused::Problem(problem)) => return Err(problem.into()),
    };
    if !loaded.absent.is_empty() {
        let lead = words.f("appraisal-submission-absent", [("n", loaded.absent.len().to_string())]);
        eprintln!("{lead} {}", loaded.absent.join("、"));
    }
    let figures = [
        ("organisations", loaded.organisations),
        ("marks", loaded.marks),
        ("tallies", loaded.tallies),
        ("sheets", loaded.sheets.len()),
    ];
    Ok(vec![Report {
        file: names(files),
        kind: Some("scores".into()),
        figures: figures.into_iter().map(|(name, n)| (name, n as u64)).collect(),
        refusal: None,
        faults: Vec::new(),
        warnings: Vec::new(),
        detail: serde_json::to_value(&loaded)?,
    }])
}

/// Faults of score sheets and tallies, file by file.
fn of_faults(files: &[(String, Vec<u8>)], faults: Vec<appraisal::workbooks::Fault>) -> Vec<Report> {
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    for fault in faults {
        let file = if fault.file.is_empty() { names(files) } else { fault.file.clone() };
        let report = reports.entry(file.clone()).or_insert_with(|| Report {
            kind: Some("scores".into()),
            refusal: None,
            ..Report::refused(&file, fault.reason.clone())
        });
        match fault.cell_error() {
            Some(error) => report.faults.push(error),
            None => report.refusal = Some(fault.reason),
        }
    }
    reports.into_values().collect()
}

/// Writes the faulty files with their cells marked: the first to `path`, further ones to `path` with a number.
fn mark(path: &Path, reports: &[Report], files: &[&(String, Vec<u8>)], words: &Words) -> anyhow::Result<()> {
    let faulty = reports.iter().filter(|report| !report.faults.is_empty());
    for (n, report) in (1_u32..).zip(faulty) {
        let Some((name, bytes)) = files.iter().find(|(name, _)| *name == report.file) else { continue };
        let marked = office::mark_errors(bytes, name, &report.faults, |say| words.say(say))
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let to = if n == 1 { path.to_owned() } else { numbered(path, n) };
        std::fs::write(&to, marked).with_context(|| to.display().to_string())?;
        eprintln!("{}: {}", report.file, to.display());
    }
    Ok(())
}

/// `errors.xlsx` as `errors-2.xlsx`.
fn numbered(path: &Path, n: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{n}{ending}"))
}

fn tell(reports: &[Report], args: &ImportArgs, clean: bool, words: &Words) -> anyhow::Result<()> {
    for report in reports {
        for line in report.faults(words) {
            eprintln!("{line}");
        }
        for warning in &report.warnings {
            eprintln!("{}: {}", report.file, words.say(warning));
        }
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        let files: Vec<_> = reports.iter().map(|report| report.json(words)).collect();
        let value = json!({ "applied": clean && !args.dry_run, "clean": clean, "files": files });
        writeln!(out, "{}", serde_json::to_string_pretty(&value)?)?;
    } else if clean {
        for report in reports {
            let figures: Vec<_> = report.figures.iter().map(|(name, n)| format!("{n} {name}")).collect();
            writeln!(out, "{}: {}", report.file, figures.join(", "))?;
        }
    }
    Ok(())
}
