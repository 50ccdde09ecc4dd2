//! The yearly appraisal (晋位升级) from workbooks to a published ranking. See `README.md`.

mod analyses;
mod ballots;
mod comparison;
mod cycles;
mod deliberation;
mod desk;
mod evidence;
mod figures;
mod firmness;
mod history;
mod inputs;
mod load;
#[cfg(test)]
mod loaded;
mod marking;
mod matrix;
mod measured;
mod notices;
mod objections;
mod ongoing;
mod panel_statistics;
mod papers;
mod participants;
mod people;
mod policy;
mod promises;
pub mod ranked;
mod rankings;
mod results;
mod reviewers;
mod schemes;
mod self_assessments;
mod standings;
mod submissions;
mod tallies;
mod tiles;
mod troubles;
mod versions;
mod what_if;
pub mod workbooks;

use std::sync::Arc;

use kernel::access::ActInfo;
use store::Migrations;
use web::{Domain, MenuItem, Routes, Texts};

pub use firmness::firmness;
pub use load::{Load, Loaded, Refused, load};
pub use ongoing::ongoing;
pub use schemes::sample_draft;
pub use versions::bundle;

/// Words of the appraisal.
pub const TEXTS: Texts = Texts {
    part: "appraisal",
    zh: concat!(
        include_str!("../locales/zh-CN.ftl"),
        include_str!("../locales/course.zh-CN.ftl"),
        include_str!("../locales/deliberation.zh-CN.ftl"),
        include_str!("../locales/decisions.zh-CN.ftl"),
        include_str!("../locales/schemes.zh-CN.ftl"),
        include_str!("../locales/panel.zh-CN.ftl"),
        include_str!("../locales/results.zh-CN.ftl"),
        include_str!("../locales/appraisal-papers.zh-CN.ftl"),
        include_str!("../locales/self-assessments.zh-CN.ftl"),
    ),
    en: concat!(
        include_str!("../locales/en.ftl"),
        include_str!("../locales/course.en.ftl"),
        include_str!("../locales/deliberation.en.ftl"),
        include_str!("../locales/decisions.en.ftl"),
        include_str!("../locales/schemes.en.ftl"),
        include_str!("../locales/panel.en.ftl"),
        include_str!("../locales/results.en.ftl"),
        include_str!("../locales/appraisal-papers.en.ftl"),
        include_str!("../locales/self-assessments.en.ftl"),
    ),
};

const MIGRATIONS: Migrations = Migrations {
    domain: "appraisal",
    steps: &[
        ("V1__appraisal", include_str!("migrations/V1__appraisal.sql")),
        ("V2__stages", include_str!("migrations/V2__stages.sql")),
        ("V3__scheme_drafts", include_str!("migrations/V3__scheme_drafts.sql")),
        ("V4__self_assessments", include_str!("migrations/V4__self_assessments.sql")),
        ("V5__panel", include_str!("migrations/V5__panel.sql")),
        ("V6__deliberation", include_str!("migrations/V6__deliberation.sql")),
        ("V7__firmness", include_str!("migrations/V7__firmness.sql")),
        ("V8__ballots", include_str!("migrations/V8__ballots.sql")),
        ("V9__measured", include_str!("migrations/V9__measured.sql")),
    ],
};

/// The manifest of this domain.
pub fn domain() -> Domain {
    let may_read = ActInfo {
        name: <policy::ReadRankings as kernel::Act>::NAME,
        allow: <policy::ReadRankings as kernel::Act>::ALLOW,
    };
    let may_mark = ActInfo {
        name: <policy::MarkOrganisations as kernel::Act>::NAME,
        allow: <policy::MarkOrganisations as kernel::Act>::ALLOW,
    };
    let may_assess = ActInfo {
        name: <policy::ReadSelfAssessments as kernel::Act>::NAME,
        allow: <policy::ReadSelfAssessments as kernel::Act>::ALLOW,
    };
    Domain {
        acts: policy::acts(),
        routes: Routes::new()
            .and(cycles::routes())
            .and(rankings::routes())
            .and(standings::routes())
            .and(comparison::routes())
            .and(reviewers::routes())
            .and(marking::routes())
            .and(submissions::routes())
            .and(schemes::routes())
            .and(tallies::routes())
            .and(figures::routes())
            .and(measured::routes())
            .and(deliberation::routes())
            .and(versions::routes())
            .and(notices::routes())
            .and(objections::routes())
            .and(history::routes())
            .and(matrix::routes())
            .and(what_if::routes())
            .and(firmness::routes())
            .and(panel_statistics::routes())
            .and(papers::routes())
            .and(self_assessments::routes())
            .and(evidence::routes())
            .and(promises::routes()),
        menu: vec![
            MenuItem {
                group: "nav-appraisal",
                label: "appraisal-cycles",
                href: "/cycles",
                icon: "appraisal",
                act: may_read,
            },
            MenuItem {
                group: "nav-appraisal",
                label: "self-assessments",
                href: "/self-assessments",
                icon: "edit",
                act: may_assess,
            },
            MenuItem {
                group: "nav-appraisal",
                label: "marking-mine",
                href: "/marking",
                icon: "edit",
                act: may_mark,
            },
        ],
        records: vec![measured::INDICATOR, measured::APPRAISED],
        tiles: Some(tiles::tiles),
        todos: Some(desk::todos),
        agenda: Some(desk::agenda),
        results: Some(Arc::new(results::Published)),
        mass_evaluation: Some(Arc::new(ballots::Ballots)),
        jobs: firmness::jobs(),
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
        cycles::actions::SET_STATE,
        cycles::actions::TOUCH,
        cycles::actions::PUBLISH,
        cycles::actions::REMOVE,
        cycles::actions::DROP_SUBMISSIONS,
        cycles::actions::FORGET_WORKING,
        cycles::actions::DROP_RESULTS,
        cycles::actions::DROP_VERSIONS,
        cycles::actions::DROP_MARKS,
        cycles::actions::DROP_TALLIES,
        cycles::actions::DROP_BALLOT_COUNTS,
        cycles::actions::DROP_FACTS,
        cycles::actions::DROP_EVENTS,
        cycles::actions::DROP_VETOES,
        cycles::actions::DROP_DECISIONS,
        cycles::actions::DROP_ELECTORATES,
        cycles::actions::DROP_PARTICIPANTS,
        cycles::actions::ADD_MARK,
        cycles::actions::ADD_TALLY,
        cycles::opening::OPEN,
        cycles::opening::ADD_ELECTORATE,
        cycles::progress::SET_DUE,
        participants::OF_CYCLE,
        participants::ONE,
        participants::ADD,
        inputs::MARKS,
        inputs::TALLIES,
        inputs::FACTS,
        inputs::EVENTS,
        inputs::VETOES,
        inputs::DECISIONS,
        reviewers::record::OF_CYCLE,
        reviewers::record::FIND,
        reviewers::record::BY_ID,
        reviewers::record::OF_USER,
        reviewers::record::BY_USER,
        reviewers::record::ASSIGNMENTS,
        reviewers::record::ASSIGNMENTS_OF,
        reviewers::record::GIVEN,
        reviewers::actions::ADD,
        reviewers::actions::CHANGE,
        reviewers::actions::RENAME_MARKS,
        reviewers::actions::REMOVE,
        reviewers::actions::DROP_ASSIGNMENTS,
        reviewers::actions::DROP_SHEETS,
        reviewers::actions::ASSIGN,
        reviewers::actions::UNASSIGN,
        reviewers::recusals::DROP_MARKS,
        marking::record::MARKS_OF,
        marking::record::STATES,
        marking::record::STATE_OF,
        marking::actions::PUT,
        marking::actions::CLEAR,
        marking::actions::SUBMIT,
        marking::actions::GIVE_BACK,
        marking::uploads::record::FIND,
        marking::uploads::record::OF_REVIEWER,
        marking::uploads::actions::KEEP,
        marking::uploads::actions::REPLACE,
        marking::uploads::actions::APPLY,
        marking::uploads::actions::FORGET,
        versions::record::FIND,
        versions::record::OF_CYCLE,
        versions::record::NUMBERED,
        versions::record::INPUT,
        versions::record::LINES,
        versions::actions::ADD,
        versions::actions::RENEW,
        versions::actions::LAST_NUMBER,
        versions::actions::DROP_RESULTS,
        versions::actions::ADD_RESULT,
        versions::actions::WORKS_ON,
        versions::actions::FREEZE,
        versions::actions::SHOW,
        tallies::record::ENTRIES,
        tallies::record::ENTRIES_OF,
        tallies::record::COUNTED,
        tallies::record::ELECTORATES,
        tallies::actions::TYPE,
        tallies::actions::FORGET,
        tallies::actions::COUNT,
        tallies::actions::UNCOUNT,
        tallies::actions::SET_ELECTORATE,
        deliberation::record::OF_CYCLE,
        deliberation::record::ONE,
        deliberation::actions::DECIDE,
        deliberation::actions::WITHDRAW,
        objections::record::OF_CYCLE,
        objections::record::ONE,
        objections::record::OPEN,
        objections::ADD,
        objections::ANSWER,
        notices::GIVE,
        figures::actions::SET_FACT,
        figures::actions::FORGET_FACT,
        figures::actions::ADD_EVENT,
        figures::actions::FORGET_EVENT,
        figures::actions::ADD_VETO,
        figures::actions::FORGET_VETO,
        figures::FACTS,
        measured::record::OF_CYCLE,
        measured::record::OF_ORG,
        measured::actions::PUT,
        measured::actions::FORGET,
        figures::EVENTS,
        figures::VETOES,
        versions::DROP_CORRECTION,
        versions::record::PUBLISHED,
        submissions::record::FIND,
        submissions::record::OF_CYCLE,
        submissions::record::LATEST,
        submissions::actions::KEEP,
        submissions::actions::REPLACE,
        submissions::actions::APPLY,
        rankings::record::PLACES,
        rankings::record::PLACE,
        results::PUBLISHED,
        results::OF_CYCLE,
        rankings::record::BEFORE,
        standings::record::ONE,
        standings::record::YEARS,
        standings::record::EXPLANATION,
        history::record::PUBLIC_PLACES,
        matrix::PORTRAITS,
        firmness::record::FIND,
        firmness::record::ASKED,
        firmness::ASK,
        firmness::ASK_AGAIN,
        firmness::FORGET_STALE,
        firmness::KEEP,
        panel_statistics::sight::PANEL,
        panel_statistics::sight::SEATS,
    ];
    all.extend(schemes::statements());
    all.extend(self_assessments::statements());
    all.extend(promises::statements());
    all.extend(ballots::STATEMENTS);
    all
}
