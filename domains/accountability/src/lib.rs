//! What is to be done, by whom and until when: plans, measures and reminders (责任). See `README.md`.

mod address;
mod bodies;
mod coded;
mod decisions;
mod desk;
mod facts;
mod files;
mod groups;
mod history;
mod imports;
mod key_work;
mod linking;
mod measures;
mod meetings;
mod plans;
mod policy;
mod reminders;
mod reports;
mod review_years;
mod reviews;
mod sample;
mod sight;
mod sources;
mod telling;
mod viewer;
mod yearly;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use sample::{SamplePeople, sample};
pub use sources::Sources;
pub use yearly::sample::{YearPeople, sample_year};

/// Words of plans and measures.
pub const TEXTS: Texts = Texts {
    part: "accountability",
    zh: concat!(include_str!("../locales/zh-CN.ftl"), include_str!("../locales/reports.zh-CN.ftl"), include_str!("../locales/reviews.zh-CN.ftl"), include_str!("../locales/groups.zh-CN.ftl")),
    en: concat!(include_str!("../locales/en.ftl"), include_str!("../locales/reports.en.ftl"), include_str!("../locales/reviews.en.ftl"), include_str!("../locales/groups.en.ftl")),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "accountability",
    steps: &[
        ("V1__accountability", include_str!("migrations/V1__accountability.sql")),
        ("V2__reports", include_str!("migrations/V2__reports.sql")),
    ],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(plans::routes())
            .and(imports::routes())
            .and(measures::routes())
            .and(reminders::routes())
            .and(yearly::routes()),
        menu: menu(),
        tiles: Some(desk::tiles),
        todos: Some(|c, visitor| Ok([desk::todos(c, visitor)?, yearly::desk::todos(c, visitor)?].concat())),
        agenda: Some(|c, visitor, year| {
            Ok([desk::agenda(c, visitor, year)?, yearly::desk::agenda(c, visitor, year)?].concat())
        }),
        search: Some(|c, visitor, typed| {
            let mut hits = linking::search(c, visitor, typed)?;
            hits.extend(yearly::records::search(c, visitor, typed)?);
            Ok(hits)
        }),
        records: [vec![linking::PLAN, linking::MEASURE], yearly::records::all()].concat(),
        growths: linking::growths(),
        facts: Some(Arc::new(facts::MeasureFacts)),
        ..Domain::named("accountability", MIGRATIONS, TEXTS)
    }
}

fn menu() -> Vec<MenuItem> {
    fn item<A: Act>(_: A, label: &'static str, href: &'static str, icon: &'static str) -> MenuItem {
        let act = ActInfo { name: A::NAME, allow: A::ALLOW };
        MenuItem { group: "nav-accountability", label, href, icon, act }
    }
    vec![
        item(policy::ReadMeasures, "plan-title", "/plans", "file"),
        item(policy::ReadMeasures, "measure-title", "/measures", "check"),
        item(policy::ReadMeasures, "reminder-title", "/reminders", "warning"),
        item(policy::ReadReports, "report-title", "/reports", "file"),
        item(policy::ReadKeyWork, "key-work-title", "/key-work", "responsibility"),
        item(policy::ReadGroups, "group-title", "/leading-groups", "people"),
        item(policy::ReadReviews, "review-title", "/reviews", "award"),
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [
        plans::statements(),
        imports::statements(),
        measures::statements(),
        reminders::statements(),
        yearly::statements(),
    ]
    .concat()
}
