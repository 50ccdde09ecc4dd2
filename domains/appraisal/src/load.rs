//! A whole cycle in one call: for the command line, the sample organ and tests. The same code as the pages use.

use std::sync::Arc;

use kernel::access::MachineActor;
use kernel::contracts::Directory;
use kernel::{Permit, Problem, Say};
use store::{Conn, Db};

use crate::cycles::{actions as cycles, publication, record};
use crate::policy::{PrepareCycle, PublishCycle};
use crate::schemes;
use crate::submissions::{actions, rules};
use crate::workbooks::{Fault, PassedOver, SheetFound};

/// What is to be brought in.
#[derive(Debug, Clone, Copy)]
pub struct Load<'a> {
    /// The year appraised.
    pub year: i16,
    /// The scheme as TOML text. Without one it is the scheme of the cycle already set up for the year, else the scheme
    /// kept last.
    pub scheme: Option<&'a str>,
    /// Category of score sheets whose title names none.
    pub category: Option<&'a str>,
    /// File names and bytes of score sheets and tallies.
    pub files: &'a [(String, Vec<u8>)],
    /// Publish the cycle at once, which is final.
    pub publish: bool,
    /// Look through everything and write nothing.
    pub dry_run: bool,
}

/// What was brought in.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Loaded {
    /// Number of the cycle; nothing after a dry run.
    pub cycle: Option<i64>,
    /// How many took part.
    pub organisations: usize,
    /// Marks of reviewers.
    pub marks: usize,
    /// Tallies by organisation and voter group.
    pub tallies: usize,
    /// The sheets that were read.
    pub sheets: Vec<SheetFound>,
    /// The sheets that were not.
    pub passed_over: Vec<PassedOver>,
    /// Organisations that should take part and stand in no sheet.
    pub absent: Vec<String>,
}

/// Why nothing was brought in.
#[derive(Debug)]
pub enum Refused {
    /// The files are at fault, cell by cell.
    Files(Vec<Fault>),
    /// The scheme is at fault.
    Scheme(Vec<Say>),
    /// Something else, such as a cycle that is published already.
    Problem(Problem),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Sets up the cycle of the year unless it is there, and computes it from the files; all or nothing.
///
/// # Errors
/// See [`Refused`]; nothing was written.
pub fn load(
    db: &Db,
    actor: &MachineActor,
    directory: &Arc<dyn Directory<Conn>>,
    load: &Load<'_>,
) -> Result<Loaded, Refused> {
    let given = load.scheme.map(|text| schemes::actions::check(text.as_bytes())).transpose();
    let given = given.map_err(Refused::Scheme)?;
    let year = load.year;
    let known = db.read(move |c| {
        let cycle = record::of_year(c, year)?;
        let scheme = match &cycle {
            Some(cycle) => Some(cycle.scheme),
            None => schemes::record::latest(c)?,
        };
        let text = scheme.map(|id| schemes::record::text(c, id)).transpose()?;
        Ok((cycle, text))
    })?;
    let (cycle, kept) = known;
    let (text, scheme) = match (given, kept) {
        (Some(given), _) => given,
        (None, Some(text)) => schemes::actions::check(text.as_bytes()).map_err(Refused::Scheme)?,
        (None, None) => return Err(Refused::Scheme(vec![Say::new("appraisal-scheme-needed")])),
    };
    let category = load.category.unwrap_or_default();
    let (found, names) = rules::read(&scheme, year, category, load.files);
    let (asked, on) = (Arc::clone(directory), rules::day_of(year, db.clock().today()));
    let answer = db.read(move |c| rules::ask(c, &asked, &names, on))?;
    let examined = rules::examine(&scheme, found, &answer)?;
    let preview = rules::preview(&examined, Vec::new());
    let Some(computed) = examined.computed else { return Err(Refused::Files(examined.found.faults)) };
    let mut loaded = Loaded {
        cycle: None,
        organisations: preview.organisations,
        marks: preview.marks,
        tallies: preview.tallies,
        sheets: preview.sheets.clone(),
        passed_over: preview.passed_over.clone(),
        absent: preview.absent.clone(),
    };
    if load.dry_run {
        return Ok(loaded);
    }
    let permit: Permit<PrepareCycle> = Permit::on_the_machine(actor.clone());
    let (category, files) = (category.to_owned(), load.files.to_vec());
    let id = db.write(&permit, move |tx| {
        let scheme = schemes::actions::keep(tx, &text, &scheme)?;
        let id = match cycle {
            Some(cycle) => {
                cycles::use_scheme(tx, cycle.id, scheme)?;
                cycle.id
            }
            None => cycles::create(tx, year, scheme)?,
        };
        let submission = actions::keep(tx, id, &category, &preview, &files)?;
        actions::apply(tx, submission, scheme, &computed)
    })?;
    if load.publish {
        let permit: Permit<PublishCycle> = Permit::on_the_machine(actor.clone());
        db.write(&permit, move |tx| publication::publish(tx, id))?;
    }
    loaded.cycle = Some(id.0);
    Ok(loaded)
}
