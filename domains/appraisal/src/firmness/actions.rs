//! Asking, and computing the answer in the background.

use kernel::access::MachineActor;
use kernel::{Permit, Problem, RecordRef, Say};
use scoring::FirmnessError;
use serde::{Deserialize, Serialize};
use store::jobs::{self, Handler, JobId, Run, State};
use store::{Conn, Db, Json, Tx};

use super::compute::{Found, compute};
use super::record::{self, Asked, FirmnessId, Kept};
use super::rules;
use crate::cycles::record as cycles;
use crate::cycles::record::CycleId;
use crate::policy::ComputeFirmness;
use crate::versions::basis::{self, Basis};
use crate::versions::record as versions;
use crate::versions::record::Version;

pub(crate) const ASK: &str = "INSERT INTO appraisal_firmness
    (version_id, digest, share, seed, replicates, job_id, result, asked_at, asked_by)
    VALUES ($1, $2, $3, $4, $5, NULL, '', $6, $7) RETURNING id";
pub(crate) const ASK_AGAIN: &str = "UPDATE appraisal_firmness SET job_id = $2 WHERE id = $1";
pub(crate) const FORGET_STALE: &str = "DELETE FROM appraisal_firmness WHERE version_id = $1 AND digest <> $2";
pub(crate) const KEEP: &str = "UPDATE appraisal_firmness SET result = $2, computed_at = $3 WHERE id = $1";

/// Kind of the job.
const JOB: &str = "appraisal.firmness";
/// Steps it tells: read, weights tried, ballots drawn, kept.
const STEPS: i64 = 4;

/// What the job is given.
#[derive(Debug, Serialize, Deserialize)]
struct Work {
    question: FirmnessId,
}

/// Why there is no answer.
enum Unanswered {
    Scoring(FirmnessError),
    Problem(Problem),
}

impl From<FirmnessError> for Unanswered {
    fn from(error: FirmnessError) -> Self {
        Self::Scoring(error)
    }
}

impl From<Problem> for Unanswered {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Unanswered> for Problem {
    fn from(why: Unanswered) -> Self {
        match why {
            Unanswered::Scoring(error) => {
                Self::refused(Say::new("appraisal-firmness-impossible").with("detail", error))
            }
            Unanswered::Problem(problem) => problem,
        }
    }
}

fn enter(tx: &mut Tx, version: &Version, asked: &Asked) -> Result<FirmnessId, Problem> {
    tx.run(FORGET_STALE, &[&version.id, &version.digest])?;
    let (now, by) = (tx.now(), tx.actor_code());
    let Asked { share, seed, replicates } = asked;
    Ok(tx.insert(ASK, &[&version.id, &version.digest, share, seed, replicates, &now, &by])?)
}

/// Whether the job of a question still has to end.
pub(super) fn is_under_way(c: &mut Conn, kept: &Kept) -> Result<bool, Problem> {
    let Some(job) = kept.job else { return Ok(false) };
    match jobs::find(c, job) {
        Ok(job) => Ok(matches!(job.state, State::Queued | State::Running)),
        // Jobs that ended long ago are forgotten.
        Err(store::Error::NoRow) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Has the answer computed, unless it is there or being computed already; gives the job that does it.
///
/// # Errors
/// [`Problem::Missing`] without such a cycle, [`Problem::Refused`] when nothing has been computed.
pub(super) fn ask(tx: &mut Tx, cycle: CycleId, asked: &Asked) -> Result<Option<JobId>, Problem> {
    let cycle = cycles::find(tx, cycle, true)?;
    let version = basis::version(tx, &cycle)?;
    let id = match record::asked(tx, &version, asked)? {
        Some(kept) if kept.found.is_some() || is_under_way(tx, &kept)? => return Ok(kept.job),
        Some(kept) => kept.id,
        None => enter(tx, &version, asked)?,
    };
    let job = tx.enqueue(JOB, &Work { question: id }, None)?;
    tx.run(ASK_AGAIN, &[&id, &job])?;
    tx.note_new(&reference(id), &serde_json::json!({ "version": version.id, "asked": asked }))?;
    Ok(Some(job))
}

fn reference(id: FirmnessId) -> RecordRef {
    RecordRef::new("firmness", id.0)
}

fn keep(tx: &mut Tx, id: FirmnessId, found: &Found) -> Result<(), Problem> {
    let now = tx.now();
    tx.run(KEEP, &[&id, &Json(found), &now])?;
    Ok(())
}

/// The background jobs of this folder.
pub(crate) fn jobs() -> Vec<Handler> {
    vec![Handler::new(JOB, |run: &Run, work: Work| in_background(run, work.question))]
}

/// Computes an answer and keeps it. Run again after its work was done, it finds the same.
fn in_background(run: &Run, id: FirmnessId) -> Result<(), Problem> {
    run.progress(0, STEPS, "")?;
    let (kept, Basis { scheme, input, .. }) = run.db().read(move |c| {
        let kept = record::find(c, id)?;
        let version = versions::find(c, kept.version)?;
        if version.digest != kept.digest {
            return Err(Problem::refused(Say::new("appraisal-changed-meanwhile")));
        }
        let basis = basis::of(c, version)?;
        Ok((kept, basis))
    })?;
    run.progress(1, STEPS, "")?;
    let next = || run.progress(2, STEPS, "").map_err(Unanswered::from);
    let found = compute(&scheme, &input, kept.asked, next)?;
    run.progress(3, STEPS, "")?;
    let done = run.clone();
    run.db().write(&run.permit::<ComputeFirmness>(), move |tx| {
        keep(tx, id, &found)?;
        Ok(done.complete(tx)?)
    })
}

/// Computes and keeps how firm the grades of a year are, with the usual parameters, before it returns. For the sample
/// organ and for tests; the pages have it done in the background.
///
/// # Errors
/// [`Problem::Missing`] without such a year, [`Problem::Refused`] when it has no result or none can be tried.
pub fn firmness(db: &Db, actor: &MachineActor, year: i16) -> Result<(), Problem> {
    let permit: Permit<ComputeFirmness> = Permit::on_the_machine(actor.clone());
    let asked = rules::read(None, None, None, year).map_err(Problem::Invalid)?;
    let Basis { version, scheme, input } = db.read(move |c| {
        let cycle = cycles::of_year(c, year)?.ok_or(Problem::Missing)?;
        basis::basis(c, &cycle)
    })?;
    let found = compute(&scheme, &input, asked, || Ok::<(), Unanswered>(()))?;
    db.write(&permit, move |tx| {
        let id = match record::asked(tx, &version, &asked)? {
            Some(kept) => kept.id,
            None => enter(tx, &version, &asked)?,
        };
        keep(tx, id, &found)
    })
}
