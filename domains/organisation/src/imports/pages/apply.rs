//! Applying an import, giving it up, and taking it back.

use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{Actor, Chance, Problem, Say};
use serde::{Deserialize, Serialize};
use store::jobs::{Handler, Run};
use web::{Done, Rejection, Writing};

use super::super::record::{self, ImportId, State};
use super::super::{ImportRoster, apply as apply_batch, undo as undo_import};
use super::One;
use super::sight::batch;
use crate::identity::IdentityKey;

/// Rows up to which an import is applied while the reader waits.
const AT_ONCE: usize = 2_000;

/// Kind of the job that applies a larger one.
const JOB: &str = "organisation.apply_import";

/// What the job is given.
#[derive(Debug, Serialize, Deserialize)]
struct Work {
    import: i64,
    /// Random text from which the job takes its nonces: they may be known, and never come twice.
    seed: String,
}

/// The nonces of a job.
struct Nonces {
    seed: String,
    drawn: AtomicU64,
}

impl Chance for Nonces {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, Ordering::Relaxed);
            let digest = store::digest::sm3_hex(format!("{} {n}", self.seed).as_bytes());
            let pairs = digest.as_bytes().chunks_exact(2).filter_map(|pair| std::str::from_utf8(pair).ok());
            for (to, from) in part.iter_mut().zip(pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()))
            {
                *to = from;
            }
        }
    }
}

pub(super) fn apply(
    cx: &mut Writing<'_, ImportRoster>,
    key: &IdentityKey,
    input: One,
) -> Result<Done, Rejection> {
    let id = ImportId(input.id);
    let (key, chance) = (key.clone(), cx.site().chance.clone());
    let batch = cx.read(move |c| {
        let import = record::find(c, id)?;
        open(import.state)?;
        batch(c, &import, &key, chance.as_ref())
    })?;
    let to = format!("/imports/{id}");
    if batch.len() > AT_ONCE {
        let work = Work { import: id.0, seed: cx.site().chance.token() };
        let job = cx.write(move |tx| {
            open(record::find(tx, id)?.state)?;
            let job = tx.enqueue(JOB, &work, None)?;
            record::set_state(tx, id, State::Queued, "", Some(job.0))?;
            Ok(job)
        })?;
        return Ok(Done::to(to).say("import-was-queued").view(&serde_json::json!({ "id": id, "job": job })));
    }
    let counts = cx.write(move |tx| apply_batch(tx, id, &batch))?;
    let say = Say::new("import-was-applied").with("new", counts.new).with("changed", counts.changed);
    Ok(Done::to(to).say(say).view(&serde_json::json!({ "id": id, "counts": counts })))
}

fn open(state: State) -> Result<(), Problem> {
    if state == State::Draft { Ok(()) } else { Err(Problem::refused("import-not-open")) }
}

/// The background jobs of imports.
pub(crate) fn jobs(key: &IdentityKey) -> Vec<Handler> {
    let key = key.clone();
    vec![Handler::new(JOB, move |run: &Run, work: Work| in_background(run, &key, work))]
}

/// Applies a large import: it is read and sealed beside the writer, then written whole. A job that is run again after
/// its work was done finds the import applied.
fn in_background(run: &Run, key: &IdentityKey, work: Work) -> Result<(), Problem> {
    let id = ImportId(work.import);
    if run.db().read(move |c| Ok(record::find(c, id)?.state))? == State::Applied {
        return Ok(());
    }
    run.progress(0, 3, "")?;
    let outcome = try_in_background(run, key, id, work.seed);
    if outcome.is_err() {
        run.db().write_unaudited("import.reopen", move |tx| {
            if record::find(tx, id)?.state == State::Queued {
                record::set_state(tx, id, State::Draft, "job", None)?;
            }
            Ok(())
        })?;
    }
    outcome
}

fn try_in_background(run: &Run, key: &IdentityKey, id: ImportId, seed: String) -> Result<(), Problem> {
    let (key, nonces) = (key.clone(), Nonces { seed, drawn: AtomicU64::new(0) });
    let rows = run.db().read(move |c| {
        let import = record::find(c, id)?;
        batch(c, &import, &key, &nonces)
    })?;
    run.progress(1, 3, "")?;
    let actor = user_of(run.requested_by());
    run.db().write(&run.permit::<ImportRoster>(), move |tx| {
        if let Some(actor) = actor {
            tx.act_as(actor);
        }
        apply_batch(tx, id, &rows)
    })?;
    run.progress(3, 3, "")
}

/// The account behind the request, so that the trail names who wanted it.
fn user_of(code: &str) -> Option<Actor> {
    let user = |actor: &Actor| matches!(actor, Actor::User(_) | Actor::UserFor { .. } | Actor::Token { .. });
    store::audit::actor_of(code).filter(user)
}

pub(super) fn discard(cx: &mut Writing<'_, ImportRoster>, input: One) -> Result<Done, Rejection> {
    let id = ImportId(input.id);
    cx.write(move |tx| {
        let import = record::find(tx, id)?;
        open(import.state)?;
        record::set_state(tx, id, State::Discarded, "", None)?;
        for file in store::attachments::of_record(tx, &import.record())? {
            store::attachments::remove(tx, file.id)?;
        }
        tx.note_gone(&import.record(), &serde_json::json!({ "file": import.file, "sm3": import.hash }))?;
        Ok(())
    })?;
    Ok(Done::to("/imports").say("import-was-discarded"))
}

pub(super) fn undo(cx: &mut Writing<'_, ImportRoster>, input: One) -> Result<Done, Rejection> {
    let id = ImportId(input.id);
    cx.write(move |tx| undo_import(tx, id))?;
    Ok(Done::to(format!("/imports/{id}")).say("import-was-undone"))
}
