//! What honours and money put on somebody's desk: only what they may really do, and can do today.

use kernel::{Act, Problem};
use store::{Conn, audit};
use web::{Todo, Visitor, Words};

use crate::allocations::capacities;
use crate::allocations::record as allocations;
use crate::allocations::rules::{Capacity, State, may_decide};
use crate::awards::record::{self as awards, Award};
use crate::awards::rules::State as Stage;
use crate::funds::{named, record as funds};
use crate::nominations::record as nominations;
use crate::policy::{ConfirmVoucher, DecideAwards, ProposeAllocation};
use crate::sources::reach;
use crate::spending::record as spending;

fn may<A: Act>(visitor: &Visitor) -> bool {
    reach::<A>(Some(&visitor.who), visitor.today).all
}

/// What a visitor has to do: approve allocations, mend those returned, confirm vouchers, decide on nominations, put lists
/// up and make them final.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let mut todos = to_approve(c, visitor)?;
    if may::<ProposeAllocation>(visitor) {
        todos.extend(to_mend(c, &visitor.words)?);
    }
    if may::<ConfirmVoucher>(visitor) {
        todos.extend(to_confirm(c, visitor)?);
    }
    if may::<DecideAwards>(visitor) {
        for award in awards::all(c)? {
            todos.extend(of_award(c, visitor, &award)?);
        }
    }
    Ok(todos)
}

/// Proposals that the visitor may approve: not their own, not twice, and in a capacity in which nobody has.
fn to_approve(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    let (words, held) = (&visitor.words, capacities(Some(&visitor.who), visitor.today));
    let by = audit::actor_code(&kernel::Actor::User(visitor.who.user));
    let mut todos = Vec::new();
    if held.is_empty() {
        return Ok(todos);
    }
    for id in allocations::in_state(c, State::Proposed)? {
        let allocation = allocations::find(c, id)?;
        let given = allocations::approvals(c, &allocation)?;
        if !held.iter().any(|capacity| may_decide(&allocation.authors, &given, &by, *capacity).is_ok()) {
            continue;
        }
        let wanting = Capacity::ALL.into_iter().filter(|one| given.iter().all(|(_, other)| other != one));
        let wanting: Vec<_> = wanting.map(|one| words.t(&format!("fund-capacity-{}", one.code()))).collect();
        let wanting = [("wanting", wanting.join(&words.t("consequences-comma")))];
        let account = [("account", named(words, &funds::find(c, allocation.account)?))];
        todos.push(Todo {
            title: words.f("fund-todo-approve", account),
            detail: words.f("fund-todo-wanting", wanting),
            due: None,
            href: format!("/allocations/{id}"),
        });
    }
    Ok(todos)
}

/// Allocations that were returned, with the reason.
fn to_mend(c: &mut Conn, words: &Words) -> Result<Vec<Todo>, Problem> {
    let mut todos = Vec::new();
    for id in allocations::in_state(c, State::Returned)? {
        let allocation = allocations::find(c, id)?;
        let refused = allocations::verdicts(c, id)?.into_iter().rfind(|said| !said.approves);
        let account = [("account", named(words, &funds::find(c, allocation.account)?))];
        todos.push(Todo {
            title: words.f("fund-todo-mend", account),
            detail: refused
                .map(|said| words.f("consequences-because", [("reason", said.reason)]))
                .unwrap_or_default(),
            due: None,
            href: format!("/allocations/{id}"),
        });
    }
    Ok(todos)
}

/// Vouchers of what others have entered.
fn to_confirm(c: &mut Conn, visitor: &Visitor) -> Result<Option<Todo>, Problem> {
    let by = audit::actor_code(&kernel::Actor::User(visitor.who.user));
    let (n, sum) = spending::to_confirm(c, &by)?;
    let args = [("n", n.to_string()), ("sum", sum.to_string())];
    Ok((n > 0).then(|| Todo {
        title: visitor.words.t("fund-todo-confirm"),
        detail: visitor.words.f("fund-todo-entries", args),
        due: None,
        href: "/spending?state=entered".into(),
    }))
}

/// What an award waits for: a decision on nominations; after their last day the notice; after the notice its end.
fn of_award(c: &mut Conn, visitor: &Visitor, award: &Award) -> Result<Option<Todo>, Problem> {
    let (words, today) = (&visitor.words, visitor.today);
    let over = award.notice.map(|notice| notice.until).filter(|until| today > *until);
    let (key, n, due) = match (award.state, over) {
        (Stage::Nominating, _) => {
            let (entered, accepted) = nominations::counts(c, award.id)?;
            let closed = award.due.is_some_and(|due| today > due);
            match (entered, accepted) {
                (0, 0) => return Ok(None),
                (0, _) if !closed => return Ok(None),
                (0, accepted) => ("award-todo-put-up", accepted, None),
                (entered, _) => ("award-todo-decide", entered, None),
            }
        }
        (Stage::Notice, Some(until)) => match nominations::counts(c, award.id)? {
            // Everybody was struck off: nothing can become final.
            (_, 0) => return Ok(None),
            (_, accepted) => ("award-todo-finish", accepted, Some(web::workdays(c)?.after(until, 1))),
        },
        (Stage::Notice, None) | (Stage::Final, _) => return Ok(None),
    };
    let args = [("award", award.name.clone()), ("year", award.cycle_year.to_string()), ("n", n.to_string())];
    Ok(Some(Todo {
        title: words.f(key, &args),
        detail: words.f(&format!("{key}-detail"), &args),
        due,
        href: format!("/awards/{}", award.id),
    }))
}
