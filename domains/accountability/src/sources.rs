//! Who knows the organisations, and which of them somebody reaches.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::access::reach_of;
use kernel::contracts::{Directory, OrgBrief};
use kernel::{Act, Day, OrgId, Principal, Problem, Reach};
use store::Conn;
use web::Site;

/// Who knows the organisations.
#[derive(Clone)]
pub struct Sources {
    /// Knows names, places in the tree and members.
    pub directory: Arc<dyn Directory<Conn>>,
}

impl Sources {
    /// Those of an installation.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] where the organisations are no part of it.
    pub(crate) fn of(site: &Site) -> Result<Self, Problem> {
        let directory =
            site.directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
        Ok(Self { directory })
    }

    /// Those of the organisations that lie within reach as they stand in the tree today; `None` means all of them.
    pub(crate) fn within(
        &self,
        c: &mut Conn,
        reach: &Reach,
        orgs: &[OrgId],
    ) -> Result<Option<BTreeSet<OrgId>>, Problem> {
        if reach.all {
            return Ok(None);
        }
        let found = self.directory.by_ids(c, orgs)?.into_iter();
        Ok(Some(found.filter(|org| reach.covers(org.id, &org.path)).map(|org| org.id).collect()))
    }

    /// The organisation of that name.
    pub(crate) fn named(&self, c: &mut Conn, name: &str) -> Result<Option<OrgBrief>, Problem> {
        Ok(self.directory.by_names(c, &[name.to_owned()])?.into_iter().next().flatten())
    }
}

/// How far somebody reaches under another act than the page's own; nowhere when they may not do it.
pub(crate) fn reach<A: Act>(who: Option<&Principal>, today: Day) -> Reach {
    who.and_then(|who| reach_of(who, A::ALLOW, today)).unwrap_or_default()
}
