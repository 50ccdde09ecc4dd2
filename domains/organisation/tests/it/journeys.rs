//! What people do, from form to page.

use axum::http::StatusCode;
use kernel::Role;
use testkit::db::each_backend;

use crate::harness::{Town, organ, secretary, sets};

#[test]
fn wrong_input_comes_back_with_a_reason_and_loses_nothing() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        let fields =
            [("name", "办公室 党总支"), ("kind", "general_branch"), ("parent", "1"), ("contact", "李 <b>")];
        let taken = town.post(&admin, "/organisations", &fields);
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.body.contains("已有同名的党组织"), "{}", taken.body);
        assert!(taken.body.contains("李 &#60;b&#62;"), "what was typed is kept, as text");
        let misplaced =
            town.post(&admin, "/organisations", &[("name", "组"), ("kind", "group"), ("parent", "1")]);
        assert_eq!(misplaced.status, StatusCode::UNPROCESSABLE_ENTITY);
        let number = [
            ("name", "石华"),
            ("sex", "female"),
            ("identity", "110105198511190863"),
            ("membership", "member"),
        ];
        let wrong = town.post(&admin, "/persons", &number);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("校验码不对"));
        let missing = town.post(&admin, "/appointments", &[("name", "某某"), ("organisation", "机关党委")]);
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let list = town.get_json(&admin, "/organisations").body;
        assert_eq!(list.matches("\"kind\"").count(), 5);
        assert!(town.get_json(&admin, "/persons").body.contains("\"total\":0"));
    });
}

#[test]
fn an_organisation_is_renamed_moved_and_seen_as_it_was() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        let renamed = town.post(
            &admin,
            "/organisations/3/renaming",
            &[("name", "综合党支部"), ("on", "2014-05-01"), ("document", "党〔2014〕5号")],
        );
        assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
        let moved =
            town.post(&admin, "/organisations/3/move", &[("other", "条法司党总支"), ("on", "2014-06-01")]);
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
        let now = town.get(&admin, "/organisations/3").body;
        for text in
            ["综合党支部", "办公室第一党支部 → 综合党支部", "办公室党总支 → 条法司党总支", "党〔2014〕5号"]
        {
            assert!(now.contains(text), "{text}");
        }
        let then = town.get(&admin, "/organisations/3?as_of=2014-04-30").body;
        assert!(then.contains("<h1>办公室第一党支部</h1>"));
        let early = town.post(&admin, "/organisations/3/renaming", &[("name", "又"), ("on", "2014-05-31")]);
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.body.contains("已有变更"));
        let merged =
            town.post(&admin, "/organisations/4/merger", &[("other", "综合党支部"), ("on", "2015-01-01")]);
        assert_eq!(merged.location, "/organisations/3", "{}", merged.body);
        let gone = town.get(&admin, "/organisations/4").body;
        assert!(gone.contains("已并入其他党组织") && gone.contains("综合党支部"));
        assert!(town.get_json(&admin, "/organisations?state=merged").body.contains("办公室第二党支部"));
    });
}

#[test]
fn a_number_is_seen_whole_only_after_a_reason_and_only_for_a_while() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        const NUMBER: &str = "110105198511190862";
        let shows = |path: &str| town.get(&admin, path).body.contains(NUMBER);
        for path in ["/persons", "/persons/1", "/persons/1/edit", "/persons/1/identity", "/appointments"] {
            assert!(!shows(path), "{path}");
        }
        assert!(town.get(&admin, "/persons/1").body.contains("110105********0862"));
        let silent = town.post(&admin, "/persons/1/identity", &[("reason", " ")]);
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!shows("/persons/1/identity"));
        let told = town.post(&admin, "/persons/1/identity", &[("reason", "核对档案")]);
        assert_eq!(told.status, StatusCode::SEE_OTHER);
        assert!(shows("/persons/1/identity"));
        assert!(!shows("/persons/1"));
        let later = kernel::Clock::now(db.clock.as_ref()).plus(301);
        db.clock.set(later);
        assert!(!shows("/persons/1/identity"));
        let auditor = town.sign_in(Role::AuditAdmin, None);
        let trail = town.get(&auditor, "/admin/audit").body;
        assert!(trail.contains("核对档案") && !trail.contains(NUMBER));
    });
}

#[test]
fn an_appointment_entered_wrongly_is_corrected_and_ended() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        let correct = |since: &str| {
            town.post(&admin, "/appointments/1", &[("post", "副书记"), ("time", "full"), ("since", since)])
        };
        let wrong = correct("2012-13");
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("石华 · 办公室第一党支部"));
        assert_eq!(correct("2012-07").location, "/organisations/3");
        let list = town.get_json(&admin, "/appointments?time=full").body;
        assert!(list.contains("副书记") && list.contains("2012-07"), "{list}");
        let ended =
            town.post(&admin, "/appointments/1/ending", &[("until", "2015-01-01"), ("reason", "换届")]);
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
        assert_eq!(correct("2012-08").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(town.get_json(&admin, "/appointments?state=ended").body.contains("2015-01-01"));
    });
}

#[test]
fn thresholds_change_what_the_checks_say() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        secretary(&town, &admin);
        let splits =
            || town.get_json(&admin, "/organisations/checks?check=split").body.matches("href").count();
        assert_eq!(splits(), 0);
        assert!(town.get(&admin, "/organisations/5").body.contains("没有在任的书记"));
        let set = town.post(&admin, "/organisations/parameters", &[("branch_members_most", "29")]);
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
        assert_eq!(splits(), 2);
        let wrong = town.post(&admin, "/organisations/parameters", &[("branch_members_most", "1")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(splits(), 2);
    });
}

#[test]
fn an_election_moves_the_next_one_on() {
    each_backend(&sets(), |db| {
        let town = Town::over(db);
        let admin = town.sign_in(Role::CommitteeAdmin, None);
        organ(&town, &admin);
        let elect = |on: &str| town.post(&admin, "/organisations/3/elections", &[("on", on)]);
        assert_eq!(elect("2011-01-10").status, StatusCode::SEE_OTHER);
        let due = || town.get_json(&admin, "/elections").body;
        assert!(due().contains("\"overdue\"") && due().contains("2014-01-10"));
        assert_eq!(elect("2010-01-10").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(elect("2014-01-20").status, StatusCode::SEE_OTHER);
        assert!(due().contains("\"elections\":[]"));
        assert!(town.get_json(&admin, "/elections?state=later").body.contains("2017-01-20"));
    });
}
