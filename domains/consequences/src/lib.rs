//! What follows from the grades of an appraisal: honours (评优表先) and money (党建经费). See `README.md`.

mod allocations;
mod amount;
mod awards;
mod coded;
mod desk;
mod fields;
mod funds;
mod history;
mod letterhead;
mod nominations;
mod policy;
mod sample;
mod sources;
mod spending;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use amount::Amount;
pub use sample::{SamplePeople, sample};
pub use sources::Sources;

/// Words of honours and money.
pub const TEXTS: Texts = Texts {
    part: "consequences",
    zh: concat!(
        include_str!("../locales/zh-CN.ftl"),
        include_str!("../locales/awards.zh-CN.ftl"),
        include_str!("../locales/funds.zh-CN.ftl"),
        include_str!("../locales/papers.zh-CN.ftl"),
    ),
    en: concat!(
        include_str!("../locales/en.ftl"),
        include_str!("../locales/awards.en.ftl"),
        include_str!("../locales/funds.en.ftl"),
        include_str!("../locales/papers.en.ftl"),
    ),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "consequences",
    steps: &[("V1__consequences", include_str!("migrations/V1__consequences.sql"))],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(awards::routes())
            .and(nominations::routes())
            .and(funds::routes())
            .and(allocations::routes())
            .and(spending::routes()),
        menu: menu(),
        todos: Some(desk::todos),
        ..Domain::named("consequences", MIGRATIONS, TEXTS)
    }
}

fn menu() -> Vec<MenuItem> {
    fn item<A: Act>(_: A, label: &'static str, href: &'static str, icon: &'static str) -> MenuItem {
        let act = ActInfo { name: A::NAME, allow: A::ALLOW };
        MenuItem { group: "nav-appraisal", label, href, icon, act }
    }
    vec![
        item(policy::ReadAwards, "award-title", "/awards", "award"),
        item(policy::ReadFunds, "fund-title", "/funds", "table"),
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [
        awards::statements(),
        nominations::statements(),
        funds::statements(),
        allocations::statements(),
        spending::statements(),
    ]
    .concat()
}
