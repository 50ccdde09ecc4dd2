//! The records that the rules look at, gathered in a few queries.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, OrgId, PersonId, Problem, Reach, Say};
use serde::Serialize;
use store::Conn;

use super::rules::{self, Check, Shape};
use crate::appointments::{post, record::all_open};
use crate::organisations::record::{Organisation, living};
use crate::parameters;
use crate::persons::{duplicates, record as persons};
use crate::scope;
use crate::terms;

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What kind.
    pub check: Check,
    /// About which organisation.
    pub org: Option<OrgId>,
    /// About which person.
    pub person: Option<PersonId>,
    /// Name of the organisation or person.
    pub name: String,
    /// Where it is mended.
    pub href: String,
    /// What is wrong, as a sentence.
    pub say: Say,
}

/// Every finding about organisations within reach, by code.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn of_organisations(c: &mut Conn, reach: &Reach, today: Day) -> Result<Vec<Finding>, Problem> {
    let parameters = parameters::read(c)?;
    let living = living(c)?;
    let members = members_below(&living);
    let mut seats: BTreeMap<OrgId, (BTreeSet<PersonId>, bool)> = BTreeMap::new();
    for appointment in all_open(c)?.into_iter().filter(|appointment| appointment.holds_on(today)) {
        let rank = post::rank(&appointment.post);
        let (holders, secretary) = seats.entry(appointment.org).or_default();
        if post::in_committee(rank) {
            holders.insert(appointment.person);
        }
        *secretary |= post::is_secretary(rank);
    }
    let due: BTreeMap<OrgId, Day> = terms::record::running(c)?.iter().map(|t| (t.org, t.due())).collect();
    let mut found = Vec::new();
    for org in living.iter().filter(|org| reach.covers(org.id, &org.path)) {
        let shape = Shape {
            kind: org.kind,
            members: members.get(&org.id).copied().unwrap_or(org.members),
            full_members: org.full_members(),
            seats: seats.get(&org.id).map_or(0, |(holders, _)| holders.len()),
            secretary: seats.get(&org.id).is_some_and(|(_, secretary)| *secretary),
            due: terms::rules::state(due.get(&org.id).copied(), today, &parameters),
        };
        found.extend(rules::of_organisation(&shape, &parameters).into_iter().map(|(check, say)| Finding {
            check,
            org: Some(org.id),
            person: None,
            name: org.name.clone(),
            href: format!("/organisations/{}", org.id),
            say,
        }));
    }
    Ok(found)
}

/// Every finding about persons within reach.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn of_persons(c: &mut Conn, reach: &Reach, today: Day) -> Result<Vec<Finding>, Problem> {
    let parameters = parameters::read(c)?;
    let mut found = Vec::new();
    for person in persons::within(c, scope::persons(reach))? {
        found.extend(rules::of_person(&person, today, &parameters).into_iter().map(|(check, say)| Finding {
            check,
            org: None,
            person: Some(person.id),
            name: person.name.clone(),
            href: format!("/persons/{}", person.id),
            say,
        }));
    }
    Ok(found)
}

/// Pairs of entries that seem to be one person. Only whoever sees everybody can judge them.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn of_duplicates(c: &mut Conn, reach: &Reach) -> Result<Vec<Finding>, Problem> {
    if !reach.all {
        return Ok(Vec::new());
    }
    let finding = |pair: duplicates::Pair| Finding {
        check: Check::Duplicate,
        org: None,
        person: Some(pair.first.id),
        name: pair.first.name.clone(),
        href: format!("/persons/duplicates/{}/{}", pair.first.id, pair.second.id),
        say: Say::new(pair.reason.key()).with("name", &pair.second.name),
    };
    Ok(duplicates::pairs(c)?.into_iter().map(finding).collect())
}

/// Members of each organisation: its own number, or the sum of those below it, whichever is more. Rosters give the
/// root none, and a committee either its own members or all of them.
pub(crate) fn members_below(living: &[Organisation]) -> BTreeMap<OrgId, i64> {
    let mut by_depth: Vec<&Organisation> = living.iter().collect();
    by_depth.sort_by_key(|org| std::cmp::Reverse(org.depth()));
    let mut below: BTreeMap<OrgId, i64> = BTreeMap::new();
    let mut members = BTreeMap::new();
    for org in by_depth {
        let all = org.members.max(below.get(&org.id).copied().unwrap_or(0));
        members.insert(org.id, all);
        if let Some(parent) = org.parent {
            *below.entry(parent).or_default() += all;
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::actions::Facts;
    use crate::organisations::kind::Kind;

    #[test]
    fn members_add_up_from_below_where_the_roster_gives_none() {
        let org = |id: i64, parent: Option<i64>, path: &str, members: i64| Organisation {
            members,
            ..Facts::named(id.to_string(), Kind::Branch).into_organisation(
                OrgId(id),
                parent.map(OrgId),
                path.to_owned(),
            )
        };
        let living = [
            org(1, None, "1.", 0),
            org(2, Some(1), "1.2.", 104),
            org(3, Some(2), "1.2.3.", 34),
            org(4, Some(2), "1.2.4.", 34),
            org(5, Some(1), "1.5.", 10),
            org(6, Some(5), "1.5.6.", 30),
        ];
        let members = members_below(&living);
        assert_eq!(members[&OrgId(2)], 104);
        assert_eq!(members[&OrgId(5)], 30);
        assert_eq!(members[&OrgId(1)], 134);
    }
}
