//! Saving, deciding, proposing, approving and giving up an allocation.

use kernel::contracts::CycleBrief;
use kernel::{OrgId, Problem, Say};
use store::{Conn, Json, Tx};

use super::record::{self, Allocation, AllocationId, Share, reference};
use super::rules::{self, Capacity, Computed, Parameters, State, Taker};
use crate::amount::Amount;
use crate::funds::record::{self as funds, Account, AccountId};
use crate::history::note;
use crate::sources::{Graded, Sources};
use crate::spending::record as spending;

pub(crate) const CREATE: &str =
    "INSERT INTO fund_allocations (account_id, state, round, cycle_id, cycle_year, version, budget,
    parameters, authors, saved_at) VALUES ($1, 'draft', 0, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
pub(crate) const SAVE: &str =
    "UPDATE fund_allocations SET cycle_id = $2, cycle_year = $3, version = $4, budget = $5,
    parameters = $6, authors = $7, saved_at = $8 WHERE id = $1 AND state IN ('draft', 'returned')";
pub(crate) const EMPTY: &str = "DELETE FROM fund_shares WHERE allocation_id = $1";
pub(crate) const ADD_SHARE: &str =
    "INSERT INTO fund_shares (allocation_id, org_id, place, name, category, grade, grade_name,
    members, coefficient, exact, base, rounded_up, computed, decided, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, '')";
pub(crate) const DEVIATE: &str =
    "UPDATE fund_shares SET decided = $3, reason = $4 WHERE allocation_id = $1 AND org_id = $2";
pub(crate) const SIGN: &str = "UPDATE fund_allocations SET authors = $2 WHERE id = $1";
pub(crate) const SUBMIT: &str =
    "UPDATE fund_allocations SET state = 'proposed', round = round + 1, submitted_at = $2,
    submitted_by = $3 WHERE id = $1";
pub(crate) const MOVE: &str = "UPDATE fund_allocations SET state = $2 WHERE id = $1";
pub(crate) const SETTLE: &str =
    "UPDATE fund_allocations SET state = 'approved', settled_at = $2 WHERE id = $1 AND state = 'proposed'";
pub(crate) const ADD_VERDICT: &str =
    "INSERT INTO fund_verdicts (allocation_id, round, capacity, approves, reason, given_at,
    given_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// A budget shared out, before anything is saved.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub cycle: CycleBrief,
    pub lines: Vec<(Graded, Computed)>,
}

/// Shares the budget of an account out by the published grades of a cycle and the members of today.
///
/// # Errors
/// [`Problem::Missing`] without that cycle, [`Problem::Invalid`] when the parameters share nothing out.
pub(crate) fn work_out(
    c: &mut Conn,
    sources: &Sources,
    account: &Account,
    cycle: i64,
    parameters: &Parameters,
) -> Result<Shared, Problem> {
    let cycle = sources.cycle(c, cycle)?;
    let graded = sources.graded(c, cycle.id)?;
    let taker = |one: &Graded| Taker { members: one.members, grade: one.result.grade.clone() };
    let takers: Vec<Taker> = graded.iter().map(taker).collect();
    let computed =
        rules::share(account.budget, parameters, &takers).map_err(|say| Problem::field("flat", say))?;
    Ok(Shared { cycle, lines: graded.into_iter().zip(computed).collect() })
}

/// Saves what was worked out as the draft of its account, in place of the draft before. Amounts decided otherwise are
/// forgotten: they belonged to other figures.
///
/// # Errors
/// [`Problem::Refused`] while a proposal waits for approval, and as [`work_out`].
pub(crate) fn save(
    tx: &mut Tx,
    sources: &Sources,
    account: AccountId,
    cycle: i64,
    parameters: &Parameters,
) -> Result<AllocationId, Problem> {
    let account = funds::find(tx, account)?;
    let open = record::open(tx, account.id)?;
    if open.as_ref().is_some_and(|one| one.state == State::Proposed) {
        return Err(Problem::refused("fund-waits"));
    }
    let Shared { cycle, lines } = work_out(tx, sources, &account, cycle, parameters)?;
    let (now, by) = (tx.now(), tx.actor_code());
    let id = match &open {
        None => tx.insert(
            CREATE,
            &[
                &account.id,
                &cycle.id,
                &cycle.year,
                &cycle.version,
                &account.budget,
                &Json(parameters),
                &Json(&[&by]),
                &now,
            ],
        )?,
        Some(before) => {
            let authors = with(&before.authors, &by);
            tx.run(
                SAVE,
                &[
                    &before.id,
                    &cycle.id,
                    &cycle.year,
                    &cycle.version,
                    &account.budget,
                    &Json(parameters),
                    &Json(&authors),
                    &now,
                ],
            )?;
            tx.run(EMPTY, &[&before.id])?;
            before.id
        }
    };
    for (place, (one, computed)) in lines.iter().enumerate() {
        let of = &one.result;
        tx.run(
            ADD_SHARE,
            &[
                &id,
                &of.org,
                &place,
                &of.name,
                &of.category,
                &of.grade,
                &of.grade_name,
                &one.members,
                &computed.coefficient.thousandths(),
                &computed.exact.to_string(),
                &computed.base.to_string(),
                &computed.rounded_up,
                &computed.amount,
            ],
        )?;
    }
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "allocation-saved", "", open.as_ref(), &after)?;
    Ok(id)
}

/// The authors with one more, each once.
fn with(authors: &[String], by: &str) -> Vec<String> {
    let mut authors = authors.to_vec();
    if !authors.iter().any(|author| author == by) {
        authors.push(by.to_owned());
    }
    authors
}

/// An amount that the committee decides against the rule.
#[derive(Debug, Clone)]
pub(crate) struct Deviation {
    pub org: OrgId,
    /// What it gets; the computed amount takes the decision back.
    pub amount: Amount,
    pub reason: String,
    /// Whose amount takes the difference, so that the sum stays the budget.
    pub against: Option<OrgId>,
}

/// Decides an amount against the rule. The computed one stays beside it.
///
/// # Errors
/// [`Problem::Refused`] unless the allocation is worked on, [`Problem::Invalid`] when the other organisation has less
/// than the difference, [`Problem::Missing`] for an organisation that takes no part.
pub(crate) fn deviate(tx: &mut Tx, id: AllocationId, deviation: &Deviation) -> Result<(), Problem> {
    let allocation = worked_on(tx, id)?;
    let shares = record::shares(tx, id)?;
    let share = |org: OrgId| shares.iter().find(|one| one.org == org).ok_or(Problem::Missing);
    let own = share(deviation.org)?;
    if let Some(other) = deviation.against {
        let other = share(other)?;
        if other.org == own.org {
            return Err(Problem::field("against", "fund-against-itself"));
        }
        let left = other.amount().less(deviation.amount.less(own.amount()));
        if left < Amount::ZERO {
            let say =
                Say::new("fund-against-too-little").with("name", &other.name).with("has", other.amount());
            return Err(Problem::field("against", say));
        }
        decide_amount(tx, id, other, left, &deviation.reason)?;
    }
    decide_amount(tx, id, own, deviation.amount, &deviation.reason)?;
    let by = tx.actor_code();
    tx.run(SIGN, &[&id, &Json(&with(&allocation.authors, &by))])?;
    Ok(())
}

fn decide_amount(
    tx: &mut Tx,
    id: AllocationId,
    share: &Share,
    amount: Amount,
    reason: &str,
) -> Result<(), Problem> {
    let (decided, kept) = if amount == share.computed { (None, "") } else { (Some(amount), reason) };
    tx.run(DEVIATE, &[&id, &share.org, &decided, &kept])?;
    let about = format!("{} {} → {amount}", share.name, share.amount());
    let state = |amount| serde_json::json!({ "org": share.org, "amount": amount, "about": about });
    note(tx, &reference(id), "allocation-deviated", reason, Some(&state(share.amount())), &state(amount))
}

fn worked_on(c: &mut Conn, id: AllocationId) -> Result<Allocation, Problem> {
    let allocation = record::find(c, id)?;
    if allocation.state.is_worked_on() { Ok(allocation) } else { Err(Problem::refused("fund-not-worked-on")) }
}

/// What all amounts together are above the budget; below it when negative.
pub(crate) fn surplus(budget: Amount, shares: &[Share]) -> Amount {
    shares.iter().map(Share::amount).sum::<Amount>().less(budget)
}

/// Puts a draft up for approval.
///
/// # Errors
/// [`Problem::Refused`] unless it is worked on, its sum is its account's budget, and its results are those published
/// now.
pub(crate) fn submit(tx: &mut Tx, sources: &Sources, id: AllocationId) -> Result<(), Problem> {
    let before = worked_on(tx, id)?;
    must_be_sound(tx, sources, &before)?;
    let (now, by) = (tx.now(), tx.actor_code());
    tx.run(SIGN, &[&id, &Json(&with(&before.authors, &by))])?;
    tx.run(SUBMIT, &[&id, &now, &by])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "allocation-submitted", "", Some(&before), &after)
}

fn must_be_sound(c: &mut Conn, sources: &Sources, of: &Allocation) -> Result<(), Problem> {
    if funds::find(c, of.account)?.budget != of.budget {
        return Err(Problem::refused("fund-budget-changed"));
    }
    let surplus = surplus(of.budget, &record::shares(c, of.id)?);
    if surplus != Amount::ZERO {
        return Err(Problem::refused(Say::new("fund-sum-wrong").with("by", surplus.signed())));
    }
    if let Some(now) = sources.other_version(c, of.cycle, of.version)? {
        let say = Say::new("fund-version-changed").with("year", of.cycle_year).with("then", of.version);
        return Err(Problem::refused(say.with("now", now)));
    }
    Ok(())
}

/// What somebody says of a proposal.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub capacity: Capacity,
    pub approves: bool,
    /// Needed to return it.
    pub reason: String,
}

/// Approves a proposal in one capacity, or returns it. The second approval puts it in force.
///
/// # Errors
/// [`Problem::Refused`] unless it waits and [`rules::may_decide`] agrees; on the last approval also when somebody has
/// spent more than they would get, or the results were corrected meanwhile.
pub(crate) fn decide(
    tx: &mut Tx,
    sources: &Sources,
    id: AllocationId,
    decision: &Decision,
) -> Result<State, Problem> {
    let before = record::find(tx, id)?;
    if before.state != State::Proposed {
        return Err(Problem::refused("fund-not-proposed"));
    }
    let mut given = record::approvals(tx, &before)?;
    let (now, by) = (tx.now(), tx.actor_code());
    rules::may_decide(&before.authors, &given, &by, decision.capacity).map_err(Problem::refused)?;
    let Decision { capacity, approves, reason } = decision;
    tx.run(ADD_VERDICT, &[&id, &before.round, capacity, approves, reason, &now, &by])?;
    let did = match (approves, capacity) {
        (false, _) => "allocation-returned",
        (true, Capacity::Secretary) => "allocation-approved-secretary",
        (true, Capacity::Finance) => "allocation-approved-finance",
    };
    if !approves {
        tx.run(MOVE, &[&id, &State::Returned])?;
    } else {
        given.push((by, *capacity));
        if rules::is_complete(&given) {
            put_in_force(tx, sources, &before)?;
        }
    }
    let after = record::find(tx, id)?;
    note(tx, &reference(id), did, reason, Some(&before), &after)?;
    Ok(after.state)
}

fn put_in_force(tx: &mut Tx, sources: &Sources, of: &Allocation) -> Result<(), Problem> {
    must_be_sound(tx, sources, of)?;
    let shares = record::shares(tx, of.id)?;
    for (org, name, spent) in spending::spent(tx, of.account)? {
        let gets = shares.iter().find(|share| share.org == org).map_or(Amount::ZERO, Share::amount);
        if spent > gets {
            let say = Say::new("fund-spent-more").with("name", name).with("spent", spent).with("gets", gets);
            return Err(Problem::refused(say));
        }
    }
    if let Some(former) = record::in_force(tx, of.account)? {
        tx.run(MOVE, &[&former.id, &State::Replaced])?;
        let after = record::find(tx, former.id)?;
        note(tx, &reference(former.id), "allocation-replaced", "", Some(&former), &after)?;
    }
    let now = tx.now();
    tx.run(SETTLE, &[&of.id, &now])?;
    let orgs: Vec<OrgId> = shares.iter().map(|share| share.org).collect();
    let about = serde_json::json!({ "account": of.account, "orgs": orgs });
    tx.emit("allocation.approved", &reference(of.id), &about)?;
    Ok(())
}

/// Gives a draft or a proposal up.
///
/// # Errors
/// [`Problem::Refused`] once it is in force or given up already.
pub(crate) fn withdraw(tx: &mut Tx, id: AllocationId, reason: &str) -> Result<Allocation, Problem> {
    let before = record::find(tx, id)?;
    if !(before.state.is_worked_on() || before.state == State::Proposed) {
        return Err(Problem::refused("fund-not-withdrawable"));
    }
    tx.run(MOVE, &[&id, &State::Withdrawn])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "allocation-withdrawn", reason, Some(&before), &after)?;
    Ok(after)
}
