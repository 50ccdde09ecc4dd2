//! A measure from signing to acceptance.

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::house::migrations;
use crate::setting::{at_work, draft, hand_in, in_force, measure, tell};

#[test]
fn the_lead_body_signs_tells_and_hands_in_and_the_office_accepts() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        let told = [("percent", "40"), ("text", "已起草办法")];
        house.upload("/measures/1/entries", &people.lead, &told, &[]).says(422, &["请先签收", "已起草办法"]);
        assert_eq!(house.post("/measures/1/signature", &people.helper, "").status, 403);
        assert_eq!(house.post("/measures/1/signature", &people.neighbour, "").status, 404);
        assert_eq!(house.post("/measures/1/signature", &people.admin, "").status, 403);
        house.post("/measures/1/signature", &people.lead, "").done();
        house.page("/measures/1", &people.lead).says(200, &["已签收", "填报进展"]);

        let files: [(&str, &str, &[u8]); 1] = [("evidence", "办法.pdf", b"%PDF-1.4")];
        house.upload("/measures/1/entries", &people.lead, &told, &files).done();
        house.page("/measures/1", &people.committee).says(200, &["进行中", "40%", "已起草办法", "办法.pdf"]);
        assert_eq!(house.page("/measures/1/files/1", &people.committee).bytes, b"%PDF-1.4");
        assert_eq!(house.page("/measures/1/files/1", &people.neighbour).status, 404);
        let wrong = [("percent", "101"), ("text", "")];
        house.upload("/measures/1/entries", &people.lead, &wrong, &[]).says(422, &["0 到 100", "必填"]);

        house
            .upload("/measures/1/submission", &people.lead, &[("result", "完成")], &[])
            .says(422, &["还有 2 个节点"]);
        house
            .post("/measures/1/milestones/1/completion", &people.lead, "on=2015-03-03")
            .says(422, &["还没有到"]);
        hand_in(&house, &people, "2015-03-02");
        house.page("/measures/1", &people.lead).says(200, &["待验收", "2015年3月2日完成", "制度已印发"]);

        assert_eq!(house.post("/measures/1/acceptance", &people.lead, "").status, 403);
        assert_eq!(house.post("/measures/1/acceptance", &people.committee, "").status, 403);
        house.post("/measures/1/acceptance", &people.admin, "").done();
        house.page("/measures/1", &people.lead).says(200, &["已完成", "100%", "验收通过"]);
        house.post("/measures/1/acceptance", &people.admin, "").says(422, &["没有申请验收"]);
        house.page("/notices", &people.lead).says(200, &["措施已验收", "请签收"]);
    });
}

#[test]
fn helpers_tell_what_they_did_and_change_no_state() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = at_work(fresh, "40");
        let told = [("percent", "90"), ("text", "配合完成培训")];
        house.upload("/measures/1/entries", &people.helper, &told, &[]).done();
        let page = house.page("/measures/1", &people.helper);
        page.says(200, &["配合完成培训", "通信审查部党委", "40%"]);
        assert!(!page.text().contains("90%"), "what a helper tells is no figure of the measure");
        for path in ["submission", "extensions", "milestones/1/completion"] {
            let at = format!("/measures/1/{path}");
            assert_eq!(house.post(&at, &people.helper, "on=2015-03-02").status, 403, "{path}");
        }
    });
}

#[test]
fn what_is_sent_back_is_under_way_again_with_the_reason() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = at_work(fresh, "90");
        hand_in(&house, &people, "2015-03-02");
        house.post("/measures/1/return", &people.admin, "return_reason=").says(422, &["必填"]);
        house.post("/measures/1/return", &people.admin, "return_reason=缺少培训总结").done();
        house
            .page("/measures/1", &people.lead)
            .says(200, &["上次验收没有通过：缺少培训总结", "进行中", "退回"]);
        house.page("/notices", &people.lead).says(200, &["措施被退回"]);
        tell(&house, &people.lead, "95");
        house.upload("/measures/1/submission", &people.lead, &[("result", "已补充")], &[]).done();
        house.post("/measures/1/acceptance", &people.admin, "").done();
        let page = house.page("/measures/1", &people.lead);
        assert!(!page.text().contains("上次验收没有通过"));
    });
}

#[test]
fn nobody_decides_on_a_measure_of_their_own_body() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = at_work(&fresh, "90");
    let roles = [(Role::CommitteeAdmin, None), (Role::OrganisationSecretary, Some(2))];
    let both = house.somebody("both", &roles);
    hand_in(&house, &people, "2015-03-02");
    house.page("/measures/1", &both).says(200, &["不能自己验收和审批"]);
    house.post("/measures/1/acceptance", &both, "").says(422, &["不能自己验收和审批"]);
    house.post("/measures/1/return", &both, "return_reason=再看").says(422, &["不能自己验收和审批"]);
    house.post("/measures/1/termination", &both, "stop_reason=不做了").says(422, &["不能自己验收和审批"]);
    house.post("/measures/1/acceptance", &people.admin, "").done();
}

#[test]
fn a_later_day_is_asked_for_and_granted_or_refused() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = at_work(fresh, "40");
        let ask = |day: &str| {
            house.post("/measures/1/extensions", &people.lead, &format!("new_due={day}&because=人手不足"))
        };
        ask("2015-06-30").says(422, &["要晚于原期限", "人手不足"]);
        ask("2015-08-31").done();
        ask("2015-09-30").says(422, &["在等审批"]);
        let decide = |id: i64, form: &str| {
            house.post(&format!("/measures/1/extensions/{id}/decision"), &people.admin, form)
        };
        decide(1, "verdict=refused&answer=").says(422, &["必填"]);
        decide(1, "verdict=refused&answer=请集中力量").done();
        house
            .page("/measures/1", &people.lead)
            .says(200, &["未同意", "请集中力量", "由2015年6月30日延至2015年8月31日", "至2015年6月30日"]);
        ask("2015-09-30").done();
        assert_eq!(decide(1, "verdict=granted").status, 422, "decided before");
        decide(2, "verdict=granted").done();
        house
            .page("/measures/1", &people.lead)
            .says(200, &["已同意", "至2015年9月30日", "由2015年6月30日延至2015年9月30日"]);
        decide(2, "verdict=granted").says(422, &["已经批复"]);
        assert_eq!(decide(9, "verdict=granted").status, 404);
        house.page("/notices", &people.lead).says(200, &["同意延期", "不同意延期"]);
        house.post("/measures/2/signature", &people.helper, "").done();
        house
            .post("/measures/2/extensions", &people.helper, "new_due=2016-01-01&because=x")
            .says(422, &["长期措施没有期限"]);
    });
}

#[test]
fn once_handed_out_the_last_day_moves_by_an_extension_alone() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        let correct = |content: &str, due: &str| {
            house.post("/measures/1", &people.admin, &measure(content, "材料审查部党委", due, ""))
        };
        correct("健全学习制度", "2015-07-31").says(422, &["只能通过延期调整"]);
        correct("健全学习和研讨制度", "2015-06-30").done();
        house.page("/measures/1", &people.admin).says(200, &["健全学习和研讨制度", "修改措施"]);
        house.post("/measures/1/removal", &people.admin, "").says(409, &["已经下达"]);
        assert_eq!(house.page("/measures/1/edit", &people.lead).status, 403);
    });
}

#[test]
fn a_measure_of_a_draft_can_go_again() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = draft(fresh);
        assert_eq!(house.post("/measures/1/removal", &people.admin, "").done(), "/plans/1");
        assert_eq!(house.page("/measures/1", &people.admin).status, 404);
        let kept = house.json("/plans/1", &people.admin).json();
        assert_eq!(kept["columns"][0]["cards"][0]["number"], "1.2", "numbers of the others stay");
    });
}

#[test]
fn a_finding_becomes_a_measure_and_the_link_shows_at_both_ends() {
    each_backend(&migrations(), |fresh| {
        let (house, people) = in_force(fresh);
        let form = house.page("/measures/new?from=finding:12", &people.admin);
        form.says(200, &["支部学习记录不全", "由“支部学习记录不全”转来", "材料审查部党委"]);
        assert_eq!(house.page("/measures/new?from=finding:13", &people.admin).status, 404);
        let typed = measure("补齐学习记录", "材料审查部党委", "2015-05-31", "&from=finding:12");
        assert_eq!(house.post("/measures", &people.admin, &typed).done(), "/measures/3");
        house.page("/measures/3", &people.admin).says(200, &["支部学习记录不全", "/findings/12", "待签收"]);
        let stray = measure("补齐", "材料审查部党委", "2015-05-31", "&from=finding:13");
        assert_eq!(house.post("/measures", &people.admin, &stray).status, 404);
    });
}

#[test]
fn waiting_for_the_office_makes_nothing_late() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, people) = at_work(&fresh, "90");
    house.on_day("2015-05-29");
    hand_in(&house, &people, "2015-05-29");
    house.on_day("2015-09-01");
    let json = house.json("/measures/1", &people.lead).json();
    assert_eq!((json["lamp"].as_str(), json["days_late"].as_i64()), (Some("green"), Some(0)));
}
