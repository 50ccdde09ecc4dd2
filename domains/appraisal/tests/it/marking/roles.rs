//! Role × act × state: who gets what in which state of the year.

use kernel::Role;
use testkit::db::each_backend;

use super::{HTML, Year, cell, first_category, indicators, migrations};

/// Reads, as the committee's administrator, another member of the committee, the reviewer, a reviewer of no panel, and one
/// of the staff.
const READS: [(&str, [u16; 5]); 9] = [
    ("/cycles/2/panel", [200, 200, 403, 403, 403]),
    ("/cycles/2/panel/1", [200, 200, 403, 403, 403]),
    ("/cycles/2/panel/1/sheets/1", [200, 200, 403, 403, 403]),
    ("/cycles/2/panel/1/sheets/1/workbook", [200, 403, 403, 403, 403]),
    ("/marking", [403, 403, 200, 200, 403]),
    ("/cycles/2/marking/1", [403, 403, 200, 404, 403]),
    ("/cycles/2/marking/1/submission", [403, 403, 200, 404, 403]),
    ("/cycles/2/marking/1/workbook", [403, 403, 200, 404, 403]),
    ("/cycles/2/marking/2", [403, 403, 404, 404, 403]),
];

/// Writes that only some may ask for at all, sent with nothing in them.
const WRITES: [(&str, [bool; 5]); 9] = [
    ("/cycles/2/panel", [true, false, false, false, false]),
    ("/cycles/2/panel/assignments", [true, false, false, false, false]),
    ("/cycles/2/panel/1", [true, false, false, false, false]),
    ("/cycles/2/panel/1/recusals", [true, false, false, false, false]),
    ("/cycles/2/panel/1/sheets/1/return", [true, false, false, false, false]),
    ("/cycles/2/panel/1/sheets/1/uploads", [true, false, false, false, false]),
    ("/cycles/2/marking/1", [false, false, true, true, false]),
    ("/cycles/2/marking/1/submission", [false, false, true, true, false]),
    ("/cycles/2/marking/1/uploads", [false, false, true, true, false]),
];

#[test]
fn every_role_gets_what_it_may_and_nothing_else() {
    each_backend(&migrations(), |fresh| {
        let (year, reviewer) = Year::marked_by_one(fresh);
        let other = year.house.account("reviewer2", Role::Reviewer, None);
        let member = year.house.someone(Role::CommitteeMember);
        let staff = year.house.someone(Role::Staff);
        let everybody = [&year.admin, &member, &reviewer, &other, &staff];
        for (path, statuses) in READS {
            let found = everybody.map(|cookie| year.house.page(path, cookie).status.as_u16());
            assert_eq!(found, statuses, "GET {path}");
        }
        for (path, allowed) in WRITES {
            let found = everybody.map(|cookie| year.house.post(path, cookie).status.as_u16() != 403);
            assert_eq!(found, allowed, "POST {path}");
        }
        assert_eq!(
            year.house.post("/cycles/2/marking/1", &other).status,
            404,
            "another's sheet does not exist"
        );
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &other).status, 404);
    });
}

#[test]
fn marks_are_taken_in_review_and_mass_evaluation_only() {
    each_backend(&migrations(), |fresh| {
        let year = Year::opened(fresh);
        let cookie = year.house.account("reviewer1", Role::Reviewer, None);
        year.add("评委1", &year.user("reviewer1"), "0");
        year.assign(&[1], &[1]);
        let (org, _) = first_category().remove(0);
        let mark = || {
            let saved = year.mark(&cookie, &[(cell(org, &indicators()[0]), "9")]).status.as_u16();
            let recusal = format!("/cycles/2/marking/1/organisations/{}", first_category()[1].0);
            let shown = year.house.page("/cycles/2/marking/1", &cookie).status.as_u16();
            let submitted = year.house.post("/cycles/2/marking/1/submission", &cookie).status.as_u16();
            (
                saved,
                year.house.send_as(&recusal, &cookie, &[("reason", "")], HTML).status.as_u16(),
                submitted,
                shown,
            )
        };
        assert_eq!(mark(), (409, 409, 409, 200), "organisations still assess themselves");
        year.move_to("review");
        assert_eq!(mark(), (200, 422, 409, 200));
        year.move_to("mass_evaluation");
        assert_eq!(mark(), (200, 422, 409, 200));
        year.fill(&cookie, "9");
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 303);
        set_state(&year, "deliberation");
        assert_eq!(mark(), (409, 409, 409, 200));
        let closed = |path: &str, form: &[(&str, &str)]| {
            year.house.send_as(path, &year.admin, form, HTML).status.as_u16()
        };
        assert_eq!(closed("/cycles/2/panel", &[("label", "评委9")]), 409);
        assert_eq!(closed("/cycles/2/panel/assignments", &[("reviewer", "1"), ("category", "1")]), 409);
        assert_eq!(closed("/cycles/2/panel/1/sheets/1/return", &[("reason", "晚了")]), 409);
        assert_eq!(
            closed("/cycles/2/panel/1/recusals", &[("org", &org.to_string()), ("reason", "晚了")]),
            409
        );
        assert_eq!(closed("/cycles/1/panel", &[("label", "评委9")]), 409, "that year came in as workbooks");
    });
}

/// Puts the cycle into a state without what usually has to be there.
fn set_state(year: &Year, state: &'static str) {
    let permit = testkit::db::permit::<crate::house::Prepare>();
    let set = year.house.site.db.write(&permit, move |tx| {
        Ok(tx.run("UPDATE appraisal_cycles SET state = $1 WHERE id = 2", &[&state])?)
    });
    assert_eq!(set.unwrap(), 1);
}
