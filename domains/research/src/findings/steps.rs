//! The steps of a finding, each sent from a form on its page.

use kernel::{Act, Problem};
use web::{Done, File, Rejection, Writing, enclosures};

use super::actions::{self, Written};
use super::merging;
use super::record::{self, Finding, FindingId};
use super::show::{Sent, refuse};
use super::typed::Typed;
use crate::bodies;
use crate::policy::{AnswerFindings, KeepFindings};
use crate::sight::Sight;

/// Sees to it that the finding is theirs to see before anything is said about it.
fn seen<A: Act>(cx: &Writing<'_, A>, typed: &Typed) -> Result<(FindingId, Sight), Problem> {
    let (id, sight) = (FindingId(typed.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    Ok((id, sight))
}

/// Sends on to the page of the finding, or gives the page back with what is wrong.
fn answered<A: Act>(
    cx: &Writing<'_, A>,
    sent: Sent,
    typed: Typed,
    said: &'static str,
    done: Result<Finding, Problem>,
) -> Result<Done, Rejection> {
    match done {
        Ok(finding) => Ok(Done::to(format!("/findings/{}", finding.id)).say(said).view(&finding)),
        Err(problem) => Err(refuse(cx, sent, typed, problem)),
    }
}

pub(super) fn hand_out(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let (roster, today, form) = (bodies::roster(cx.site())?, cx.today(), typed.clone());
    let done = cx
        .read(move |c| form.handing(c, &roster, today))
        .and_then(|handing| cx.write(move |tx| actions::hand_out(tx, &sight, id, &handing)));
    answered(cx, Sent::Handing, typed, "finding-was-handed", done)
}

pub(super) fn take_back(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done =
        typed.reason().and_then(|reason| cx.write(move |tx| actions::take_back(tx, &sight, id, &reason)));
    answered(cx, Sent::Recall, typed, "finding-was-taken-back", done)
}

pub(super) fn begin(cx: &mut Writing<'_, AnswerFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done =
        typed.measures().and_then(|measures| cx.write(move |tx| actions::begin(tx, &sight, id, &measures)));
    answered(cx, Sent::Measures, typed, "finding-was-begun", done)
}

fn written(cx: &Writing<'_, AnswerFindings>, typed: &Typed, files: Vec<File>) -> Result<Written, Problem> {
    let by = cx.principal().map(|who| who.name.clone()).unwrap_or_default();
    let text = typed.text()?;
    let files = enclosures::chosen(files, "files").map_err(|say| Problem::field("files", say))?;
    Ok(Written { text, files, by })
}

pub(super) fn progress(
    cx: &mut Writing<'_, AnswerFindings>,
    typed: Typed,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done = written(cx, &typed, files)
        .and_then(|written| cx.write(move |tx| actions::progress(tx, &sight, id, &written)));
    answered(cx, Sent::Progress, typed, "finding-was-progressed", done)
}

pub(super) fn submit(
    cx: &mut Writing<'_, AnswerFindings>,
    typed: Typed,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done = written(cx, &typed, files)
        .and_then(|written| cx.write(move |tx| actions::submit(tx, &sight, id, &written)));
    answered(cx, Sent::Submission, typed, "finding-was-submitted", done)
}

pub(super) fn send_back(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done =
        typed.reason().and_then(|reason| cx.write(move |tx| actions::send_back(tx, &sight, id, &reason)));
    answered(cx, Sent::Return, typed, "finding-was-sent-back", done)
}

pub(super) fn close(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done =
        typed.closing().and_then(|closing| cx.write(move |tx| actions::close(tx, &sight, id, &closing)));
    answered(cx, Sent::Closure, typed, "finding-was-closed", done)
}

pub(super) fn reopen(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done = typed
        .reopening(cx.today())
        .and_then(|(reason, due)| cx.write(move |tx| actions::reopen(tx, &sight, id, &reason, due)));
    answered(cx, Sent::Reopening, typed, "finding-was-reopened", done)
}

pub(super) fn come_back(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done = typed
        .revisit(cx.today())
        .and_then(|(on, saw)| cx.write(move |tx| actions::come_back(tx, &sight, id, on, &saw)));
    answered(cx, Sent::Revisit, typed, "finding-was-returned", done)
}

pub(super) fn merge(cx: &mut Writing<'_, KeepFindings>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sight) = seen(cx, &typed)?;
    let done = typed.kept().and_then(|into| {
        cx.write(move |tx| {
            if let Err(Problem::Missing) = record::seen(tx, &sight, into) {
                return Err(Problem::field("into", "finding-merge-number"));
            }
            merging::merge(tx, &sight, id, into)
        })
    });
    answered(cx, Sent::Merging, typed, "finding-was-merged", done)
}
