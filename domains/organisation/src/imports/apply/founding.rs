//! New organisations, many at a time.

use kernel::{OrgId, Problem, names};
use store::{Tx, Value};

use super::bulk::{ROWS, numbered, put, text};
use crate::dated::Dated;
use crate::imports::record::ImportId;
use crate::organisations::actions::Facts;
use crate::organisations::history;

const INSERT: &str = "INSERT INTO organisations (code, name, short_name, folded, sort_key, initials, kind, kind_text, \
     category, parent_id, path, department, founded_on, founded_precision, founded_document, members, probationary, \
     under_35, staff, contact, telephone, state, import_id)";
const COLUMNS: usize = 23;
const BACK: &str = "RETURNING id, folded, code";
/// Paths of new organisations whose parents have theirs.
const PATHS: &str = "UPDATE organisations SET path = COALESCE((SELECT p.path FROM organisations p \
     WHERE p.id = organisations.parent_id), '') || CAST(id AS TEXT) || '.' WHERE import_id = $1 AND path = ''";
/// The first version of each new organisation, as `organisations::history` begins it.
const VERSIONS: &str = "INSERT INTO organisation_versions (org_id, from_day, until_day, code, name, short_name, folded, \
     sort_key, initials, kind, kind_text, category, parent_id, path) \
     SELECT id, COALESCE(founded_on, $2), NULL, code, name, short_name, folded, sort_key, initials, kind, kind_text, \
     category, parent_id, path FROM organisations WHERE import_id = $1";
/// The founding of each new organisation, where it is known.
const FOUNDINGS: &str = "INSERT INTO organisation_events (org_id, kind, on_day, on_precision, document, note, was, \
     became, counterpart_id, recorded_at, import_id) SELECT id, 'founded', founded_on, founded_precision, \
     founded_document, '', '', name, NULL, CAST($2 AS BIGINT), import_id FROM organisations \
     WHERE import_id = $1 AND founded_on IS NOT NULL";

/// Every statement of this file.
pub(super) fn statements() -> Vec<&'static str> {
    static ONE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    vec![ONE.get_or_init(|| text(INSERT, COLUMNS, 1, BACK)), PATHS, VERSIONS, FOUNDINGS]
}

/// Founds organisations of one level, whose parents have their paths; gives their numbers in the same order.
pub(super) fn organisations(
    tx: &mut Tx,
    import: ImportId,
    orgs: &[(&Facts, Option<OrgId>)],
) -> Result<Vec<i64>, Problem> {
    let mut ids = Vec::with_capacity(orgs.len());
    for chunk in orgs.chunks(ROWS) {
        let mut values = Vec::with_capacity(chunk.len() * COLUMNS);
        for (facts, parent) in chunk {
            organisation(&mut values, facts, *parent, import)?;
        }
        let wanted = chunk.iter().map(|(facts, _)| (names::fold(&facts.name), facts.code.clone())).collect();
        ids.extend(numbered(tx, &text(INSERT, COLUMNS, chunk.len(), BACK), &values, wanted)?);
    }
    if !ids.is_empty() {
        tx.run(PATHS, &[&import])?;
    }
    Ok(ids)
}

/// Gives the new organisations of an import their first versions and events.
pub(super) fn histories(tx: &mut Tx, import: ImportId) -> Result<(), Problem> {
    tx.run(VERSIONS, &[&import, &history::beginning()])?;
    let now = tx.now();
    tx.run(FOUNDINGS, &[&import, &now])?;
    Ok(())
}

fn organisation(
    values: &mut Vec<Value<'static>>,
    facts: &Facts,
    parent: Option<OrgId>,
    import: ImportId,
) -> Result<(), Problem> {
    // The entity knows how it is sorted and found.
    let org = facts.clone().into_organisation(OrgId(0), parent, String::new());
    let (founded, precision) = Dated::columns(org.founded);
    put(
        values,
        &[
            &org.code,
            &org.name,
            &org.short_name,
            &names::fold(&org.name),
            &org.sort_key(),
            &org.initials(),
            &org.kind.code(),
            &org.kind_text,
            &org.category,
            &org.parent,
            &org.path,
            &org.department,
            &founded,
            &precision,
            &org.founded_document,
            &org.members,
            &org.probationary,
            &org.under_35,
            &org.staff,
            &org.contact,
            &org.telephone,
            &org.state.code(),
            &import,
        ],
    )
}
