//! The page of an allocation: what it was computed from, who gets what, who approved it, and what can be done next.

use askama::Template;
use kernel::access::reach_of;
use kernel::{Act, Cell, Day, FieldError, Principal, Problem, Reach, Role, Sheet, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Words, Writing};

use super::actions;
use super::record::{self, Allocation, AllocationId, Share};
use super::rules::{self, Capacity, State};
use crate::amount::Amount;
use crate::fields::Faults;
use crate::funds::record::{self as funds, Account};
use crate::history::{self, Line};
use crate::policy::{ProposeAllocation, ReadFunds};
use crate::sources::Sources;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: AllocationId,
}

/// What was typed into one of the forms of the page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    /// Number of the allocation; from the address.
    pub id: i64,
    /// Number of the organisation that is to get another amount.
    pub org: String,
    /// The amount in 元.
    pub amount: String,
    /// Number of the organisation whose amount takes the difference; empty for none.
    pub against: String,
    /// Why it gets another amount.
    pub reason: String,
    /// `approve` or `return`.
    pub verdict: String,
    /// `secretary` or `finance`; needed only by whoever holds both roles.
    pub capacity: String,
    /// Why a proposal is returned.
    pub remark: String,
    /// Why it is given up.
    pub why: String,
}

/// An approval or a refusal, in words.
#[derive(Serialize, JsonSchema)]
struct Said {
    capacity: Capacity,
    approves: bool,
    who: String,
    when: String,
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "allocations/show.html")]
pub(super) struct AllocationShow {
    #[serde(skip)]
    words: Words,
    allocation: Allocation,
    account: Account,
    shares: Vec<Share>,
    /// What all amounts together are above the budget.
    surplus: Amount,
    /// Approvals and refusals of the present round.
    verdicts: Vec<Said>,
    submitted_by: String,
    /// Number of the version that is published now, when it is another.
    version_now: Option<u32>,
    #[serde(skip)]
    history: Vec<Line>,
    whole: bool,
    may_propose: bool,
    /// In which capacities the reader may approve.
    may_approve: Vec<Capacity>,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl AllocationShow {
    fn account_name(&self) -> String {
        crate::funds::named(&self.words, &self.account)
    }

    fn at(&self, tail: &str) -> String {
        format!("/allocations/{}{tail}", self.allocation.id)
    }

    fn account_at(&self, tail: &str) -> String {
        format!("/funds/{}{tail}", self.account.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("fund-state-{}", self.allocation.state.code()))
    }

    fn capacity(&self, capacity: &Capacity) -> String {
        self.words.t(&format!("fund-capacity-{}", capacity.code()))
    }

    fn worked_on(&self) -> bool {
        self.allocation.state.is_worked_on()
    }

    fn waits(&self) -> bool {
        self.allocation.state == State::Proposed
    }

    fn basis(&self) -> String {
        let of = &self.allocation;
        let args = [("year", of.cycle_year.to_string()), ("version", of.version.to_string())];
        self.words.f("fund-computed-from", args)
    }

    fn warning(&self, now: &u32) -> String {
        let of = &self.allocation;
        let args =
            [("year", of.cycle_year.to_string()), ("then", of.version.to_string()), ("now", now.to_string())];
        self.words.f("fund-version-warning", args)
    }

    fn by_members(&self) -> String {
        self.allocation.parameters.by_members().to_string()
    }

    fn coefficients(&self) -> String {
        let grades = self.allocation.parameters.grades.iter();
        grades.map(|one| format!("{} {}", one.name, one.coefficient)).collect::<Vec<_>>().join(" · ")
    }

    fn tone(&self, share: &Share) -> &'static str {
        self.allocation.parameters.tone(&share.grade)
    }

    fn total(&self) -> Amount {
        self.shares.iter().map(Share::amount).sum()
    }

    fn computed_total(&self) -> Amount {
        self.shares.iter().map(|share| share.computed).sum()
    }

    fn deviations(&self) -> usize {
        self.shares.iter().filter(|share| share.decided.is_some()).count()
    }

    /// Whether something is wrong in the form that has this field.
    fn wrong(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.faults.at(field).is_empty())
    }

    fn off_balance(&self) -> bool {
        self.surplus != Amount::ZERO
    }

    fn surplus(&self) -> String {
        let key = if self.surplus > Amount::ZERO { "fund-sum-over" } else { "fund-sum-under" };
        self.words.f(key, [("by", Amount(self.surplus.0.abs()).to_string())])
    }

    /// Organisations to choose from.
    fn organisations(&self) -> Vec<(String, String)> {
        let one = |share: &Share| (share.org.to_string(), format!("{} {}", share.name, share.amount()));
        self.shares.iter().map(one).collect()
    }

    fn against(&self) -> Vec<(String, String)> {
        let nobody = (String::new(), self.words.t("fund-against-nobody"));
        std::iter::once(nobody).chain(self.organisations()).collect()
    }

    fn capacities(&self) -> Vec<(String, String)> {
        self.may_approve.iter().map(|one| (one.code().to_owned(), self.capacity(one))).collect()
    }

    /// The capacities in which nobody has approved yet.
    fn wanting(&self) -> Vec<String> {
        let given =
            |capacity: Capacity| self.verdicts.iter().any(|said| said.approves && said.capacity == capacity);
        Capacity::ALL.iter().filter(|one| !given(**one)).map(|one| self.capacity(one)).collect()
    }
}

impl Page for AllocationShow {
    fn title(&self) -> String {
        let args = [("account", self.account_name()), ("n", self.allocation.id.to_string())];
        self.words.f("fund-allocation-title", args)
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "fund-category",
            "fund-organisation",
            "fund-grade",
            "fund-members",
            "fund-coefficient",
            "fund-computed",
            "fund-decided",
            "fund-reason",
        ];
        let row = |share: &Share| {
            vec![
                Cell::text(&share.category),
                Cell::text(&share.name),
                Cell::text(&share.grade_name),
                Cell::Int(share.members.into()),
                Cell::Decimal { units: share.coefficient.thousandths(), digits: 3 },
                share.computed.cell(),
                share.amount().cell(),
                Cell::text(&share.reason),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.shares.iter().map(row).collect(),
        })
    }
}

/// Who looks at the page, and what they may do there.
pub(super) struct Viewer {
    words: Words,
    sources: Sources,
    reach: Reach,
    actor: String,
    /// In which capacities they can approve today.
    capacities: Vec<Capacity>,
    may_propose: bool,
}

impl Viewer {
    pub fn reading(cx: &Reading<'_, ReadFunds>) -> Result<Self, Problem> {
        Ok(Self {
            words: cx.words(),
            sources: Sources::of(cx.site())?,
            reach: cx.permit.reach().clone(),
            actor: store::audit::actor_code(cx.permit.actor()),
            capacities: capacities(cx.principal(), cx.today()),
            may_propose: cx.can::<ProposeAllocation>(),
        })
    }

    pub fn writing<A: Act>(cx: &Writing<'_, A>) -> Result<Self, Problem> {
        Ok(Self {
            words: cx.words(),
            sources: Sources::of(cx.site())?,
            reach: cx.permit.reach().clone(),
            actor: store::audit::actor_code(cx.permit.actor()),
            capacities: capacities(cx.principal(), cx.today()),
            may_propose: cx.can::<ProposeAllocation>(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadFunds>, one: One) -> Result<AllocationShow, Problem> {
    let viewer = Viewer::reading(cx)?;
    page(cx.db, viewer, one.id, Typed::default(), &[])
}

pub(super) fn page(
    c: &mut Conn,
    viewer: Viewer,
    id: AllocationId,
    typed: Typed,
    errors: &[FieldError],
) -> Result<AllocationShow, Problem> {
    let Viewer { words, sources, reach, actor, capacities, may_propose } = viewer;
    let allocation = record::find(c, id)?;
    let all = record::shares(c, id)?;
    let surplus = actions::surplus(allocation.budget, &all);
    let shares = visible(c, &sources, &reach, &allocation, all)?;
    let approvals = record::approvals(c, &allocation)?;
    let (mut verdicts, mut history) = (Vec::new(), Vec::new());
    let mut submitted_by = String::new();
    if reach.all {
        for said in record::verdicts(c, id)?.into_iter().filter(|said| said.round == allocation.round) {
            let (who, when) = (history::name(c, &words, &said.by)?, words.moment(said.at));
            let (capacity, approves, reason) = (said.capacity, said.approves, said.reason);
            verdicts.push(Said { capacity, approves, who, when, reason });
        }
        history = history::of(c, &words, &record::reference(id))?;
        if let Some(by) = &allocation.submitted_by {
            submitted_by = history::name(c, &words, by)?;
        }
    }
    let may = |capacity: &Capacity| {
        allocation.state == State::Proposed
            && rules::may_decide(&allocation.authors, &approvals, &actor, *capacity).is_ok()
    };
    let account = funds::find(c, allocation.account)?;
    Ok(AllocationShow {
        account: if reach.all { account } else { Account { budget: Amount::ZERO, ..account } },
        version_now: sources.other_version(c, allocation.cycle, allocation.version)?,
        may_approve: capacities.into_iter().filter(may).collect(),
        faults: Faults::of(errors, &words),
        whole: reach.all,
        allocation: if reach.all { allocation } else { Allocation { budget: Amount::ZERO, ..allocation } },
        shares,
        surplus,
        verdicts,
        submitted_by,
        history,
        may_propose,
        typed,
        words,
    })
}

/// Those of the shares that a reader may see. What is only proposed is the committee's.
pub(super) fn visible(
    c: &mut Conn,
    sources: &Sources,
    reach: &Reach,
    of: &Allocation,
    mut shares: Vec<Share>,
) -> Result<Vec<Share>, Problem> {
    let orgs: Vec<_> = shares.iter().map(|share| share.org).collect();
    if let Some(within) = sources.within(c, reach, &orgs)? {
        shares.retain(|share| within.contains(&share.org));
        if shares.is_empty() || !of.state.is_frozen() {
            return Err(Problem::Missing);
        }
    }
    Ok(shares)
}

/// In which capacities somebody can approve today.
pub(crate) fn capacities(who: Option<&Principal>, today: Day) -> Vec<Capacity> {
    let held = |capacity: &Capacity| {
        let role = match capacity {
            Capacity::Secretary => Role::CommitteeSecretary,
            Capacity::Finance => Role::Finance,
        };
        who.is_some_and(|who| reach_of(who, &[(role, Span::All)], today).is_some())
    };
    Capacity::ALL.into_iter().filter(held).collect()
}
