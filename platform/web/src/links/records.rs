//! What records of any domain are called, as far as a visitor may see them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Problem, RecordRef};
use store::Conn;

use crate::domain::{RecordBrief, RecordKind, Visitor};
use crate::site::Site;

/// Records with their kinds and briefs; those that the visitor may not see are not among them.
pub type Known = BTreeMap<RecordRef, (RecordKind, RecordBrief)>;

pub(super) fn kind(site: &Site, kind: &str) -> Option<RecordKind> {
    site.records.iter().find(|one| one.kind == kind).copied()
}

/// Briefs of records of several kinds: one call of each kind's domain.
///
/// # Errors
/// When the database fails.
pub fn briefs(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    records: &BTreeSet<RecordRef>,
) -> Result<Known, Problem> {
    let mut by_kind: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for record in records {
        by_kind.entry(&record.kind).or_default().push(record.id);
    }
    let mut known = Known::new();
    for (name, ids) in by_kind {
        let Some(kind) = kind(site, name) else { continue };
        for brief in (kind.brief)(c, visitor, &ids)? {
            known.insert(RecordRef::new(name, brief.id), (kind, brief));
        }
    }
    Ok(known)
}

/// The brief of one record.
///
/// # Errors
/// [`Problem::Missing`] when there is none that the visitor may see.
pub fn find(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    record: &RecordRef,
) -> Result<RecordBrief, Problem> {
    let kind = kind(site, &record.kind).ok_or(Problem::Missing)?;
    let briefs = (kind.brief)(c, visitor, &[record.id])?;
    briefs.into_iter().find(|brief| brief.id == record.id).ok_or(Problem::Missing)
}

/// Whether the visitor may tie links to a record.
pub(super) fn may_link(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    record: &RecordRef,
) -> Result<bool, Problem> {
    match kind(site, &record.kind) {
        Some(kind) => (kind.may_link)(c, visitor, record.id),
        None => Ok(false),
    }
}
