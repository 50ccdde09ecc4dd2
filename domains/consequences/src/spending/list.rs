//! The list of spending, of all accounts.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Entry, State};
use crate::amount::Amount;
use crate::funds::record::{self as funds, Account};
use crate::policy::ReadFunds;
use crate::sources::Sources;

/// Rows of one page.
const PER_PAGE: u64 = 50;
/// Rows of a workbook.
const PER_SHEET: u64 = 1_000_000;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Number of an account.
    #[serde(default, deserialize_with = "blank_is_none")]
    account: Option<i64>,
    /// Number of an organisation.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `entered`, `confirmed` or `cancelled`.
    #[serde(default)]
    state: String,
    /// Part of the purpose.
    #[serde(default)]
    q: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "spending/list.html")]
pub(super) struct SpendingList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    accounts: Vec<Account>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    entries: Vec<Entry>,
    /// Number of this page, of pages and of entries.
    page: usize,
    pages: usize,
    total: usize,
}

impl SpendingList {
    fn account(&self, entry: &Entry) -> String {
        let found = self.accounts.iter().find(|account| account.id == entry.account);
        found.map(|account| crate::funds::named(&self.words, account)).unwrap_or_default()
    }

    fn number(&self, number: Option<i64>) -> String {
        number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn account_choices(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |account: &Account| (account.id.to_string(), crate::funds::named(&self.words, account));
        std::iter::once(all).chain(self.accounts.iter().map(one)).collect()
    }

    fn state_choices(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: &State| (state.code().to_owned(), self.state(state));
        std::iter::once(all).chain(State::ALL.iter().map(one)).collect()
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("fund-entry-{}", state.code()))
    }

    fn cancelled(&self, entry: &Entry) -> bool {
        entry.state == State::Cancelled
    }

    /// What the entries of this page come to; cancelled ones do not count.
    fn sum(&self) -> Amount {
        self.entries.iter().filter(|entry| entry.state != State::Cancelled).map(|entry| entry.amount).sum()
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let (account, org) = (self.number(f.account), self.number(f.org));
        let (state, q) = (crate::funds::in_address(&f.state), crate::funds::in_address(&f.q));
        format!("/spending?account={account}&org={org}&state={state}&q={q}&")
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for SpendingList {
    fn title(&self) -> String {
        self.words.t("fund-spending")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "fund-account",
            "fund-organisation",
            "fund-spent-on",
            "fund-purpose",
            "fund-amount",
            "fund-state",
            "consequences-reason",
        ];
        let row = |entry: &Entry| {
            vec![
                Cell::text(self.account(entry)),
                Cell::text(&entry.org_name),
                Cell::Day(entry.spent_on),
                Cell::text(&entry.purpose),
                entry.amount.cell(),
                Cell::text(self.state(&entry.state)),
                Cell::text(&entry.reason),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.entries.iter().map(row).collect(),
        })
    }
}

fn query(c: &Conn, filter: &Filter, within: &[i64]) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(record::COLUMNS)
        .from("fund_entries")
        .and_where(Expr::col("org_id").is_in(within.iter().copied()));
    if let Some(account) = filter.account {
        query.and_where(Expr::col("account_id").eq(account));
    }
    if let Some(org) = filter.org {
        query.and_where(Expr::col("org_id").eq(org));
    }
    if let Some(state) = State::of(&filter.state) {
        query.and_where(Expr::col("state").eq(state.code()));
    }
    if !filter.q.trim().is_empty() {
        query.and_where(c.contains(Expr::col("purpose"), filter.q.trim()));
    }
    query.order_by("spent_on", Order::Desc).order_by("id", Order::Desc);
    query
}

pub(super) fn list(cx: &mut Reading<'_, ReadFunds>, filter: Filter) -> Result<SpendingList, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    let reach = cx.permit.reach().clone();
    let mut spenders = record::orgs(cx.db)?;
    let within = sources.within(cx.db, &reach, &spenders)?;
    spenders.retain(|org| within.as_ref().is_none_or(|within| within.contains(org)));
    let named = sources.directory.by_ids(cx.db, &spenders)?;
    let ids: Vec<i64> = spenders.iter().map(|org| org.0).collect();
    let (mut entries, mut total) = (Vec::new(), 0);
    let mut page = 1;
    if !ids.is_empty() {
        let query = query(cx.db, &filter, &ids);
        total = usize::try_from(cx.db.select_count(&query)?).unwrap_or(0);
        page = filter.page.unwrap_or(1).clamp(1, pages(total));
        let (offset, limit) = match cx.face() {
            Face::Sheet => (0, PER_SHEET),
            _ => (u64::try_from(page - 1).unwrap_or(0) * PER_PAGE, PER_PAGE),
        };
        entries = cx.db.select(query.clone().offset(offset).limit(limit), record::entry)?;
    }
    let mut accounts = funds::all(cx.db)?;
    if !reach.all {
        accounts.retain(|account| entries.iter().any(|entry| entry.account == account.id));
    }
    let org = |org: kernel::contracts::OrgBrief| (org.id.to_string(), org.name);
    Ok(SpendingList {
        orgs: std::iter::once((String::new(), words.t("kit-all")))
            .chain(named.into_iter().map(org))
            .collect(),
        pages: pages(total),
        accounts,
        entries,
        filter,
        page,
        total,
        words,
    })
}

fn pages(total: usize) -> usize {
    total.div_ceil(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).max(1)
}
