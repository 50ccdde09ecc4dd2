//! What is to be done, by whom and until when: plans, measures and reminders (责任). See `README.md`.

mod address;
mod bodies;
mod coded;
mod decisions;
mod files;
mod groups;
mod key_work;
mod measures;
mod meetings;
mod plans;
mod policy;
mod reports;
mod review_years;
mod reviews;
mod sources;
mod viewer;

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
            .and(reports::routes())
            .and(key_work::routes())
            .and(review_years::routes())
            .and(reviews::routes())
            .and(groups::routes())
            .and(meetings::routes())
            .and(decisions::routes()),
        ..Domain::named("accountability", MIGRATIONS, TEXTS)
    }
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [reports::statements(), key_work::statements(), review_years::statements(), reviews::statements(), groups::statements(), meetings::statements(), decisions::statements()].concat()
}
