//! A draft by form: what is typed, what comes back, who may.

use super::*;

#[test]
fn a_draft_is_edited_by_form_and_becomes_the_next_version() {
    each_backend(&migrations(), |fresh| {
        let (house, admin, _) = drafting(fresh);
        assert_eq!(
            draft(&house, &admin),
            Scheme { version: 2, ..scheme() },
            "begun as it was, with the next number"
        );
        let typed = [
            ("dimension_3_weight", "２４"),
            ("dimension_4_weight", "16"),
            ("full_6_mark", "14"),
            ("full_8_mark", "16分"),
        ];
        saved(&edit(&house, &admin, "/parts/dimensions", &typed));
        saved(&edit(&house, &admin, "/parts/grading", &[("grade_0_share", "２５％"), ("ties", "all_down")]));
        saved(&edit(&house, &admin, "/parts/ranking", &[("tie_0", "achievement"), ("tie_1", "mass")]));
        let veto = [("veto_0_name", "领导班子成员受到党纪处分"), ("veto_0_best", "ordinary")];
        saved(&edit(&house, &admin, "/parts/vetoes", &veto));
        let panel = [("average", "median"), ("quorum", "3"), ("missing", "exclude"), ("applies_0", "yes")];
        saved(&edit(&house, &admin, "/indicators/innovation", &panel));
        let added = house.send(
            "/schemes/drafts/1/indicators",
            &admin,
            &[("name", "巡察整改"), ("dimension", "mechanism"), ("full", "5"), ("method", "formula")],
        );
        assert_eq!(added.location, "/schemes/drafts/1/indicators/indicator-10");
        let page = house.page("/schemes/drafts/1", &admin).text();
        assert!(page.contains("“工作机制”各项指标满分合计 25，权重是 20"), "{page}");
        assert!(!page.contains("保存为第 2 版</button>"), "it cannot be kept yet");
        let rev = revision(&house, &admin);
        assert_eq!(house.send("/schemes/drafts/1/keep", &admin, &[("revision", &rev)]).status, 409);
        let formula = [("fact", "finding-closed-share"), ("floor", "60%"), ("target", "1")];
        saved(&edit(&house, &admin, "/indicators/indicator-10", &formula));
        saved(&edit(&house, &admin, "/parts/dimensions", &[("full_4_mark", "5")]));
        let page = house.page("/schemes/drafts/1", &admin).text();
        assert!(page.contains("没有发现矛盾，可以保存为第 2 版"), "{page}");
        let edited = draft(&house, &admin);
        assert_eq!(edited.check(), Ok(()));
        assert_eq!(edited.indicator("特色创新").unwrap().applies_to, ["审查业务类"]);
        assert_eq!(edited.ranking.tie_breaks, ["achievement", "mass"]);
        let rev = revision(&house, &admin);
        let kept = house.send("/schemes/drafts/1/keep", &admin, &[("revision", &rev)]);
        assert_eq!((kept.status.as_u16(), kept.location.as_str()), (303, "/schemes/2"));
        let text = house.page("/schemes/2/file", &admin).text();
        assert_eq!(Scheme::from_toml(&text).unwrap(), edited);
        assert_eq!(
            house.page("/schemes/1/file", &admin).text(),
            scheme_text(),
            "the version before is as it was"
        );
        assert_eq!(
            house.page("/schemes/drafts/1/parts/general", &admin).status,
            409,
            "a kept draft is closed"
        );
        assert_eq!(house.send("/schemes/drafts/1/removal", &admin, &[]).status, 409);
        let history = house.page("/schemes/drafts/1/history", &admin).text();
        assert!(history.contains("方面“工作业绩”权重 25 → 24") && history.contains("测试 jia"), "{history}");
    });
}

#[test]
fn what_was_typed_comes_back_with_the_message_beside_the_field() {
    each_backend(&migrations(), |fresh| {
        let (house, admin, _) = drafting(fresh);
        let wrong = edit(
            &house,
            &admin,
            "/parts/dimensions",
            &[("dimension_0_weight", "二十"), ("dimension_1_name", "队伍建设")],
        );
        let text = wrong.text();
        assert_eq!(wrong.status, 422);
        assert!(text.contains("value=\"二十\"") && text.contains("value=\"队伍建设\""), "{text}");
        assert!(text.contains("id=\"error-dimension_0_weight\"") && text.contains("请填写数字"), "{text}");
        assert!(text.contains("href=\"#field-dimension_0_weight\""));
        let likes = edit(&house, &admin, "/indicators/innovation", &[("name", "公众号点赞数")]);
        assert_eq!(likes.status, 422);
        assert!(
            likes.text().contains("国办函〔2026〕12号") && likes.text().contains("id=\"error-name\""),
            "{}",
            likes.text()
        );
        let form = [("name", "每日打卡率"), ("dimension", "members"), ("full", "3"), ("method", "formula")];
        assert_eq!(house.send("/schemes/drafts/1/indicators", &admin, &form).status, 422);
        let nothing =
            house.send("/schemes/drafts/1/indicators", &admin, &[("name", ""), ("method", "panel")]);
        assert_eq!(nothing.status, 422);
        assert_eq!(draft(&house, &admin), Scheme { version: 2, ..scheme() }, "nothing was saved");
        let used = edit(&house, &admin, "/parts/dimensions", &[("do", "drop:dimension:0")]);
        assert!(used.text().contains("“领导班子”下还有 2 项指标"), "{}", used.text());
    });
}

#[test]
fn every_form_speaks_both_languages() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, admin, _) = drafting(&fresh);
    let kinds = ["formula", "yes_no", "level", "deduction", "bonus", "ballots", "panel"];
    let mut pages: Vec<String> =
        ["general", "categories", "dimensions", "ranking", "grading", "guards", "vetoes"]
            .iter()
            .map(|part| format!("/parts/{part}"))
            .collect();
    pages.extend(["", "/history", "/difference", "/indicators", "/trial"].map(str::to_owned));
    let check = |pages: &[String]| {
        for lang in ["zh-CN", "en"] {
            let cookie = format!("{admin}; jinwei_lang={lang}");
            for tail in pages {
                let page = house.page(&format!("/schemes/drafts/1{tail}"), &cookie);
                let text = page.text().replace("form-scheme", "");
                assert_eq!(page.status, 200, "{tail}");
                for key in ["scheme-", "appraisal-", "kit-"] {
                    let raw = text.split(key).nth(1).map(|rest| rest.chars().take(40).collect::<String>());
                    assert_eq!(raw, None, "{lang} {tail}: {key}");
                }
            }
        }
    };
    check(&pages);
    let own = "/indicators/innovation";
    for kind in kinds {
        saved(&edit(&house, &admin, own, &[("do", "method"), ("method_next", kind)]));
        let curves: &[&str] = if kind == "formula" { &["steps", "ratio", "linear"] } else { &[""] };
        for curve in curves {
            if !curve.is_empty() {
                saved(&edit(&house, &admin, own, &[("do", "curve"), ("curve_next", curve)]));
            }
            check(&[own.to_owned(), String::new(), "/history".into(), "/difference".into()]);
        }
    }
}

#[test]
fn drafts_are_read_by_the_committee_and_edited_by_its_administrator() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, _, _) = drafting(&fresh);
    let (secretary, member) = (house.someone(Role::CommitteeSecretary), house.someone(Role::Member));
    for tail in ["", "/file", "/history", "/difference", "/trial"] {
        assert_eq!(house.page(&format!("/schemes/drafts/1{tail}"), &secretary).status, 200, "{tail}");
        assert_eq!(house.page(&format!("/schemes/drafts/1{tail}"), &member).status, 403, "{tail}");
    }
    let page = house.page("/schemes/drafts/1", &secretary).text();
    assert!(!page.contains("/parts/") && !page.contains("/place"), "no way to forms that are not theirs");
    for tail in ["/parts/general", "/indicators/innovation", "/indicators"] {
        assert_eq!(house.page(&format!("/schemes/drafts/1{tail}"), &secretary).status, 403, "{tail}");
        assert_eq!(
            house.send(&format!("/schemes/drafts/1{tail}"), &secretary, &[("revision", "1")]).status,
            403,
            "{tail}"
        );
    }
    let admin = house.someone(Role::CommitteeAdmin);
    for tail in ["/parts/nothing", "/indicators/nothing"] {
        assert_eq!(house.page(&format!("/schemes/drafts/1{tail}"), &admin).status, 404, "{tail}");
    }
    assert_eq!(house.page("/schemes/drafts/9", &admin).status, 404);
}
