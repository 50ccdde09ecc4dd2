//! Rows of the roster of organisations.

use std::collections::{HashMap, HashSet};

use kernel::{Say, names};
use office::{Address, Body, DataRow, Fill, HeaderMap, Table};

use super::{Reading, sums};
use crate::imports::batch::{OrgRow, Rows};
use crate::organisations::kind::Kind;

/// Members that no organisation has: a number beyond is a slip of the hand.
const MOST: i64 = 1_000_000;

impl Reading {
    pub(super) fn organisations(&mut self, table: &Table, header: &HeaderMap, body: &Body<'_>) {
        let begun = self.len();
        let mut seen = Seen::default();
        for row in &body.rows {
            let faults = self.faults.len();
            let read = self.organisation(row);
            self.twice(row, &read, &mut seen);
            if self.faults.len() == faults
                && let (Some(read), Some(rows)) = (read, self.organisation_rows())
            {
                rows.push(read);
            }
        }
        for row in sums(body) {
            self.check_sum(table, header, row, begun);
        }
    }

    fn organisation(&mut self, row: &DataRow<'_>) -> Option<OrgRow> {
        let place = self.place(row);
        let name_cell = row.cell("name");
        let found = name_cell.name().and_then(|name| name_cell.need(name));
        let name = self.get(found);
        let kind_cell = row.cell("kind");
        let kind_text = self.get(kind_cell.name().and_then(|text| kind_cell.need(text)));
        let kind = Kind::from_words(&kind_text);
        if kind.is_none() && !kind_text.is_empty() {
            let known = Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("、");
            let fix = Say::new("office-fix-choice").with("choices", known);
            self.faults.push(kind_cell.error("import-fault-kind", fix));
        }
        let members = self.number(row, "members");
        let (probationary, under_35) = (self.number(row, "probationary"), self.number(row, "under_35"));
        for (field, part) in [("probationary", probationary), ("under_35", under_35)] {
            if let (Some(part), Some(members)) = (part, members)
                && part > members
            {
                let reason = Say::new("import-fault-part").with("members", members);
                self.faults.push(row.cell(field).error(reason, "import-fix-part"));
            }
        }
        Some(OrgRow {
            place,
            code: names::fold(&self.text(row, "code")),
            name,
            short_name: self.name(row, "short_name"),
            kind: kind?,
            kind_text,
            parent: self.name(row, "parent"),
            category: self.name(row, "category"),
            department: self.name(row, "department"),
            founded: self.dated(row, "founded"),
            founded_document: self.text(row, "founded_document"),
            members,
            probationary,
            under_35,
            staff: self.number(row, "staff"),
            contact: self.name(row, "contact"),
            telephone: self.get(row.cell("telephone").phone()).unwrap_or_default(),
        })
    }

    fn number(&mut self, row: &DataRow<'_>, field: &str) -> Option<i64> {
        let cell = row.cell(field);
        let number = self.get(cell.integer())?;
        if (0..=MOST).contains(&number) {
            return Some(number);
        }
        let reason = Say::new("import-fault-number").with("most", MOST);
        self.faults.push(cell.error(reason, "office-fix-integer"));
        None
    }

    /// A code or a name that stands in two rows.
    fn twice(&mut self, row: &DataRow<'_>, read: &Option<OrgRow>, seen: &mut Seen) {
        let Some(read) = read else { return };
        let places = [("code", read.code.clone()), ("name", names::fold(&read.name))];
        for (field, value) in places {
            if value.is_empty() {
                continue;
            }
            let Some(first) = seen.put(field, value, row.number()) else { continue };
            let reason = Say::new("import-fault-twice").with("row", first);
            self.faults.push(row.cell(field).error(reason, "import-fix-twice"));
        }
    }

    /// The sum below the table against the rows: offices add up all rows, those directly below the root, or those
    /// with nothing below them.
    fn check_sum(&mut self, table: &Table, header: &HeaderMap, row: u32, begun: usize) {
        let Some(column) = header.column("members") else { return };
        let at = Address::new(row, column);
        let Ok(Some(sum)) = table.located(at, Fill::None).integer() else { return };
        let Rows::Organisations(rows) = &self.rows else { return };
        let rows = rows.get(begun..).unwrap_or_default();
        let sums = Sums::of(rows);
        if !sums.any(sum) {
            let say =
                Say::new("import-warning-sum").with("sum", sum).with("all", sums.all).with("top", sums.top);
            let cell = format!("{}!{at}", table.name);
            self.warnings.add(say, || cell);
        }
    }
}

#[derive(Default)]
struct Seen(HashMap<(String, String), u32>);

impl Seen {
    /// The row in which that value stood before.
    fn put(&mut self, field: &str, value: String, row: u32) -> Option<u32> {
        match self.0.entry((field.to_owned(), value)) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(row);
                None
            }
        }
    }
}

/// What a sum of members can mean.
struct Sums {
    all: i64,
    top: i64,
    leaves: i64,
}

impl Sums {
    fn of(rows: &[OrgRow]) -> Self {
        let members = |row: &&OrgRow| row.members.unwrap_or(0);
        let known: HashSet<String> = rows.iter().map(|row| names::fold(&row.name)).collect();
        let above: HashSet<String> = rows.iter().map(|row| names::fold(&row.parent)).collect();
        // The root, or roots where a part of the tree was sent.
        let is_root = |row: &&OrgRow| !known.contains(&names::fold(&row.parent));
        let roots: HashSet<String> = rows.iter().filter(is_root).map(|row| names::fold(&row.name)).collect();
        let below_root = |row: &&OrgRow| roots.contains(&names::fold(&row.parent));
        let leaf = |row: &&OrgRow| !above.contains(&names::fold(&row.name));
        Self {
            all: rows.iter().map(|row| row.members.unwrap_or(0)).sum(),
            top: rows.iter().filter(below_root).map(|row| members(&row)).sum(),
            leaves: rows.iter().filter(leaf).map(|row| members(&row)).sum(),
        }
    }

    fn any(&self, sum: i64) -> bool {
        [self.all, self.top, self.leaves].contains(&sum)
    }
}
