//! Whatever is done to a year, a version that was put up or published never changes.

use std::collections::BTreeMap;

use kernel::{Moment, Role};
use proptest::prelude::*;
use testkit::db::{Fresh, START, each_backend};

use crate::files_of;
use crate::house::{House, migrations};
use crate::year::under_way;

/// Something that somebody may try on a year whose result is up; most of it is refused.
#[derive(Debug, Clone)]
enum Attempt {
    Decide { org: u8, grade: &'static str },
    Mark { org: u8, thousandths: i64 },
    Withdraw(u8),
    Correct,
    Release,
    Drop,
    Publish,
    PutUpAgain,
    TakeBack(&'static str),
    Tally(u8),
    Reopen,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let org = 2..43_u8;
    let grade = prop::sample::select(vec!["good", "fair", "ordinary"]);
    let back = prop::sample::select(vec!["self_assessment", "review", "mass_evaluation", "deliberation"]);
    prop_oneof![
        4 => (org.clone(), grade).prop_map(|(org, grade)| Attempt::Decide { org, grade }),
        3 => (org.clone(), 0..10_000_i64).prop_map(|(org, thousandths)| Attempt::Mark { org, thousandths }),
        2 => (1..6_u8).prop_map(Attempt::Withdraw),
        4 => Just(Attempt::Correct),
        4 => Just(Attempt::Release),
        1 => Just(Attempt::Drop),
        2 => Just(Attempt::Publish),
        1 => Just(Attempt::PutUpAgain),
        1 => back.prop_map(Attempt::TakeBack),
        1 => org.prop_map(Attempt::Tally),
        1 => Just(Attempt::Reopen),
    ]
}

/// A year whose result is up and whose notice is over, and the committee's office.
fn put_up(fresh: &Fresh) -> (House, String) {
    under_way(fresh);
    let house = House::on(fresh);
    let admin = house.someone(Role::CommitteeAdmin);
    let go = |to: &str| {
        let moved = house.send("/cycles/2/progress", &admin, &[("to", to), ("knowing", "yes")]);
        assert_eq!(moved.status, 303, "{}", moved.text());
    };
    go("mass_evaluation");
    let files = files_of(2014);
    let (name, bytes) = files.iter().find(|(name, _)| name.contains("群众评价")).unwrap();
    let taken = house.upload("/cycles/2/tally-workbook", &admin, &[], &[("workbooks", name, bytes)]);
    assert_eq!(taken.status, 303, "{}", taken.text());
    go("deliberation");
    let notice = house.send("/cycles/2/notice", &admin, &[("from", "2015-03-02"), ("days", "5")]);
    assert_eq!(notice.status, 303, "{}", notice.text());
    fresh.clock.set(Moment(START.0 + 8 * 86_400));
    let admin = house.sign_in("committee_admin");
    (house, admin)
}

fn carry_out(house: &House, admin: &str, attempt: &Attempt) -> u16 {
    let send = |path: &str, form: &[(&str, &str)]| house.send(path, admin, form).status.as_u16();
    match attempt {
        Attempt::Decide { org, grade } => send(
            &format!("/cycles/2/deliberation/{org}"),
            &[("subject", "grade"), ("grade", grade), ("reason", "复议")],
        ),
        Attempt::Mark { org, thousandths } => send(
            &format!("/cycles/2/deliberation/{org}"),
            &[
                ("subject", "innovation"),
                ("mark", &format!("{}.{:03}", thousandths / 1000, thousandths % 1000)),
                ("reason", "复核"),
            ],
        ),
        Attempt::Withdraw(n) => send(&format!("/cycles/2/decisions/{n}/withdrawal"), &[("reason", "撤回")]),
        Attempt::Correct => send("/cycles/2/corrections", &[("reason", "更正")]),
        Attempt::Release => send("/cycles/2/corrections/release", &[]),
        Attempt::Drop => send("/cycles/2/corrections/removal", &[]),
        Attempt::Publish => send("/cycles/2/publication", &[]),
        Attempt::PutUpAgain => send("/cycles/2/notice", &[("from", "2015-03-10"), ("days", "5")]),
        Attempt::TakeBack(to) => {
            send("/cycles/2/progress", &[("to", to), ("knowing", "yes"), ("reason", "重来")])
        }
        Attempt::Tally(org) => send(
            &format!("/cycles/2/tallies/{org}"),
            &[("mass-evaluation.members.issued", "5"), ("mass-evaluation.members.returned", "5")],
        ),
        Attempt::Reopen => send("/cycles/2/opening", &[]),
    }
}

/// All that is kept of every version that was put up or published, but for whether and when it was published.
fn frozen(fresh: &Fresh) -> BTreeMap<i64, Vec<String>> {
    let read = |sql: &'static str| {
        fresh
            .read(move |c| Ok(c.all(sql, &[], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)))?))
            .unwrap()
    };
    let mut all: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for sql in [
        "SELECT id, summary FROM appraisal_versions WHERE state <> 'working' ORDER BY id",
        "SELECT id, input FROM appraisal_versions WHERE state <> 'working' ORDER BY id",
        "SELECT id, changes || '|' || reason || '|' || digest || '|' || number || '|' || scheme_id || '|' || computed_at
            || '|' || frozen_at FROM appraisal_versions WHERE state <> 'working' ORDER BY id",
        "SELECT v.id, r.participant_id || '|' || r.rank || '|' || r.panel || '|' || r.mass || '|' || r.total || '|' ||
            r.grade || '|' || r.grade_name || '|' || r.portrait || '|' || r.explanation FROM appraisal_results r
            JOIN appraisal_versions v ON v.id = r.version_id WHERE v.state <> 'working' ORDER BY v.id, r.participant_id",
    ] {
        for (version, text) in read(sql) {
            all.entry(version).or_default().push(text);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_tried_changes_a_frozen_version(attempts in prop::collection::vec(attempt(), 12..24)) {
        each_backend(&migrations(), |fresh| {
            let (house, admin) = put_up(fresh);
            // However the walk goes, a correction is released in it.
            let sure = [Attempt::Correct, Attempt::Decide { org: 9, grade: "ordinary" }, Attempt::Release];
            let mut known = frozen(fresh);
            assert_eq!(known.len(), 2, "the year before and this one");
            for attempt in attempts.iter().chain(&sure) {
                let status = carry_out(&house, &admin, attempt);
                assert!(status < 500, "{attempt:?}: {status}");
                let now = frozen(fresh);
                for (version, kept) in &known {
                    assert_eq!(now.get(version), Some(kept), "{attempt:?} changed version {version}");
                }
                known = now;
            }
            assert!(known.len() >= 3, "a correction came out");
        });
    }
}
