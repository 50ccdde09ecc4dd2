//! The reviews of a year: how they are counted, and who is reviewed.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::history::{self, Line};
use web::{Page, Reading, Words};

use super::record::{self, ReviewYear, YearId, reference};
use crate::policy::{ConductReviews, ReadReviews};
use crate::reviews::record::{self as reviews, Review};
use crate::reviews::rules::{Grade, Parameters};
use crate::reviews::show::seen;
use crate::viewer::covers;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: YearId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "review_years/show.html")]
pub(super) struct YearShow {
    #[serde(skip)]
    words: Words,
    year: ReviewYear,
    /// Who is reviewed, as far as the reader sees them.
    reviews: Vec<Review>,
    #[serde(skip)]
    history: Vec<Line>,
    may_conduct: bool,
}

impl YearShow {
    fn at(&self, tail: &str) -> String {
        format!("/review-years/{}{tail}", self.year.id)
    }

    fn due(&self) -> String {
        self.year.report_due.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("review-no-due"))
    }

    fn groups(&self) -> String {
        groups(&self.words, &self.year.parameters)
    }

    fn marks(&self) -> String {
        marks(&self.words, &self.year.parameters)
    }

    fn thresholds(&self) -> String {
        thresholds(&self.words, &self.year.parameters)
    }

    fn state(&self, review: &Review) -> String {
        self.words.t(&format!("review-state-{}", review.state.code().replace('_', "-")))
    }

    fn decided(&self, review: &Review) -> String {
        review.decided.map(|grade| grade_word(&self.words, grade)).unwrap_or_default()
    }
}

/// The word for a grade.
pub(crate) fn grade_word(words: &Words, grade: Grade) -> String {
    words.t(&format!("review-grade-{}", grade.code()))
}

/// Groups with their weights.
pub(crate) fn groups(words: &Words, parameters: &Parameters) -> String {
    let one = |group: &crate::reviews::rules::Group| {
        let args = [("name", group.name.clone()), ("weight", group.weight.to_string())];
        words.f("review-group-weight", args)
    };
    parameters.groups.iter().map(one).collect::<Vec<_>>().join(&words.t("accountability-comma"))
}

/// What each grade on a form is worth.
pub(crate) fn marks(words: &Words, parameters: &Parameters) -> String {
    let pairs = Grade::ALL.iter().zip(&parameters.marks);
    let all: Vec<_> = pairs.map(|(grade, mark)| format!("{} {mark}", grade_word(words, *grade))).collect();
    all.join(&words.t("accountability-comma"))
}

/// From which mean on there is which grade.
pub(crate) fn thresholds(words: &Words, parameters: &Parameters) -> String {
    let pairs = Grade::ALL.iter().zip(&parameters.thresholds);
    let all: Vec<_> = pairs.map(|(grade, from)| format!("{} ≥ {from}", grade_word(words, *grade))).collect();
    all.join(&words.t("accountability-comma"))
}

impl Page for YearShow {
    fn title(&self) -> String {
        self.words.f("review-year-of", [("year", self.year.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["review-organisation", "review-person", "review-state", "review-decided"];
        let row = |one: &Review| {
            vec![
                Cell::text(&one.org_name),
                Cell::text(&one.person),
                Cell::text(self.state(one)),
                Cell::text(self.decided(one)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.reviews.iter().map(row).collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadReviews>, one: One) -> Result<YearShow, Problem> {
    let (words, visitor, reach) = (cx.words(), cx.visitor()?, cx.permit.reach().clone());
    let year = record::find(cx.db, one.id)?;
    let mut all = reviews::of_year(cx.db, one.id)?;
    all.retain(|review| covers(&reach, Some(review.org), &review.org_path));
    if all.is_empty() && !reach.all {
        return Err(Problem::Missing);
    }
    let history = match reach.all {
        true => history::of(cx.db, &words, "accountability", &reference(one.id))?,
        false => Vec::new(),
    };
    Ok(YearShow {
        may_conduct: cx.can::<ConductReviews>(),
        reviews: all.into_iter().map(|review| seen(&visitor, review)).collect(),
        year,
        history,
        words,
    })
}
