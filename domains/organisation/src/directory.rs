//! What other domains may ask: the directory of organisations.

use std::collections::{BTreeMap, BTreeSet};

use kernel::contracts::{Directory, OrgBrief, PersonBrief};
use kernel::{Day, OrgId, Problem, names};
use store::{Conn, Row};

use crate::organisations::record::path_end;

const FOLDED: &str = "SELECT folded, id, code, name, path, category, members FROM organisations \
     WHERE state = 'normal' ORDER BY id DESC";
/// Former names too: results of earlier years bear them.
const FORMER: &str = "SELECT v.folded, o.id, o.code, o.name, o.path, o.category, o.members \
     FROM organisation_versions v JOIN organisations o ON o.id = v.org_id ORDER BY v.from_day, v.id";
const BY_ID: &str = "SELECT '', id, code, name, path, category, members FROM organisations WHERE id = $1";
const APPRAISED: &str = "SELECT '', v.org_id, v.code, v.name, v.path, v.category, o.members \
     FROM organisation_versions v JOIN organisations o ON o.id = v.org_id \
     JOIN organisation_versions r ON r.org_id = v.parent_id AND r.parent_id IS NULL \
     AND r.from_day <= $1 AND (r.until_day IS NULL OR r.until_day > $1) \
     WHERE v.category <> '' AND v.from_day <= $1 AND (v.until_day IS NULL OR v.until_day > $1) \
     ORDER BY v.code, v.org_id";

const MEMBERS: &str = "SELECT p.id, p.name FROM persons p WHERE p.merged_into IS NULL AND p.member \
     AND (p.org_id IN (SELECT o.id FROM organisations o WHERE o.path >= $1 AND o.path < $2) \
     OR p.id IN (SELECT a.person_id FROM appointments a JOIN organisations o ON o.id = a.org_id \
     WHERE o.path >= $1 AND o.path < $2 AND a.until_on IS NULL)) ORDER BY p.sort_key, p.id";

const PEOPLE: &str = "SELECT p.id, p.name, p.member FROM persons p WHERE p.merged_into IS NULL \
     AND (p.org_id IN (SELECT o.id FROM organisations o WHERE o.path >= $1 AND o.path < $2) \
     OR p.id IN (SELECT a.person_id FROM appointments a JOIN organisations o ON o.id = a.org_id \
     WHERE o.path >= $1 AND o.path < $2 AND a.until_on IS NULL)) ORDER BY p.sort_key, p.id";
const NAMED: &str = "SELECT p.id, p.name, COALESCE(o.name, '') FROM persons p LEFT JOIN organisations o ON o.id = p.org_id \
     WHERE p.merged_into IS NULL AND p.folded LIKE $1 ESCAPE '!' ORDER BY p.sort_key, p.id LIMIT 20";

pub(crate) fn statements() -> Vec<&'static str> {
    vec![FOLDED, FORMER, BY_ID, APPRAISED, MEMBERS, PEOPLE, NAMED]
}

/// The directory over the tables of this domain.
#[derive(Debug, Clone, Copy)]
pub struct Organisations;

impl Directory<Conn> for Organisations {
    fn by_names(&self, c: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        let wanted: Vec<String> = names.iter().map(|name| names::fold(name)).collect();
        let missing: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        let mut found: BTreeMap<String, OrgBrief> = BTreeMap::new();
        for sql in [FORMER, FOLDED] {
            // What stands today outranks what stood before: it is read last.
            for (folded, brief) in c.all(sql, &[], brief)? {
                if missing.contains(folded.as_str()) {
                    found.insert(folded, brief);
                }
            }
        }
        Ok(wanted.iter().map(|name| found.get(name).cloned()).collect())
    }

    fn by_ids(&self, c: &mut Conn, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(c.maybe(BY_ID, &[id], brief)?.map(|(_, brief)| brief));
        }
        Ok(found)
    }

    fn appraised_on(&self, c: &mut Conn, day: Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(c.all(APPRAISED, &[&day], brief)?.into_iter().map(|(_, brief)| brief).collect())
    }

    fn members_of(&self, c: &mut Conn, org: OrgId) -> Result<Vec<PersonBrief>, Problem> {
        let Some((_, found)) = c.maybe(BY_ID, &[&org], brief)? else { return Ok(Vec::new()) };
        let person = |r: &Row<'_>| Ok(PersonBrief { id: r.get(0)?, name: r.get(1)? });
        Ok(c.all(MEMBERS, &[&found.path, &path_end(&found.path)], person)?)
    }

    fn people_of(&self, c: &mut Conn, org: OrgId) -> Result<Vec<(PersonBrief, bool)>, Problem> {
        let Some((_, found)) = c.maybe(BY_ID, &[&org], brief)? else { return Ok(Vec::new()) };
        let person = |r: &Row<'_>| Ok((PersonBrief { id: r.get(0)?, name: r.get(1)? }, r.get(2)?));
        Ok(c.all(PEOPLE, &[&found.path, &path_end(&found.path)], person)?)
    }

    fn people_named(&self, c: &mut Conn, text: &str) -> Result<Vec<(PersonBrief, String)>, Problem> {
        let folded = names::fold(text);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let part = folded.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let person = |r: &Row<'_>| Ok((PersonBrief { id: r.get(0)?, name: r.get(1)? }, r.get(2)?));
        Ok(c.all(NAMED, &[&format!("%{part}%")], person)?)
    }
}

fn brief(r: &Row<'_>) -> Result<(String, OrgBrief), store::Error> {
    let category: String = r.get(5)?;
    let brief = OrgBrief {
        id: r.get(1)?,
        code: r.get(2)?,
        name: r.get(3)?,
        path: r.get(4)?,
        category: (!category.is_empty()).then_some(category),
        members: r.get(6)?,
    };
    Ok((r.get(0)?, brief))
}
