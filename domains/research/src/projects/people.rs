//! Who can lead a project or belong to it: accounts that take part in research.

use std::collections::BTreeMap;

use kernel::{Day, Problem, Role, UserId};
use store::Conn;
use web::accounts;

/// Whose roles let them take part.
const ROLES: [Role; 4] =
    [Role::CommitteeSecretary, Role::CommitteeMember, Role::CommitteeAdmin, Role::YouthOffice];

/// Accounts that can be chosen, by role and login: number and name.
pub(crate) fn all(c: &mut Conn, today: Day) -> Result<Vec<(UserId, String)>, Problem> {
    let (mut people, mut known) = (Vec::new(), BTreeMap::new());
    for role in ROLES {
        for holder in accounts::holders(c, role, today)? {
            if known.insert(holder.user.0, ()).is_none() {
                people.push((holder.user, holder.name));
            }
        }
    }
    Ok(people)
}
