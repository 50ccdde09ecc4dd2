//! Who may see what single reviewers gave.
//!
//! A reviewer must not learn what the others gave before the result is public, and a recused reviewer not at all: from an
//! organisation's figure and the marks of the others, or from very few marks, one's own absence or a single mark could be
//! inferred. Everybody else sees every figure opened down to its cell.

use kernel::{Act, Day, Principal, Role, UserId};
use scoring::{Node, Rule};
use store::{Conn, Error};
use web::Reading;

use crate::cycles::record::CycleId;
use crate::reviewers::record as reviewers;

/// With fewer marks than this one of them could be inferred from the others.
const LEAST: usize = 3;

/// Reviewers who marked somebody of a category.
pub(crate) const PANEL: &str = "SELECT COUNT(DISTINCT m.reviewer) FROM appraisal_marks m
    JOIN appraisal_participants p ON p.id = m.participant_id WHERE p.cycle_id = $1 AND p.category = $2";

pub(crate) const SEATS: &str = "SELECT DISTINCT r.user_id FROM appraisal_reviewers r
    JOIN appraisal_assignments a ON a.reviewer_id = r.id JOIN appraisal_participants p ON p.id = a.participant_id
    WHERE r.cycle_id = $1 AND p.category = $2 AND r.user_id IS NOT NULL";

/// How single marks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Each with its reviewer and where it was entered.
    Named,
    /// How many there are and how they were averaged, and no more.
    Counted,
}

/// How a reader sees the marks of one organisation: `reviewing` is whether they review, `public` whether the result is
/// for everybody, `panel` how many reviewers the category has, and `marks` how many marks the organisation has on the
/// indicator that has fewest.
pub(crate) fn sight(reviewing: bool, public: bool, panel: usize, marks: usize) -> Sight {
    let whole = marks >= panel && marks >= LEAST;
    if reviewing && !(public && whole) { Sight::Counted } else { Sight::Named }
}

/// Whether somebody holds the role of a reviewer on that day, whatever else they are.
pub(crate) fn is_reviewer(who: Option<&Principal>, today: Day) -> bool {
    let reviews = |who: &Principal| {
        who.grants.iter().any(|grant| grant.role == Role::Reviewer && grant.holds_on(today))
    };
    who.is_some_and(reviews)
}

/// Whether somebody reviews a category, recused or not, whose reviewers with accounts are `seats`. Where none is known, as
/// in years brought in from workbooks, whoever holds the role is taken for one of them.
pub(crate) fn reviews(who: Option<&Principal>, today: Day, seats: &[UserId]) -> bool {
    if seats.is_empty() {
        return is_reviewer(who, today);
    }
    who.is_some_and(|who| seats.contains(&who.user))
}

/// The accounts that review a category.
pub(crate) fn seats(c: &mut Conn, cycle: CycleId, category: &str) -> Result<Vec<UserId>, Error> {
    c.all(SEATS, &[&cycle, &category], |row| row.get(0))
}

/// Whether pages that tell what single reviewers gave are closed to whoever reads: they hold the role, or sit on the panel
/// of that cycle.
pub(crate) fn is_closed_to<A: Act>(cx: &mut Reading<'_, A>, cycle: CycleId) -> Result<bool, Error> {
    if is_reviewer(cx.principal(), cx.today()) {
        return Ok(true);
    }
    let Some(user) = cx.principal().map(|who| who.user) else { return Ok(false) };
    match reviewers::by_user(cx.db, cycle, user) {
        Ok(_) => Ok(true),
        Err(Error::NoRow) => Ok(false),
        Err(error) => Err(error),
    }
}

/// How many reviewers marked in a category.
pub(crate) fn panel(c: &mut Conn, cycle: CycleId, category: &str) -> Result<usize, Error> {
    c.scalar(PANEL, &[&cycle, &category])
}

/// Whether a figure is averaged over reviewers' marks.
pub(crate) fn is_average(node: &Node) -> bool {
    matches!(node.rule, Rule::Average { .. })
}

/// The marks on the indicator that has fewest; none without a panel.
pub(crate) fn fewest(node: &Node) -> Option<usize> {
    let own = is_average(node).then_some(node.children.len());
    own.into_iter().chain(node.children.iter().filter_map(fewest)).min()
}

/// Takes single marks out of an opened figure.
pub(crate) fn hide(node: &mut Node) {
    if is_average(node) {
        node.children.clear();
    }
    node.children.iter_mut().for_each(hide);
}

#[cfg(test)]
mod tests {
    use kernel::access::Grant;

    use super::*;

    #[test]
    fn whoever_does_not_review_sees_every_mark() {
        for (public, marks) in [(false, 1), (true, 2), (true, 7)] {
            assert_eq!(sight(false, public, 7, marks), Sight::Named);
        }
    }

    #[test]
    fn a_reviewer_sees_no_mark_of_others_before_the_result_is_public() {
        assert_eq!(sight(true, false, 7, 7), Sight::Counted);
        assert_eq!(sight(true, true, 7, 7), Sight::Named);
    }

    #[test]
    fn a_recusal_or_very_few_marks_hide_them_from_reviewers_for_good() {
        assert_eq!(sight(true, true, 7, 6), Sight::Counted, "somebody stood aside");
        assert_eq!(sight(true, true, 2, 2), Sight::Counted, "one of two knows the other");
        assert_eq!(sight(true, true, 3, 3), Sight::Named);
    }

    #[test]
    fn whoever_reviews_today_is_a_reviewer_whatever_else_they_are() {
        let day = |day| Day::new(2015, 3, day).unwrap();
        let grant = |role, from| Grant { role, org: None, from: day(from), until: None };
        let who = |grants| Principal {
            user: UserId(1),
            person: None,
            name: String::new(),
            grants,
            capacity: kernel::access::Capacity::Oneself,
        };
        let both = who(vec![grant(Role::CommitteeMember, 1), grant(Role::Reviewer, 2)]);
        assert!(is_reviewer(Some(&both), day(2)));
        assert!(!is_reviewer(Some(&both), day(1)), "not yet");
        assert!(!is_reviewer(Some(&who(vec![grant(Role::CommitteeMember, 1)])), day(2)));
        assert!(!is_reviewer(None, day(2)));
        assert!(reviews(Some(&both), day(2), &[]), "nobody is known, and they hold the role");
        assert!(!reviews(Some(&both), day(2), &[UserId(2)]), "others review here");
        assert!(reviews(Some(&both), day(1), &[UserId(1)]), "they sit on this panel");
    }
}
