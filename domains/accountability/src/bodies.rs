//! Organisations that a form offers: the committee of the organ and those that stand directly under it.

use std::sync::Arc;

use kernel::contracts::{Directory, OrgBrief};
use kernel::{Day, OrgId, Problem};
use store::Conn;
use web::Site;

/// Who knows the organisations.
#[derive(Clone)]
pub(crate) struct Bodies(pub Arc<dyn Directory<Conn>>);

impl Bodies {
    /// Those of an installation.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] where nobody knows them.
    pub fn of(site: &Site) -> Result<Self, Problem> {
        site.directory().map(Self).ok_or_else(|| Problem::unexpected("nobody knows the organisations"))
    }

    /// What a form offers on a day, the committee of the organ first.
    pub fn offered(&self, c: &mut Conn, day: Day) -> Result<Vec<OrgBrief>, Problem> {
        let bodies = self.0.appraised_on(c, day)?;
        let top = bodies.first().and_then(|body| body.path.split('.').next()?.parse().ok()).map(OrgId);
        let mut offered = self.0.by_ids(c, &top.into_iter().collect::<Vec<_>>())?;
        offered.extend(bodies.into_iter().filter(|body| Some(body.id) != top));
        Ok(offered)
    }

    /// The organisation chosen in a field; `None` where it is none that is known.
    pub fn chosen(&self, c: &mut Conn, typed: &str) -> Result<Option<OrgBrief>, Problem> {
        match typed.trim().parse() {
            Ok(org) => Ok(self.0.by_ids(c, &[OrgId(org)])?.into_iter().next()),
            Err(_) => Ok(None),
        }
    }

    /// Whoever belongs to an organisation under that name, when it is one person.
    pub fn person(&self, c: &mut Conn, org: OrgId, name: &str) -> Result<Option<i64>, Problem> {
        let folded = kernel::names::fold(name);
        let people = self.0.people_of(c, org)?;
        let mut found = people.iter().filter(|(person, _)| kernel::names::fold(&person.name) == folded);
        Ok(match (found.next(), found.next()) {
            (Some((person, _)), None) => Some(person.id.0),
            _ => None,
        })
    }
}

/// Choices of a field, with words for none of them.
pub(crate) fn choices(none: String, bodies: &[OrgBrief]) -> Vec<(String, String)> {
    let one = |body: &OrgBrief| (body.id.to_string(), body.name.clone());
    std::iter::once((String::new(), none)).chain(bodies.iter().map(one)).collect()
}
