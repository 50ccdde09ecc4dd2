//! The mass evaluation (群众评价): anonymous ballots over the protocol of `core/ballot`. See `README.md`.

mod audit;
mod board;
mod boxes;
mod civil;
mod closing;
mod desk;
mod evaluations;
mod guides;
mod keys;
mod opening;
mod policy;
mod sample;
mod services;
mod voting;

use std::sync::Arc;

use kernel::Act;
use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, SignedIn, Texts};

pub use closing::{Unpacked, pack, unpack};
pub use keys::Keyring;
pub use sample::sample;
pub use services::Services;

/// Words of the mass evaluation.
pub const TEXTS: Texts = Texts {
    part: "ballots",
    zh: concat!(
        include_str!("../locales/zh-CN.ftl"),
        include_str!("../locales/vote.zh-CN.ftl"),
        include_str!("../locales/guides.zh-CN.ftl"),
    ),
    en: concat!(
        include_str!("../locales/en.ftl"),
        include_str!("../locales/vote.en.ftl"),
        include_str!("../locales/guides.en.ftl"),
    ),
};

const MIGRATIONS: Migrations =
    Migrations { domain: "ballots", steps: &[("V1__ballots", include_str!("migrations/V1__ballots.sql"))] };

/// The manifest of this domain, over the services that the binary gives.
pub fn domain(services: &Arc<Services>) -> Domain {
    let mut jobs = vec![opening::handler(Arc::clone(services))];
    jobs.extend(closing::handlers(services));
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(evaluations::routes(services))
            .and(boxes::routes())
            .and(voting::routes(services))
            .and(board::routes())
            .and(audit::routes(services))
            .and(guides::routes()),
        menu: menu(),
        todos: Some(desk::todos),
        jobs,
        ..Domain::named("ballots", MIGRATIONS, TEXTS)
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
        item(policy::ReadEvaluations, "nav-appraisal", "ballots-title", "/evaluations", "ballot"),
        item(SignedIn, "nav-appraisal", "ballots-vote", "/vote", "ballot"),
        item(policy::AuditBallots, "nav-admin", "ballots-audits", "/ballot-audits", "ballot"),
    ]
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    [
        evaluations::STATEMENTS,
        boxes::STATEMENTS,
        voting::STATEMENTS,
        closing::STATEMENTS,
        audit::STATEMENTS,
        &[opening::FREEZE, opening::FREEZE_BOX],
    ]
    .concat()
}
