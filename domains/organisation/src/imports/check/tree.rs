//! The organisations that a roster is compared with, and what a row makes of one.

use std::collections::HashMap;

use kernel::{OrgId, Problem, names};
use store::Conn;

use super::{kept, refined};
use crate::imports::batch::OrgRow;
use crate::organisations::actions::Facts;
use crate::organisations::record::{self, Organisation};

/// The living organisations by everything under which a roster may name them.
pub(super) struct Tree {
    pub(super) all: HashMap<OrgId, Organisation>,
    pub(super) by_code: HashMap<String, OrgId>,
    by_name: HashMap<String, Vec<OrgId>>,
}

impl Tree {
    pub(super) fn load(c: &mut Conn) -> Result<Self, Problem> {
        let mut tree = Self { all: HashMap::new(), by_code: HashMap::new(), by_name: HashMap::new() };
        for org in record::living(c)? {
            if !org.code.is_empty() {
                tree.by_code.insert(org.code.clone(), org.id);
            }
            tree.by_name.entry(names::fold(&org.name)).or_default().push(org.id);
            tree.all.insert(org.id, org);
        }
        Ok(tree)
    }

    pub(super) fn named(&self, name: &str) -> &[OrgId] {
        self.by_name.get(&names::fold(name)).map_or(&[], Vec::as_slice)
    }
}

/// What is known of the organisation after the row.
pub(super) fn facts(row: &OrgRow, target: Option<&Organisation>) -> Facts {
    let old = target.map_or_else(|| Facts::named("", row.kind), Facts::of);
    let same_name = names::fold(&old.name) == names::fold(&row.name);
    Facts {
        code: kept(&old.code, &row.code),
        name: if same_name { old.name.clone() } else { row.name.clone() },
        short_name: kept(&old.short_name, &row.short_name),
        kind: row.kind,
        kind_text: row.kind_text.clone(),
        category: kept(&old.category, &row.category),
        department: kept(&old.department, &row.department),
        founded: refined(old.founded, row.founded),
        founded_document: kept(&old.founded_document, &row.founded_document),
        members: row.members.unwrap_or(old.members),
        probationary: row.probationary.or(old.probationary),
        under_35: row.under_35.or(old.under_35),
        staff: row.staff.or(old.staff),
        contact: kept(&old.contact, &row.contact),
        telephone: kept(&old.telephone, &row.telephone),
    }
}
