//! What accounts are told: an inbox for everybody, and for those who wish so a digest by e-mail or a webhook. See
//! `README.md`.

mod deliveries;
mod failed;
mod hooks;
mod inbox;
mod mail;
mod policy;
mod preferences;
mod services;
mod settings;
mod silence;
mod telling;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Bell, Domain, MenuItem, Routes, SignedIn, Texts};

pub use failed::Failed;
pub use hooks::{Call, Caller};
pub use mail::{Letter, Post};
pub use services::Services;
pub use settings::{Encryption, MailSettings, WebhookSettings};
pub use telling::{Notice, readers, tell};

/// Words of the inbox.
pub const TEXTS: Texts = Texts {
    part: "notices",
    zh: concat!(include_str!("../locales/zh-CN.ftl"), include_str!("../locales/messages.zh-CN.ftl")),
    en: concat!(include_str!("../locales/en.ftl"), include_str!("../locales/messages.en.ftl")),
};

const MIGRATIONS: Migrations =
    Migrations { domain: "notices", steps: &[("V1__notices", include_str!("migrations/V1__notices.sql"))] };

/// The manifest of this part, over the services that the binary gives.
pub fn domain(services: &Arc<Services>) -> Domain {
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(inbox::routes())
            .and(preferences::routes(services))
            .and(deliveries::routes()),
        menu: menu(),
        jobs: vec![deliveries::handler(services)],
        bell: Some(Bell { href: "/notices", count: inbox::unread }),
        ..Domain::named("notices", MIGRATIONS, TEXTS)
    }
}

fn menu() -> Vec<MenuItem> {
    fn item<A: Act>(
        _: A,
        group: &'static str,
        label: &'static str,
        href: &'static str,
        icon: &'static str,
    ) -> MenuItem {
        MenuItem { group, label, href, icon, act: ActInfo { name: A::NAME, allow: A::ALLOW } }
    }
    vec![
        item(SignedIn, "nav-group-work", "notices-title", "/notices", "bell"),
        item(policy::KeepDeliveries, "nav-admin", "deliveries-title", "/admin/deliveries", "bell"),
    ]
}

/// Every SQL statement of this part, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    let own: Vec<&'static str> = [telling::STATEMENTS, inbox::STATEMENTS, preferences::STATEMENTS].concat();
    [own, deliveries::statements()].concat()
}
