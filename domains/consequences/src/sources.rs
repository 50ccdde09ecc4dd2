//! Where grades and members come from: the two contracts by which this domain asks others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::access::reach_of;
use kernel::contracts::{CycleBrief, Directory, ResultBrief, Results};
use kernel::{Act, Day, OrgId, Principal, Problem, Reach};
use store::Conn;
use web::Site;

/// Who knows the organisations and who knows the results.
#[derive(Clone)]
pub struct Sources {
    /// Knows names, places in the tree and members.
    pub directory: Arc<dyn Directory<Conn>>,
    /// Knows published grades.
    pub results: Arc<dyn Results<Conn>>,
}

/// An organisation with its published grade and its members today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Graded {
    pub result: ResultBrief,
    pub members: u32,
    /// Where it stands in the tree today.
    pub path: String,
}

impl Sources {
    /// Those of an installation.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] where one of them is no part of it.
    pub(crate) fn of(site: &Site) -> Result<Self, Problem> {
        let missing = |what| Problem::unexpected(format!("nobody knows the {what}"));
        Ok(Self {
            directory: site.directory().ok_or_else(|| missing("organisations"))?,
            results: site.results().ok_or_else(|| missing("results"))?,
        })
    }

    /// A published cycle.
    ///
    /// # Errors
    /// [`Problem::Missing`] when there is none of that number.
    pub(crate) fn cycle(&self, c: &mut Conn, id: i64) -> Result<CycleBrief, Problem> {
        self.results.published(c)?.into_iter().find(|cycle| cycle.id == id).ok_or(Problem::Missing)
    }

    /// Number of the version that is published now, when it is another than this one.
    pub(crate) fn other_version(
        &self,
        c: &mut Conn,
        cycle: i64,
        version: u32,
    ) -> Result<Option<u32>, Problem> {
        let now = self.results.published(c)?.into_iter().find(|one| one.id == cycle);
        Ok(now.map(|one| one.version).filter(|now| *now != version))
    }

    /// Everybody who was graded in a cycle, in the order of its results.
    ///
    /// # Errors
    /// [`Problem::Missing`] when there is none of that number.
    pub(crate) fn graded(&self, c: &mut Conn, cycle: i64) -> Result<Vec<Graded>, Problem> {
        let results = self.results.of(c, cycle)?;
        let ids: Vec<OrgId> = results.iter().map(|result| result.org).collect();
        let known: BTreeMap<OrgId, (u32, String)> = self
            .directory
            .by_ids(c, &ids)?
            .into_iter()
            .map(|org| (org.id, (u32::try_from(org.members).unwrap_or(0), org.path)))
            .collect();
        let graded = |result: ResultBrief| {
            let (members, path) = known.get(&result.org).cloned().unwrap_or_else(|| (0, result.path.clone()));
            Graded { result, members, path }
        };
        Ok(results.into_iter().map(graded).collect())
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

    /// Whether an organisation lies within reach.
    ///
    /// # Errors
    /// [`Problem::Missing`] when it does not.
    pub(crate) fn must_reach(&self, c: &mut Conn, reach: &Reach, org: OrgId) -> Result<(), Problem> {
        match self.within(c, reach, &[org])? {
            Some(within) if !within.contains(&org) => Err(Problem::Missing),
            _ => Ok(()),
        }
    }
}

/// How far somebody reaches under another act than the page's own; nowhere when they may not do it.
pub(crate) fn reach<A: Act>(who: Option<&Principal>, today: Day) -> Reach {
    who.and_then(|who| reach_of(who, A::ALLOW, today)).unwrap_or_default()
}
