//! The list of decisions, of all meetings.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::sea_query::{Expr, ExprTrait, Order, Query};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Decision, State};
use super::{responsible, state_word};
use crate::address::escaped;
use crate::bodies::{Bodies, choices};
use crate::policy::ReadGroups;

/// Rows of one page, and of a workbook.
const PER_PAGE: u64 = 50;
const PER_SHEET: u64 = 100_000;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Number of the body that carries it out.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `open`, `late` or `done`.
    #[serde(default)]
    state: String,
    /// Part of what was decided.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "decisions/list.html")]
pub(super) struct DecisionList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    bodies: Vec<(String, String)>,
    decisions: Vec<Decision>,
    #[serde(skip)]
    today: Day,
    page: usize,
    pages: usize,
    total: usize,
}

impl DecisionList {
    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn states(&self) -> Vec<(String, String)> {
        let one = |state: State| (state.code().to_owned(), state_word(&self.words, state));
        std::iter::once((String::new(), self.words.t("kit-all"))).chain(State::ALL.map(one)).collect()
    }

    fn responsible(&self, decision: &Decision) -> String {
        responsible(&self.words, decision)
    }

    fn due(&self, decision: &Decision) -> String {
        decision.due.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn state(&self, decision: &Decision) -> String {
        state_word(&self.words, decision.state(self.today))
    }

    fn tone(&self, decision: &Decision) -> &'static str {
        decision.state(self.today).tone()
    }

    fn address(&self) -> String {
        let (state, q) = (escaped(&self.filter.state), escaped(&self.filter.q));
        format!("/decisions?org={}&state={state}&q={q}&", self.org())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for DecisionList {
    fn title(&self) -> String {
        self.words.t("decision-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "decision-content",
            "decision-responsible",
            "decision-due",
            "decision-state",
            "decision-outcome",
        ];
        let row = |one: &Decision| {
            vec![
                Cell::text(&one.content),
                Cell::text(self.responsible(one)),
                Cell::day(one.due),
                Cell::text(self.state(one)),
                Cell::text(&one.outcome),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.decisions.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadGroups>, filter: Filter) -> Result<DecisionList, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let mut query = Query::select();
    query.columns(record::COLUMNS).from("group_decisions");
    if let Some(org) = filter.org {
        query.and_where(Expr::col("org_id").eq(org));
    }
    let (open, day) = (Expr::col("done_on").is_null(), today.epoch_days());
    match State::of(&filter.state) {
        Some(State::Done) => query.and_where(Expr::col("done_on").is_not_null()),
        Some(State::Late) => query.and_where(open).and_where(Expr::col("due").lt(day)),
        Some(State::Open) => {
            let in_time = Expr::col("due").gte(day).or(Expr::col("due").is_null());
            query.and_where(open).and_where(in_time)
        }
        None => &mut query,
    };
    if !filter.q.trim().is_empty() {
        query.and_where(cx.db.contains(Expr::col("content"), filter.q.trim()));
    }
    query.order_by("meeting_id", Order::Desc).order_by("id", Order::Asc);
    let total = usize::try_from(cx.db.select_count(&query)?).unwrap_or(0);
    let pages = total.div_ceil(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).max(1);
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (offset, limit) = match cx.face() {
        Face::Sheet => (0, PER_SHEET),
        _ => (u64::try_from(page - 1).unwrap_or(0) * PER_PAGE, PER_PAGE),
    };
    let bodies = Bodies::of(cx.site())?.offered(cx.db, today)?;
    Ok(DecisionList {
        decisions: cx.db.select(query.offset(offset).limit(limit), record::decision)?,
        bodies: choices(words.t("kit-all"), &bodies),
        today,
        page,
        pages,
        total,
        filter,
        words,
    })
}
