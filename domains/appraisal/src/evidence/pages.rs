//! Looking at evidence, sending it and taking it away.

use kernel::{FieldError, OrgId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::attachments::AttachmentId;
use web::{Done, File, Reading, Rejection, Shown, Writing};

use super::record::{self, Evidence};
use super::{actions, rules};
use crate::cycles::record::CycleId;
use crate::policy::{FillSelfAssessment, ReadSelfAssessments};
use crate::schemes;
use crate::self_assessments::actions::fillable;
use crate::self_assessments::record::{opened, reaches};
use crate::self_assessments::rules::applying;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: CycleId,
    file: AttachmentId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadSelfAssessments>, input: OneFile) -> Result<Shown, Problem> {
    opened(cx.db, input.id)?;
    let (file, participant, _) = record::find(cx.db, input.id, input.file)?;
    if !reaches(cx.permit.reach(), &participant) {
        return Err(Problem::Missing);
    }
    record::shown(cx.db, file)
}

/// About which indicator of which organisation.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneItem {
    id: CycleId,
    org: OrgId,
    indicator: String,
}

/// The evidence of an indicator after files were sent.
#[derive(Serialize)]
struct Sent {
    evidence: Vec<Evidence>,
    /// What was not taken, and why.
    refused: Vec<String>,
}

pub(super) fn add(
    cx: &mut Writing<'_, FillSelfAssessment>,
    input: OneItem,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (fit, unfit): (Vec<_>, Vec<_>) =
        files.into_iter().map(|file| rules::fit(&file.name, file.bytes)).partition(Result::is_ok);
    let mut refused: Vec<_> = unfit.into_iter().filter_map(Result::err).collect();
    let fit: Vec<_> = fit.into_iter().filter_map(Result::ok).collect();
    if fit.is_empty() && refused.is_empty() {
        return Err(Problem::field("evidence", "evidence-none").into());
    }
    let (permit, id, org, indicator) = (cx.permit.clone(), input.id, input.org, input.indicator.clone());
    let (evidence, more, taken) = cx.write(move |tx| {
        let (cycle, participant) = fillable(tx, id, org, permit.reach())?;
        let scheme = schemes::record::rules(tx, cycle.scheme)?;
        if !applying(&scheme, &participant.category).any(|(known, _)| known.code == indicator) {
            return Err(Problem::Missing);
        }
        let (mut refused, mut taken) = (Vec::new(), 0);
        for file in &fit {
            match actions::add(tx, participant.id, &indicator, file) {
                Ok(()) => taken += 1,
                Err(Problem::Refused(say)) => refused.push(say),
                Err(problem) => return Err(problem),
            }
        }
        let mut all = record::of_participant(tx, participant.id)?;
        Ok((all.remove(&indicator).unwrap_or_default(), refused, taken))
    })?;
    refused.extend(more);
    if taken == 0 {
        let wrong = refused.into_iter().map(|say| FieldError { field: "evidence".into(), say });
        return Err(Problem::Invalid(wrong.collect()).into());
    }
    let words = cx.words();
    let sent = Sent { evidence, refused: refused.iter().map(|say| words.say(say)).collect() };
    Ok(Done::to(format!("/cycles/{id}/self-assessments/{org}/form#item-{}", input.indicator)).view(&sent))
}

pub(super) fn remove(cx: &mut Writing<'_, FillSelfAssessment>, input: OneFile) -> Result<Done, Rejection> {
    let (permit, id) = (cx.permit.clone(), input.id);
    let (org, indicator) = cx.write(move |tx| {
        let (file, participant, indicator) = record::find(tx, id, input.file)?;
        // Outside reach it is missing; within, it may be too late.
        fillable(tx, id, participant.org, permit.reach())?;
        actions::remove(tx, &file)?;
        Ok((participant.org, indicator))
    })?;
    Ok(Done::to(format!("/cycles/{id}/self-assessments/{org}/form#item-{indicator}")).say("evidence-removed"))
}
