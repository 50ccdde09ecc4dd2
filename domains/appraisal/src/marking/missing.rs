//! What the panel still owes before a cycle can go on.

use std::collections::BTreeMap;

use kernel::{Problem, Say};
use scoring::Scheme;
use store::Conn;

use super::record as sheets;
use crate::cycles::missing::Missing;
use crate::cycles::record::{Cycle, State};
use crate::participants;
use crate::reviewers::record as reviewers;
use crate::reviewers::rules::{self, Coverage};

/// Sheets that are not submitted, and organisations that too few reviewers mark. Both are told from the review on; sheets
/// block the deliberation.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn missing(c: &mut Conn, cycle: &Cycle, scheme: &Scheme) -> Result<Vec<Missing>, Problem> {
    if !matches!(cycle.state, State::SelfAssessment | State::Review | State::MassEvaluation)
        || scheme.panels().next().is_none()
    {
        return Ok(Vec::new());
    }
    let href = format!("/cycles/{}/panel", cycle.id);
    let warning = |say: Say| Missing { say, href: href.clone(), blocks: false };
    let panel = reviewers::of_cycle(c, cycle.id)?;
    if panel.is_empty() {
        return Ok(vec![warning(Say::new("panel-missing-nobody"))]);
    }
    let people = participants::of_cycle(c, cycle.id)?;
    let assignments = reviewers::assignments(c, cycle.id)?;
    let mut missing = Vec::new();
    let mut short: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &people {
        let n = rules::marked_by(&assignments, one);
        if rules::wanted(scheme, &one.category).coverage(n) == Coverage::BelowQuorum {
            *short.entry(&one.category).or_default() += 1;
        }
    }
    for (category, n) in short {
        missing.push(warning(Say::new("panel-missing-quorum").with("category", category).with("n", n)));
    }
    if cycle.state == State::SelfAssessment {
        return Ok(missing);
    }
    let states = sheets::states(c, cycle.id)?;
    for reviewer in &panel {
        let to_mark = |category: &str| {
            let people = people.iter().filter(|one| one.category == category);
            let ours = people.filter_map(|one| assignments.get(&(reviewer.id, one.id)));
            ours.filter(|one| one.recusal.is_none()).count()
        };
        let open: Vec<&str> = scheme
            .categories
            .iter()
            .map(|one| one.name.as_str())
            .filter(|name| to_mark(name) > 0)
            .filter(|name| !states.get(&(reviewer.id, (*name).to_owned())).is_some_and(|one| one.is_locked()))
            .collect();
        if !open.is_empty() {
            let say = Say::new("panel-missing-sheets").with("label", &reviewer.label);
            missing.push(Missing {
                say: say.with("n", open.len()).with("categories", open.join("、")),
                href: format!("{href}/{}", reviewer.id),
                blocks: cycle.state == State::MassEvaluation,
            });
        }
    }
    Ok(missing)
}
