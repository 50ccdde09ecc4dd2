//! The list of accounts.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Account};
use crate::allocations::record as allocations;
use crate::allocations::rules::State;
use crate::amount::Amount;
use crate::policy::{ProposeAllocation, ReadFunds};
use crate::sources::Sources;
use crate::spending::record as spending;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// Only accounts of that year.
    #[serde(default, deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Part of the source.
    #[serde(default)]
    q: String,
}

/// An account in the list, with what of it lies within the reader's reach.
#[derive(Serialize, JsonSchema)]
struct Line {
    #[serde(flatten)]
    account: Account,
    allotted: Amount,
    spent: Amount,
    left: Amount,
    /// How far its latest allocation is; nothing before there is one.
    allocation: Option<State>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "funds/list.html")]
pub(super) struct FundList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    accounts: Vec<Line>,
    /// Whether whole accounts are shown, or only the reader's own part of them.
    whole: bool,
    may_propose: bool,
}

impl FundList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn export(&self) -> String {
        let q = super::in_address(&self.filter.q);
        format!("/funds?year={}&q={q}&format=xlsx", self.year())
    }

    fn lead(&self) -> String {
        self.words.t(if self.whole { "fund-lead" } else { "fund-lead-own" })
    }

    fn none_text(&self) -> String {
        self.words.t(if self.whole { "fund-none-text" } else { "fund-none-own-text" })
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("fund-state-{}", state.code()))
    }
}

impl Page for FundList {
    fn title(&self) -> String {
        self.words.t("fund-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let mut head = vec!["fund-year", "fund-source"];
        if self.whole {
            head.extend(["fund-budget", "fund-allocation"]);
        }
        head.extend(["fund-allotted", "fund-spent", "fund-left"]);
        let row = |line: &Line| {
            let mut row = vec![Cell::Int(line.account.year.into()), Cell::text(&line.account.source)];
            if self.whole {
                let state = line.allocation.map(|state| self.state(&state)).unwrap_or_default();
                row.extend([line.account.budget.cell(), Cell::text(state)]);
            }
            row.extend([line.allotted.cell(), line.spent.cell(), line.left.cell()]);
            row
        };
        Some(Sheet {
            name: self.title(),
            head: head.into_iter().map(|key| self.words.t(key)).collect(),
            rows: self.accounts.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadFunds>, filter: Filter) -> Result<FundList, Problem> {
    let words = cx.words();
    let sources = Sources::of(cx.site())?;
    let reach = cx.permit.reach().clone();
    let all = record::all(cx.db)?;
    let mut years: Vec<String> = all.iter().map(|account| account.year.to_string()).collect();
    years.dedup();
    let wanted = |account: &Account| {
        filter.year.is_none_or(|year| year == account.year) && account.source.contains(filter.q.trim())
    };
    let mut accounts = Vec::new();
    for account in all.into_iter().filter(wanted) {
        let balances = spending::within(cx.db, &sources, &reach, account.id)?;
        if !reach.all && balances.is_empty() {
            continue;
        }
        let allocation = match reach.all {
            true => allocations::of_account(cx.db, account.id)?
                .into_iter()
                .map(|one| one.state)
                .find(|state| *state != State::Withdrawn),
            false => None,
        };
        let sum = |of: fn(&spending::Balance) -> Amount| balances.iter().map(of).sum::<Amount>();
        accounts.push(Line {
            allotted: sum(|one| one.allotted),
            spent: sum(|one| one.spent),
            left: sum(spending::Balance::left),
            allocation,
            account: if reach.all { account } else { Account { budget: Amount::ZERO, ..account } },
        });
    }
    let year = |year: String| (year.clone(), year);
    Ok(FundList {
        years: std::iter::once((String::new(), words.t("kit-all")))
            .chain(years.into_iter().map(year))
            .collect(),
        accounts,
        whole: reach.all,
        may_propose: cx.can::<ProposeAllocation>(),
        filter,
        words,
    })
}
