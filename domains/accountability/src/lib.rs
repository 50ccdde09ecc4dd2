//! What is to be done, by whom and until when: plans, measures and reminders (责任). See `README.md`.

mod address;
mod coded;
mod desk;
mod facts;
mod history;
mod imports;
mod linking;
mod measures;
mod plans;
mod policy;
mod reminders;
mod sight;
mod sources;
mod telling;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use sources::Sources;

/// Words of plans and measures.
pub const TEXTS: Texts = Texts {
    part: "accountability",
    zh: concat!(include_str!("../locales/zh-CN.ftl"), include_str!("../locales/reports.zh-CN.ftl")),
    en: concat!(include_str!("../locales/en.ftl"), include_str!("../locales/reports.en.ftl")),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "accountability",
    steps: &[("V1__accountability", include_str!("migrations/V1__accountability.sql"))],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(plans::routes())
            .and(imports::routes())
            .and(measures::routes())
            .and(reminders::routes()),
        menu: menu(),
        tiles: Some(desk::tiles),
        todos: Some(desk::todos),
        agenda: Some(desk::agenda),
        search: Some(linking::search),
        records: vec![linking::PLAN, linking::MEASURE],
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
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [plans::statements(), imports::statements(), measures::statements(), reminders::statements()].concat()
}
