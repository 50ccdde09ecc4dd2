//! The persons, posts and organisations that a roster of cadres is compared with, loaded once.

use std::collections::{HashMap, HashSet};

use kernel::{OrgId, PersonId, Problem, names};
use store::Conn;

use crate::appointments::record::{self as appointments, Appointment};
use crate::imports::batch::CadreRow;
use crate::organisations::record as organisations;
use crate::persons::record::{self as persons, Person};

/// Everything a roster is compared with, loaded once.
pub(super) struct Known {
    pub(super) orgs: HashMap<String, Vec<OrgId>>,
    pub(super) people: HashMap<PersonId, Person>,
    pub(super) by_index: HashMap<String, Vec<PersonId>>,
    by_name: HashMap<String, Vec<PersonId>>,
    pub(super) numbered: HashSet<PersonId>,
    pub(super) posts: HashMap<PersonId, Vec<Appointment>>,
    pub(super) in_org: HashMap<OrgId, Vec<Appointment>>,
}

impl Known {
    pub(super) fn load(c: &mut Conn) -> Result<Self, Problem> {
        let mut known = Self {
            orgs: HashMap::new(),
            people: HashMap::new(),
            by_index: HashMap::new(),
            by_name: HashMap::new(),
            numbered: HashSet::new(),
            posts: HashMap::new(),
            in_org: HashMap::new(),
        };
        for org in organisations::living(c)? {
            let own = [names::fold(&org.name), names::fold(&org.short_name), org.code.clone()];
            for name in own.into_iter().filter(|name| !name.is_empty()).collect::<HashSet<_>>() {
                known.orgs.entry(name).or_default().push(org.id);
            }
        }
        for person in persons::all(c)? {
            known.by_name.entry(names::fold(&person.name)).or_default().push(person.id);
            known.people.insert(person.id, person);
        }
        for (index, id) in persons::identity_indexes(c)? {
            known.numbered.insert(id);
            known.by_index.entry(index).or_default().push(id);
        }
        for appointment in appointments::all_open(c)? {
            known.in_org.entry(appointment.org).or_default().push(appointment.clone());
            known.posts.entry(appointment.person).or_default().push(appointment);
        }
        Ok(known)
    }

    pub(super) fn named(&self, row: &CadreRow) -> impl Iterator<Item = &Person> {
        let ids = self.by_name.get(&names::fold(&row.name)).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.people.get(id))
    }

    /// Whether a person belongs to an organisation or holds a post there.
    pub(super) fn belongs(&self, person: &Person, org: OrgId) -> bool {
        person.org == Some(org)
            || self.posts.get(&person.id).is_some_and(|posts| posts.iter().any(|post| post.org == org))
    }
}
