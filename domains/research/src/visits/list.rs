//! The list of visits.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, Order, SelectStatement};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Visit};
use crate::listing::{self, Paged, all_and, in_address};
use crate::policy::{KeepVisits, ReadVisits};
use crate::sight::Sight;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of an organisation.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `finished` or `unfinished`.
    #[serde(default)]
    state: String,
    /// Part of the place, of who was there, or of the name of the organisation.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "visits/list.html")]
pub(super) struct VisitList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    visits: Vec<Visit>,
    #[serde(flatten)]
    paged: Paged,
    may_keep: bool,
}

impl VisitList {
    fn states(&self) -> Vec<(String, String)> {
        let words = &self.words;
        let states = [("finished", "visit-finished"), ("unfinished", "visit-unfinished")];
        all_and(words, states.map(|(code, key)| (code.to_owned(), words.t(key))))
    }

    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn state(&self, visit: &Visit) -> String {
        self.words.t(if visit.finished { "visit-finished" } else { "visit-unfinished" })
    }

    fn address(&self) -> String {
        let (state, q) = (in_address(&self.filter.state), in_address(&self.filter.q));
        format!("/visits?year={}&org={}&state={state}&q={q}&", self.year(), self.org())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for VisitList {
    fn title(&self) -> String {
        self.words.t("visit-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "visit-on",
            "visit-org",
            "visit-place",
            "visit-present",
            "visit-practices",
            "visit-taken-by",
            "finding-state",
        ];
        let row = |visit: &Visit| {
            vec![
                Cell::Day(visit.on),
                Cell::text(&visit.org_name),
                Cell::text(&visit.place),
                Cell::text(&visit.present),
                Cell::text(&visit.practices),
                Cell::text(&visit.taken_name),
                Cell::text(self.state(visit)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.visits.iter().map(row).collect(),
        })
    }
}

fn query(c: &Conn, sight: &Sight, filter: &Filter) -> SelectStatement {
    let mut query = record::select(sight.visits_seen());
    if let Some(year) = filter.year {
        query.cond_where(listing::in_year("v", "visited_on", year));
    }
    if let Some(org) = filter.org {
        query.and_where(Expr::col(("v", "org_id")).eq(org));
    }
    match filter.state.as_str() {
        "finished" => query.and_where(Expr::col(("v", "finished")).eq(true)),
        "unfinished" => query.and_where(Expr::col(("v", "finished")).eq(false)),
        _ => &mut query,
    };
    let q = filter.q.trim();
    if !q.is_empty() {
        let columns = [("v", "place"), ("v", "present"), ("v", "org_name")];
        let any = columns
            .into_iter()
            .fold(Condition::any(), |any, column| any.add(c.contains(Expr::col(column), q)));
        query.cond_where(any);
    }
    query.order_by(("v", "visited_on"), Order::Desc).order_by(("v", "id"), Order::Desc);
    query
}

pub(super) fn list(cx: &mut Reading<'_, ReadVisits>, filter: Filter) -> Result<VisitList, Problem> {
    let (words, sight) = (cx.words(), Sight::reading(cx)?);
    let query = query(cx.db, &sight, &filter);
    let whole = cx.face() == Face::Sheet;
    let (mut visits, paged) = listing::page(cx.db, &query, filter.page, whole, record::visit)?;
    if !sight.visits() {
        visits.iter_mut().for_each(|visit| visit.notes.clear());
    }
    let seen = record::select(sight.visits_seen());
    Ok(VisitList {
        years: listing::years_of_days(cx.db, &words, &seen, ("v", "visited_on"))?,
        orgs: listing::orgs(cx.db, &words, &seen, [("v", "org_id"), ("v", "org_name")])?,
        may_keep: cx.can::<KeepVisits>(),
        visits,
        paged,
        filter,
        words,
    })
}
