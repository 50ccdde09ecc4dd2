//! Organisations and cadres: the tree of Party organisations as of any day, persons, posts, terms of office, the checks
//! that follow from them, and how both rosters come in. See `README.md`.

mod appointments;
mod checks;
mod dated;
mod directory;
mod events;
mod fields;
mod finding;
#[cfg(test)]
mod fixture;
mod identity;
pub mod imports;
mod linking;
mod organisations;
mod paging;
mod parameters;
mod persons;
mod policy;
mod scope;
mod staffing;
mod terms;
mod tiles;

pub use dated::{Dated, Precision};
pub use identity::{Fault, IdentityKey, fault, mask};
pub use organisations::kind::Kind;
pub use terms::actions::{Election, record_election};
pub use terms::record::Term;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

use policy::{ReadChecks, ReadOrganisations, ReadPersons};

const MIGRATIONS: Migrations = Migrations {
    domain: "organisation",
    steps: &[
        ("V1__organisation", include_str!("migrations/V1__organisation.sql")),
        ("V2__imports", include_str!("migrations/V2__imports.sql")),
    ],
};

const TEXTS: Texts = Texts {
    part: "organisation",
    zh: concat!(include_str!("../locales/zh-CN.ftl"), "\n", include_str!("../locales/imports.zh-CN.ftl")),
    en: concat!(include_str!("../locales/en.ftl"), "\n", include_str!("../locales/imports.en.ftl")),
};

/// The manifest of this domain. Identity numbers are sealed and found with that key.
pub fn domain(key: &IdentityKey) -> Domain {
    Domain {
        acts: policy::acts(),
        routes: routes(key),
        menu: menu(),
        jobs: imports::jobs(key),
        tiles: Some(tiles::tiles),
        todos: Some(tiles::todos),
        agenda: Some(tiles::agenda),
        search: Some(finding::search),
        records: vec![linking::RECORD],
        directory: Some(Arc::new(directory::Organisations)),
        ..Domain::named("organisation", MIGRATIONS, TEXTS)
    }
}

fn routes(key: &IdentityKey) -> Routes {
    Routes::new()
        .and(checks::routes())
        .and(parameters::routes())
        .and(organisations::routes())
        .and(events::routes())
        .and(persons::routes(key))
        .and(appointments::routes())
        .and(terms::routes())
        .and(staffing::routes())
        .and(imports::routes(key))
}

fn menu() -> Vec<MenuItem> {
    fn item<A: Act>(_: A, label: &'static str, href: &'static str, icon: &'static str) -> MenuItem {
        let act = ActInfo { name: A::NAME, allow: A::ALLOW };
        MenuItem { group: "nav-organisations", label, href, icon, act }
    }
    vec![
        item(ReadOrganisations, "organisation-list", "/organisations", "organisations"),
        item(ReadPersons, "appointment-list", "/appointments", "award"),
        item(ReadPersons, "person-list", "/persons", "people"),
        item(ReadOrganisations, "election-list", "/elections", "calendar"),
        item(ReadChecks, "check-title", "/organisations/checks", "check"),
        item(ReadChecks, "staffing-title", "/staffing", "table"),
        item(imports::ImportRoster, "nav-imports", "/imports", "upload"),
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [
        organisations::statements(),
        events::statements(),
        persons::statements(),
        appointments::statements(),
        terms::statements(),
        parameters::statements(),
        directory::statements(),
        tiles::statements(),
        imports::statements(),
    ]
    .concat()
}
