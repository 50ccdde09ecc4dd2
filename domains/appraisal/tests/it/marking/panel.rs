//! Setting up the panel: who is on it, what each marks, and whom nobody may mark.

use kernel::{OrgId, Role};
use testkit::db::each_backend;

use super::{HTML, Year, cell, first_category, indicators, migrations};

#[test]
fn a_panel_is_set_up_and_the_own_side_is_recused_by_rule() {
    each_backend(&migrations(), |fresh| {
        let year = Year::in_review(fresh);
        year.house.account("reviewer1", Role::Reviewer, None);
        let (own, name) = first_category().remove(3);
        // The account holds an office in a branch of that organisation; nobody has to say so again.
        let inside =
            year.house.account("reviewer2", Role::Reviewer, Some((OrgId(900), format!("1.{own}.900."))));
        assert_eq!(year.add("评委1", &year.user("reviewer1"), "0").status, 303);
        assert_eq!(year.add("评委2", &year.user("reviewer2"), "").status, 303);
        let taken = year.add("评委 2", "", "0");
        assert!(taken.status == 422 && taken.text().contains("已经有“评委 2”了"), "{}", taken.text());
        let twice = year.add("评委3", &year.user("reviewer1"), "0");
        assert!(twice.status == 422 && twice.text().contains("这个账号已经是“评委1”"));
        let nobody = year.add("评委3", &year.user("committee_admin"), "0");
        assert!(nobody.status == 422 && nobody.text().contains("请选择具有“评委”角色的账号"));
        assert_eq!(year.add("评委/3", "", "0").status, 422, "it could not name a sheet");

        assert_eq!(year.assign(&[1, 2], &[1]).status, 303);
        let page = year.house.page("/cycles/2/panel", &year.admin).text();
        assert!(page.contains("不足 5 位，不去最高最低分"), "two reviewers are too few to trim");
        let panel = year.house.json("/cycles/2/panel", &year.admin).json();
        let line = panel["categories"][0]["participants"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["org"] == own.0)
            .unwrap();
        assert_eq!(
            (&line["cells"][0], &line["cells"][1], &line["n"]),
            (&"marks".into(), &"recused".into(), &1.into())
        );
        assert_eq!(panel["reviewers"][1]["own"], name);

        // Asked for by name it stays recused, and a mark for it is refused.
        let form = [("org", own.to_string())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        year.house.send_as("/cycles/2/panel/2/assignments", &year.admin, &form, HTML);
        let refused = year.mark(&inside, &[(cell(own, &indicators()[0]), "9")]);
        assert_eq!(refused.status, 409);
        assert!(refused.json()["detail"].as_str().unwrap().contains("您应当回避"));
        assert_eq!(year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id IS NOT NULL"), 0);
        let lifted = [("what", "lift"), ("org", &own.to_string()), ("reason", "没有关系")];
        assert_eq!(year.house.send_as("/cycles/2/panel/2/recusals", &year.admin, &lifted, HTML).status, 409);
    });
}

#[test]
fn a_changed_own_side_takes_its_marks_along() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, _) = first_category().remove(0);
        year.fill(&cookie, "9");
        let before = year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1");
        let form = [("label", "张评委"), ("user", &*year.user("reviewer1")), ("own", &*org.to_string())];
        assert_eq!(year.house.send_as("/cycles/2/panel/1", &year.admin, &form, HTML).status, 303);
        let after = year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer_id = 1");
        assert_eq!(before - after, i64::try_from(indicators().len()).unwrap());
        assert_eq!(
            year.count("SELECT COUNT(*) FROM appraisal_marks WHERE reviewer = '张评委'"),
            after,
            "marks bear the name of their reviewer"
        );
        assert_eq!(year.mark(&cookie, &[(cell(org, &indicators()[0]), "9")]).status, 409);
        // No longer the own side, it may be marked again.
        let form = [("label", "张评委"), ("user", &*year.user("reviewer1")), ("own", "0")];
        assert_eq!(year.house.send_as("/cycles/2/panel/1", &year.admin, &form, HTML).status, 303);
        assert_eq!(year.mark(&cookie, &[(cell(org, &indicators()[0]), "9")]).status, 200);
    });
}

#[test]
fn a_reviewer_declares_a_recusal_and_the_office_sees_it() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let (org, name) = first_category().remove(1);
        year.fill(&cookie, "8");
        let address = format!("/cycles/2/marking/1/organisations/{org}");
        let without = year.house.send_as(&address, &cookie, &[("reason", " ")], HTML);
        assert!(without.status == 422 && without.text().contains("请写明理由"));
        assert_eq!(year.house.send_as(&address, &cookie, &[("reason", "配偶在该党组织")], HTML).status, 303);
        assert_eq!(year.house.send_as(&address, &cookie, &[("reason", "再说一次")], HTML).status, 409);
        let page = year.house.page("/cycles/2/panel/1", &year.admin).text();
        assert!(page.contains("配偶在该党组织") && page.contains(&name), "{page}");
        assert_eq!(
            year.count(
                "SELECT COUNT(*) FROM appraisal_marks m JOIN appraisal_assignments a
                ON a.reviewer_id = m.reviewer_id AND a.participant_id = m.participant_id WHERE a.recused"
            ),
            0,
            "marks already given are removed"
        );
        let noted = year.count(
            "SELECT COUNT(*) FROM audit WHERE before_json LIKE '%\"marks\"%8%' AND after_json LIKE '%配偶%'",
        );
        assert_eq!(noted, 1, "the trail keeps what they were");
        assert_eq!(year.mark(&cookie, &[(cell(org, &indicators()[0]), "9")]).status, 409);
        // The office lifts it, with a reason of its own.
        let lift = [("what", "lift"), ("org", &*org.to_string()), ("reason", "")];
        assert_eq!(year.house.send_as("/cycles/2/panel/1/recusals", &year.admin, &lift, HTML).status, 422);
        let lift = [("what", "lift"), ("org", &*org.to_string()), ("reason", "情况已变")];
        assert_eq!(year.house.send_as("/cycles/2/panel/1/recusals", &year.admin, &lift, HTML).status, 303);
        assert_eq!(year.mark(&cookie, &[(cell(org, &indicators()[0]), "9")]).status, 200);
    });
}

#[test]
fn what_is_marked_is_not_taken_away_and_what_is_not_can_be() {
    each_backend(&migrations(), |fresh| {
        let (year, cookie) = Year::marked_by_one(fresh);
        let orgs = first_category();
        year.mark(&cookie, &[(cell(orgs[0].0, &indicators()[0]), "9")]);
        let without = |left_out: usize| -> Vec<(&str, String)> {
            let kept = orgs.iter().enumerate().filter(|(at, _)| *at != left_out);
            kept.map(|(_, (org, _))| ("org", org.to_string())).collect()
        };
        let send = |form: Vec<(&str, String)>| {
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            year.house.send_as("/cycles/2/panel/1/assignments", &year.admin, &form, HTML)
        };
        assert_eq!(send(without(0)).status, 409, "there is a mark");
        assert_eq!(send(without(1)).status, 303);
        let sheet = year.house.json("/cycles/2/marking/1", &cookie).json();
        assert_eq!(sheet["rows"].as_array().unwrap().len(), orgs.len() - 1);
        assert_eq!(year.mark(&cookie, &[(cell(orgs[1].0, &indicators()[0]), "9")]).status, 404);
        assert_eq!(year.house.post("/cycles/2/panel/1/removal", &year.admin).status, 409, "there is a mark");
        year.mark(&cookie, &[(cell(orgs[0].0, &indicators()[0]), "")]);
        assert_eq!(year.house.post("/cycles/2/panel/1/removal", &year.admin).status, 303);
        assert_eq!(year.house.page("/cycles/2/marking/1", &cookie).status, 404);
    });
}

#[test]
fn the_course_of_the_year_tells_what_the_panel_owes() {
    each_backend(&migrations(), |fresh| {
        let year = Year::opened(fresh);
        let progress = || year.house.page("/cycles/2/progress", &year.admin).text();
        assert!(progress().contains("还没有评委"));
        let cookie = year.house.account("reviewer1", Role::Reviewer, None);
        year.add("评委1", &year.user("reviewer1"), "0");
        assert!(progress().contains("评委少于规定人数"), "nothing is assigned yet");
        year.assign(&[1], &[1]);
        year.move_to("review");
        let waiting = "评委1 还有 1 张评分表没有提交";
        assert!(progress().contains(waiting) && progress().contains("请留意"));
        year.move_to("mass_evaluation");
        assert!(progress().contains(waiting));
        let on = [("to", "deliberation"), ("knowing", "yes")];
        let refused = year.house.send_as("/cycles/2/progress", &year.admin, &on, HTML);
        assert!(refused.status == 409 && refused.text().contains(waiting), "{}", refused.text());
        year.fill(&cookie, "9");
        assert_eq!(year.house.post("/cycles/2/marking/1/submission", &cookie).status, 303);
        assert!(!progress().contains(waiting));
    });
}
