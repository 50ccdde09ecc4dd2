//! The steps of a review that are taken on its page.

use kernel::{Act, FieldError, Problem};
use schemars::JsonSchema;
use serde::Deserialize;
use web::form::{Fields, reason};
use web::{Done, File, Rejection, Writing};

use super::actions::{self, Letter};
use super::own::must_not_own;
use super::record::{self, Review, ReviewId, reference};
use super::rules::Grade;
use super::show::{self, Typed};
use crate::files;
use crate::policy::{ConductReviews, DecideReviews};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

/// A decision as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Decision {
    /// Number of the review; from the address.
    id: i64,
    /// `good`, `fair`, `ordinary` or `poor`.
    grade: String,
    /// Needed when the grade is another than the one proposed.
    reason: String,
}

/// Nobody has a part in a review of their own.
fn of_another<A: Act>(cx: &Writing<'_, A>, id: ReviewId) -> Result<(), Problem> {
    let visitor = cx.visitor()?;
    cx.read(move |c| must_not_own(&visitor, &record::find(c, id)?))
}

/// The page again with what is wrong in one of its forms.
fn refuse<A: Act>(cx: &Writing<'_, A>, id: ReviewId, typed: Typed, problem: Problem) -> Rejection {
    let Problem::Invalid(errors) = problem else { return problem.into() };
    let shown: Vec<FieldError> = errors.clone();
    let visitor = match cx.visitor() {
        Ok(visitor) => visitor,
        Err(problem) => return problem.into(),
    };
    match cx.read(move |c| show::page(c, &visitor, id, typed, &shown)) {
        Ok(page) => Rejection::form(page, errors),
        Err(problem) => problem.into(),
    }
}

fn done(review: &Review, say: &'static str) -> Done {
    Done::to(format!("/reviews/{}", review.id)).say(say).view(review)
}

pub(super) fn give_back(cx: &mut Writing<'_, ConductReviews>, typed: Typed) -> Result<Done, Rejection> {
    let id = ReviewId(typed.id);
    of_another(cx, id)?;
    let returned =
        reason("why", &typed.why).and_then(|why| cx.write(move |tx| actions::give_back(tx, id, &why)));
    match returned {
        Ok(review) => Ok(done(&review, "review-was-returned")),
        Err(problem) => Err(refuse(cx, id, typed, problem)),
    }
}

pub(super) fn end_hearing(cx: &mut Writing<'_, ConductReviews>, one: One) -> Result<Done, Rejection> {
    of_another(cx, one.id)?;
    let review = cx.write(move |tx| actions::end_hearing(tx, one.id))?;
    Ok(done(&review, "review-was-heard"))
}

pub(super) fn recount(cx: &mut Writing<'_, ConductReviews>, typed: Typed) -> Result<Done, Rejection> {
    let id = ReviewId(typed.id);
    of_another(cx, id)?;
    let again = reason("why", &typed.why).and_then(|why| cx.write(move |tx| actions::recount(tx, id, &why)));
    match again {
        Ok(review) => Ok(done(&review, "review-is-recounted")),
        Err(problem) => Err(refuse(cx, id, typed, problem)),
    }
}

pub(super) fn decide(cx: &mut Writing<'_, DecideReviews>, form: Decision) -> Result<Done, Rejection> {
    let id = ReviewId(form.id);
    of_another(cx, id)?;
    let mut fields = Fields::default();
    let reason = fields.text("reason", &form.reason, 500);
    let decided = match fields.choice("grade", Grade::of(&form.grade)) {
        Some(grade) => {
            fields.done(()).and_then(|()| cx.write(move |tx| actions::decide(tx, id, grade, &reason)))
        }
        None => fields.done(()).and(Err(Problem::field("grade", "field-choice"))),
    };
    match decided {
        Ok(review) => Ok(done(&review, "review-was-decided")),
        Err(problem) => {
            let typed = Typed { id: form.id, grade: form.grade, why: form.reason, ..Typed::default() };
            Err(refuse(cx, id, typed, problem))
        }
    }
}

pub(super) fn feed_back(cx: &mut Writing<'_, ConductReviews>, typed: Typed) -> Result<Done, Rejection> {
    let id = ReviewId(typed.id);
    of_another(cx, id)?;
    let mut fields = Fields::default();
    let strengths = fields.required("strengths", &typed.strengths, 1_000);
    let shortcomings = fields.required("shortcomings", &typed.shortcomings, 1_000);
    let demands = fields.text("demands", &typed.demands, 1_000);
    let sent = match fields.day("on", &typed.on) {
        Some(on) => fields.done(Letter { strengths, shortcomings, demands, on }),
        None => fields.done(()).and(Err(Problem::field("on", "field-day"))),
    };
    match sent.and_then(|letter| cx.write(move |tx| actions::feed_back(tx, id, &letter))) {
        Ok(review) => Ok(done(&review, "review-was-fed-back")),
        Err(problem) => Err(refuse(cx, id, typed, problem)),
    }
}

pub(super) fn add_files(
    cx: &mut Writing<'_, ConductReviews>,
    one: One,
    sent: Vec<File>,
) -> Result<Done, Rejection> {
    of_another(cx, one.id)?;
    let kept = files::sent(sent)
        .map_err(Problem::Invalid)
        .and_then(|taken| cx.write(move |tx| files::keep(tx, &reference(one.id), &taken)));
    match kept {
        Ok(()) => Ok(Done::to(format!("/reviews/{}", one.id)).say("accountability-files-were-added")),
        Err(problem) => Err(refuse(cx, one.id, Typed::default(), problem)),
    }
}
