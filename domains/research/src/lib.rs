//! Research (调研): projects, visits, and the findings that come of them. See `README.md`.

mod bodies;
mod coded;
mod desk;
mod facts;
mod findings;
mod kinds;
mod likeness;
mod listing;
mod papers;
mod policy;
mod projects;
mod records;
mod sample;
mod sight;
mod source;
mod statistics;
mod visits;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use sample::{SamplePeople, sample};

/// Words of research.
pub const TEXTS: Texts = Texts {
    part: "research",
    zh: concat!(
        include_str!("../locales/zh-CN.ftl"),
        include_str!("../locales/findings.zh-CN.ftl"),
        include_str!("../locales/projects.zh-CN.ftl"),
    ),
    en: concat!(
        include_str!("../locales/en.ftl"),
        include_str!("../locales/findings.en.ftl"),
        include_str!("../locales/projects.en.ftl"),
    ),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "research",
    steps: &[("V1__research", include_str!("migrations/V1__research.sql"))],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(statistics::routes())
            .and(projects::routes())
            .and(visits::routes())
            .and(kinds::routes())
            .and(findings::routes())
            .and(papers::routes()),
        menu: menu(),
        consumers: vec![bodies::consumer()],
        tiles: Some(desk::tiles),
        todos: Some(desk::todos),
        agenda: Some(desk::agenda),
        facts: Some(Arc::new(facts::Told)),
        search: Some(records::search),
        records: records::kinds(),
        growths: records::growths(),
        ..Domain::named("research", MIGRATIONS, TEXTS)
    }
}

fn menu() -> Vec<MenuItem> {
    fn item<A: Act>(_: A, label: &'static str, href: &'static str, icon: &'static str) -> MenuItem {
        let act = ActInfo { name: A::NAME, allow: A::ALLOW };
        MenuItem { group: "nav-research", label, href, icon, act }
    }
    vec![
        item(policy::ReadProjects, "project-title", "/research", "research"),
        item(policy::ReadVisits, "visit-title", "/visits", "people"),
        item(policy::ReadFindings, "finding-title", "/findings", "search"),
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [
        sight::statements(),
        bodies::statements(),
        visits::actions::statements(),
        kinds::statements(),
        findings::statements(),
        projects::actions::statements(),
        statistics::statements(),
        vec![facts::DUE, sample::AS_OF],
    ]
    .concat()
}
