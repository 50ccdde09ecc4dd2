//! The work of opening.

use std::collections::BTreeMap;
use std::sync::Arc;

use ballot::{
    BoardKey, BoxOfManifest, GroupOfManifest, IssuerKey, Manifest, OrganisationOfManifest, Window, base64url,
    from_base64url, roster_hash, sha256, voter_line,
};
use kernel::contracts::EvaluatedCycle;
use kernel::{Moment, Permit, Problem};
use serde::{Deserialize, Serialize};
use store::jobs::{Handler, Run};
use store::{Db, Tx};

use crate::boxes::record as boxes;
use crate::civil;
use crate::evaluations::record::{self, Evaluation, EvaluationId, State, Windows};
use crate::evaluations::rules;
use crate::keys::{KeyFile, fresh};
use crate::policy::RunEvaluation;
use crate::services::Services;

pub(crate) const FREEZE: &str = "UPDATE evaluations SET state = 'open', manifest = $2, manifest_hash = $3,
    manifest_signature = $4, opened_on = $5 WHERE id = $1 AND state = 'opening'";
pub(crate) const FREEZE_BOX: &str = "UPDATE evaluation_boxes SET salt = $2 WHERE id = $1";

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Work {
    pub evaluation: EvaluationId,
}

/// Runs the job. Tried again after a crash: it begins anew, because keys that no manifest names were never used.
pub(crate) fn handler(services: Arc<Services>) -> Handler {
    let work = move |run: &Run, work: Work| {
        let tell = |done: i64, all: i64, note: &str| {
            if run.stopping() {
                return Err(Problem::unexpected("stopped while making keys"));
            }
            run.progress(done, all, note)
        };
        let ending = run.clone();
        let hand = Hand { db: run.db(), permit: &run.permit(), tell: &tell };
        open(&services, &hand, work.evaluation, move |tx| Ok(ending.complete(tx)?))
    };
    Handler::new(super::JOB, work).attempts(5)
}

/// With what an evaluation is opened or closed: the database, the right to it, and whom to tell how far it is.
pub(crate) struct Hand<'a> {
    pub db: &'a Db,
    pub permit: &'a Permit<RunEvaluation>,
    pub tell: &'a dyn Fn(i64, i64, &str) -> Result<(), Problem>,
}

/// A box that somebody may vote in, with its voters as they are hashed.
struct Ready {
    place: boxes::VoteBox,
    voters: Vec<String>,
}

/// Makes keys and manifest and freezes everything. `ending` is part of the transaction that does it.
///
/// # Errors
/// When the database or the file system fails, or something was changed meanwhile.
pub(crate) fn open(
    services: &Arc<Services>,
    hand: &Hand<'_>,
    id: EvaluationId,
    ending: impl FnOnce(&mut Tx) -> Result<(), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let appraisal = services.appraisal()?;
    let read = Arc::clone(&appraisal);
    let (evaluation, cycle, ready) = hand.db.read(move |c| {
        let evaluation = record::find(c, id)?;
        let cycle =
            read.cycles(c)?.into_iter().find(|one| one.id == evaluation.cycle).ok_or(Problem::Missing)?;
        let mut ready = Vec::new();
        for place in boxes::of_evaluation(c, id)?.into_iter().filter(|one| one.roster > 0) {
            let voters = boxes::voters(c, place.id)?;
            let voters = voters.iter().map(|voter| voter_line(voter.person.0, &voter.name)).collect();
            ready.push(Ready { place, voters });
        }
        Ok((evaluation, cycle, ready))
    })?;
    if evaluation.state != State::Opening {
        return Ok(());
    }
    let chance = services.chance.as_ref();
    let mut fill = |bytes: &mut [u8]| chance.fill(bytes);
    let all = i64::try_from(ready.len()).unwrap_or(i64::MAX);
    let mut issuers = Vec::new();
    for one in &ready {
        issuers.push(IssuerKey::generate(&mut fill).map_err(Problem::unexpected)?);
        (hand.tell)(i64::try_from(issuers.len()).unwrap_or(all), all, &one.place.org_name)?;
    }
    let seed = BoardKey::new_seed(&mut fill);
    let board =
        BoardKey::from_seed(&seed).ok_or_else(|| Problem::unexpected("a board key could not be made"))?;
    let salts: Vec<String> = ready.iter().map(|_| fresh(chance)).collect();
    let manifest = manifest(&evaluation, &cycle, &services.organ, &board, &ready, &issuers, &salts)?;
    let bytes = manifest.to_bytes().map_err(Problem::unexpected)?;
    let hash = sha256(&bytes);
    let mut named = BTreeMap::new();
    for (one, key) in ready.iter().zip(&issuers) {
        named.insert(one.place.code.clone(), base64url(&key.to_der().map_err(Problem::unexpected)?));
    }
    let file = KeyFile { seal: fresh(chance), slots: fresh(chance), board: base64url(&seed), issuers: named };
    // Durable before anybody can see the manifest.
    services.keyring.keep(id, &file)?;
    let signature = base64url(&board.sign_manifest(&hash));
    let text = String::from_utf8(bytes).map_err(Problem::unexpected)?;
    let sizes: Vec<_> =
        ready.iter().map(|one| (one.place.org, one.place.voters.clone(), one.place.roster)).collect();
    let boxes: Vec<_> = ready.iter().map(|one| one.place.id).collect();
    let until = evaluation.windows.cast_until;
    hand.db.write(hand.permit, move |tx: &mut Tx| {
        let today = tx.today();
        if tx.run(FREEZE, &[&id, &text, &hash.to_string(), &signature, &today])? == 0 {
            return Err(Problem::refused("ballots-frozen"));
        }
        for (one, salt) in boxes.iter().zip(&salts) {
            tx.run(FREEZE_BOX, &[one, salt])?;
        }
        if !evaluation.rehearsal {
            appraisal.freeze(tx, evaluation.cycle, &sizes)?;
        }
        crate::closing::plan(tx, id, until)?;
        let after = serde_json::json!({ "state": State::Open, "manifest": hash });
        tx.note(&record::reference(id), None::<&()>, Some(&after))?;
        ending(tx)
    })
}

fn window(from: Moment, until: Moment) -> Window {
    Window { from: civil::write(from), until: civil::write(until) }
}

fn manifest(
    evaluation: &Evaluation,
    cycle: &EvaluatedCycle,
    organ: &str,
    board: &BoardKey,
    ready: &[Ready],
    issuers: &[IssuerKey],
    salts: &[String],
) -> Result<Manifest, Problem> {
    let mut boxes = Vec::new();
    for ((one, key), salt) in ready.iter().zip(issuers).zip(salts) {
        let place = &one.place;
        let salt: [u8; 32] = from_base64url(salt)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| Problem::unexpected("a salt of another length"))?;
        boxes.push(BoxOfManifest {
            code: place.code.clone(),
            organisation: OrganisationOfManifest {
                code: place.org_code.clone(),
                name: place.org_name.clone(),
                category: place.category.clone(),
            },
            group: GroupOfManifest { code: place.voters.clone(), name: place.voters_name.clone() },
            roster: place.roster,
            roster_hash: roster_hash(&place.code, &salt, one.voters.iter().map(String::as_str)),
            issuer_key: key.public_der().map_err(Problem::unexpected)?,
        });
    }
    let Windows { issue_from, issue_until, cast_from, cast_until } = evaluation.windows;
    Ok(Manifest {
        version: 1,
        evaluation: evaluation.id.0,
        title: evaluation.title.clone(),
        year: evaluation.year.into(),
        organ: organ.to_owned(),
        issuing: window(issue_from, issue_until),
        casting: window(cast_from, cast_until),
        minimum: evaluation.minimum,
        minimum_text: evaluation.minimum_text,
        step: rules::STEP,
        board_key: board.public(),
        forms: rules::forms(cycle, evaluation.by_dimension, &evaluation.questions),
        boxes,
    })
}
