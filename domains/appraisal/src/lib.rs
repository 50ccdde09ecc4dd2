//! The yearly appraisal (晋位升级) from workbooks to a published ranking. See `README.md`.

mod comparison;
mod cycles;
mod load;
mod policy;
pub mod ranked;
mod rankings;
mod schemes;
mod standings;
mod submissions;
mod tiles;
pub mod workbooks;

use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use load::{Load, Loaded, Refused, load};
pub use schemes::sample_draft;

/// Words of the appraisal.
pub const TEXTS: Texts = Texts {
    part: "appraisal",
    zh: concat!(include_str!("../locales/zh-CN.ftl"), "\n", include_str!("../locales/schemes.zh-CN.ftl")),
    en: concat!(include_str!("../locales/en.ftl"), "\n", include_str!("../locales/schemes.en.ftl")),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "appraisal",
    steps: &[
        ("V1__appraisal", include_str!("migrations/V1__appraisal.sql")),
        ("V3__scheme_drafts", include_str!("migrations/V3__scheme_drafts.sql")),
    ],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    let may_read = ActInfo {
        name: <policy::ReadRankings as kernel::Act>::NAME,
        allow: <policy::ReadRankings as kernel::Act>::ALLOW,
    };
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(cycles::routes())
            .and(rankings::routes())
            .and(standings::routes())
            .and(comparison::routes())
            .and(submissions::routes())
            .and(schemes::routes()),
        menu: vec![MenuItem {
            group: "nav-appraisal",
            label: "appraisal-cycles",
            href: "/cycles",
            icon: "appraisal",
            act: may_read,
        }],
        tiles: Some(tiles::tiles),
        ..Domain::named("appraisal", MIGRATIONS, TEXTS)
    }
}

/// Every SQL statement of this domain, for the test that prepares them on both databases.
pub fn statements() -> Vec<&'static str> {
    let mut all = vec![
        schemes::record::ALL,
        schemes::record::FIND,
        schemes::record::TEXT,
        schemes::record::BY_VERSION,
        schemes::record::LATEST,
        schemes::record::CYCLES_OF,
        schemes::actions::KEEP,
        cycles::record::ALL,
        cycles::record::FIND,
        cycles::record::BY_YEAR,
        cycles::record::ORGS,
        cycles::actions::CREATE,
        cycles::actions::SET_SCHEME,
        cycles::actions::COMPUTED,
        cycles::actions::PUBLISH,
        cycles::actions::REMOVE,
        cycles::actions::DROP_SUBMISSIONS,
        cycles::actions::DROP_RESULTS,
        cycles::actions::DROP_MARKS,
        cycles::actions::DROP_TALLIES,
        cycles::actions::DROP_PARTICIPANTS,
        cycles::actions::ADD_PARTICIPANT,
        cycles::actions::ADD_MARK,
        cycles::actions::ADD_TALLY,
        cycles::actions::ADD_RESULT,
        submissions::record::FIND,
        submissions::record::OF_CYCLE,
        submissions::record::LATEST,
        submissions::actions::KEEP,
        submissions::actions::REPLACE,
        submissions::actions::APPLY,
        rankings::record::PLACES,
        rankings::record::BEFORE,
        standings::record::ONE,
        standings::record::YEARS,
        standings::record::EXPLANATION,
    ];
    all.extend(schemes::statements());
    all
}
