//! The panel and its marks, asked as browsers and programs do.

mod books;
mod crowd;
mod panel;
mod roles;
mod sheets;

use kernel::{OrgId, Role};
use testkit::db::Fresh;

use crate::house::{self, Answer, House, actor, directory};
use crate::{files_of, participants, scheme, scheme_text};

const HTML: &str = "text/html";
const JSON: &str = "application/json";

/// The category that these tests mark: the first of the scheme.
const CATEGORY: &str = "审查业务类";

/// A house in which the year 2015 is open, as cycle 2.
struct Year {
    house: House,
    admin: String,
}

impl Year {
    /// Opened; organisations assess themselves.
    fn opened(fresh: &Fresh) -> Self {
        let (text, files) = (scheme_text(), files_of(2014));
        let what = appraisal::Load {
            year: 2014,
            scheme: Some(&text),
            category: None,
            files: &files,
            publish: true,
            dry_run: false,
        };
        appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let made = house.upload("/cycles", &admin, &[("year", "2015"), ("scheme", "1")], &[]);
        assert_eq!(made.location, "/cycles/2");
        let orgs: Vec<String> = (2..2 + participants().len()).map(|id| id.to_string()).collect();
        let form: Vec<(&str, &str)> = orgs.iter().map(|id| ("org", id.as_str())).collect();
        assert_eq!(house.send_as("/cycles/2/opening", &admin, &form, HTML).status, 303);
        Self { house, admin }
    }

    /// In its review, without a panel.
    fn in_review(fresh: &Fresh) -> Self {
        let year = Self::opened(fresh);
        year.move_to("review");
        year
    }

    /// In its review, with a panel of one reviewer who marks the first category; gives their cookie.
    fn marked_by_one(fresh: &Fresh) -> (Self, String) {
        let year = Self::in_review(fresh);
        let cookie = year.house.account("reviewer1", Role::Reviewer, None);
        year.add("评委1", &year.user("reviewer1"), "0");
        year.assign(&[1], &[1]);
        (year, cookie)
    }

    fn move_to(&self, state: &str) {
        let form = [("to", state), ("knowing", "yes"), ("reason", "试一试")];
        let moved = self.house.send_as("/cycles/2/progress", &self.admin, &form, HTML);
        assert_eq!(moved.status, 303, "{}", moved.text());
    }

    /// Number of the account of that name.
    fn user(&self, login: &str) -> String {
        let login = login.to_owned();
        let found = self.house.site.db.read(move |c| web::accounts::by_login(c, &login)).unwrap();
        found.unwrap().to_string()
    }

    fn add(&self, label: &str, user: &str, own: &str) -> Answer {
        let form = [("label", label), ("user", user), ("own", own)];
        self.house.send_as("/cycles/2/panel", &self.admin, &form, HTML)
    }

    /// Has reviewers mark whole categories.
    fn assign(&self, reviewers: &[usize], categories: &[usize]) -> Answer {
        let text = |numbers: &[usize]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>();
        let (reviewers, categories) = (text(reviewers), text(categories));
        let mut form: Vec<(&str, &str)> = reviewers.iter().map(|n| ("reviewer", n.as_str())).collect();
        form.extend(categories.iter().map(|n| ("category", n.as_str())));
        self.house.send_as("/cycles/2/panel/assignments", &self.admin, &form, HTML)
    }

    /// Sends cells as the script does.
    fn mark(&self, cookie: &str, cells: &[(String, &str)]) -> Answer {
        let mut form = vec![("touched", "yes")];
        for (cell, mark) in cells {
            form.extend([("cell", cell.as_str()), ("mark", *mark)]);
        }
        self.house.send_as("/cycles/2/marking/1", cookie, &form, JSON)
    }

    /// Fills every cell that is to be marked in the first category.
    fn fill(&self, cookie: &str, mark: &str) {
        let sheet = self.house.json("/cycles/2/marking/1", cookie).json();
        let cells: Vec<(String, &str)> = sheet["rows"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row["marks"].as_array().unwrap())
            .map(|cell| (cell["cell"].as_str().unwrap().to_owned(), mark))
            .collect();
        assert!(cells.len() > 50);
        assert_eq!(self.mark(cookie, &cells).status, 200);
    }

    fn count(&self, sql: &'static str) -> i64 {
        self.house.site.db.read(move |c| Ok(c.count(sql, &[])?)).unwrap()
    }
}

/// The organisations of the first category: number in the roster and name.
fn first_category() -> Vec<(OrgId, String)> {
    let all = (2..).zip(participants());
    all.filter(|(_, (_, category))| category == CATEGORY)
        .map(|(id, (name, _))| (OrgId(id), name.clone()))
        .collect()
}

/// The key of a cell.
fn cell(org: OrgId, indicator: &str) -> String {
    format!("{org}.{indicator}")
}

/// Codes of the indicators that the panel marks.
fn indicators() -> Vec<String> {
    scheme().panels().map(|(indicator, _)| indicator.code.clone()).collect()
}

/// Migrations of the house.
fn migrations() -> Vec<store::Migrations> {
    house::migrations()
}
