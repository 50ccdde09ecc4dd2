//! The list of findings.

use askama::Template;
use kernel::{Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::lines::{self, Line};
use super::record::{self, Finding};
use super::rules::{Severity, State};
use crate::kinds::record::{self as kinds, Kind};
use crate::listing::{self, Paged, all_and, in_address};
use crate::policy::{KeepFindings, KeepKinds, ReadFindings, ReadStatistics};
use crate::sight::Sight;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of an organisation that is responsible or concerned.
    #[serde(deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// Code of a kind; `none` for those not sorted.
    kind: String,
    severity: String,
    /// A state, `open` or `overdue`.
    state: String,
    /// Part of the text.
    q: String,
    #[serde(deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "findings/list.html")]
pub(super) struct FindingList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    #[serde(skip)]
    kinds: Vec<Kind>,
    #[serde(skip)]
    all: Vec<Finding>,
    #[serde(skip)]
    today: kernel::Day,
    findings: Vec<Line>,
    #[serde(flatten)]
    paged: Paged,
    may_keep: bool,
    may_keep_kinds: bool,
    may_count: bool,
}

impl FindingList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn kind_choices(&self) -> Vec<(String, String)> {
        let none = ("none".to_owned(), self.words.t("finding-kind-none"));
        let kinds = self.kinds.iter().map(|kind| (kind.code.clone(), kind.name.clone()));
        all_and(&self.words, kinds.chain([none]))
    }

    fn severity_choices(&self) -> Vec<(String, String)> {
        let one = |one: Severity| {
            (one.code().to_owned(), self.words.t(&format!("finding-severity-{}", one.code())))
        };
        all_and(&self.words, Severity::ALL.map(one))
    }

    fn state_choices(&self) -> Vec<(String, String)> {
        let key = |code: &str| (code.to_owned(), self.words.t(&format!("finding-state-{code}")));
        let states = State::ALL.iter().map(|state| key(state.code()));
        all_and(&self.words, ["open", "overdue"].into_iter().map(key).chain(states))
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let [kind, severity, state, q] = [&f.kind, &f.severity, &f.state, &f.q].map(|text| in_address(text));
        let (year, org) = (self.year(), self.org());
        format!("/findings?year={year}&org={org}&kind={kind}&severity={severity}&state={state}&q={q}&")
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for FindingList {
    fn title(&self) -> String {
        self.words.t("finding-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        Some(lines::sheet(&self.words, &self.kinds, self.today, self.title(), &self.all))
    }
}

fn query(c: &Conn, sight: &Sight, filter: &Filter) -> SelectStatement {
    let mut query = record::select(sight.findings());
    query.and_where(Expr::col(("f", "merged_into")).is_null());
    if let Some(year) = filter.year {
        query.and_where(Expr::col(("f", "year")).eq(year));
    }
    if let Some(org) = filter.org {
        let concerned = Query::select()
            .column("finding_id")
            .from("finding_organisations")
            .and_where(Expr::col("org_id").eq(org))
            .to_owned();
        let any = Condition::any()
            .add(Expr::col(("f", "responsible_org")).eq(org))
            .add(Expr::col(("f", "id")).in_subquery(concerned));
        query.cond_where(any);
    }
    match filter.kind.as_str() {
        "" => {}
        "none" => {
            query.and_where(Expr::col(("f", "kind")).is_null());
        }
        code => {
            query.and_where(Expr::col(("f", "kind")).eq(code));
        }
    }
    if let Some(severity) = Severity::of(&filter.severity) {
        query.and_where(Expr::col(("f", "severity")).eq(severity.code()));
    }
    match filter.state.as_str() {
        "open" => {
            query.and_where(Expr::col(("f", "state")).ne("closed"));
        }
        "overdue" => {
            query.cond_where(overdue(sight));
        }
        code => {
            if let Some(state) = State::of(code) {
                query.and_where(Expr::col(("f", "state")).eq(state.code()));
            }
        }
    }
    if !filter.q.trim().is_empty() {
        query.and_where(c.contains(Expr::col(("f", "description")), filter.q.trim()));
    }
    query.order_by(("f", "id"), Order::Desc);
    query
}

/// What [`super::rules::is_overdue`] says, for a query.
pub(crate) fn overdue(sight: &Sight) -> Condition {
    Condition::all()
        .add(Expr::col(("f", "state")).is_in(["handed", "working"]))
        .add(Expr::col(("f", "due")).lt(sight.today.epoch_days()))
}

pub(super) fn list(cx: &mut Reading<'_, ReadFindings>, filter: Filter) -> Result<FindingList, Problem> {
    let (words, sight) = (cx.words(), Sight::reading(cx)?);
    let query = query(cx.db, &sight, &filter);
    let whole = cx.face() == Face::Sheet;
    let (all, paged) = listing::page(cx.db, &query, filter.page, whole, record::finding)?;
    let kinds = kinds::all(cx.db)?;
    let seen = record::select(sight.findings());
    let mut responsible = seen.clone();
    responsible.and_where(Expr::col(("f", "responsible_org")).is_not_null());
    Ok(FindingList {
        years: listing::years(cx.db, &words, &seen, ("f", "year"))?,
        orgs: listing::orgs(cx.db, &words, &responsible, [("f", "responsible_org"), ("f", "responsible")])?,
        findings: Line::all(&words, &kinds, sight.today, &all),
        may_keep: cx.can::<KeepFindings>(),
        may_keep_kinds: cx.can::<KeepKinds>(),
        may_count: cx.can::<ReadStatistics>(),
        today: sight.today,
        kinds,
        all,
        paged,
        filter,
        words,
    })
}
