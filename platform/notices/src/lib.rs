//! What accounts are told: an inbox for everybody, and for those who wish so a digest by e-mail or a webhook. See
//! `README.md`.

mod inbox;
mod telling;

use kernel::access::ActInfo;
use store::Migrations;
use web::{Bell, Domain, MenuItem, Routes, Texts};

pub use telling::{Notice, readers, tell};

/// Words of the inbox.
pub const TEXTS: Texts = Texts {
    part: "notices",
    zh: include_str!("../locales/zh-CN.ftl"),
    en: include_str!("../locales/en.ftl"),
};

const MIGRATIONS: Migrations =
    Migrations { domain: "notices", steps: &[("V1__notices", include_str!("migrations/V1__notices.sql"))] };

/// The manifest of this part.
pub fn domain() -> Domain {
    let signed_in = ActInfo { name: "signed_in", allow: &[] };
    Domain {
        routes: Routes::new().and(inbox::routes()),
        menu: vec![MenuItem {
            group: "nav-group-work",
            label: "notices-title",
            href: "/notices",
            icon: "bell",
            act: signed_in,
        }],
        bell: Some(Bell { href: "/notices", count: inbox::unread }),
        ..Domain::named("notices", MIGRATIONS, TEXTS)
    }
}

/// Every SQL statement of this part, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [telling::STATEMENTS, inbox::STATEMENTS].concat()
}
