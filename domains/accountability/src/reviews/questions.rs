//! A question at the hearing by form.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Asked};
use super::own::must_not_own;
use super::record::{self, QuestionId, Review, ReviewId};
use crate::policy::ConductReviews;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneQuestion {
    id: ReviewId,
    question: QuestionId,
}

/// A question as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct QuestionForm {
    /// Number of the review; from the address.
    id: i64,
    asker: String,
    asked: String,
    answer: String,
    comment: String,
}

/// A question to be corrected, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct CorrectionForm {
    /// Number of the review; from the address.
    id: i64,
    /// Number of the question; from the address.
    question: i64,
    asker: String,
    asked: String,
    answer: String,
    comment: String,
}

impl QuestionForm {
    fn check(&self) -> Result<Asked, Problem> {
        let mut fields = Fields::default();
        let asked = Asked {
            asker: fields.required("asker", &self.asker, 30),
            question: fields.required("asked", &self.asked, 500),
            answer: fields.text("answer", &self.answer, 1_000),
            comment: fields.text("comment", &self.comment, 500),
        };
        fields.done(asked)
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviews/question.html")]
pub(super) struct QuestionPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: QuestionForm,
    #[serde(skip)]
    review: Review,
    /// Number of the question to be corrected.
    corrects: Option<i64>,
}

impl QuestionPage {
    fn at(&self, tail: &str) -> String {
        format!("/reviews/{}{tail}", self.review.id)
    }

    fn action(&self) -> String {
        match self.corrects {
            Some(question) => self.at(&format!("/questions/{question}")),
            None => self.at("/questions"),
        }
    }
}

impl Page for QuestionPage {
    fn title(&self) -> String {
        self.words.t(if self.corrects.is_none() { "review-ask" } else { "review-ask-edit" })
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    form: QuestionForm,
    corrects: Option<i64>,
    errors: &[FieldError],
) -> Result<QuestionPage, Problem> {
    let review = record::find(c, ReviewId(form.id))?;
    Ok(QuestionPage { faults: Faults::of(errors, &words), form, review, corrects, words })
}

pub(super) fn new(cx: &mut Reading<'_, ConductReviews>, one: One) -> Result<QuestionPage, Problem> {
    let form = QuestionForm { id: one.id.0, ..QuestionForm::default() };
    page(cx.db, cx.words(), form, None, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, ConductReviews>, one: OneQuestion) -> Result<QuestionPage, Problem> {
    let all = record::questions(cx.db, one.id)?;
    let known = all.into_iter().find(|known| known.id == one.question).ok_or(Problem::Missing)?;
    let form = QuestionForm {
        id: one.id.0,
        asker: known.asker,
        asked: known.question,
        answer: known.answer,
        comment: known.comment,
    };
    page(cx.db, cx.words(), form, Some(one.question.0), &[])
}

pub(super) fn ask(cx: &mut Writing<'_, ConductReviews>, form: QuestionForm) -> Result<Done, Rejection> {
    keep(cx, form, None)
}

pub(super) fn correct(cx: &mut Writing<'_, ConductReviews>, form: CorrectionForm) -> Result<Done, Rejection> {
    let CorrectionForm { id, question, asker, asked, answer, comment } = form;
    keep(cx, QuestionForm { id, asker, asked, answer, comment }, Some(QuestionId(question)))
}

fn keep(
    cx: &mut Writing<'_, ConductReviews>,
    form: QuestionForm,
    corrects: Option<QuestionId>,
) -> Result<Done, Rejection> {
    let (id, visitor) = (ReviewId(form.id), cx.visitor()?);
    cx.read(move |c| must_not_own(&visitor, &record::find(c, id)?))?;
    let kept = form.check().and_then(|asked| cx.write(move |tx| actions::ask(tx, id, corrects, &asked)));
    match kept {
        Ok(question) => Ok(Done::to(format!("/reviews/{id}")).say("review-was-asked").view(&question)),
        Err(Problem::Refused(say)) => Err(Problem::Refused(say).into()),
        Err(problem) => {
            let errors = errors_of(problem, "asked")?;
            let (words, shown) = (cx.words(), errors.clone());
            let corrects = corrects.map(|question| question.0);
            let page = cx.read(move |c| page(c, words, form, corrects, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
