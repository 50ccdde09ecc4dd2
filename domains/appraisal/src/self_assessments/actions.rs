//! Writing a self-assessment, handing it in, taking it back and giving it back.

use kernel::access::Reach;
use kernel::{Moment, OrgId, Problem, RecordRef, Say};
use scoring::Score;
use store::Tx;

use super::record::{self, Assessment, Item, SelfItemId, State, reference};
use super::rules::{self, Asked, Base, Content, Merged};
use crate::cycles::record::{Cycle, CycleId};
use crate::participants::{Participant, ParticipantId};

pub(crate) const BEGIN: &str = "INSERT INTO appraisal_self_assessments
    (participant_id, state, summary, revision, updated_at, updated_by, returned_reason)
    VALUES ($1, 'draft', '', 0, $2, $3, '') ON CONFLICT (participant_id) DO NOTHING";
pub(crate) const SET_SUMMARY: &str =
    "UPDATE appraisal_self_assessments SET summary = $2, revision = revision + 1,
    updated_at = $3, updated_by = $4 WHERE participant_id = $1";
pub(crate) const ADD_ITEM: &str = "INSERT INTO appraisal_self_items
    (participant_id, indicator, claim, claimed, words, revision, updated_at, updated_by)
    VALUES ($1, $2, NULL, '', '', 0, $3, $4) RETURNING id";
pub(crate) const SET_ITEM: &str = "UPDATE appraisal_self_items SET claim = $2, claimed = $3, words = $4,
    revision = revision + 1, updated_at = $5, updated_by = $6 WHERE id = $1";
pub(crate) const SUBMIT: &str =
    "UPDATE appraisal_self_assessments SET state = 'submitted', submitted_at = $2,
    submitted_by = $3 WHERE participant_id = $1";
pub(crate) const WITHDRAW: &str =
    "UPDATE appraisal_self_assessments SET state = 'draft', submitted_at = NULL, submitted_by = NULL
    WHERE participant_id = $1";
pub(crate) const GIVE_BACK: &str =
    "UPDATE appraisal_self_assessments SET state = 'returned', returned_at = $2,
    returned_by = $3, returned_reason = $4 WHERE participant_id = $1";

/// The record of what is said about one indicator, to which its evidence belongs.
pub(crate) fn item_reference(id: SelfItemId) -> RecordRef {
    RecordRef::new("self_item", id.0)
}

/// A participant within reach that may be written for now.
///
/// # Errors
/// [`Problem::Missing`] outside reach, [`Problem::Refused`] when it is not the time.
pub(crate) fn fillable(
    tx: &mut Tx,
    cycle: CycleId,
    org: OrgId,
    reach: &Reach,
) -> Result<(Cycle, Participant), Problem> {
    let (cycle, participant) = record::within(tx, cycle, org, reach)?;
    let own = record::find(tx, participant.id)?.map(|own| own.state);
    if rules::may_fill(cycle.state, own) {
        return Ok((cycle, participant));
    }
    let key = match own {
        Some(State::Submitted) => "self-closed-submitted",
        _ => "self-closed",
    };
    Err(Problem::refused(Say::new(key).with("year", cycle.year)))
}

/// What somebody wrote; what is not there stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub claim: Option<String>,
    pub words: Option<String>,
}

impl Written {
    fn onto(&self, now: &Content) -> Content {
        Content {
            claim: self.claim.clone().unwrap_or_else(|| now.claim.clone()),
            words: self.words.clone().unwrap_or_else(|| now.words.clone()),
        }
    }
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Saved {
    /// This stands there now; `theirs` names whoever else wrote part of it meanwhile.
    Kept { content: Content, at: Moment, theirs: Option<String> },
    /// Nothing was changed: somebody else has changed the same part since.
    Clash { now: Content, at: Moment, by: String },
}

/// Makes sure that the self-assessment is begun.
fn begin(tx: &mut Tx, participant: ParticipantId) -> Result<(), Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    if tx.run(BEGIN, &[&participant, &now, &by])? > 0 {
        tx.note_new(&reference(participant), &serde_json::json!({ "state": State::Draft }))?;
    }
    Ok(())
}

/// What is said about an indicator, begun when nothing was.
pub(crate) fn item(tx: &mut Tx, participant: ParticipantId, indicator: &str) -> Result<Item, Problem> {
    if let Some(item) = record::find_item(tx, participant, indicator)? {
        return Ok(item);
    }
    begin(tx, participant)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let _: SelfItemId = tx.insert(ADD_ITEM, &[&participant, &indicator, &now, &by])?;
    record::find_item(tx, participant, indicator)?.ok_or(Problem::Missing)
}

/// Saves what was written about an indicator by somebody who began from `base`.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn save_item(
    tx: &mut Tx,
    participant: ParticipantId,
    indicator: &str,
    asked: &Asked,
    base: &Base,
    mine: &Written,
) -> Result<Saved, Problem> {
    let known = record::find_item(tx, participant, indicator)?;
    let before = known.as_ref().map(|item| item.content.clone()).unwrap_or_default();
    let (at, by) = known
        .as_ref()
        .map_or_else(|| (tx.now(), String::new()), |item| (item.updated, item.updated_by.clone()));
    let (content, theirs) = match rules::merge(base, &before, &mine.onto(&before)) {
        Merged::Clash => return Ok(Saved::Clash { now: before, at, by }),
        Merged::Keep { content, theirs } => (content, theirs.then_some(by)),
    };
    if content == before {
        return Ok(Saved::Kept { content, at, theirs });
    }
    let item = item(tx, participant, indicator)?;
    let (points, claimed) = columns(asked, &content.claim);
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SET_ITEM, &[&item.id, &points, &claimed, &content.words, &now, &by])?;
    let after = said(indicator, &content);
    tx.note(&item_reference(item.id), Some(&said(indicator, &before)), Some(&after))?;
    Ok(Saved::Kept { content, at: now, theirs })
}

/// Points stand in a column of their own.
fn columns<'a>(asked: &Asked, claim: &'a str) -> (Option<i64>, &'a str) {
    match asked {
        Asked::Points(_) => (claim.parse::<Score>().ok().map(Score::thousandths), ""),
        _ => (None, claim),
    }
}

/// What the trail says of one save. Forms save themselves every few seconds: the trail holds a digest of the text, and the
/// text itself once it is handed in.
fn said(indicator: &str, content: &Content) -> serde_json::Value {
    let words = store::digest::sm3_hex(content.words.as_bytes());
    serde_json::json!({ "indicator": indicator, "claim": content.claim, "words_sm3": words })
}

/// Saves the summary, as [`save_item`] does.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn save_summary(
    tx: &mut Tx,
    participant: ParticipantId,
    base: &Base,
    words: &str,
) -> Result<Saved, Problem> {
    let known = record::find(tx, participant)?;
    let of = |words: &str| Content { claim: String::new(), words: words.to_owned() };
    let before = of(known.as_ref().map_or("", |own| own.summary.as_str()));
    let (at, by) = known.map_or_else(|| (tx.now(), String::new()), |own| (own.updated, own.updated_by));
    let (content, theirs) = match rules::merge(base, &before, &of(words)) {
        Merged::Clash => return Ok(Saved::Clash { now: before, at, by }),
        Merged::Keep { content, theirs } => (content, theirs.then_some(by)),
    };
    if content == before {
        return Ok(Saved::Kept { content, at, theirs });
    }
    begin(tx, participant)?;
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SET_SUMMARY, &[&participant, &content.words, &now, &by])?;
    let record = RecordRef::new("self_summary", participant.0);
    tx.note(&record, Some(&said("", &before)), Some(&said("", &content)))?;
    Ok(Saved::Kept { content, at: now, theirs })
}

/// Hands it in. The trail keeps everything that it says.
///
/// # Errors
/// [`Problem::Refused`] when nothing was written.
pub(crate) fn submit(tx: &mut Tx, cycle: &Cycle, participant: &Participant) -> Result<(), Problem> {
    let items = record::items(tx, participant.id)?;
    let before = record::find(tx, participant.id)?;
    let Some(before) = before.filter(|_| items.values().any(|item| !item.content.is_empty())) else {
        return Err(Problem::refused("self-submit-empty"));
    };
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SUBMIT, &[&participant.id, &now, &by])?;
    let contents: Vec<_> = items
        .values()
        .map(|item| serde_json::json!({ "indicator": item.indicator, "content": item.content }))
        .collect();
    let after =
        serde_json::json!({ "state": State::Submitted, "summary": before.summary, "items": contents });
    tx.note(&reference(participant.id), Some(&state_of(&before)), Some(&after))?;
    let about = serde_json::json!({ "year": cycle.year, "org": participant.org });
    tx.emit("appraisal.self_assessment_submitted", &reference(participant.id), &about)?;
    Ok(())
}

fn state_of(assessment: &Assessment) -> serde_json::Value {
    serde_json::json!({ "state": assessment.state })
}

/// Takes back what was handed in, so that it can be written on.
///
/// # Errors
/// [`Problem::Refused`] when it is not the time or nothing was handed in.
pub(crate) fn withdraw(tx: &mut Tx, cycle: &Cycle, participant: &Participant) -> Result<(), Problem> {
    let before = record::find(tx, participant.id)?;
    let Some(before) = before.filter(|own| rules::may_withdraw(cycle.state, Some(own.state))) else {
        return Err(Problem::refused(Say::new("self-withdraw-not-now").with("year", cycle.year)));
    };
    tx.run(WITHDRAW, &[&participant.id])?;
    let after = serde_json::json!({ "state": State::Draft, "withdrawn": true });
    tx.note(&reference(participant.id), Some(&state_of(&before)), Some(&after))?;
    Ok(())
}

/// Gives it back to the organisation with a reason.
///
/// # Errors
/// [`Problem::Refused`] when it is not the time.
pub(crate) fn give_back(
    tx: &mut Tx,
    cycle: &Cycle,
    participant: &Participant,
    reason: &str,
) -> Result<(), Problem> {
    let own = record::find(tx, participant.id)?;
    if !rules::may_return(cycle.state, own.as_ref().map(|own| own.state)) {
        return Err(Problem::refused(Say::new("self-return-not-now").with("year", cycle.year)));
    }
    begin(tx, participant.id)?;
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(GIVE_BACK, &[&participant.id, &now, &by, &reason])?;
    let after = serde_json::json!({ "state": State::Returned, "reason": reason });
    tx.note(&reference(participant.id), own.as_ref().map(state_of).as_ref(), Some(&after))?;
    let about = serde_json::json!({ "year": cycle.year, "org": participant.org, "reason": reason });
    tx.emit("appraisal.self_assessment_returned", &reference(participant.id), &about)?;
    Ok(())
}
