//! Telling the secretaries of a body what concerns it: once for each thing, in the transaction that makes it true.

use kernel::{Day, OrgId, Problem, Role};
use notices::Notice;
use store::Tx;

use crate::measures::record::Measure;
use crate::plans::record::Plan;
use crate::sources::Sources;

/// Who is told about a body.
const SECRETARIES: &[Role] = &[Role::OrganisationSecretary, Role::DeputySecretary];

/// Tells the secretaries of a body.
///
/// # Errors
/// When the database fails.
pub(crate) fn body(tx: &mut Tx, sources: &Sources, org: OrgId, notice: &Notice) -> Result<(), Problem> {
    let Some(found) = sources.directory.by_ids(tx, &[org])?.into_iter().next() else { return Ok(()) };
    let today = tx.today();
    let readers = notices::readers(tx, org, &found.path, SECRETARIES, today)?;
    notices::tell(tx, &readers, notice)?;
    Ok(())
}

/// Tells the lead body what became of its measure; `what` tells it from others of the same kind.
///
/// # Errors
/// When the database fails.
pub(crate) fn lead(
    tx: &mut Tx,
    sources: &Sources,
    measure: &Measure,
    key: &'static str,
    what: &str,
    due: Option<Day>,
) -> Result<(), Problem> {
    let notice = Notice {
        key,
        args: vec![("measure", format!("{} {}", measure.number(), measure.content))],
        href: format!("/measures/{}", measure.id),
        once: format!("measure:{}:{key}:{what}", measure.id),
        due,
    };
    body(tx, sources, measure.org, &notice)
}

/// Tells every body once that it has measures to sign for, however many they are.
///
/// # Errors
/// When the database fails.
pub(crate) fn handed_out(
    tx: &mut Tx,
    sources: &Sources,
    plan: &Plan,
    measures: &[Measure],
) -> Result<(), Problem> {
    let mut orgs: Vec<OrgId> = measures.iter().map(|one| one.org).collect();
    orgs.sort_unstable();
    orgs.dedup();
    for org in orgs {
        let n = measures.iter().filter(|one| one.org == org).count();
        let notice = Notice {
            key: "notice-measures-issued",
            args: vec![("plan", plan.title.clone()), ("n", n.to_string())],
            href: format!("/plans/{}", plan.id),
            once: format!("plan:{}:issued", plan.id),
            due: None,
        };
        body(tx, sources, org, &notice)?;
    }
    Ok(())
}
