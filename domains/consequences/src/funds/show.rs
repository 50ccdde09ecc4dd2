//! The page of an account: what was allotted, spent and left, and the allocations it has had.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Account, AccountId};
use crate::allocations::record::{self as allocations, Allocation};
use crate::allocations::rules::State;
use crate::amount::Amount;
use crate::history::{self, Line};
use crate::policy::{ProposeAllocation, ReadFunds};
use crate::sources::Sources;
use crate::spending::record::{self as spending, Balance};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AccountId,
}

/// An allocation of the account.
#[derive(Serialize, JsonSchema)]
struct AllocationLine {
    #[serde(flatten)]
    allocation: Allocation,
    computed_from: String,
    on: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "funds/show.html")]
pub(super) struct FundShow {
    #[serde(skip)]
    words: Words,
    account: Account,
    balances: Vec<Balance>,
    allocations: Vec<AllocationLine>,
    /// Number of another version of the results, when they were corrected after the allocation in force.
    corrected: Option<(u32, u32)>,
    #[serde(skip)]
    in_force: Option<Allocation>,
    #[serde(skip)]
    history: Vec<Line>,
    /// Whether the whole account is shown, or only the reader's own part of it.
    whole: bool,
    may_propose: bool,
    /// A proposal waits, so that no other can be worked out.
    waits: bool,
}

impl FundShow {
    fn at(&self, tail: &str) -> String {
        format!("/funds/{}{tail}", self.account.id)
    }

    fn sum(&self, of: fn(&Balance) -> Amount) -> Amount {
        self.balances.iter().map(of).sum()
    }

    fn allotted(&self) -> Amount {
        self.sum(|one| one.allotted)
    }

    fn spent(&self) -> Amount {
        self.sum(|one| one.spent)
    }

    fn left(&self) -> Amount {
        self.sum(Balance::left)
    }

    fn tone(&self, balance: &Balance) -> &'static str {
        self.in_force.as_ref().map_or("", |one| one.parameters.tone(&balance.grade))
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("fund-state-{}", state.code()))
    }

    fn warning(&self, versions: &(u32, u32)) -> String {
        let year = self.in_force.as_ref().map(|one| one.cycle_year.to_string()).unwrap_or_default();
        let (then, now) = versions;
        let args = [("year", year), ("then", then.to_string()), ("now", now.to_string())];
        self.words.f("fund-version-warning", args)
    }
}

impl Page for FundShow {
    fn title(&self) -> String {
        super::named(&self.words, &self.account)
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "fund-category",
            "fund-organisation",
            "fund-grade",
            "fund-allotted",
            "fund-spent",
            "fund-confirmed",
            "fund-left",
        ];
        let row = |one: &Balance| {
            vec![
                Cell::text(&one.category),
                Cell::text(&one.name),
                Cell::text(&one.grade_name),
                one.allotted.cell(),
                one.spent.cell(),
                one.confirmed.cell(),
                one.left().cell(),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.balances.iter().map(row).collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<FundShow, Problem> {
    let words = cx.words();
    let sources = Sources::of(cx.site())?;
    let reach = cx.permit.reach().clone();
    let account = record::find(cx.db, one.id)?;
    let balances = spending::within(cx.db, &sources, &reach, account.id)?;
    if !reach.all && balances.is_empty() {
        return Err(Problem::Missing);
    }
    let in_force = allocations::in_force(cx.db, account.id)?;
    let corrected = match &in_force {
        Some(of) => sources.other_version(cx.db, of.cycle, of.version)?.map(|now| (of.version, now)),
        None => None,
    };
    let (mut lines, mut history) = (Vec::new(), Vec::new());
    if reach.all {
        history = history::of(cx.db, &words, &record::reference(account.id))?;
        lines = allocations::of_account(cx.db, account.id)?;
    }
    let waits = lines.iter().any(|line| line.state == State::Proposed);
    let line = |allocation: Allocation| AllocationLine {
        computed_from: words.f(
            "fund-computed-from",
            [("year", allocation.cycle_year.to_string()), ("version", allocation.version.to_string())],
        ),
        on: words.day(allocation.settled.or(allocation.submitted).unwrap_or(allocation.saved).day()),
        allocation,
    };
    Ok(FundShow {
        allocations: lines.into_iter().map(line).collect(),
        account: if reach.all { account } else { Account { budget: Amount::ZERO, ..account } },
        balances,
        corrected,
        in_force,
        history,
        whole: reach.all,
        may_propose: cx.can::<ProposeAllocation>(),
        waits,
        words,
    })
}
