//! The list of reviews.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::sea_query::{Expr, ExprTrait, Order, Query};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Review};
use super::rules::{Grade, State};
use super::show::seen;
use super::state_word;
use crate::address::escaped;
use crate::policy::{ConductReviews, ReadReviews};
use crate::review_years::record::{self as years, ReviewYear};
use crate::review_years::show::grade_word;
use crate::viewer::within;

/// Rows of one page, and of a workbook.
const PER_PAGE: u64 = 50;
const PER_SHEET: u64 = 100_000;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// A state, as `hearing`.
    #[serde(default)]
    state: String,
    /// `good`, `fair`, `ordinary` or `poor`.
    #[serde(default)]
    grade: String,
    /// Part of the name of the organisation or the secretary.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// A review in the list, without its report.
#[derive(Serialize, JsonSchema)]
struct Line {
    id: i64,
    year: i16,
    org_name: String,
    person: String,
    state: State,
    proposed: Option<Grade>,
    decided: Option<Grade>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reviews/list.html")]
pub(super) struct ReviewList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<ReviewYear>,
    reviews: Vec<Line>,
    may_conduct: bool,
    page: usize,
    pages: usize,
    total: usize,
}

impl ReviewList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn year_choices(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |year: &ReviewYear| (year.year.to_string(), year.year.to_string());
        std::iter::once(all).chain(self.years.iter().map(one)).collect()
    }

    fn states(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: State| (state.code().to_owned(), self.state(&state));
        std::iter::once(all).chain(State::ALL.map(one)).collect()
    }

    fn grades(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |grade: Grade| (grade.code().to_owned(), self.grade(&grade));
        std::iter::once(all).chain(Grade::ALL.map(one)).collect()
    }

    fn state(&self, state: &State) -> String {
        state_word(&self.words, *state)
    }

    fn grade(&self, grade: &Grade) -> String {
        grade_word(&self.words, *grade)
    }

    fn year_name(&self, year: &ReviewYear) -> String {
        self.words.f("review-year-of", [("year", year.year.to_string())])
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let (state, grade, q) = (escaped(&f.state), escaped(&f.grade), escaped(&f.q));
        format!("/reviews?year={}&state={state}&grade={grade}&q={q}&", self.year())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for ReviewList {
    fn title(&self) -> String {
        self.words.t("review-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "accountability-year",
            "review-organisation",
            "review-person",
            "review-state",
            "review-proposed",
            "review-decided",
        ];
        let grade = |grade: &Option<Grade>| Cell::text(grade.map(|g| self.grade(&g)).unwrap_or_default());
        let row = |line: &Line| {
            vec![
                Cell::Int(line.year.into()),
                Cell::text(&line.org_name),
                Cell::text(&line.person),
                Cell::text(self.state(&line.state)),
                grade(&line.proposed),
                grade(&line.decided),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.reviews.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadReviews>, filter: Filter) -> Result<ReviewList, Problem> {
    let (words, visitor, reach) = (cx.words(), cx.visitor()?, cx.permit.reach().clone());
    let mut query = Query::select();
    query.columns(record::COLUMNS).from("reviews").cond_where(within(&reach));
    if let Some(year) = filter.year {
        query.and_where(Expr::col("year").eq(i64::from(year)));
    }
    if let Some(state) = State::of(&filter.state) {
        query.and_where(Expr::col("state").eq(state.code()));
    }
    if let Some(grade) = Grade::of(&filter.grade) {
        query.and_where(Expr::col("decided").eq(grade.code()));
        if !reach.all {
            query.and_where(Expr::col("state").eq(State::FedBack.code()));
        }
    }
    let typed = filter.q.trim();
    if !typed.is_empty() {
        let either =
            cx.db.contains(Expr::col("org_name"), typed).or(cx.db.contains(Expr::col("person"), typed));
        query.and_where(either);
    }
    query.order_by("year", Order::Desc).order_by("id", Order::Asc);
    let total = usize::try_from(cx.db.select_count(&query)?).unwrap_or(0);
    let pages = total.div_ceil(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (offset, limit) = match cx.face() {
        Face::Sheet => (0, PER_SHEET),
        _ => (u64::try_from(page - 1).unwrap_or(0) * PER_PAGE, PER_PAGE),
    };
    let line = |review: Review| {
        let review = seen(&visitor, review);
        Line {
            id: review.id.0,
            year: review.year,
            org_name: review.org_name,
            person: review.person,
            state: review.state,
            proposed: review.proposed,
            decided: review.decided,
        }
    };
    let found = cx.db.select(query.offset(offset).limit(limit), record::review)?;
    Ok(ReviewList {
        reviews: found.into_iter().map(line).collect(),
        years: years::all(cx.db)?,
        may_conduct: cx.can::<ConductReviews>(),
        page,
        pages,
        total,
        filter,
        words,
    })
}
