//! What a permit lets its holder see, as conditions of queries.

use kernel::access::reach_of;
use kernel::{Act, Day, Principal, Reach};
use store::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};

use crate::organisations::record::path_end;

/// How far somebody reaches under another act than the page's own: for offering what they may do there.
pub fn reach<A: Act>(who: Option<&Principal>, today: Day) -> Option<Reach> {
    who.and_then(|who| reach_of(who, A::ALLOW, today))
}

/// The condition that an organisation lies within reach; `alias` names its table or its version.
pub fn organisations(reach: &Reach, alias: &'static str, id: &'static str) -> Condition {
    if reach.all {
        return Condition::all();
    }
    // An empty list of alternatives would let everything through.
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    for root in &reach.below {
        any = any.add(below(root, alias));
    }
    for org in &reach.exactly {
        any = any.add(Expr::col((alias, id)).eq(org.0));
    }
    any
}

/// The condition that a path lies in the subtree of another.
pub fn below(root: &str, alias: &'static str) -> Condition {
    let path = || Expr::col((alias, "path"));
    Condition::all().add(path().gte(root)).add(path().lt(path_end(root)))
}

/// The condition that a person is within reach: oneself, or somebody who belongs to an organisation within reach or has
/// held a post there. The table is `p`.
pub fn persons(reach: &Reach) -> Condition {
    if reach.all {
        return Condition::all();
    }
    let own = reach.own.map_or(-1, |person| person.0);
    Condition::any()
        .add(Expr::col(("p", "id")).eq(own))
        .add(Expr::col(("p", "id")).in_subquery(holders(organisations(reach, "ho", "id"))))
        .add(Expr::col(("p", "org_id")).in_subquery(ids(organisations(reach, "so", "id"))))
}

/// Persons who hold or held posts in the organisations (`ho`) that fulfil a condition.
pub fn holders(condition: Condition) -> SelectStatement {
    Query::select()
        .column(("ha", "person_id"))
        .from_as("appointments", "ha")
        .join_as(
            store::sea_query::JoinType::InnerJoin,
            "organisations",
            "ho",
            Expr::col(("ho", "id")).equals(("ha", "org_id")),
        )
        .cond_where(condition)
        .to_owned()
}

fn ids(condition: Condition) -> SelectStatement {
    Query::select().column(("so", "id")).from_as("organisations", "so").cond_where(condition).to_owned()
}
