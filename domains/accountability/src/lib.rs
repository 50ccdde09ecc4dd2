//! What is to be done, by whom and until when: plans, measures and reminders (责任). See `README.md`.

mod coded;
mod policy;
mod sources;

use store::Migrations;
use web::{Domain, Routes, Texts};

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
        routes: Routes::new(),
        ..Domain::named("accountability", MIGRATIONS, TEXTS)
    }
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [Vec::new()].concat()
}
