//! Handing in: looking it over first, then for good until it is taken back or given back.

use askama::Template;
use kernel::{OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, fillable};
use super::record;
use super::rules::{self, LONGEST_REASON, read_words};
use super::show::One;
use super::view::{Read, SelfAssessment};
use crate::cycles::record::{Cycle, CycleId};
use crate::policy::{FillSelfAssessment, PrepareCycle};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "self_assessments/submission.html")]
pub(super) struct SubmissionPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    own: SelfAssessment,
    due: String,
    /// Whether it can be handed in now.
    open: bool,
}

impl SubmissionPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}/self-assessments/{}{tail}", self.cycle.id, self.own.org)
    }
}

impl Page for SubmissionPage {
    fn title(&self) -> String {
        self.words.f("self-submit-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn ask(cx: &mut Reading<'_, FillSelfAssessment>, input: One) -> Result<SubmissionPage, Problem> {
    let (cycle, participant) = record::within(cx.db, input.id, input.org, cx.permit.reach())?;
    let words = cx.words();
    let read = Read::of(cx.db, cycle, participant)?;
    let state = read.own.as_ref().map(|own| own.state);
    Ok(SubmissionPage {
        own: read.view(&words),
        due: read.cycle.due.self_assessment.map(|day| words.day(day)).unwrap_or_default(),
        open: rules::may_fill(read.cycle.state, state),
        cycle: read.cycle,
        words,
    })
}

/// What whoever hands it in says.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct SubmitForm {
    id: CycleId,
    org: OrgId,
    /// `yes` when it is known that something is left open.
    #[serde(default)]
    knowing: String,
}

pub(super) fn submit(cx: &mut Writing<'_, FillSelfAssessment>, input: SubmitForm) -> Result<Done, Rejection> {
    let (permit, words) = (cx.permit.clone(), cx.words());
    let SubmitForm { id, org, knowing } = input;
    cx.write(move |tx| {
        let (cycle, participant) = fillable(tx, id, org, permit.reach())?;
        let read = Read::of(tx, cycle, participant)?;
        let open = read.view(&words).open().len();
        if open > 0 && knowing != "yes" {
            return Err(Problem::field("knowing", Say::new("self-submit-knowing").with("n", open)));
        }
        actions::submit(tx, &read.cycle, &read.participant)
    })?;
    Ok(Done::to(format!("/cycles/{id}/self-assessments/{org}")).say("self-was-submitted"))
}

pub(super) fn withdraw(cx: &mut Writing<'_, FillSelfAssessment>, input: One) -> Result<Done, Rejection> {
    let permit = cx.permit.clone();
    let One { id, org } = input;
    cx.write(move |tx| {
        let (cycle, participant) = record::within(tx, id, org, permit.reach())?;
        actions::withdraw(tx, &cycle, &participant)
    })?;
    Ok(Done::to(super::form::address(id, org)).say("self-was-withdrawn"))
}

/// Why it is given back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ReturnForm {
    id: CycleId,
    org: OrgId,
    #[serde(default)]
    reason: String,
}

pub(super) fn give_back(cx: &mut Writing<'_, PrepareCycle>, input: ReturnForm) -> Result<Done, Rejection> {
    let ReturnForm { id, org, reason } = input;
    let reason = match read_words(&reason, LONGEST_REASON) {
        Ok(reason) if reason.is_empty() => {
            return Err(Problem::field("reason", "appraisal-reason-needed").into());
        }
        Ok(reason) => reason,
        Err(say) => return Err(Problem::field("reason", say).into()),
    };
    let permit = cx.permit.clone();
    let name = cx.write(move |tx| {
        let (cycle, participant) = record::within(tx, id, org, permit.reach())?;
        actions::give_back(tx, &cycle, &participant, &reason)?;
        Ok(participant.name)
    })?;
    let say = Say::new("self-was-given-back").with("name", name);
    Ok(Done::to(format!("/cycles/{id}/self-assessments/{org}")).say(say))
}
