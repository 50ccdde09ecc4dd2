//! Rows of the roster of cadres.

use std::collections::HashMap;

use kernel::{Say, names};
use office::{Address, Body, DataRow, Fill, HeaderMap, Table};

use super::{Reading, sums};
use crate::appointments::post;
use crate::dated::Dated;
use crate::identity;
use crate::imports::batch::{CadreRow, Number};
use crate::persons::record::Sex;

/// Age at which one may join the Party.
const JOINING_AGE: i32 = 18;
/// Age at which one may join the Youth League: before it, a joining date cannot be anything but a slip.
const LEAST_AGE: i32 = 14;

/// Words that mean "as in the row above".
const DITTO: [&str; 4] = ["同上", "〃", "″", "\""];

/// Endings of what can be a post in a Party organisation.
const ENDINGS: [&str; 6] = ["书记", "委员", "组长", "干事", "联络员", "专员"];

impl Reading {
    pub(super) fn cadres(&mut self, table: &Table, header: &HeaderMap, body: &Body<'_>) {
        let merged = header.column("organisation").is_some_and(|column| {
            let below = |region: &&office::Region| region.first.row > header.last;
            table.merged.iter().filter(below).any(|region| region.first.column == column)
        });
        let mut above: Option<(String, u32)> = None;
        let mut people = People::default();
        for row in &body.rows {
            let faults = self.faults.len();
            let organisation = self.organisation_of(row, merged, &mut above);
            let read = self.cadre(row, organisation);
            self.one_person(row, &read, &mut people);
            if self.faults.len() == faults
                && let Some(rows) = self.cadre_rows()
            {
                rows.push(read);
            }
        }
        let rows = body.rows.len();
        for row in sums(body) {
            self.check_count(table, header, row, rows);
        }
    }

    /// The organisation of a row and the row in which it stands. Where the column is merged over rows, an empty cell
    /// is a fault; where nothing is merged (a text table keeps no merges), it means the organisation above.
    fn organisation_of(
        &mut self,
        row: &DataRow<'_>,
        merged: bool,
        above: &mut Option<(String, u32)>,
    ) -> (String, u32) {
        let cell = row.cell("organisation");
        let written = self.get(cell.name()).filter(|text| !DITTO.contains(&text.as_str()));
        if let Some(written) = written {
            let found = (written, cell.origin.row);
            *above = Some(found.clone());
            return found;
        }
        let ditto = !cell.cell.value.is_empty();
        match above {
            Some(above) if ditto || !merged => {
                if !ditto {
                    let place = format!("{}!{}", cell.sheet, cell.at);
                    self.warnings.add("import-warning-carried", || place);
                }
                above.clone()
            }
            _ => {
                self.faults.push(cell.error("office-cell-missing", "office-fix-fill"));
                (String::new(), row.index)
            }
        }
    }

    fn cadre(&mut self, row: &DataRow<'_>, (organisation, organisation_row): (String, u32)) -> CadreRow {
        let place = self.place(row);
        let name_cell = row.cell("name");
        let name = self.get(name_cell.name().and_then(|name| name_cell.need(name)));
        let sexes: [(Sex, &[&str]); 2] =
            [(Sex::Male, &["男", "Male", "M"]), (Sex::Female, &["女", "Female", "F"])];
        let sex = self.get_or(row.cell("sex").choice(&sexes), Sex::Unknown);
        let born = self.dated(row, "born");
        let number = self.number_of(row, born, sex);
        let times: [(bool, &[&str]); 2] =
            [(true, &["专职", "专", "是", "Full-time"]), (false, &["兼职", "兼", "否", "Part-time"])];
        let full_time = self.get(row.cell("full_time").choice(&times));
        let post = self.post(row, full_time);
        let (since, joined) = (self.dated(row, "since"), self.dated(row, "joined"));
        self.check_joining(row, born, joined);
        CadreRow {
            place,
            organisation,
            organisation_row,
            name,
            sex,
            born,
            number,
            sealed: None,
            post,
            full_time,
            since,
            joined,
            telephone: self.get(row.cell("telephone").phone()).unwrap_or_default(),
        }
    }

    fn get_or<T>(&mut self, found: Result<Option<T>, office::CellError>, otherwise: T) -> T {
        self.get(found).unwrap_or(otherwise)
    }

    /// The identity number. A wrong check character is a fault, and so is another date of birth than the roster's; a
    /// sex that does not fit is only odd.
    fn number_of(&mut self, row: &DataRow<'_>, born: Option<Dated>, sex: Sex) -> Number {
        let cell = row.cell("identity");
        if let Ok(Some(text)) = cell.text()
            && text.contains('*')
        {
            return Number::Masked(names::fold(&text));
        }
        let Some(found) = self.get(cell.identity()) else { return Number::None };
        if let Some(born) = born
            && !born.may_be(Dated::on(found.born))
        {
            let reason = Say::new("import-fault-born").with("born", born).with("number", found.born);
            self.faults.push(row.cell("born").error(reason, "import-fix-born"));
        }
        let said = match found.sex {
            office::Sex::Male => Sex::Male,
            office::Sex::Female => Sex::Female,
        };
        if sex != Sex::Unknown && sex != said {
            let place = format!("{}!{}", cell.sheet, row.cell("sex").at);
            self.warnings.add("import-warning-sex", || place);
        }
        Number::Plain(identity::plain(&found.number))
    }

    fn post(&mut self, row: &DataRow<'_>, full_time: Option<bool>) -> String {
        let cell = row.cell("post");
        let post = self.get(cell.name().and_then(|post| cell.need(post)));
        if post.is_empty() {
            return post;
        }
        let place = || format!("{}!{}", cell.sheet, cell.at);
        if post::rank(&post) == post::OTHER {
            if ENDINGS.iter().any(|ending| post.ends_with(ending)) {
                self.warnings.add(Say::new("import-warning-post").with("post", &post), place);
            } else {
                let known = post::known().collect::<Vec<_>>().join("、");
                let fix = Say::new("office-fix-choice").with("choices", known);
                self.faults.push(cell.error("import-fault-post", fix));
            }
        }
        if full_time == Some(false) && post.starts_with("专职") {
            self.warnings.add("import-warning-full-time", place);
        }
        post
    }

    /// A joining date before the fourteenth birthday is a fault; one before the eighteenth is odd.
    fn check_joining(&mut self, row: &DataRow<'_>, born: Option<Dated>, joined: Option<Dated>) {
        let (Some(born), Some(joined)) = (born, joined) else { return };
        let age = born.day.years_until(joined.latest());
        let cell = row.cell("joined");
        if joined.latest() < born.day || age < LEAST_AGE {
            let reason = Say::new("import-fault-joined").with("born", born).with("age", LEAST_AGE);
            self.faults.push(cell.error(reason, "import-fix-joined"));
        } else if age < JOINING_AGE {
            let place = format!("{}!{}", cell.sheet, cell.at);
            self.warnings.add(Say::new("import-warning-joined").with("age", JOINING_AGE), || place);
        }
    }

    /// Two rows of one person must say the same of them, and not the same post twice.
    fn one_person(&mut self, row: &DataRow<'_>, read: &CadreRow, people: &mut People) {
        let Number::Plain(number) = &read.number else {
            let who =
                format!("{} {}", names::fold(&read.name), read.born.map_or(String::new(), |b| b.to_string()));
            self.post_twice(row, read, who, people);
            return;
        };
        let said = (names::fold(&read.name), row.number());
        match people.numbers.get(number).cloned() {
            Some((name, first)) if name != said.0 => {
                let reason = Say::new("import-fault-person").with("row", first).with("name", name);
                self.faults.push(row.cell("identity").error(reason, "import-fix-person"));
            }
            Some((_, first)) => {
                let cell = row.cell("identity");
                let place = format!("{}!{}", cell.sheet, cell.at);
                let _ = first;
                if !people.holds(number, read) {
                    self.warnings.add("import-warning-posts", || place);
                }
                self.post_twice(row, read, number.clone(), people);
            }
            None => {
                people.numbers.insert(number.clone(), said);
                self.post_twice(row, read, number.clone(), people);
            }
        }
    }

    fn post_twice(&mut self, row: &DataRow<'_>, read: &CadreRow, who: String, people: &mut People) {
        let key = People::key(who, read);
        if let Some(first) = people.posts.get(&key) {
            let reason = Say::new("import-fault-twice-person").with("row", *first).with("name", &read.name);
            self.faults.push(row.cell("name").error(reason, "import-fix-twice"));
        } else {
            people.posts.insert(key, row.number());
        }
    }

    /// A sum row that says how many persons there are.
    fn check_count(&mut self, table: &Table, header: &HeaderMap, row: u32, rows: usize) {
        let columns = header.columns().values().copied();
        for at in columns.map(|column| Address::new(row, column)) {
            let Ok(Some(count)) = table.located(at, Fill::None).integer() else { continue };
            if usize::try_from(count).ok() != Some(rows) {
                let say = Say::new("import-warning-count").with("sum", count).with("rows", rows);
                let cell = format!("{}!{at}", table.name);
                self.warnings.add(say, || cell);
            }
        }
    }
}

/// Who was seen, under which number and in which post.
#[derive(Default)]
struct People {
    numbers: HashMap<String, (String, u32)>,
    posts: HashMap<(String, String, String), u32>,
}

impl People {
    fn key(who: String, read: &CadreRow) -> (String, String, String) {
        (who, names::fold(&read.organisation), names::fold(&read.post))
    }

    fn holds(&self, who: &str, read: &CadreRow) -> bool {
        self.posts.contains_key(&Self::key(who.to_owned(), read))
    }
}
