//! Writing findings down, handing them out, answering, closing.

use kernel::contracts::OrgBrief;
use kernel::{Day, Problem, RecordRef, UserId};
use store::{Tx, links};
use web::enclosures::{Enclosure, keep};
use web::history::note;
use web::links::LEADS_TO;

use super::record::{self, EntryId, Finding, FindingId, What, entry_reference, reference};
use super::rules::{Conclusion, Severity, State, Step, after};
use crate::bodies;
use crate::sight::Sight;

pub(crate) const CREATE: &str = "INSERT INTO research_findings (year, kind, description, severity, common, recommendations,
    responsible_org, responsible, measures, due, state, conclusion_reason, return_note, found_on, author, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, NULL, '', '', NULL, 'pending', '', '', $7, $8, $9, $10) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE research_findings SET kind = $2, description = $3, severity = $4, common = $5,
    recommendations = $6 WHERE id = $1";
pub(crate) const HAND_OUT: &str =
    "UPDATE research_findings SET state = 'handed', responsible_org = $2, responsible = $3,
    due = $4, return_due = $5, handed_on = $6 WHERE id = $1";
pub(crate) const MOVE: &str =
    "UPDATE research_findings SET state = $2, measures = $3, review_on = $4 WHERE id = $1";
pub(crate) const CLOSE: &str =
    "UPDATE research_findings SET state = 'closed', conclusion = $2, conclusion_reason = $3,
    return_due = $4, closed_on = $5 WHERE id = $1";
pub(crate) const REOPEN: &str =
    "UPDATE research_findings SET state = 'working', conclusion = NULL, conclusion_reason = '',
    closed_on = NULL, due = $2 WHERE id = $1";
pub(crate) const RETURNED: &str =
    "UPDATE research_findings SET returned_on = $2, return_note = $3 WHERE id = $1";
pub(crate) const ADD_ORG: &str =
    "INSERT INTO finding_organisations (finding_id, org_id, name) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
pub(crate) const DROP_ORGS: &str = "DELETE FROM finding_organisations WHERE finding_id = $1";
pub(crate) const ADD_SOURCE: &str =
    "INSERT INTO finding_sources (finding_id, kind, record_id) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
pub(crate) const ADD_ENTRY: &str =
    "INSERT INTO finding_entries (finding_id, what, text, entered_at, entered_by, entered_name)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";

/// A finding as it is written down.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub kind: Option<String>,
    pub description: String,
    pub severity: Severity,
    pub common: bool,
    pub recommendations: String,
    pub orgs: Vec<OrgBrief>,
}

impl Draft {
    /// What was heard in an organisation, not sorted yet.
    pub fn heard(text: &str, org: &OrgBrief) -> Self {
        Self {
            kind: None,
            description: text.to_owned(),
            severity: Severity::Ordinary,
            common: false,
            recommendations: String::new(),
            orgs: vec![org.clone()],
        }
    }
}

/// Writes a finding down; a link leads to it from where it was found.
pub(crate) fn create(
    tx: &mut Tx,
    draft: &Draft,
    source: Option<&RecordRef>,
    found_on: Day,
    author: UserId,
) -> Result<FindingId, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let id: FindingId = tx.insert(
        CREATE,
        &[
            &found_on.year(),
            &draft.kind,
            &draft.description,
            &draft.severity,
            &(draft.common || draft.orgs.len() > 1),
            &draft.recommendations,
            &found_on,
            &author.0,
            &now,
            &by,
        ],
    )?;
    add_orgs(tx, id, &draft.orgs)?;
    if let Some(source) = source {
        tx.run(ADD_SOURCE, &[&id, &source.kind, &source.id])?;
        links::link(tx, LEADS_TO, source, &reference(id))?;
    }
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "finding-written", "", None::<&()>, &made)?;
    tx.emit("research.finding_written", &reference(id), &made)?;
    Ok(id)
}

fn add_orgs(tx: &mut Tx, id: FindingId, orgs: &[OrgBrief]) -> Result<(), Problem> {
    for org in orgs {
        bodies::keep(tx, org)?;
        tx.run(ADD_ORG, &[&id, &org.id, &org.name])?;
    }
    Ok(())
}

/// A finding that is neither merged nor closed.
pub(super) fn open(tx: &mut Tx, id: FindingId) -> Result<Finding, Problem> {
    let finding = record::find(tx, id)?;
    if finding.merged_into.is_some() {
        return Err(Problem::refused("finding-is-merged"));
    }
    Ok(finding)
}

/// Corrects what was written down.
///
/// # Errors
/// [`Problem::Refused`] when it is closed or merged, or somebody else visited.
pub(crate) fn correct(tx: &mut Tx, sight: &Sight, id: FindingId, draft: &Draft) -> Result<Finding, Problem> {
    let before = open(tx, id)?;
    if !record::standing(tx, sight, &before)?.visits {
        return Err(Problem::refused("finding-only-the-visitor"));
    }
    if before.state == State::Closed {
        return Err(Problem::refused("finding-not-in-state"));
    }
    tx.run(
        CORRECT,
        &[
            &id,
            &draft.kind,
            &draft.description,
            &draft.severity,
            &(draft.common || draft.orgs.len() > 1),
            &draft.recommendations,
        ],
    )?;
    tx.run(DROP_ORGS, &[&id])?;
    add_orgs(tx, id, &draft.orgs)?;
    done(tx, &before, "finding-corrected", "")
}

/// Reads the finding again and notes what was done.
pub(super) fn done(
    tx: &mut Tx,
    before: &Finding,
    did: &'static str,
    reason: &str,
) -> Result<Finding, Problem> {
    let after = record::find(tx, before.id)?;
    note(tx, &reference(before.id), did, reason, Some(before), &after)?;
    Ok(after)
}

/// Checks a step and gives the finding as it was, with its next state.
fn step(tx: &mut Tx, sight: &Sight, id: FindingId, step: Step) -> Result<(Finding, State), Problem> {
    let before = open(tx, id)?;
    let standing = record::standing(tx, sight, &before)?;
    let next = after(step, before.state, standing)?;
    Ok((before, next))
}

/// Who is to act by when.
#[derive(Debug, Clone)]
pub(crate) struct Handing {
    /// An organisation of the organ.
    pub org: Option<OrgBrief>,
    /// Its name, or that of an outside body.
    pub name: String,
    pub due: Day,
    pub return_due: Option<Day>,
}

/// Hands a finding out.
///
/// # Errors
/// [`Problem::Refused`] when it is not sorted, not to be handed out any more, or somebody else visited.
pub(crate) fn hand_out(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    handing: &Handing,
) -> Result<Finding, Problem> {
    let (before, _) = step(tx, sight, id, Step::HandOut)?;
    if before.kind.is_none() {
        return Err(Problem::refused("finding-unsorted"));
    }
    if let Some(org) = &handing.org {
        bodies::keep(tx, org)?;
    }
    let (org, today) = (handing.org.as_ref().map(|org| org.id), tx.today());
    tx.run(HAND_OUT, &[&id, &org, &handing.name, &handing.due, &handing.return_due, &today])?;
    let after = done(tx, &before, Step::HandOut.did(), "")?;
    tx.emit("research.finding_handed", &reference(id), &after)?;
    Ok(after)
}

/// Takes a finding back before anybody has begun.
///
/// # Errors
/// [`Problem::Refused`] afterwards.
pub(crate) fn take_back(tx: &mut Tx, sight: &Sight, id: FindingId, reason: &str) -> Result<Finding, Problem> {
    go(tx, sight, id, Step::TakeBack, None, reason)
}

/// Goes a step that changes nothing but the state and, for the responsible body, the measures.
fn go(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    which: Step,
    measures: Option<&str>,
    reason: &str,
) -> Result<Finding, Problem> {
    let (before, next) = step(tx, sight, id, which)?;
    let review = if which == Step::Submit { Some(tx.today()) } else { before.review_on };
    let measures = measures.unwrap_or(&before.measures).to_owned();
    tx.run(MOVE, &[&id, &next, &measures, &review])?;
    done(tx, &before, which.did(), reason)
}

/// The responsible body says what it will do, and begins.
pub(crate) fn begin(tx: &mut Tx, sight: &Sight, id: FindingId, measures: &str) -> Result<Finding, Problem> {
    go(tx, sight, id, Step::Begin, Some(measures), "")
}

/// What the responsible body writes, with its evidence.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub text: String,
    pub files: Vec<Enclosure>,
    /// Name of whoever writes.
    pub by: String,
}

fn write(tx: &mut Tx, id: FindingId, what: What, written: &Written) -> Result<EntryId, Problem> {
    let (now, by) = (tx.now(), tx.actor_code());
    let entry: EntryId = tx.insert(ADD_ENTRY, &[&id, &what, &written.text, &now, &by, &written.by])?;
    keep(tx, &entry_reference(entry), &written.files)?;
    Ok(entry)
}

/// Says how far it is.
///
/// # Errors
/// [`Problem::Refused`] when nobody works on it, or it is somebody else's to answer.
pub(crate) fn progress(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    written: &Written,
) -> Result<Finding, Problem> {
    let before = open(tx, id)?;
    // To say how far it is needs what saying that it is done needs.
    after(Step::Submit, before.state, record::standing(tx, sight, &before)?)?;
    write(tx, id, What::Progress, written)?;
    done(tx, &before, "finding-progressed", "")
}

/// Says that it is done and asks the visitor to look.
pub(crate) fn submit(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    written: &Written,
) -> Result<Finding, Problem> {
    let after = go(tx, sight, id, Step::Submit, None, "")?;
    write(tx, id, What::Submission, written)?;
    tx.emit("research.finding_submitted", &reference(id), &after)?;
    Ok(after)
}

/// The visitor is not satisfied.
pub(crate) fn send_back(tx: &mut Tx, sight: &Sight, id: FindingId, reason: &str) -> Result<Finding, Problem> {
    go(tx, sight, id, Step::SendBack, None, reason)
}

/// What the visitor concludes.
#[derive(Debug, Clone)]
pub(crate) struct Closing {
    pub conclusion: Conclusion,
    pub reason: String,
    /// When to look again, if at all.
    pub return_due: Option<Day>,
}

/// Closes a finding.
pub(crate) fn close(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    closing: &Closing,
) -> Result<Finding, Problem> {
    let (before, _) = step(tx, sight, id, Step::Close)?;
    let (today, return_due) = (tx.today(), closing.return_due.or(before.return_due));
    tx.run(CLOSE, &[&id, &closing.conclusion, &closing.reason, &return_due, &today])?;
    let after = done(tx, &before, Step::Close.did(), &closing.reason)?;
    tx.emit("research.finding_closed", &reference(id), &after)?;
    Ok(after)
}

/// Opens a closed finding again, with a new day.
pub(crate) fn reopen(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    reason: &str,
    due: Day,
) -> Result<Finding, Problem> {
    let (before, _) = step(tx, sight, id, Step::Reopen)?;
    tx.run(REOPEN, &[&id, &due])?;
    done(tx, &before, Step::Reopen.did(), reason)
}

/// Notes what the visitor saw on coming back.
///
/// # Errors
/// [`Problem::Refused`] before it is handed out.
pub(crate) fn come_back(
    tx: &mut Tx,
    sight: &Sight,
    id: FindingId,
    on: Day,
    saw: &str,
) -> Result<Finding, Problem> {
    let before = open(tx, id)?;
    let standing = record::standing(tx, sight, &before)?;
    if !standing.may(Step::Close) {
        return Err(Problem::refused("finding-only-the-visitor"));
    }
    if before.state == State::Pending {
        return Err(Problem::refused("finding-not-in-state"));
    }
    tx.run(RETURNED, &[&id, &on, &saw])?;
    done(tx, &before, "finding-returned", saw)
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![CREATE, CORRECT, HAND_OUT, MOVE, CLOSE, REOPEN, RETURNED, ADD_ORG, DROP_ORGS, ADD_SOURCE, ADD_ENTRY]
}
