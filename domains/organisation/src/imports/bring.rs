//! Files brought in together, without a page in between: for the command line and the sample organ. They are read first,
//! then written in one transaction, organisations before cadres: all of them or none.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Chance, Permit, Problem, Say};
use office::{CellError, Limits, Manual};
use store::{Db, Tx};

use super::apply::apply_checked;
use super::batch::{Batch, Counts};
use super::check::{Difference, check};
use super::files::{self, Source};
use super::reading::{Reading, read};
use super::record::ImportId;
use super::roster::{Roster, recognise};
use super::warning::Warning;
use crate::identity::IdentityKey;
use crate::policy::ImportRoster;

/// What became of one file.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Its name.
    pub file: String,
    /// What it is a roster of; `None` when that cannot be told.
    pub roster: Option<Roster>,
    /// Its import; `None` when nothing was applied, or the file says only what is there already.
    pub import: Option<ImportId>,
    /// How many rows do what; all zero while there are faults.
    pub counts: Counts,
    /// Rows that change what is there.
    pub differences: Vec<Difference>,
    /// Why the file as a whole cannot be taken: not a workbook, or none of the rosters.
    pub refusal: Option<Say>,
    /// Faulty cells.
    pub faults: Vec<CellError>,
    /// What is odd without being wrong.
    pub warnings: Vec<Warning>,
}

impl Verdict {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            roster: None,
            import: None,
            counts: Counts::default(),
            differences: Vec::new(),
            refusal: None,
            faults: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Whether the file can be applied.
    pub fn is_clean(&self) -> bool {
        self.refusal.is_none() && self.faults.is_empty()
    }
}

/// A file that was read without a fault.
struct Ready {
    verdict: usize,
    batch: Batch,
    source: Source,
}

/// Brings files in. `dry_run` does everything and takes it back before anybody sees it, so that a roster of cadres is
/// checked against the organisations of the file beside it. The verdicts stand in the order of the files.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails. What is wrong with the files is in the verdicts; when any of them is
/// not clean, nothing is applied.
pub fn bring_in(
    db: &Db,
    permit: &Permit<ImportRoster>,
    key: &IdentityKey,
    chance: &dyn Chance,
    files: &[(String, Vec<u8>)],
    dry_run: bool,
) -> Result<Vec<Verdict>, Problem> {
    let mut verdicts = Vec::with_capacity(files.len());
    let mut ready = Vec::new();
    for (name, bytes) in files {
        let mut verdict = Verdict::new(name);
        if let Some(reading) = open(name, bytes, &mut verdict) {
            let batch = reading.into_batch(key, chance)?;
            ready.push(Ready {
                verdict: verdicts.len(),
                batch,
                source: Source::seal(name, bytes, key, chance)?,
            });
        }
        verdicts.push(verdict);
    }
    let all_read = verdicts.iter().all(Verdict::is_clean);
    ready.sort_by_key(|ready| ready.batch.roster() != Roster::Organisations);
    let shared = Arc::new(Mutex::new(verdicts));
    let inside = Arc::clone(&shared);
    let written = db.write(permit, move |tx| {
        let mut verdicts = inside.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut clean, mut written) = (all_read, false);
        for ready in ready {
            let Some(verdict) = verdicts.get_mut(ready.verdict) else { continue };
            if !clean && ready.batch.roster() == Roster::Cadres && !all_read {
                // Without the organisations of a file that is refused, half of its cells would look wrong.
                continue;
            }
            clean &= write_one(tx, &ready, verdict)?;
            written |= verdict.import.is_some();
        }
        if clean && written && !dry_run { Ok(()) } else { Err(Problem::refused(TAKEN_BACK)) }
    });
    let mut verdicts = std::mem::take(&mut *shared.lock().unwrap_or_else(PoisonError::into_inner));
    match written {
        Ok(()) => {}
        Err(Problem::Refused(say)) if say.key == TAKEN_BACK => {
            for verdict in &mut verdicts {
                verdict.import = None;
            }
        }
        Err(problem) => return Err(problem),
    }
    Ok(verdicts)
}

/// The refusal that takes back what a dry run wrote, and leaves no trace of files that say nothing new.
const TAKEN_BACK: &str = "import-taken-back";

/// Opens and reads one file; what is wrong goes into its verdict.
fn open(name: &str, bytes: &[u8], verdict: &mut Verdict) -> Option<Reading> {
    let book = match office::read(name, bytes, &Limits::default()) {
        Ok(book) => book,
        Err(error) => {
            verdict.refusal = Some(error.say());
            return None;
        }
    };
    verdict.roster = recognise(&book);
    let Some(roster) = verdict.roster else {
        verdict.refusal = Some(Say::new("import-unknown-roster").with("file", name));
        return None;
    };
    let reading = read(roster, &book, &Manual::default());
    verdict.warnings = reading.warnings();
    verdict.faults = reading.faults().to_vec();
    verdict.is_clean().then_some(reading)
}

fn write_one(tx: &mut Tx, ready: &Ready, verdict: &mut Verdict) -> Result<bool, Problem> {
    let (today, roster) = (tx.today(), ready.batch.roster());
    let mut checked = check(tx, &ready.batch, today)?;
    verdict.warnings = std::mem::take(&mut checked.warnings);
    verdict.faults = std::mem::take(&mut checked.faults);
    if !verdict.faults.is_empty() {
        return Ok(false);
    }
    verdict.counts = checked.counts;
    verdict.differences = std::mem::take(&mut checked.differences);
    if verdict.counts.new + verdict.counts.changed == 0 {
        return Ok(true);
    }
    let id = files::begin(tx, roster, &ready.source, &Manual::default())?;
    apply_checked(tx, id, roster, &checked)?;
    verdict.import = Some(id);
    Ok(true)
}
