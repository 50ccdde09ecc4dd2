//! Computing a cycle from what was entered on the pages: read in one snapshot, computed outside any transaction, and
//! written only if nothing it was computed from has changed meanwhile.

use std::collections::BTreeMap;

use kernel::contracts::OrgBrief;
use kernel::{Act, Problem, Say};
use scoring::Input;
use web::Writing;

use super::computed::{self, Computed};
use super::record::{self, Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::{inputs, schemes, troubles};

/// A cycle as it was read, and the result of it.
pub(crate) struct Computation {
    pub cycle: Cycle,
    pub computed: Computed,
}

/// Reads and computes.
///
/// # Errors
/// [`Problem::Missing`] without such a cycle; [`Problem::Refused`] with what keeps the evaluation from giving a result.
pub(crate) fn compute<A: Act>(cx: &Writing<'_, A>, id: CycleId) -> Result<Computation, Problem> {
    compute_with(cx, id, |_| {})
}

/// Reads, changes what was read, and computes: what would be if that were entered too.
///
/// # Errors
/// As [`compute`].
pub(crate) fn compute_with<A: Act>(
    cx: &Writing<'_, A>,
    id: CycleId,
    change: impl FnOnce(&mut Input),
) -> Result<Computation, Problem> {
    let (cycle, scheme, mut input, people) = cx.read(move |c| {
        let cycle = record::find(c, id, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        Ok((cycle, scheme, inputs::read(c, id)?, participants::of_cycle(c, id)?))
    })?;
    change(&mut input);
    let orgs: BTreeMap<&str, OrgBrief> = people.iter().map(|one| (one.key.as_str(), brief(one))).collect();
    let named = |key: &str| orgs.get(key).map_or_else(|| key.to_owned(), |org| org.name.clone());
    let computed = computed::of_input(&scheme, input, &orgs)?;
    let computed = computed.map_err(|error| troubles::refusal(&error, named))?;
    Ok(Computation { cycle, computed })
}

fn brief(one: &Participant) -> OrgBrief {
    OrgBrief {
        id: one.org,
        code: String::new(),
        name: one.name.clone(),
        path: one.path.clone(),
        category: Some(one.category.clone()),
        members: one.members,
    }
}

impl Computation {
    /// The cycle as it stands now, if it is still what was computed from.
    ///
    /// # Errors
    /// [`Problem::Refused`] when something was entered meanwhile; computing again will take it in.
    pub(crate) fn current(&self, tx: &mut store::Tx) -> Result<Cycle, Problem> {
        let now = record::find(tx, self.cycle.id, true)?;
        if now.revision != self.cycle.revision || now.scheme != self.cycle.scheme {
            return Err(Problem::refused(Say::new("appraisal-changed-meanwhile")));
        }
        Ok(now)
    }
}
