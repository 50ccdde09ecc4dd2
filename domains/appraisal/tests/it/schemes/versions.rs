//! Drafts and versions as files, side by side, and tried on a past year.

use super::*;

#[test]
fn a_draft_goes_out_as_a_file_and_comes_in_the_same() {
    each_backend(&migrations(), |fresh| {
        let (house, admin, _) = drafting(fresh);
        saved(&edit(
            &house,
            &admin,
            "/parts/guards",
            &[
                ("guard_0_name", "满意度低于九成"),
                ("guard_0_figure", "satisfaction:wide:mass-evaluation"),
                ("guard_0_below", "90%"),
                ("guard_0_best", "fair"),
            ],
        ));
        saved(&edit(&house, &admin, "/parts/general", &[("full", "90")]));
        let file = house.page("/schemes/drafts/1/file", &admin).bytes;
        let sent = [("scheme_file", "draft.toml", file.as_slice())];
        let begun = house.upload("/schemes/drafts", &admin, &[("begin", "file")], &sent);
        assert_eq!(begun.location, "/schemes/drafts/2", "{}", begun.text());
        assert_eq!(house.page("/schemes/drafts/2/file", &admin).bytes, file);
        let page = house.page("/schemes/drafts/2", &admin).text();
        assert!(page.contains("各方面权重合计 100，方案满分是 90"), "{page}");
        let likes = scheme_text().replace("name = \"特色创新\"", "name = \"点赞数\"");
        for bytes in [likes.as_bytes(), b"format = ", &[0xff, 0xfe]] {
            let refused = house.upload(
                "/schemes/drafts",
                &admin,
                &[("begin", "file")],
                &[("scheme_file", "x.toml", bytes)],
            );
            assert_eq!(refused.status, 422);
        }
        let blank = house.upload(
            "/schemes/drafts",
            &admin,
            &[("begin", "blank"), ("name", "新方案"), ("code", "new")],
            &[],
        );
        assert_eq!(blank.location, "/schemes/drafts/3");
        let text = house.page("/schemes/drafts/3/file", &admin).text();
        let weights: Vec<String> =
            Scheme::from_toml(&text).unwrap().dimensions.iter().map(|d| d.weight.to_string()).collect();
        assert_eq!(weights, ["20", "20", "20", "25", "15"]);
        assert_eq!(house.upload("/schemes/drafts", &admin, &[("begin", "blank")], &[]).status, 422);
        saved(&house.send("/schemes/drafts/3/removal", &admin, &[]));
        assert_eq!(house.page("/schemes/drafts/3/parts/general", &admin).status, 409);
        saved(&house.send("/schemes/drafts/3/restoration", &admin, &[]));
        assert_eq!(house.page("/schemes/drafts/3/parts/general", &admin).status, 200);
    });
}

#[test]
fn two_versions_are_compared_in_sentences() {
    let fresh = Fresh::sqlite(&migrations());
    let (house, admin, _) = drafting(&fresh);
    saved(&edit(&house, &admin, "/parts/dimensions", &[("full_6_mark", "20")]));
    let ballots = [("choice_1_points", "80"), ("group_2_name", "服务对象"), ("group_2_weight", "0.2")];
    saved(&edit(&house, &admin, "/indicators/mass-evaluation", &ballots));
    for address in [
        "/schemes/drafts/1/difference",
        "/schemes/1/difference?with=draft-1",
        "/schemes/drafts/1/difference?with=1",
    ] {
        let json = house.json(address, &admin).json();
        let told: Vec<&str> = json["parts"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|part| part["changes"].as_array().unwrap())
            .map(|change| change["text"].as_str().unwrap())
            .collect();
        assert_eq!(
            told,
            [
                "基本信息版本 1 → 2",
                "指标“中心工作”满分 15 → 20",
                "指标“群众评价”选项“较好”分值 85 → 80",
                "指标“群众评价”新增评价主体“服务对象”（0.2）",
            ]
        );
    }
    let same = house.page("/schemes/1/difference?with=1", &admin).text();
    assert!(same.contains("两个版本没有不同"), "{same}");
    for address in ["/schemes/1/difference?with=7", "/schemes/1/difference?with=x", "/schemes/9/difference"] {
        assert_eq!(house.page(address, &admin).status, 404, "{address}");
    }
    let sheet = house.page("/schemes/drafts/1/difference?format=xlsx", &admin);
    let book = office::read("difference.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 5);
}

const TABLES: [&str; 5] =
    ["appraisal_cycles", "appraisal_results", "appraisal_marks", "audit", "appraisal_scheme_draft_revisions"];

#[test]
fn a_trial_run_stands_beside_the_real_result_and_writes_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, admin, _) = drafting(fresh);
        let counts = || {
            TABLES.map(|table| {
                fresh.read(move |c| Ok(c.count(&format!("SELECT COUNT(*) FROM {table}"), &[])?)).unwrap()
            })
        };
        let trial = |tail: &str| house.json(&format!("/schemes/drafts/1/trial{tail}"), &admin).json();
        let same = trial("");
        assert_eq!(
            (same["organisations"].as_u64(), same["grade_changes"].as_u64(), same["moves"].as_u64()),
            (Some(41), Some(0), Some(0))
        );
        saved(&edit(&house, &admin, "/parts/grading", &[("grade_0_share", "40%")]));
        saved(&edit(&house, &admin, "/parts/dimensions", &[("full_6_mark", "5"), ("full_7_mark", "20")]));
        let before = counts();
        let changed = trial("?cycle=1");
        assert_eq!(counts(), before, "a trial writes nothing");
        let promoted = changed["grade_changes"].as_u64().unwrap();
        assert!(promoted >= 3, "30 % of 9, 14 and 18 are fewer than 40 %: {changed}");
        let first = &changed["categories"][0]["rows"][0];
        assert_eq!(first["grade_changed"], true, "changes of grade come first");
        assert!(changed["moves"].as_u64().unwrap() > 0);
        let misfits = changed["misfits"].to_string();
        assert!(misfits.contains("指标“中心工作”满分 15 → 5，评分按比例折算"), "{misfits}");
        let page = house.page("/schemes/drafts/1/trial", &admin).text();
        assert!(page.contains("不保存任何结果") && page.contains("等次变化"), "{page}");

        let new = [("name", "党建品牌"), ("dimension", "achievement"), ("full", "5"), ("method", "panel")];
        saved(&house.send("/schemes/drafts/1/indicators", &admin, &new));
        saved(&edit(&house, &admin, "/parts/dimensions", &[("full_7_mark", "15")]));
        let blocked = trial("");
        assert!(blocked["blocks"].to_string().contains("41 个党组织缺少“党建品牌”的数据"), "{blocked}");
        assert_eq!(blocked["may_leave_out"], true);
        let without = trial("?cycle=1&without=yes");
        assert_eq!(
            (without["organisations"].as_u64(), without["blocks"].as_array().unwrap().len()),
            (Some(41), 0)
        );
        assert_eq!(house.page("/schemes/drafts/1/trial?cycle=9", &admin).status, 404);
        saved(&edit(&house, &admin, "/parts/dimensions", &[("full_7_mark", "1")]));
        assert!(trial("")["blocks"].to_string().contains("合计"), "a faulty draft is not tried");
    });
}
