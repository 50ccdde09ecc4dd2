//! The report on duty (述职报告), written by the reviewed.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Review, ReviewId};
use super::rules::State;
use crate::policy::ReportOnDuty;
use crate::review_years::record as years;
use crate::viewer::must_cover;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

/// A report as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ReportForm {
    /// Number of the review; from the address.
    id: i64,
    report: String,
    /// `save` or `submit`.
    #[serde(rename = "do")]
    step: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviews/report.html")]
pub(super) struct DutyReport {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    review: Review,
    report: String,
    /// Characters that it may have, blanks not counted.
    limit: u32,
}

impl DutyReport {
    fn at(&self, tail: &str) -> String {
        format!("/reviews/{}{tail}", self.review.id)
    }

    fn hint(&self) -> String {
        let n = super::rules::length(&self.report);
        self.words.f("review-report-hint", [("limit", self.limit.to_string()), ("n", n.to_string())])
    }

    /// What the browser counts: blanks too, so that it never stands in the way of a report of the right length.
    fn most(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX).saturating_mul(2)
    }
}

impl Page for DutyReport {
    fn title(&self) -> String {
        self.words.f("review-report-of", [("person", self.review.person.clone())])
    }
}

fn page(
    c: &mut Conn,
    words: Words,
    id: ReviewId,
    typed: Option<String>,
    errors: &[FieldError],
) -> Result<DutyReport, Problem> {
    let review = record::find(c, id)?;
    let limit = years::find(c, review.year_id)?.parameters.limit;
    let report = typed.unwrap_or_else(|| review.report.clone());
    Ok(DutyReport { faults: Faults::of(errors, &words), review, report, limit, words })
}

pub(super) fn edit(cx: &mut Reading<'_, ReportOnDuty>, one: One) -> Result<DutyReport, Problem> {
    let reach = cx.permit.reach().clone();
    let review = record::find(cx.db, one.id)?;
    must_cover(&reach, Some(review.org), &review.org_path)?;
    if review.state != State::Reporting {
        return Err(Problem::refused("review-not-now"));
    }
    page(cx.db, cx.words(), one.id, None, &[])
}

pub(super) fn save(cx: &mut Writing<'_, ReportOnDuty>, form: ReportForm) -> Result<Done, Rejection> {
    let (id, reach) = (ReviewId(form.id), cx.permit.reach().clone());
    let limit = cx.read(move |c| {
        let review = record::find(c, id)?;
        must_cover(&reach, Some(review.org), &review.org_path)?;
        Ok(years::find(c, review.year_id)?.parameters.limit)
    })?;
    let (submits, report) = (form.step == "submit", form.report.trim().to_owned());
    // A draft may be longer than the report, so that it can be cut; yet not without end.
    let endless = report.chars().count() > usize::try_from(limit).unwrap_or(usize::MAX).saturating_mul(4);
    let saved = match (endless, submits) {
        (true, _) => Err(Problem::field(
            "report",
            kernel::Say::new("review-report-long").with("n", report.chars().count()).with("limit", limit),
        )),
        (false, true) => cx.write(move |tx| actions::submit(tx, id, &report)),
        (false, false) => cx.write(move |tx| actions::save(tx, id, &report)),
    };
    match saved {
        Ok(after) => Ok(Done::to(format!("/reviews/{id}"))
            .say(if submits { "review-was-reported" } else { "review-was-saved" })
            .view(&after.before_the_letter())),
        Err(Problem::Refused(say)) => Err(Problem::Refused(say).into()),
        Err(problem) => {
            let errors = errors_of(problem, "report")?;
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, words, id, Some(form.report), &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
