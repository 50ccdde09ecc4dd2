//! Counting cadres, as a pure function over organisations and appointments.

use std::collections::BTreeMap;

use kernel::OrgId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::appointments::{post, record::Appointment};
use crate::checks::record::members_below;
use crate::organisations::record::Organisation;
use crate::parameters::Parameters;

/// Full-time and part-time cadres of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The post or the category.
    pub name: String,
    /// Full-time.
    pub full_time: usize,
    /// Part-time.
    pub part_time: usize,
}

/// A department: what stands directly under the organ's committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Department {
    /// Its organisation.
    pub id: OrgId,
    /// Name of that.
    pub name: String,
    /// Members in it and below it.
    pub members: i64,
    /// Full-time cadres in it and below it.
    pub full_time: usize,
    /// Whether it has a full-time deputy secretary.
    pub deputy: bool,
}

/// What the share of full-time cadres is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Everybody who works there.
    Staff,
    /// Party members, because the number of staff is not on record.
    Members,
}

/// How the organ is staffed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Staffing {
    /// Full-time posts held.
    pub full_time: usize,
    /// Part-time posts held.
    pub part_time: usize,
    /// What the share is taken of.
    pub base: Base,
    /// How many that are.
    pub heads: i64,
    /// Full-time posts per ten thousand heads, rounded half up; `None` without heads.
    pub share: Option<i64>,
    /// By post, the highest first.
    pub posts: Vec<Count>,
    /// By category.
    pub categories: Vec<Count>,
    /// Departments, by code.
    pub departments: Vec<Department>,
}

/// Counts the posts that are held. The organisations are those that exist, by code.
pub fn staffing(living: &[Organisation], held: &[Appointment]) -> Staffing {
    let by_id: BTreeMap<OrgId, &Organisation> = living.iter().map(|org| (org.id, org)).collect();
    let members = members_below(living);
    let held: Vec<(&Appointment, &Organisation)> =
        held.iter().filter_map(|a| by_id.get(&a.org).map(|org| (a, *org))).collect();
    let full_time = held.iter().filter(|(a, _)| a.full_time).count();
    let top = living.iter().map(Organisation::depth).min().unwrap_or(0);
    let roots = || living.iter().filter(|org| org.depth() == top);
    let beneath = || living.iter().filter(|org| org.depth() == top + 1);
    let staff: i64 = roots().map(|org| org.staff.unwrap_or(0)).sum();
    let staff = staff.max(beneath().map(|org| org.staff.unwrap_or(0)).sum());
    let (base, heads) = if staff > 0 {
        (Base::Staff, staff)
    } else {
        (Base::Members, roots().map(|org| members.get(&org.id).copied().unwrap_or(0)).sum())
    };
    let department = |org: &Organisation| Department {
        id: org.id,
        name: org.name.clone(),
        members: members.get(&org.id).copied().unwrap_or(org.members),
        full_time: held.iter().filter(|(a, o)| a.full_time && o.path.starts_with(&org.path)).count(),
        deputy: held
            .iter()
            .any(|(a, o)| a.full_time && o.id == org.id && post::is_deputy(post::rank(&a.post))),
    };
    let mut posts = count(held.iter().map(|(a, _)| (a.post.clone(), a.full_time)));
    posts.sort_by_key(|count| post::rank(&count.name));
    Staffing {
        full_time,
        part_time: held.len() - full_time,
        base,
        heads,
        share: per_ten_thousand(i64::try_from(full_time).unwrap_or(0), heads),
        posts,
        categories: count(held.iter().map(|(a, org)| (org.category.clone(), a.full_time))),
        departments: beneath().map(department).collect(),
    }
}

fn count(entries: impl Iterator<Item = (String, bool)>) -> Vec<Count> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (name, full_time) in entries {
        let (full, part) = counts.entry(name).or_default();
        *(if full_time { full } else { part }) += 1;
    }
    counts.into_iter().map(|(name, (full_time, part_time))| Count { name, full_time, part_time }).collect()
}

/// `n` of `of` per ten thousand, rounded half up.
pub fn per_ten_thousand(n: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| (n * 20_000 + of) / (2 * of))
}

/// Departments of at least the size at which a full-time deputy secretary is wanted, without one.
pub fn wanting<'a>(
    staffing: &'a Staffing,
    parameters: &'a Parameters,
) -> impl Iterator<Item = &'a Department> {
    let large = |d: &&Department| d.members >= parameters.full_time_deputy_from && !d.deputy;
    staffing.departments.iter().filter(large)
}

#[cfg(test)]
mod tests {
    use kernel::PersonId;

    use super::*;
    use crate::appointments::record::AppointmentId;
    use crate::organisations::actions::Facts;
    use crate::organisations::kind::Kind;

    fn org(id: i64, path: &str, members: i64) -> Organisation {
        let parts: Vec<i64> = path.split('.').filter_map(|part| part.parse().ok()).collect();
        let parent = parts.iter().rev().nth(1).map(|id| OrgId(*id));
        let facts = Facts { members, ..Facts::named(id.to_string(), Kind::Committee) };
        facts.into_organisation(OrgId(id), parent, path.to_owned())
    }

    fn held(id: i64, org: i64, post: &str, full_time: bool) -> Appointment {
        Appointment {
            id: AppointmentId(id),
            person: PersonId(id),
            org: OrgId(org),
            post: post.into(),
            full_time,
            since: None,
            until: None,
            reason: String::new(),
            import: None,
        }
    }

    #[test]
    fn cadres_are_counted_where_they_are_and_above() {
        let living = [org(1, "1.", 0), org(2, "1.2.", 120), org(3, "1.3.", 100), org(4, "1.3.4.", 60)];
        let posts = [held(1, 2, "专职副书记", true), held(2, 4, "副书记", true), held(3, 3, "书记", false)];
        let staffing = staffing(&living, &posts);
        assert_eq!((staffing.full_time, staffing.part_time), (2, 1));
        assert_eq!((staffing.base, staffing.heads, staffing.share), (Base::Members, 220, Some(91)));
        assert_eq!(staffing.departments.iter().map(|d| d.full_time).collect::<Vec<_>>(), [1, 1]);
        // A deputy further down is not the department's own.
        assert_eq!(wanting(&staffing, &Parameters::default()).map(|d| d.id.0).collect::<Vec<_>>(), [3]);
        assert_eq!(staffing.posts.first().unwrap().name, "书记");
    }

    #[test]
    fn a_department_is_large_from_the_threshold_on() {
        let size = |members| {
            let staffing = staffing(&[org(1, "1.", 0), org(2, "1.2.", members)], &[]);
            wanting(&staffing, &Parameters::default()).count()
        };
        assert_eq!((size(99), size(100)), (0, 1));
    }

    #[test]
    fn shares_round_half_up() {
        assert_eq!(per_ten_thousand(1, 20_000), Some(1));
        assert_eq!(per_ten_thousand(1, 20_001), Some(0));
        assert_eq!(per_ten_thousand(10, 1000), Some(100));
        assert_eq!(per_ten_thousand(1, 0), None);
    }
}
