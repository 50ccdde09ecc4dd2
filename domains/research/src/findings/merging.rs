//! Merging findings that say the same.

use std::collections::BTreeSet;

use kernel::{OrgId, Problem, RecordRef};
use store::{Tx, links};

use super::actions::{ADD_ORG, ADD_SOURCE, done, open};
use super::record::{self, Finding, FindingId, reference};
use super::rules::State;
use crate::sight::Sight;

pub(crate) const MERGE: &str = "UPDATE research_findings SET merged_into = $2 WHERE id = $1";
pub(crate) const MERGE_EARLIER: &str = "UPDATE research_findings SET merged_into = $2 WHERE merged_into = $1";
pub(crate) const SET_COMMON: &str = "UPDATE research_findings SET common = TRUE WHERE id = $1";

/// Merges a finding into another that says the same: what the first concerns, where it was found and what it is linked to
/// becomes the other's, and the first points to it.
///
/// # Errors
/// [`Problem::Refused`] when the first was handed out already, the other is closed, or one of them is somebody else's.
pub(crate) fn merge(tx: &mut Tx, sight: &Sight, id: FindingId, into: FindingId) -> Result<Finding, Problem> {
    if id == into {
        return Err(Problem::refused("finding-merge-itself"));
    }
    let (before, kept) = (open(tx, id)?, open(tx, into)?);
    if before.state != State::Pending {
        return Err(Problem::refused("finding-merge-handed"));
    }
    if kept.state == State::Closed {
        return Err(Problem::refused("finding-merge-closed"));
    }
    for one in [&before, &kept] {
        if !record::standing(tx, sight, one)?.visits {
            return Err(Problem::refused("finding-only-the-visitor"));
        }
    }
    let mut orgs: BTreeSet<OrgId> = record::orgs(tx, into)?.into_iter().map(|(org, _)| org).collect();
    for (org, name) in record::orgs(tx, id)? {
        tx.run(ADD_ORG, &[&into, &org, &name])?;
        orgs.insert(org);
    }
    for source in record::sources(tx, id)? {
        tx.run(ADD_SOURCE, &[&into, &source.kind, &source.id])?;
    }
    if orgs.len() > 1 {
        tx.run(SET_COMMON, &[&into])?;
    }
    move_links(tx, &reference(id), &reference(into))?;
    tx.run(MERGE_EARLIER, &[&id, &into])?;
    tx.run(MERGE, &[&id, &into])?;
    done(tx, &kept, "finding-took-up", &before.description)?;
    done(tx, &before, "finding-merged", &kept.description)
}

/// Ties every link of a record to another instead.
fn move_links(tx: &mut Tx, from: &RecordRef, to: &RecordRef) -> Result<(), Problem> {
    for link in links::of_record(tx, from)? {
        if link.other != *to {
            match link.outgoing {
                true => links::link(tx, &link.kind, to, &link.other)?,
                false => links::link(tx, &link.kind, &link.other, to)?,
            };
        }
    }
    links::unlink_all(tx, from)?;
    Ok(())
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![MERGE, MERGE_EARLIER, SET_COMMON]
}
