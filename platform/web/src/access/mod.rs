//! The house's own pages: home, search, sign-in, one's own account, accounts and roles, the audit trail, background
//! jobs, and the page of components. Laid out as any domain is.

mod account_pages;
mod audit_pages;
mod grant_pages;
mod home;
mod job_pages;
mod kit;
mod kit_paper;
mod me;
mod people_accounts;
mod policy;
mod sign_in;
mod switches;

use kernel::access::ActInfo;
use store::Migrations;

use crate::calendar;
use crate::domain::{Domain, MenuItem};
use crate::openapi;
use crate::routes::Routes;
use crate::{acting, second_factor, tokens, workdays};

pub(crate) use audit_pages::Told;
pub(crate) use policy::{GrantRoles, KeepWorkdays, ManageAccounts, ReadAccounts, ReadAudit};

/// Everybody with an account.
pub(crate) const SIGNED_IN: ActInfo = ActInfo { name: "signed_in", allow: &[] };

const MIGRATIONS: Migrations = Migrations {
    domain: "web",
    steps: &[
        ("V1__accounts", include_str!("../migrations/V1__accounts.sql")),
        ("V2__workdays", include_str!("../migrations/V2__workdays.sql")),
        ("V3__security", include_str!("../migrations/V3__security.sql")),
    ],
};

/// The manifest of the platform's own pages.
pub fn domain() -> Domain {
    let info = |name, allow| ActInfo { name, allow };
    let read_accounts = info("house.read_accounts", <ReadAccounts as kernel::Act>::ALLOW);
    let read_audit = info("house.read_audit", <ReadAudit as kernel::Act>::ALLOW);
    let item = |group, label, href, icon, act| MenuItem { group, label, href, icon, act };
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(home::routes())
            .and(kit::routes())
            .and(kit_paper::routes())
            .and(sign_in::routes())
            .and(switches::routes())
            .and(me::routes())
            .and(second_factor::routes())
            .and(tokens::routes())
            .and(acting::routes())
            .and(account_pages::routes())
            .and(people_accounts::routes())
            .and(grant_pages::routes())
            .and(audit_pages::routes())
            .and(job_pages::routes())
            .and(workdays::routes())
            .and(calendar::routes())
            .and(crate::links::routes())
            .and(openapi::routes()),
        menu: vec![
            item("nav-group-work", "nav-home", "/", "home", SIGNED_IN),
            item("nav-group-work", "nav-calendar", "/calendar", "calendar", SIGNED_IN),
            item("nav-group-work", "nav-workdays", "/workdays", "table", SIGNED_IN),
            item("nav-admin", "nav-accounts", "/admin/accounts", "people", read_accounts),
            item("nav-admin", "nav-audit", "/admin/audit", "audit", read_audit),
            item("nav-admin", "nav-jobs", "/jobs", "jobs", SIGNED_IN),
        ],
        todos: Some(calendar::todos),
        agenda: Some(calendar::agenda),
        ..Domain::named("house", MIGRATIONS, crate::TEXTS)
    }
}
