//! The list of reports.

use askama::Template;
use kernel::{Cell, Day, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::sea_query::{Cond, Expr, ExprTrait, Order, Query};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::body;
use super::record::{self, Report, State};
use crate::address::escaped;
use crate::bodies::{Bodies, choices};
use crate::policy::{ReadReports, WriteReports};
use crate::viewer::{reach, within};

/// Rows of one page, and of a workbook.
const PER_PAGE: u64 = 50;
const PER_SHEET: u64 = 100_000;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Only reports as of a day of that year.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of the body that reports.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `draft` or `submitted`.
    #[serde(default)]
    state: String,
    /// Part of the plan's title or of the body's name.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// A report in the list, without what it says.
#[derive(Serialize, JsonSchema)]
struct Line {
    id: i64,
    name: String,
    body: String,
    plan: String,
    until: Day,
    state: State,
    submitted: Option<Day>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/list.html")]
pub(super) struct ReportList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    bodies: Vec<(String, String)>,
    #[serde(skip)]
    has_plans: bool,
    reports: Vec<Line>,
    may_write: bool,
    page: usize,
    pages: usize,
    total: usize,
}

impl ReportList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn states(&self) -> Vec<(String, String)> {
        let one = |state: State| (state.code().to_owned(), self.state(&state));
        let all = (String::new(), self.words.t("kit-all"));
        std::iter::once(all).chain([State::Draft, State::Submitted].map(one)).collect()
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("report-state-{}", state.code()))
    }

    fn tone(&self, state: &State) -> &'static str {
        if *state == State::Draft { "warn" } else { "done" }
    }

    fn submitted(&self, line: &Line) -> String {
        line.submitted.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn address(&self) -> String {
        let (state, q) = (escaped(&self.filter.state), escaped(&self.filter.q));
        format!("/reports?year={}&org={}&state={state}&q={q}&", self.year(), self.org())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for ReportList {
    fn title(&self) -> String {
        self.words.t("report-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "report-name-of",
            "report-body",
            "report-plan",
            "report-until",
            "report-state",
            "report-submitted",
        ];
        let row = |line: &Line| {
            vec![
                Cell::text(&line.name),
                Cell::text(&line.body),
                Cell::text(&line.plan),
                Cell::Day(line.until),
                Cell::text(self.state(&line.state)),
                Cell::day(line.submitted),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.reports.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadReports>, filter: Filter) -> Result<ReportList, Problem> {
    let (words, visitor, today) = (cx.words(), cx.visitor()?, cx.today());
    let (read, write) = (cx.permit.reach().clone(), reach::<WriteReports>(&visitor));
    let mut query = Query::select();
    query.columns(record::COLUMNS).from("duty_reports").cond_where(within(&read));
    let submitted = Expr::col("state").eq(State::Submitted.code());
    query.cond_where(Cond::any().add(submitted).add(within(&write)));
    if let Some(year) = filter.year {
        let first = Day::new(year, 1, 1).map_err(|_| Problem::Malformed("no such year".into()))?;
        query.and_where(Expr::col("until").gte(first.epoch_days()));
        query.and_where(Expr::col("until").lt(first.plus_years(1).epoch_days()));
    }
    if let Some(org) = filter.org {
        query.and_where(Expr::col("org_id").eq(org));
    }
    if let Some(state) = State::of(&filter.state) {
        query.and_where(Expr::col("state").eq(state.code()));
    }
    let typed = filter.q.trim();
    if !typed.is_empty() {
        let either =
            cx.db.contains(Expr::col("plan_title"), typed).or(cx.db.contains(Expr::col("org_name"), typed));
        query.and_where(either);
    }
    query.order_by("until", Order::Desc).order_by("id", Order::Desc);
    let total = usize::try_from(cx.db.select_count(&query)?).unwrap_or(0);
    let pages = total.div_ceil(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (offset, limit) = match cx.face() {
        Face::Sheet => (0, PER_SHEET),
        _ => (u64::try_from(page - 1).unwrap_or(0) * PER_PAGE, PER_PAGE),
    };
    let line = |report: Report| Line {
        id: report.id.0,
        name: super::named(&words, &report),
        body: body(&words, &report),
        plan: report.plan_title.clone(),
        until: report.until,
        state: report.state,
        submitted: report.submitted,
    };
    let found = cx.db.select(query.offset(offset).limit(limit), record::report)?;
    let mut bodies = Bodies::of(cx.site())?.offered(cx.db, today)?;
    bodies.retain(|body| read.covers(OrgId(body.id.0), &body.path));
    Ok(ReportList {
        reports: found.into_iter().map(line).collect(),
        bodies: choices(words.t("kit-all"), &bodies),
        has_plans: !record::plans(cx.db)?.is_empty(),
        may_write: cx.can::<WriteReports>(),
        page,
        pages,
        total,
        filter,
        words,
    })
}
