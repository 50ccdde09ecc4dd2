//! Who is reviewed, and who may therefore take no part in deciding.

use kernel::{Problem, Role};
use web::Visitor;

use super::record::Review;
use crate::viewer::{actor, same_person};

/// Roles of those who are reviewed.
const REVIEWED: [Role; 2] = [Role::OrganisationSecretary, Role::BranchSecretary];

/// Whether it is the visitor's own review: by their place on the roster, by the post they hold, or because they wrote the
/// report.
pub(crate) fn is_own(visitor: &Visitor, review: &Review) -> bool {
    let by_person = visitor.who.person.is_some_and(|person| Some(person.0) == review.person_id);
    let of_org =
        |org: &Option<(kernel::OrgId, String)>| org.as_ref().is_some_and(|(org, _)| *org == review.org);
    let by_post =
        visitor.who.grants.iter().any(|grant| {
            REVIEWED.contains(&grant.role) && of_org(&grant.org) && grant.holds_on(visitor.today)
        });
    let by_report = !review.report_by.is_empty() && same_person(&actor(visitor), &review.report_by);
    by_person || by_post || by_report
}

/// The same as an error.
///
/// # Errors
/// [`Problem::Refused`] when it is.
pub(crate) fn must_not_own(visitor: &Visitor, review: &Review) -> Result<(), Problem> {
    if is_own(visitor, review) { Err(Problem::refused("review-own")) } else { Ok(()) }
}
