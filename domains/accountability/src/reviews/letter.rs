//! The letter of feedback (反馈函).

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{PaperView, Reading};

use super::named;
use super::record::{self, ReviewId};
use super::rules::State;
use super::show::seen;
use crate::policy::ReadReviews;
use crate::review_years::show::grade_word;
use crate::viewer::must_cover;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

pub(super) fn show(cx: &mut Reading<'_, ReadReviews>, one: One) -> Result<PaperView, Problem> {
    let (words, visitor, site) = (cx.words(), cx.visitor()?, cx.site().clone());
    let review = record::find(cx.db, one.id)?;
    must_cover(cx.permit.reach(), Some(review.org), &review.org_path)?;
    let review = seen(&visitor, review);
    let (Some(on), State::FedBack) = (review.fed_back_on, review.state) else {
        return Err(Problem::Missing);
    };
    let signer = web::signer(cx.db, &site, &words, Some(&review.org_path))?;
    let grade = review.decided.map(|grade| grade_word(&words, grade)).unwrap_or_default();
    let args = [("year", review.year.to_string()), ("person", review.person.clone()), ("grade", grade)];
    let mut paper = words
        .paper(words.f("review-paper-title", &args))
        .to(words.f(
            "review-paper-to",
            [("organisation", review.org_name.clone()), ("person", review.person.clone())],
        ))
        .text(words.f("review-paper-opening", &args))
        .section(words.t("review-strengths"))
        .text(&review.strengths)
        .section(words.t("review-shortcomings"))
        .text(&review.shortcomings);
    if !review.demands.is_empty() {
        paper = paper.section(words.t("review-demands")).text(&review.demands);
    }
    let paper = paper.text(words.t("review-paper-closing")).signed(signer, on).sealed("");
    let name = words.f(
        "review-paper-file",
        [("year", review.year.to_string()), ("organisation", review.org_name.clone())],
    );
    Ok(PaperView::new(cx, paper).back(format!("/reviews/{}", one.id), named(&words, &review)).named(name))
}
