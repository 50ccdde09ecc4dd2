//! Organisations and cadres: the tree of Party organisations as of any day, persons, posts, terms of office, the checks
//! that follow from them, and how both rosters come in. See `README.md`.

mod appointments;
mod dated;
mod events;
mod identity;
mod organisations;
mod persons;
mod policy;

pub use dated::{Dated, Precision};
pub use identity::{Fault, IdentityKey, fault, mask};
pub use organisations::kind::Kind;

use store::Migrations;
use web::{Domain, Routes, Texts};

const MIGRATIONS: Migrations = Migrations {
    domain: "organisation",
    steps: &[("V1__organisation", include_str!("migrations/V1__organisation.sql"))],
};

const TEXTS: Texts = Texts {
    part: "organisation",
    zh: include_str!("../locales/zh-CN.ftl"),
    en: include_str!("../locales/en.ftl"),
};

/// The manifest of this domain. Identity numbers are sealed and found with that key.
pub fn domain(key: &IdentityKey) -> Domain {
    let _ = key;
    Domain {
        name: "organisation",
        acts: policy::acts(),
        routes: Routes::new(),
        menu: Vec::new(),
        migrations: MIGRATIONS,
        texts: TEXTS,
        tiles: None,
        search: None,
        directory: None,
    }
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [organisations::statements(), events::statements(), persons::statements(), appointments::statements()]
        .concat()
}
