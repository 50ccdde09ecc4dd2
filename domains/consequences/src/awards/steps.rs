//! The steps of an award: put up for notice, taken back, final.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Rejection, Writing};

use super::actions;
use super::record::AwardId;
use super::show::{self, Typed, Viewer};
use crate::fields::{Fields, reason};
use crate::policy::DecideAwards;
use crate::sources::Sources;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AwardId,
}

/// The page again with what is wrong in one of its forms.
fn refuse(cx: &Writing<'_, DecideAwards>, typed: Typed, problem: Problem) -> Rejection {
    let Problem::Invalid(errors) = problem else { return problem.into() };
    let viewer = match Viewer::writing(cx) {
        Ok(viewer) => viewer,
        Err(problem) => return problem.into(),
    };
    let (id, shown) = (AwardId(typed.id), errors.clone());
    match cx.read(move |c| show::page(c, viewer, id, typed, &shown)) {
        Ok(page) => Rejection::form(page, errors),
        Err(problem) => problem.into(),
    }
}

pub(super) fn notice(cx: &mut Writing<'_, DecideAwards>, typed: Typed) -> Result<Done, Rejection> {
    let (id, sources) = (AwardId(typed.id), Sources::of(cx.site())?);
    let mut fields = Fields::default();
    let days = fields.number("days", &typed.days, 1, 60);
    let put_up =
        fields.done(days).and_then(|days| cx.write(move |tx| actions::put_up(tx, &sources, id, days)));
    match put_up {
        Ok(_) => Ok(Done::to(format!("/awards/{id}")).say("award-was-put-up")),
        Err(problem) => Err(refuse(cx, typed, problem)),
    }
}

pub(super) fn reopen(cx: &mut Writing<'_, DecideAwards>, typed: Typed) -> Result<Done, Rejection> {
    let id = AwardId(typed.id);
    let reopened =
        reason("why", &typed.why).and_then(|reason| cx.write(move |tx| actions::reopen(tx, id, &reason)));
    match reopened {
        Ok(()) => Ok(Done::to(format!("/awards/{id}")).say("award-was-reopened")),
        Err(problem) => Err(refuse(cx, Typed { days: "5".into(), ..typed }, problem)),
    }
}

pub(super) fn finish(cx: &mut Writing<'_, DecideAwards>, one: One) -> Result<Done, Rejection> {
    let award = cx.write(move |tx| actions::finish(tx, one.id))?;
    Ok(Done::to(format!("/awards/{}", one.id)).say("award-was-finished").view(&award))
}
