//! The list of a year.

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, KeyWork};
use super::rules::{State, is_late};
use crate::address::escaped;
use crate::bodies::{Bodies, choices};
use crate::policy::{ReadKeyWork, SetKeyWork};

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// The year; the latest that has a list when none is given.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of the lead body.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `planned`, `under_way`, `done`, `dropped` or `late`.
    #[serde(default)]
    state: String,
    /// Part of the title or the standard.
    #[serde(default)]
    q: String,
}

/// An item and whether its day is past.
#[derive(Serialize, JsonSchema)]
struct Line {
    #[serde(flatten)]
    item: KeyWork,
    late: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "key_work/list.html")]
pub(super) struct KeyWorkList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    /// The year shown.
    year: i16,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    bodies: Vec<OrgBrief>,
    items: Vec<Line>,
    may_set: bool,
}

impl KeyWorkList {
    fn year(&self) -> String {
        self.year.to_string()
    }

    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn body_choices(&self) -> Vec<(String, String)> {
        choices(self.words.t("kit-all"), &self.bodies)
    }

    fn states(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: State| (state.code().to_owned(), self.state(&state));
        let late = ("late".to_owned(), self.words.t("accountability-late"));
        std::iter::once(all).chain(State::ALL.map(one)).chain(std::iter::once(late)).collect()
    }

    fn state(&self, state: &State) -> String {
        state_word(&self.words, *state)
    }

    fn due(&self, line: &Line) -> String {
        line.item.due.map(|day| self.words.day(day)).unwrap_or_else(|| self.words.t("key-work-no-due"))
    }

    fn new_at(&self) -> String {
        format!("/key-work/new?year={}", self.year)
    }

    fn export(&self) -> String {
        let (state, q) = (escaped(&self.filter.state), escaped(&self.filter.q));
        format!("/key-work?year={}&org={}&state={state}&q={q}&format=xlsx", self.year, self.org())
    }
}

/// The word for a state.
pub(crate) fn state_word(words: &Words, state: State) -> String {
    words.t(&format!("key-work-state-{}", state.code().replace('_', "-")))
}

impl Page for KeyWorkList {
    fn title(&self) -> String {
        self.words.t("key-work-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "key-work-number",
            "key-work-item",
            "key-work-lead-body",
            "key-work-due",
            "key-work-standard",
            "key-work-state",
            "key-work-word",
        ];
        let row = |line: &Line| {
            let item = &line.item;
            vec![
                Cell::Int(item.place.into()),
                Cell::text(&item.title),
                Cell::text(&item.org_name),
                Cell::day(item.due),
                Cell::text(&item.standard),
                Cell::text(self.state(&item.state)),
                Cell::text(&item.word),
            ]
        };
        Some(Sheet {
            name: self.words.f("key-work-of-year", [("year", self.year.to_string())]),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.items.iter().map(row).collect(),
        })
    }
}

fn query(c: &Conn, year: i16, filter: &Filter) -> SelectStatement {
    let mut query = Query::select();
    query.columns(record::COLUMNS).from("key_work").and_where(Expr::col("year").eq(i64::from(year)));
    if let Some(org) = filter.org {
        query.and_where(Expr::col("org_id").eq(org));
    }
    if let Some(state) = State::of(&filter.state) {
        query.and_where(Expr::col("state").eq(state.code()));
    }
    let typed = filter.q.trim();
    if !typed.is_empty() {
        let either = c.contains(Expr::col("title"), typed).or(c.contains(Expr::col("standard"), typed));
        query.and_where(either);
    }
    query.order_by("place", Order::Asc).order_by("id", Order::Asc);
    query
}

pub(super) fn list(cx: &mut Reading<'_, ReadKeyWork>, filter: Filter) -> Result<KeyWorkList, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let bodies = Bodies::of(cx.site())?;
    let years = record::years(cx.db)?;
    let year = filter.year.or_else(|| years.first().copied()).unwrap_or_else(|| today.year());
    let query = query(cx.db, year, &filter);
    let line = |item: KeyWork| Line { late: is_late(item.state, item.due, today), item };
    let mut items: Vec<Line> = cx.db.select(&query, record::item)?.into_iter().map(line).collect();
    if filter.state == "late" {
        items.retain(|line| line.late);
    }
    let mut offered = years;
    if !offered.contains(&year) {
        offered.insert(0, year);
    }
    Ok(KeyWorkList {
        may_set: cx.can::<SetKeyWork>(),
        bodies: bodies.offered(cx.db, today)?,
        years: offered.into_iter().map(|year| (year.to_string(), year.to_string())).collect(),
        items,
        year,
        filter,
        words,
    })
}
