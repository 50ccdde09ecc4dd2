//! The work of closing.

use std::collections::BTreeMap;
use std::sync::Arc;

use ballot::{Board, Counts};
use kernel::{Problem, RecordRef};
use serde::{Deserialize, Serialize};
use store::jobs::{Handler, Run};
use store::{Conn, Db, Tx};

use super::count::{self, Counted};
use super::{bundle, results};
use crate::boxes::record as boxes;
use crate::evaluations::actions::SET_STATE;
use crate::evaluations::record::{self, EvaluationId, State};
use crate::keys::Opened;
use crate::opening::Hand;
use crate::services::Services;
use crate::voting::Slot;

pub(crate) const SLOTS: &str =
    "SELECT s.slot, s.sealed FROM ballot_slots s JOIN evaluation_boxes b ON b.id = s.box_id
    WHERE b.evaluation_id = $1 ORDER BY s.slot";
const CREDENTIALS: &str = "SELECT k.box_id, k.person_id FROM ballot_credentials k
    JOIN evaluation_boxes b ON b.id = k.box_id WHERE b.evaluation_id = $1";
const KEPT_SLOTS: &str = "SELECT COUNT(*) FROM ballot_slots s JOIN evaluation_boxes b ON b.id = s.box_id
    WHERE b.evaluation_id = $1";
const OUT_OF_STEP: &str = "SELECT COUNT(*) FROM evaluation_boxes b WHERE b.evaluation_id = $1
    AND (SELECT COUNT(*) FROM ballot_credentials k WHERE k.box_id = b.id) <> b.issued";
/// Before the slots are emptied: how many ballots each box held.
const KEEP_COUNTS: &str = "UPDATE evaluation_boxes SET cast_count =
    (SELECT COUNT(*) FROM ballot_slots s WHERE s.box_id = evaluation_boxes.id) WHERE evaluation_id = $1";
const DROP_SLOTS: &str =
    "DELETE FROM ballot_slots WHERE box_id IN (SELECT id FROM evaluation_boxes WHERE evaluation_id = $1)";
const DROP_CREDENTIALS: &str = "DELETE FROM ballot_credentials WHERE box_id IN (SELECT id FROM evaluation_boxes WHERE evaluation_id = $1)";
const PUT_VOTER: &str =
    "INSERT INTO evaluation_voters (box_id, person_id, name, way) VALUES ($1, $2, $3, $4)";
const PUBLISH: &str = "UPDATE evaluations SET state = 'closed', board = $2, results = $3, closed_on = $4
    WHERE id = $1 AND state = 'closing'";
const SEAL: &str = "INSERT INTO ballot_bundles (evaluation_id, sealed) VALUES ($1, $2)";

pub(crate) const STATEMENTS: &[&str] = &[
    SLOTS,
    CREDENTIALS,
    KEPT_SLOTS,
    OUT_OF_STEP,
    KEEP_COUNTS,
    DROP_SLOTS,
    DROP_CREDENTIALS,
    PUT_VOTER,
    PUBLISH,
    SEAL,
];

/// Tables in which something could be left of an order.
const TRACES: [&str; 4] = ["ballot_slots", "ballot_credentials", "evaluation_voters", "evaluation_boxes"];

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Work {
    pub evaluation: EvaluationId,
    /// Somebody has closed it; otherwise it closes when its time has come.
    pub now: bool,
}

/// Both jobs. Each can be run again after a crash: what was done is seen by the state.
pub(crate) fn handlers(services: &Arc<Services>) -> Vec<Handler> {
    let (closing, destroying) = (Arc::clone(services), Arc::clone(services));
    vec![
        Handler::new(super::JOB, move |run: &Run, work: Work| {
            let tell = |done: i64, all: i64, note: &str| {
                if run.stopping() {
                    return Err(Problem::unexpected("stopped while counting"));
                }
                run.progress(done, all, note)
            };
            let ending = run.clone();
            let hand = Hand { db: run.db(), permit: &run.permit(), tell: &tell };
            close(&closing, &hand, work.evaluation, work.now, move |tx| Ok(ending.complete(tx)?))
        })
        .attempts(5),
        Handler::new(super::DESTROY, move |run: &Run, work: Work| {
            clean_up(&destroying, run.db(), work.evaluation)
        })
        .attempts(5),
    ]
}

/// Destroys the keys, and whatever the files keep of an order.
///
/// # Errors
/// When the file system or the database fails; it may be tried again.
pub(crate) fn clean_up(services: &Services, db: &Db, id: EvaluationId) -> Result<(), Problem> {
    services.keyring.destroy(id)?;
    Ok(db.scrub(&TRACES)?)
}

/// Counts, publishes and hands on. `now` closes whatever the time; otherwise only what is over. `ending` is part of the
/// transaction that does it.
///
/// # Errors
/// When a kept ballot is not what was cast, or the database fails: then nothing is published.
pub(crate) fn close(
    services: &Arc<Services>,
    hand: &Hand<'_>,
    id: EvaluationId,
    now: bool,
    ending: impl FnOnce(&mut Tx) -> Result<(), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let found = hand.db.read(move |c| record::find(c, id))?;
    match found.state {
        // It was given more time, and is planned anew for then.
        State::Open if !now && hand.db.clock().now() < found.windows.cast_until => return Ok(()),
        State::Open => {
            let record = found.record();
            hand.db.write(hand.permit, move |tx| {
                tx.run(SET_STATE, &[&id, &State::Closing])?;
                let said = |state: State| serde_json::json!({ "state": state });
                Ok(tx.note(&record, Some(&said(State::Open)), Some(&said(State::Closing)))?)
            })?;
        }
        State::Closing => {}
        State::Draft | State::Opening | State::Closed | State::Void => return Ok(()),
    }
    // From here on nothing is issued or cast: both look at the state in their own transaction.
    let reading = Arc::clone(services);
    let (opened, sealed, issued) = hand.db.read(move |c| {
        let opened = reading.keyring.opened(c, id)?;
        let (sealed, issued) = read(c, id)?;
        Ok((opened, sealed, issued))
    })?;
    let counted = checked(&opened, &sealed, issued, hand.tell)?;
    let manifest = opened.electoral.manifest();
    let hash = opened.electoral.hash();
    let closed = hand.db.clock().now().day();
    let board = Board::close(manifest, &hash, &closed.to_string(), counted.boxes(manifest), &opened.board)
        .map_err(Problem::unexpected)?;
    let frozen = hand.db.read(move |c| record::manifest(c, id))?.ok_or(Problem::Missing)?;
    let packed = bundle::of(&frozen, &board, &counted)?;
    let sealed = services.sealing.seal(&packed, &owner(id), services.chance.as_ref())?;
    let shown = results::shown(&found, manifest, &board, &counted);
    let (counted_ballots, here) = (counted.ballots.len(), Arc::clone(&opened));
    let counts = count::for_appraisal(&counted, manifest, &board);
    let appraisal = services.appraisal()?;
    let (board, shown) = (
        serde_json::to_string(&board).map_err(Problem::unexpected)?,
        serde_json::to_string(&shown).map_err(Problem::unexpected)?,
    );
    hand.db.write(hand.permit, move |tx: &mut Tx| {
        if tx.run(PUBLISH, &[&id, &board, &shown, &closed])? == 0 {
            return Err(Problem::refused("ballots-not-open"));
        }
        tx.run(SEAL, &[&id, &sealed])?;
        all_was_counted(tx, id, &here, counted_ballots)?;
        remove_all(tx, id)?;
        let counts = count::with_places(tx, id, counts)?;
        if !found.rehearsal {
            appraisal.take(tx, found.cycle, &counts)?;
        }
        tx.enqueue(super::DESTROY, &Work { evaluation: id, now: true }, None)?;
        let after = serde_json::json!({ "state": State::Closed, "closed_on": closed });
        tx.note(&record::reference(id), None::<&()>, Some(&after))?;
        ending(tx)
    })
}

/// The counting read a copy, perhaps one that lags behind. Here stands what was really kept: as many ballots, in each box as many as
/// were taken since the start, and as many credentials as the box says.
fn all_was_counted(tx: &mut Tx, id: EvaluationId, opened: &Opened, counted: usize) -> Result<(), Problem> {
    let kept = tx.count(KEPT_SLOTS, &[&id])?;
    if usize::try_from(kept).ok() != Some(counted) {
        return Err(Problem::unexpected(format!("{counted} of {kept} ballots were read; it is tried again")));
    }
    for place in boxes::of_evaluation(tx, id)? {
        if opened.cast(place.id.0).is_some_and(|known| known != i64::from(place.cast)) {
            return Err(Problem::unexpected(format!(
                "box {} holds other ballots than were taken",
                place.code
            )));
        }
    }
    match tx.count(OUT_OF_STEP, &[&id])? {
        0 => Ok(()),
        n => Err(Problem::unexpected(format!("{n} boxes hold other credentials than they count"))),
    }
}

/// For whom a bundle is sealed.
pub(crate) fn owner(id: EvaluationId) -> String {
    format!("ballot-bundle:{id}")
}

/// Slots as they are kept, and the counts of every box by its code.
type Kept = (Vec<(String, Vec<u8>)>, BTreeMap<String, Counts>);

fn read(c: &mut Conn, id: EvaluationId) -> Result<Kept, Problem> {
    let mut sealed: Vec<(String, Vec<u8>)> = Vec::new();
    c.stream(SLOTS, &[&id], |row| {
        sealed.push((row.get(0)?, row.get(1)?));
        Ok(())
    })?;
    let boxes = boxes::of_evaluation(c, id)?;
    let issued =
        boxes.into_iter().map(|one| (one.code, Counts { issued: one.issued, paper: one.paper })).collect();
    Ok((sealed, issued))
}

/// Opens every slot and checks every ballot once more.
fn checked(
    opened: &Opened,
    sealed: &[(String, Vec<u8>)],
    issued: BTreeMap<String, Counts>,
    tell: &dyn Fn(i64, i64, &str) -> Result<(), Problem>,
) -> Result<Counted, Problem> {
    let all = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
    let mut counted = Counted::default();
    counted.issued = issued;
    for (done, (slot, content)) in (0..).zip(sealed) {
        if done % 1_000 == 0 {
            tell(done, all, "")?;
        }
        let Slot { leaf, ballot, texts } = Slot::read(opened.electoral.hash(), &opened.open(slot, content)?)?;
        let checked = opened.electoral.check(&ballot).map_err(Problem::unexpected)?;
        if checked.leaf != leaf || opened.slot(&ballot.box_code, &ballot.key) != *slot {
            return Err(Problem::unexpected("a kept ballot is not the one that was cast"));
        }
        counted.add(checked, texts);
    }
    counted.sort();
    Ok(counted)
}

/// Writes the roster anew and removes what was kept of ballots and credentials.
pub(super) fn remove_all(tx: &mut Tx, id: EvaluationId) -> Result<(), Problem> {
    rewrite_roster(tx, id)?;
    tx.run(KEEP_COUNTS, &[&id])?;
    tx.run(DROP_SLOTS, &[&id])?;
    tx.run(DROP_CREDENTIALS, &[&id])?;
    Ok(())
}

/// Writes the roster anew in the order of its key, each with how they took part: no row keeps the place or the time in which it
/// was changed.
fn rewrite_roster(tx: &mut Tx, id: EvaluationId) -> Result<(), Problem> {
    let issued: std::collections::BTreeSet<(i64, i64)> =
        tx.all(CREDENTIALS, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let mut rows = Vec::new();
    for place in boxes::of_evaluation(tx, id)? {
        for voter in boxes::voters(tx, place.id)? {
            let way =
                if issued.contains(&(place.id.0, voter.person.0)) { "online".into() } else { voter.way };
            rows.push((place.id, voter.person, voter.name, way));
        }
    }
    tx.run(boxes::DROP_VOTERS, &[&id])?;
    for (place, person, name, way) in &rows {
        tx.run(PUT_VOTER, &[place, person, name, way])?;
    }
    let after = serde_json::json!({ "voters": rows.len() });
    Ok(tx.note(&RecordRef::new("evaluation", id.0), None::<&()>, Some(&after))?)
}
