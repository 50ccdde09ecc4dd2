//! The roster of organisations against the tree as it stands.

use std::collections::HashMap;

use kernel::{OrgId, Problem, Say, names};
use store::Conn;

use super::tree::{Tree, facts};
use super::{Difference, Findings, changes, number, shown};
use crate::imports::batch::OrgRow;
use crate::organisations::actions::Facts;
use crate::organisations::record::Organisation;
use crate::organisations::rules::may_stand_under;

/// What is to be written, parents before children.
#[derive(Debug, Clone)]
pub(crate) struct OrgPlan {
    pub(crate) steps: Vec<OrgStep>,
}

/// One row of the roster.
#[derive(Debug, Clone)]
pub(crate) struct OrgStep {
    /// The row, counted among the rows of the roster.
    pub(crate) row: usize,
    /// The organisation that it is about; `None` founds one.
    pub(crate) target: Option<Organisation>,
    /// What is known of it afterwards.
    pub(crate) facts: Facts,
    /// Where it stands afterwards.
    pub(crate) above: Above,
    /// Whether anything differs from what is there.
    pub(crate) changed: bool,
    /// How many rows of the roster stand above it.
    pub(crate) depth: usize,
}

/// The organisation above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Above {
    /// None: it is the root.
    Root,
    /// One that the roster does not name.
    Known(OrgId),
    /// That of another row.
    Row(usize),
}

/// The check of one roster.
struct Check<'a, 'b> {
    rows: &'a [OrgRow],
    tree: Tree,
    by_name: HashMap<String, usize>,
    by_code: HashMap<&'a str, usize>,
    targets: Vec<Option<OrgId>>,
    claimed: HashMap<OrgId, usize>,
    above: Vec<Above>,
    findings: &'a mut Findings<'b>,
}

pub(super) fn check(c: &mut Conn, rows: &[OrgRow], findings: &mut Findings<'_>) -> Result<OrgPlan, Problem> {
    let indexed = || rows.iter().enumerate();
    let mut check = Check {
        rows,
        tree: Tree::load(c)?,
        by_name: indexed().map(|(i, row)| (names::fold(&row.name), i)).collect(),
        by_code: indexed()
            .filter(|(_, row)| !row.code.is_empty())
            .map(|(i, row)| (row.code.as_str(), i))
            .collect(),
        targets: Vec::with_capacity(rows.len()),
        claimed: HashMap::new(),
        above: Vec::with_capacity(rows.len()),
        findings,
    };
    for row in rows {
        check.find(row);
    }
    for (i, row) in indexed() {
        let above = check.find_above(i, row);
        check.above.push(above);
    }
    check.roots();
    for (i, row) in indexed() {
        check.place(i, row);
        check.names(i, row);
        check.dates(row);
    }
    Ok(OrgPlan { steps: check.steps() })
}

impl Check<'_, '_> {
    fn fault(&mut self, row: &OrgRow, field: &str, value: &str, reason: Say, fix: &'static str) {
        let error = self.findings.batch.error(row.place, field, value, reason, Say::new(fix));
        self.findings.faults.push(error);
    }

    /// The organisation that a row is about: by its code, else by its name.
    fn find(&mut self, row: &OrgRow) {
        let named = self.tree.named(&row.name);
        let target = match (self.tree.by_code.get(&row.code).copied(), named) {
            (Some(id), _) => Some(id),
            (None, []) => None,
            (None, [one]) => Some(*one),
            (None, _) => {
                self.fault(
                    row,
                    "name",
                    &row.name,
                    Say::new("import-fault-name-ambiguous"),
                    "import-fix-code",
                );
                None
            }
        };
        let i = self.targets.len();
        self.targets.push(target);
        let Some(id) = target else { return };
        if let Some(first) = self.claimed.insert(id, i)
            && let Some(other) = self.rows.get(first)
        {
            let reason = Say::new("import-fault-twice").with("row", other.place.row + 1);
            self.fault(row, "name", &row.name, reason, "import-fix-twice");
        }
    }

    /// Where a row puts its organisation: under another row's, else under one that is there.
    fn find_above(&mut self, i: usize, row: &OrgRow) -> Above {
        if row.parent.is_empty() {
            let target = self.target(i).and_then(|org| org.parent);
            return target.map_or(Above::Root, |id| self.row_of(id));
        }
        let folded = names::fold(&row.parent);
        if let Some(j) = self.by_name.get(&folded).or_else(|| self.by_code.get(folded.as_str())) {
            return Above::Row(*j);
        }
        let known = match self.tree.named(&row.parent) {
            [] => self.tree.by_code.get(&folded).copied(),
            [one] => Some(*one),
            _ => {
                let reason = Say::new("import-fault-name-ambiguous");
                self.fault(row, "parent", &row.parent, reason, "import-fix-parent-code");
                return Above::Root;
            }
        };
        if let Some(id) = known {
            return self.row_of(id);
        }
        self.fault(row, "parent", &row.parent, Say::new("import-fault-parent"), "import-fix-parent");
        Above::Root
    }

    fn row_of(&self, id: OrgId) -> Above {
        self.claimed.get(&id).map_or(Above::Known(id), |row| Above::Row(*row))
    }

    fn target(&self, i: usize) -> Option<&Organisation> {
        self.targets.get(i).copied().flatten().and_then(|id| self.tree.all.get(&id))
    }

    /// There is one root.
    fn roots(&mut self) {
        let known =
            self.tree.all.values().filter(|org| org.parent.is_none() && !self.claimed.contains_key(&org.id));
        let mut roots = known.count();
        for (i, row) in self.rows.iter().enumerate() {
            let says_root = self.above.get(i) == Some(&Above::Root) && row.parent.is_empty();
            if !says_root {
                continue;
            }
            roots += 1;
            if roots > 1 && self.target(i).is_none_or(|org| org.parent.is_some()) {
                self.fault(row, "parent", "", Say::new("import-fault-second-root"), "import-fix-second-root");
            }
        }
    }

    /// Whether a row's organisation can stand where it is put.
    fn place(&mut self, i: usize, row: &OrgRow) {
        let above = match self.above.get(i).copied().unwrap_or(Above::Root) {
            Above::Root => None,
            Above::Row(j) => self.rows.get(j).map(|above| (above.kind, above.kind_text.clone())),
            Above::Known(id) => self.tree.all.get(&id).map(|org| (org.kind, org.kind_text.clone())),
        };
        if let Some((kind, text)) = above
            && !may_stand_under(row.kind, kind)
        {
            let reason = Say::new("import-fault-place").with("kind", &row.kind_text).with("above", text);
            self.fault(row, "kind", &row.kind_text, reason, "import-fix-place");
        }
        if self.is_circle(i) {
            self.fault(row, "parent", &row.parent, Say::new("import-fault-circle"), "import-fix-circle");
        }
        let Some(target) = self.target(i).filter(|org| org.kind != row.kind) else { return };
        let stays =
            |org: &&Organisation| org.parent == Some(target.id) && !self.claimed.contains_key(&org.id);
        let below = self.tree.all.values().filter(stays).find(|org| !may_stand_under(org.kind, row.kind));
        if let Some(below) = below {
            let reason =
                Say::new("import-fault-place-below").with("below", &below.name).with("kind", &row.kind_text);
            self.fault(row, "kind", &row.kind_text, reason, "import-fix-place");
        }
    }

    /// Whether the way up from a row comes back to it.
    fn is_circle(&self, start: usize) -> bool {
        let mut at = Above::Row(start);
        for _ in 0..=self.rows.len() + self.tree.all.len() {
            at = match at {
                Above::Root => return false,
                Above::Row(i) => self.above.get(i).copied().unwrap_or(Above::Root),
                Above::Known(id) => match self.tree.all.get(&id).and_then(|org| org.parent) {
                    Some(parent) => self.row_of(parent),
                    None => Above::Root,
                },
            };
            if at == Above::Row(start) {
                return true;
            }
        }
        false
    }

    /// A name or code that another organisation bears and keeps.
    fn names(&mut self, i: usize, row: &OrgRow) {
        let own = self.targets.get(i).copied().flatten();
        let keeps = |id: &OrgId, same: &dyn Fn(&OrgRow) -> bool| match self.claimed.get(id) {
            Some(other) => self.rows.get(*other).is_some_and(same),
            None => true,
        };
        let folded = names::fold(&row.name);
        let same_name = |other: &OrgRow| names::fold(&other.name) == folded;
        let name_taken =
            self.tree.named(&row.name).iter().any(|id| Some(*id) != own && keeps(id, &same_name));
        let same_code = |other: &OrgRow| other.code.is_empty() || other.code == row.code;
        let code_taken =
            self.tree.by_code.get(&row.code).is_some_and(|id| Some(*id) != own && keeps(id, &same_code));
        if name_taken {
            self.fault(row, "name", &row.name, Say::new("organisation-name-taken"), "import-fix-name-taken");
        }
        if code_taken {
            self.fault(row, "code", &row.code, Say::new("organisation-code-taken"), "import-fix-name-taken");
        }
    }

    fn dates(&mut self, row: &OrgRow) {
        let latest = self.findings.latest();
        let batch = self.findings.batch;
        if row.founded.is_some_and(|founded| founded.day > latest) {
            let say = Say::new("import-warning-later-founded").with("latest", latest);
            self.findings.warnings.add(say, || batch.named(row.place, "founded"));
        }
    }

    fn steps(mut self) -> Vec<OrgStep> {
        let mut steps: Vec<OrgStep> = Vec::with_capacity(self.rows.len());
        for (i, row) in self.rows.iter().enumerate() {
            let target = self.target(i).cloned();
            let facts = facts(row, target.as_ref());
            let above = self.above.get(i).copied().unwrap_or(Above::Root);
            let changed = match &target {
                Some(org) => self.compare(row, org, &facts, above),
                None => true,
            };
            steps.push(OrgStep { row: i, target, facts, above, changed, depth: self.depth(i) });
        }
        steps.sort_by_key(|step| step.depth);
        steps
    }

    /// How many rows stand above a row before the tree as it is, or nothing, is reached.
    fn depth(&self, start: usize) -> usize {
        let mut at = start;
        for depth in 0..self.rows.len() {
            match self.above.get(at) {
                Some(Above::Row(above)) => at = *above,
                _ => return depth,
            }
        }
        self.rows.len()
    }

    fn compare(&mut self, row: &OrgRow, org: &Organisation, facts: &Facts, above: Above) -> bool {
        let name_of = |id: OrgId| self.tree.all.get(&id).map(|org| org.name.clone()).unwrap_or_default();
        let was_under = org.parent.map(name_of).unwrap_or_default();
        let same = match above {
            Above::Root => org.parent.is_none(),
            Above::Known(id) => org.parent == Some(id),
            Above::Row(j) => org.parent.is_some() && self.targets.get(j).copied().flatten() == org.parent,
        };
        let under = match above {
            _ if same => was_under.clone(),
            Above::Root => String::new(),
            Above::Known(id) => name_of(id),
            Above::Row(j) => self.rows.get(j).map(|row| row.name.clone()).unwrap_or_default(),
        };
        let text = |field, was: &String, becomes: &String| (field, was.clone(), becomes.clone());
        let mut found = changes([
            text("code", &org.code, &facts.code),
            ("name", names::fold(&org.name), names::fold(&facts.name)),
            text("short_name", &org.short_name, &facts.short_name),
            text("kind", &org.kind_text, &facts.kind_text),
            text("category", &org.category, &facts.category),
            text("department", &org.department, &facts.department),
            ("founded", shown(org.founded), shown(facts.founded)),
            text("founded_document", &org.founded_document, &facts.founded_document),
            ("members", org.members.to_string(), facts.members.to_string()),
            ("probationary", number(org.probationary), number(facts.probationary)),
            ("under_35", number(org.under_35), number(facts.under_35)),
            ("staff", number(org.staff), number(facts.staff)),
            text("contact", &org.contact, &facts.contact),
            text("telephone", &org.telephone, &facts.telephone),
        ]);
        if !same {
            found.push(super::FieldChange { field: "parent", was: was_under, becomes: under });
        }
        if found.is_empty() {
            return false;
        }
        let place = self.findings.batch.named(row.place, "name");
        self.findings.differences.push(Difference { place, name: org.name.clone(), changes: found });
        true
    }
}
