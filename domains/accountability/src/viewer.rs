//! Who looks at a page or asks for a list, and how far they reach. Records keep the place of their organisation in the
//! tree as it was when they were made, so that a list asks nobody else for it.

use kernel::access::reach_of;
use kernel::{Act, Actor, OrgId, Problem, Reach, UserId};
use store::audit;
use store::sea_query::{Cond, Expr, ExprTrait};
use web::Visitor;

/// How far a visitor reaches under an act; nowhere when they may not do it.
pub(crate) fn reach<A: Act>(visitor: &Visitor) -> Reach {
    reach_of(&visitor.who, A::ALLOW, visitor.today).unwrap_or_default()
}

/// Whether a visitor may do it to what belongs to an organisation; `None` is the whole organ.
pub(crate) fn may<A: Act>(visitor: &Visitor, org: Option<OrgId>, path: &str) -> bool {
    covers(&reach::<A>(visitor), org, path)
}

/// Whether it lies within reach; what belongs to the whole organ does only for those who see all of it.
pub(crate) fn covers(reach: &Reach, org: Option<OrgId>, path: &str) -> bool {
    // An organisation that was moved keeps its own records, whatever path they remember.
    reach.all || org.is_some_and(|org| reach.covers(org, path) || roots(reach).contains(&org.0))
}

/// The organisations at the top of what a reach covers.
fn roots(reach: &Reach) -> Vec<i64> {
    let last = |path: &String| path.trim_end_matches('.').rsplit('.').next().and_then(|id| id.parse().ok());
    reach.below.iter().filter_map(last).chain(reach.exactly.iter().map(|org| org.0)).collect()
}

/// The same as an error.
///
/// # Errors
/// [`Problem::Missing`] when it does not.
pub(crate) fn must_cover(reach: &Reach, org: Option<OrgId>, path: &str) -> Result<(), Problem> {
    if covers(reach, org, path) { Ok(()) } else { Err(Problem::Missing) }
}

/// The condition that rows with `org_id` and `org_path` lie within reach.
pub(crate) fn within(reach: &Reach) -> Cond {
    if reach.all {
        return Cond::all();
    }
    let mut any = Cond::any();
    let roots = roots(reach);
    if !roots.is_empty() {
        any = any.add(Expr::col("org_id").is_in(roots));
    }
    for root in &reach.below {
        any = any.add(Expr::col("org_path").gte(root.as_str()).and(Expr::col("org_path").lt(after(root))));
    }
    // Nowhere at all: an empty "any" would be everything.
    any.add(Expr::cust("1 = 0"))
}

/// The first path after those below `root`: its last full stop becomes the character that follows it.
fn after(root: &str) -> String {
    root.strip_suffix('.').map_or_else(|| root.to_owned(), |stem| format!("{stem}/"))
}

/// The visitor as the trail names them.
pub(crate) fn actor(visitor: &Visitor) -> String {
    audit::actor_code(&visitor.who.actor())
}

/// The accounts behind an actor of the trail: who really acted, and for whom.
fn accounts(code: &str) -> Vec<UserId> {
    match audit::actor_of(code) {
        Some(Actor::User(user) | Actor::Token { user, .. }) => vec![user],
        Some(Actor::UserFor { user, represented }) => vec![user, represented],
        _ => Vec::new(),
    }
}

/// Whether the same person stands behind both, be it by acting for the other.
pub(crate) fn same_person(one: &str, other: &str) -> bool {
    let others = accounts(other);
    one == other || accounts(one).iter().any(|user| others.contains(user))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acting_for_somebody_makes_nobody_another_person() {
        assert!(same_person("user:1", "user:1"));
        assert!(same_person("user:2 for user:1", "user:1"));
        assert!(same_person("user:1 token:报表", "user:1 for user:3"));
        assert!(!same_person("user:1", "user:11"));
        assert!(same_person("cli:root", "cli:root") && !same_person("cli:root", "job:x"));
    }

    #[test]
    fn what_is_of_the_whole_organ_is_seen_by_those_who_see_all_of_it() {
        let all = Reach { all: true, ..Reach::default() };
        let body = Reach { below: vec!["1.2.".into()], ..Reach::default() };
        assert!(covers(&all, None, "") && !covers(&body, None, ""));
        assert!(covers(&body, Some(OrgId(9)), "1.2.9.") && !covers(&body, Some(OrgId(20)), "1.20."));
        assert!(covers(&body, Some(OrgId(2)), "7.2."), "it was moved, and is still its own");
        assert_eq!(after("1.2."), "1.2/");
    }
}
