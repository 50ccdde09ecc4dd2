//! A year on the pages, from its opening to a corrected publication, on both databases.

use appraisal::bundle::{Bundle, BundleError};
use appraisal::workbooks::{self, Wanted};
use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};

use crate::house::{House, Prepare, actor, directory, migrations};
use crate::{files_of, participants, scheme, scheme_text};

/// Number of an organisation in the roster of these tests.
fn org(name: &str) -> usize {
    participants().iter().position(|(known, _)| known == name).unwrap() + 2
}

/// 2013 published from workbooks, 2014 opened and in review, with the marks of the office data.
pub fn under_way(fresh: &Fresh) {
    let scheme_text = scheme_text();
    let what = appraisal::Load {
        year: 2013,
        scheme: Some(&scheme_text),
        category: None,
        files: &files_of(2013),
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    appraisal::ongoing(&fresh.db(), &actor(), &directory(), 2014).unwrap();
    let scheme = scheme();
    let found = workbooks::read(&files_of(2014), &Wanted { scheme: &scheme, year: 2014, category: None });
    let permit = testkit::db::permit::<Prepare>();
    fresh
        .db()
        .write(&permit, move |tx| {
            // The panel of the sample is set aside: these marks come from the office's own reviewers.
            for sql in [
                "DELETE FROM appraisal_marks WHERE participant_id IN
                    (SELECT id FROM appraisal_participants WHERE cycle_id = 2)",
                "DELETE FROM appraisal_assignments WHERE reviewer_id IN
                    (SELECT id FROM appraisal_reviewers WHERE cycle_id = 2)",
                "DELETE FROM appraisal_score_sheets WHERE reviewer_id IN
                    (SELECT id FROM appraisal_reviewers WHERE cycle_id = 2)",
            ] {
                tx.run(sql, &[])?;
            }
            for mark in &found.input.marks {
                let code = scheme.indicator(&mark.indicator).unwrap().code.clone();
                tx.run(
                    "INSERT INTO appraisal_marks (participant_id, indicator, reviewer, mark, file, sheet, cell)
                     SELECT id, $2, $3, $4, '', '', '' FROM appraisal_participants WHERE cycle_id = 2 AND key = $1",
                    &[&mark.participant, &code, &mark.reviewer, &mark.mark.thousandths()],
                )?;
            }
            Ok(())
        })
        .unwrap();
}

/// The published figures of a version: name, total, grade.
fn figures(fresh: &Fresh, cycle: i64, number: i64) -> Vec<(String, String, String)> {
    fresh
        .read(move |c| {
            let sql = "SELECT p.name, r.total, r.grade_name FROM appraisal_results r
                JOIN appraisal_versions v ON v.id = r.version_id JOIN appraisal_participants p ON p.id = r.participant_id
                WHERE v.cycle_id = $1 AND v.number = $2 ORDER BY p.name";
            Ok(c.all(sql, &[&cycle, &number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
        })
        .unwrap()
}

fn expected() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(crate::office_data().join("expected-2014.csv")).unwrap();
    let mut lines: Vec<_> = text
        .lines()
        .skip(1)
        .map(|line| {
            let row: Vec<&str> = line.split(',').collect();
            (row[2].to_owned(), row[5].to_owned(), row[6].to_owned())
        })
        .collect();
    lines.sort();
    lines
}

const TALLY: [(&str, &str); 14] = [
    ("mass-evaluation.members.issued", "20"),
    ("mass-evaluation.members.returned", "20"),
    ("mass-evaluation.members.good", "15"),
    ("mass-evaluation.members.fair", "5"),
    ("mass-evaluation.members.ordinary", "0"),
    ("mass-evaluation.members.poor", "0"),
    ("mass-evaluation.members.unknown", "0"),
    ("mass-evaluation.members.spoilt", "0"),
    ("mass-evaluation.staff.issued", ""),
    ("mass-evaluation.staff.returned", ""),
    ("mass-evaluation.staff.good", ""),
    ("mass-evaluation.staff.fair", ""),
    ("mass-evaluation.staff.ordinary", ""),
    ("mass-evaluation.staff.poor", ""),
];

#[test]
fn tallies_count_once_two_persons_agree() {
    each_backend(&migrations(), |fresh| {
        under_way(fresh);
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let member = house.someone(Role::CommitteeMember);
        let counted = || {
            fresh
                .read(|c| {
                    Ok(c.count(
                        "SELECT COUNT(*) FROM appraisal_tallies t JOIN appraisal_participants p
                ON p.id = t.participant_id WHERE p.cycle_id = 2",
                        &[],
                    )?)
                })
                .unwrap()
        };
        let address = "/cycles/2/tallies/2";
        assert_eq!(house.send(address, &admin, &TALLY).status, 303);
        assert_eq!(house.send(address, &admin, &TALLY).status, 303, "typing twice oneself is typing once");
        assert_eq!(counted(), 0);
        let blank = house.page(address, &member).text();
        assert!(blank.contains("已有同事录过一遍") && !blank.contains("value=\"15\""), "{blank}");
        let mut other = TALLY;
        other[2].1 = "14";
        let mismatch = house.send(address, &member, &other);
        assert_eq!((mismatch.status.as_u16(), mismatch.location.as_str()), (303, address));
        assert_eq!(counted(), 0);
        let page = house.page(address, &member).text();
        assert!(page.contains("与另一位录入人不一致的项：好"), "{page}");
        assert!(house.page("/cycles/2/progress", &admin).text().contains("1 处两次录入不一致"));
        assert_eq!(house.send(address, &member, &TALLY).status, 303);
        assert_eq!(counted(), 1);
        assert!(house.page("/cycles/2/tallies", &admin).text().contains("20 / 30"));
        // Typed anew by one of them, it no longer counts.
        assert_eq!(house.send(address, &admin, &other).status, 303);
        assert_eq!(counted(), 0);
        let mut too_many = TALLY;
        too_many[0].1 = "31";
        let refused = house.send(address, &admin, &too_many);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("发出 31 票，多于应参加的 30 人"), "{}", refused.text());
        let secretary = house.someone(Role::CommitteeSecretary);
        assert_eq!(house.send(address, &secretary, &TALLY).status, 403);
    });
}

#[test]
fn a_year_goes_from_review_to_a_corrected_publication() {
    each_backend(&migrations(), |fresh| {
        under_way(fresh);
        let house = House::on(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let secretary = house.someone(Role::CommitteeSecretary);
        let staff = house.someone(Role::Staff);
        let colleague = house.somebody("colleague", Role::Staff);
        let go = |to: &str| {
            house.send("/cycles/2/progress", &admin, &[("to", to), ("knowing", "yes")]).status.as_u16()
        };
        assert_eq!(go("deliberation"), 409, "no stage is skipped");
        assert_eq!(go("mass_evaluation"), 303);
        assert_eq!(go("deliberation"), 409, "tallies are missing");

        let files = files_of(2014);
        let (name, bytes) = files.iter().find(|(name, _)| name.contains("群众评价")).unwrap();
        let wrong = files.iter().find(|(name, _)| name.contains("审查业务类")).unwrap();
        let none =
            house.upload("/cycles/2/tally-workbook", &admin, &[], &[("workbooks", &wrong.0, &wrong.1)]);
        assert_eq!(none.status, 422);
        let taken = house.upload("/cycles/2/tally-workbook", &admin, &[], &[("workbooks", name, bytes)]);
        assert_eq!(taken.status, 303, "{}", taken.text());
        assert_eq!(house.page("/cycles/2", &staff).status, 404);
        let moved = house.send("/cycles/2/progress", &admin, &[("to", "deliberation"), ("knowing", "yes")]);
        assert_eq!(moved.status, 303, "{}", moved.text());
        assert_eq!(figures(fresh, 2, 1), expected(), "as the workbooks give it");

        // A decided grade keeps the computed one beside it.
        let last = org("机械发明审查部党委");
        let address = format!("/cycles/2/deliberation/{last}");
        let decision = [("subject", "grade"), ("grade", "good"), ("reason", "")];
        assert_eq!(house.send(&address, &admin, &decision).status, 422, "a decision needs a reason");
        let before = figures(fresh, 2, 1);
        let decision = [("subject", "grade"), ("grade", "ordinary"), ("reason", "群众来信反映属实")];
        assert_eq!(house.send(&address, &admin, &decision).status, 303);
        let page = house.page(&address, &secretary).text();
        assert!(page.contains("群众来信反映属实") && page.contains("决定 一般"), "{page}");
        let after = figures(fresh, 2, 1);
        let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
        assert_eq!(changed.len(), 1, "{changed:?}");
        assert_eq!(house.send(&address, &admin, &decision).status, 409, "decided once until withdrawn");

        // Put up for five working days, objected to, answered.
        assert_eq!(house.send("/cycles/2/objections", &staff, &[("words", "早了")]).status, 404);
        assert_eq!(
            house.send("/cycles/2/notice", &admin, &[("from", "2015-03-01"), ("days", "5")]).status,
            422
        );
        assert_eq!(
            house.send("/cycles/2/notice", &admin, &[("from", "2015-03-02"), ("days", "5")]).status,
            303
        );
        assert_eq!(house.page("/cycles/2", &staff).status, 200, "everybody sees what is up");
        assert!(house.page("/cycles/2/notice", &staff).text().contains("2015年3月6日"));
        assert_eq!(house.post("/cycles/2/publication", &admin).status, 409, "the notice is up");
        let objection = [("org", last.to_string()), ("words", "来信所述不实".to_owned())];
        let objection: Vec<(&str, &str)> =
            objection.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(house.send("/cycles/2/objections", &staff, &objection).status, 303);
        assert!(house.page("/cycles/2/objections", &staff).text().contains("来信所述不实"));
        assert!(!house.page("/cycles/2/objections", &colleague).text().contains("来信所述不实"));
        assert_eq!(house.send("/objections/1/withdrawal", &colleague, &[]).status, 404);
        fresh.clock.set(Moment(START.0 + 5 * 86_400));
        let admin = house.sign_in("committee_admin");
        assert_eq!(house.post("/cycles/2/publication", &admin).status, 409, "an objection waits");
        fresh.clock.set(Moment(START.0 + 8 * 86_400));
        let (admin, secretary, staff) =
            (house.sign_in("committee_admin"), house.sign_in("committee_secretary"), house.sign_in("staff"));
        assert!(house.page("/cycles/2/objections", &admin).text().contains("我方逾期"));
        let answer = [("outcome", "upheld"), ("answer", "经核查，异议成立")];
        assert_eq!(house.send("/objections/1/answer", &staff, &answer).status, 403);
        assert_eq!(house.send("/objections/1/answer", &secretary, &answer).status, 303);
        assert_eq!(house.send("/objections/1/answer", &secretary, &answer).status, 409);

        // The correction is another version; what was up stays as it was.
        let noticed = figures(fresh, 2, 1);
        assert_eq!(house.send("/cycles/2/corrections", &admin, &[("reason", "")]).status, 422);
        assert_eq!(house.send("/cycles/2/corrections", &admin, &[("reason", "异议成立")]).status, 303);
        assert_eq!(house.post("/cycles/2/publication", &admin).status, 409, "a correction is open");
        let withdrawal = [("reason", "异议成立")];
        assert_eq!(house.send("/cycles/2/decisions/1/withdrawal", &admin, &withdrawal).status, 303);
        assert!(!house.page("/cycles/2/versions", &staff).text().contains("第 2 版"), "not released yet");
        assert_eq!(house.post("/cycles/2/corrections/release", &admin).status, 303);
        assert_eq!(figures(fresh, 2, 1), noticed, "a frozen version never changes");
        assert_eq!(figures(fresh, 2, 2), expected());
        let versions = house.page("/cycles/2/versions", &staff).text();
        assert!(versions.contains("第 2 版") && versions.contains("与上一版不同的 1 个党组织"), "{versions}");
        assert_eq!(house.post("/cycles/2/publication", &admin).status, 303);
        assert_eq!(house.send("/cycles/2/objections", &staff, &[("words", "晚了")]).status, 409);

        // Whatever was published can be computed again from its bundle, and a bundle that was altered is found out.
        for number in [1, 2] {
            let file = house.page(&format!("/cycles/2/versions/{number}/bundle"), &admin);
            let bundle = Bundle::from_bytes(&file.bytes).unwrap();
            bundle.recompute().unwrap_or_else(|error| panic!("version {number}: {error}"));
            assert_eq!(bundle.to_bytes().unwrap(), file.bytes, "byte for byte");
            let mut altered = bundle.clone();
            altered.published[0].total = "99.99".into();
            assert!(matches!(altered.recompute(), Err(BundleError::Differs(lines)) if lines.len() == 1));
            let mut altered = bundle;
            altered.input.marks.pop();
            assert!(altered.recompute().is_err());
        }
        assert_eq!(house.page("/cycles/2/versions/1/bundle", &staff).status, 403);
    });
}
