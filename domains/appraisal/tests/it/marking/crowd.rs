//! Fifty reviewers at once.

use kernel::Role;
use testkit::db::each_backend;

use super::{Year, cell, first_category, indicators, migrations};

const REVIEWERS: usize = 50;

/// Everybody marks every organisation by the first two indicators, a cell at a time, all at the same time. Each mark says
/// whose it is, so that one that was lost or went to somebody else shows.
#[test]
fn fifty_reviewers_saving_at_once_lose_nothing() {
    each_backend(&migrations(), |fresh| {
        let year = Year::in_review(fresh);
        let names: Vec<String> = (1..=REVIEWERS).map(|n| format!("reviewer{n}")).collect();
        let cookies: Vec<String> =
            names.iter().map(|name| year.house.account(name, Role::Reviewer, None)).collect();
        for (n, name) in (1..).zip(&names) {
            assert_eq!(year.add(&format!("评委{n}"), &year.user(name), "0").status, 303);
        }
        let everybody: Vec<usize> = (1..=REVIEWERS).collect();
        assert_eq!(year.assign(&everybody, &[1]).status, 303);
        let (orgs, codes) = (first_category(), indicators());
        let mark = |reviewer: usize, org: usize| format!("{}.{:03}", org % 9, reviewer);
        std::thread::scope(|scope| {
            for (reviewer, cookie) in (1..).zip(&cookies) {
                let (year, orgs, codes) = (&year, &orgs, &codes);
                scope.spawn(move || {
                    for (at, (org, _)) in orgs.iter().enumerate() {
                        for code in &codes[..2] {
                            let typed = mark(reviewer, at);
                            let saved = year.mark(cookie, &[(cell(*org, code), &typed)]);
                            assert_eq!(saved.status, 200, "{}", saved.text());
                            assert_eq!(saved.json()["elsewhere"], serde_json::json!([]));
                        }
                    }
                });
            }
        });
        let kept = year.house.site.db.read(|c| {
            let sql = "SELECT r.label, p.org_id, m.indicator, m.mark FROM appraisal_marks m
                JOIN appraisal_participants p ON p.id = m.participant_id
                JOIN appraisal_reviewers r ON r.id = m.reviewer_id AND r.label = m.reviewer";
            Ok(c.all(sql, &[], |row| {
                Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?, row.get::<i64>(3)?))
            })?)
        });
        let mut kept = kept.unwrap();
        kept.sort();
        let mut expected = Vec::new();
        for reviewer in 1..=REVIEWERS {
            for (at, (org, _)) in orgs.iter().enumerate() {
                for code in &codes[..2] {
                    let thousandths = i64::try_from(at % 9 * 1000 + reviewer).unwrap();
                    expected.push((format!("评委{reviewer}"), org.0, code.clone(), thousandths));
                }
            }
        }
        expected.sort();
        assert_eq!(kept.len(), REVIEWERS * orgs.len() * 2);
        assert!(kept == expected, "a mark stands where it was not given");
    });
}
