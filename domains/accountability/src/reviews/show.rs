//! The page of a review: report, hearing, counts, grade, letter, as far as the reader sees them.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use scoring::Ratio;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::enclosures::ACCEPT;
use web::form::Faults;
use web::history::{self, Line};
use web::links::{self, LinksView};
use web::{Download, Page, Reading, Visitor, Words};

use super::own::is_own;
use super::record::{self, Question, Review, ReviewId, reference};
use super::rules::{self, Count, Grade, State};
use super::{named, state_word};
use crate::files::{self, OneFile};
use crate::policy::{ConductReviews, CountReviews, DecideReviews, ReadReviews, ReportOnDuty};
use crate::review_years::record::{self as years, ReviewYear};
use crate::review_years::show::{grade_word, marks, thresholds};
use crate::viewer::{actor, may, must_cover, reach, same_person};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ReviewId,
}

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the review; from the address.
    pub id: i64,
    /// `good`, `fair`, `ordinary` or `poor`.
    pub grade: String,
    /// Why: a report is returned, forms are counted again, or the grade is another than proposed.
    pub why: String,
    pub strengths: String,
    pub shortcomings: String,
    pub demands: String,
    /// Day of the letter.
    pub on: String,
}

/// What the reader may do now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
struct Offers {
    report: bool,
    give_back: bool,
    ask: bool,
    count: bool,
    recount: bool,
    decide: bool,
    feed_back: bool,
    files: bool,
}

/// The numbers of a group.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct GroupLine {
    name: String,
    #[serde(flatten)]
    count: Count,
    /// Its mean to two digits, half up.
    mean: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviews/show.html")]
pub(super) struct ReviewShow {
    #[serde(skip)]
    words: Words,
    review: Review,
    #[serde(skip)]
    year: ReviewYear,
    /// Characters of the report, blanks not counted.
    length: usize,
    questions: Vec<Question>,
    /// The numbers of the forms, once they are settled.
    counts: Vec<GroupLine>,
    /// What the numbers were taken over from.
    source: String,
    /// How many persons have entered the numbers, while they are not settled.
    entered: usize,
    /// Two have, and they differ.
    differ: bool,
    /// The reader is one of them.
    entered_own: bool,
    /// Files by number and name.
    files: Vec<(usize, String)>,
    /// Records that it is tied to.
    links: Option<LinksView>,
    #[serde(skip)]
    history: Vec<Line>,
    offers: Offers,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl ReviewShow {
    fn at(&self, tail: &str) -> String {
        format!("/reviews/{}{tail}", self.review.id)
    }

    fn year_at(&self) -> String {
        format!("/review-years/{}", self.year.id)
    }

    fn year_name(&self) -> String {
        self.words.f("review-year-of", [("year", self.review.year.to_string())])
    }

    fn state(&self) -> String {
        state_word(&self.words, self.review.state)
    }

    fn stages(&self) -> Vec<String> {
        State::ALL.map(|state| state_word(&self.words, state)).into()
    }

    fn step(&self) -> usize {
        self.review.state.step()
    }

    fn due(&self) -> String {
        self.year.report_due.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("review-no-due"))
    }

    fn grade(&self, grade: &Grade) -> String {
        grade_word(&self.words, *grade)
    }

    fn long(&self) -> String {
        let args = [("n", self.length.to_string()), ("limit", self.year.parameters.limit.to_string())];
        self.words.f("review-length", args)
    }

    fn mean(&self) -> String {
        self.review.mean.parse::<Ratio>().map(|mean| mean.rounded(2).to_string()).unwrap_or_default()
    }

    /// How the proposed grade came about.
    fn rule(&self) -> String {
        let parameters = &self.year.parameters;
        let args = [("marks", marks(&self.words, parameters)), ("from", thresholds(&self.words, parameters))];
        self.words.f("review-rule", args)
    }

    fn choices(&self) -> Vec<(String, String)> {
        Grade::ALL.map(|grade| (grade.code().to_owned(), self.grade(&grade))).into()
    }

    fn has_letter(&self) -> bool {
        !self.review.strengths.is_empty() || !self.review.shortcomings.is_empty()
    }

    fn on_day(&self, day: &Option<kernel::Day>) -> String {
        day.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }
}

impl Page for ReviewShow {
    fn title(&self) -> String {
        named(&self.words, &self.review)
    }
}

fn offers(visitor: &Visitor, review: &Review, asked: bool) -> Offers {
    let (org, path) = (Some(review.org), review.org_path.as_str());
    let report = review.state == State::Reporting && may::<ReportOnDuty>(visitor, org, path);
    if is_own(visitor, review) {
        return Offers { report, ..Offers::default() };
    }
    let conducts = may::<ConductReviews>(visitor, org, path);
    Offers {
        report,
        give_back: conducts && review.state == State::Hearing && !asked,
        ask: conducts && review.state == State::Hearing,
        count: review.state == State::Evaluating && may::<CountReviews>(visitor, org, path),
        recount: conducts && review.state == State::Deciding,
        decide: review.state == State::Deciding && may::<DecideReviews>(visitor, org, path),
        feed_back: conducts && review.state == State::Decided,
        files: conducts,
    }
}

/// Whether somebody sees what a review comes to: the reviewed learn it from the letter.
fn is_told(visitor: &Visitor, review: &Review) -> bool {
    review.state == State::FedBack || (reach::<ReadReviews>(visitor).all && !is_own(visitor, review))
}

/// A review as somebody sees it.
pub(crate) fn seen(visitor: &Visitor, review: Review) -> Review {
    if is_told(visitor, &review) { review } else { review.before_the_letter() }
}

pub(super) fn page(
    c: &mut Conn,
    visitor: &Visitor,
    id: ReviewId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<ReviewShow, Problem> {
    let stored = record::find(c, id)?;
    must_cover(&reach::<ReadReviews>(visitor), Some(stored.org), &stored.org_path)?;
    let (own, told) = (is_own(visitor, &stored), is_told(visitor, &stored));
    let year = years::find(c, stored.year_id)?;
    let questions = record::questions(c, id)?;
    let entries = record::entries(c, id)?;
    let settled = stored.state > State::Evaluating && told;
    // Whichever agreed: what was taken over, or what both typed.
    let agreed = entries.iter().find(|entry| !entry.source.is_empty()).or_else(|| entries.first());
    let agreed = agreed.filter(|_| settled).cloned();
    let line = |(group, count): (&rules::Group, &Count)| GroupLine {
        name: group.name.clone(),
        count: *count,
        mean: count
            .mean(&year.parameters.marks)
            .map_or_else(|| "–".into(), |mean| mean.rounded(2).to_string()),
    };
    let counts = agreed.iter().flat_map(|entry| year.parameters.groups.iter().zip(&entry.counts).map(line));
    let by = actor(visitor);
    let counting = stored.state == State::Evaluating && !own;
    Ok(ReviewShow {
        counts: counts.collect(),
        source: agreed.as_ref().map(|entry| entry.source.clone()).unwrap_or_default(),
        entered: if counting { entries.len() } else { 0 },
        differ: counting && entries.len() == 2,
        entered_own: counting && entries.iter().any(|entry| same_person(&entry.by, &by)),
        offers: offers(visitor, &stored, !questions.is_empty()),
        length: rules::length(&stored.report),
        files: if told { files::listed(c, &reference(id))? } else { Vec::new() },
        links: None,
        history: match told {
            true => history::of(c, &visitor.words, "accountability", &reference(id))?,
            false => Vec::new(),
        },
        faults: Faults::of(errors, &visitor.words),
        review: seen(visitor, stored),
        words: visitor.words.clone(),
        questions,
        year,
        typed,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadReviews>, one: One) -> Result<ReviewShow, Problem> {
    let visitor = cx.visitor()?;
    let typed = Typed { on: cx.today().to_string(), ..Typed::default() };
    let mut page = page(cx.db, &visitor, one.id, typed, &[])?;
    page.links = Some(links::view(cx, &reference(one.id))?);
    Ok(page)
}

pub(super) fn download(cx: &mut Reading<'_, ReadReviews>, one: OneFile) -> Result<Download, Problem> {
    let visitor = cx.visitor()?;
    let review = record::find(cx.db, ReviewId(one.id))?;
    must_cover(&reach::<ReadReviews>(&visitor), Some(review.org), &review.org_path)?;
    if !is_told(&visitor, &review) {
        return Err(Problem::Missing);
    }
    web::enclosures::handed_out(cx.db, &reference(review.id), one.file)
}
