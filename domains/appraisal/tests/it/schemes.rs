//! The scheme editor on its pages, on both databases: drafts, forms, two people at once, differences, trial runs.

use kernel::Role;
use scoring::Scheme;
use testkit::db::{Fresh, each_backend};

use crate::house::{Answer, House, actor, directory, migrations};
use crate::{files_of, scheme, scheme_text};

/// A house in which 2014 is published, with a draft begun from its scheme by the first of two people.
fn drafting(fresh: &Fresh) -> (House, String, String) {
    let scheme = scheme_text();
    let what = appraisal::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files_of(2014),
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    let house = House::on(fresh);
    let (first, second) =
        (house.somebody("jia", Role::CommitteeAdmin), house.somebody("yi", Role::CommitteeAdmin));
    let begun = house.send("/schemes/drafts", &first, &[("begin", "1")]);
    assert_eq!((begun.status.as_u16(), begun.location.as_str()), (303, "/schemes/drafts/1"));
    (house, first, second)
}

/// Fields of the form on a page as a browser would send them.
fn fields(page: &str) -> Vec<(String, String)> {
    let from = page.find("class=\"form form-scheme\"").unwrap_or_else(|| panic!("no form: {page}"));
    let form = page[from..].split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        let plain = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
        Some(plain.iter().fold(value.to_owned(), |text, (entity, mark)| text.replace(entity, mark)))
    };
    let mut found = Vec::new();
    for tag in form.split('<').skip(1) {
        let head = tag.split('>').next().unwrap();
        let name = || attribute(head, "name");
        if head.starts_with("input") {
            let ticked = !head.contains("type=\"checkbox\"") || head.contains(" checked");
            found.extend(
                name().filter(|_| ticked).map(|name| (name, attribute(head, "value").unwrap_or_default())),
            );
        } else if head.starts_with("select") {
            found.extend(name().map(|name| (name, String::from("\0"))));
        } else if head.starts_with("option") {
            let (value, chosen) = (attribute(head, "value").unwrap_or_default(), head.contains(" selected"));
            let last = found.last_mut().unwrap();
            if chosen || last.1 == "\0" {
                last.1 = value;
            }
        }
    }
    found
}

/// Opens a form, types into some of its fields and sends it.
fn edit(house: &House, cookie: &str, tail: &str, typed: &[(&str, &str)]) -> Answer {
    let address = format!("/schemes/drafts/1{tail}");
    let page = house.page(&address, cookie);
    assert_eq!(page.status, 200, "{address} {}", page.text());
    send(house, cookie, &address, fields(&page.text()), typed)
}

/// Sends a form that was opened before.
fn send(
    house: &House,
    cookie: &str,
    address: &str,
    mut form: Vec<(String, String)>,
    typed: &[(&str, &str)],
) -> Answer {
    for (name, value) in typed {
        form.retain(|(known, _)| known != name);
        form.push(((*name).into(), (*value).into()));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.send(address, cookie, &form)
}

fn saved(answer: &Answer) {
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The rules of the draft as it stands.
fn draft(house: &House, cookie: &str) -> Scheme {
    Scheme::draft_from_toml(&house.page("/schemes/drafts/1/file", cookie).text()).unwrap()
}

/// The newest revision.
fn revision(house: &House, cookie: &str) -> String {
    house.json("/schemes/drafts/1", cookie).json()["draft"]["revision"].to_string()
}

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
fn two_people_lose_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, first, second) = drafting(fresh);
        let open = |cookie: &str, tail: &str| {
            fields(&house.page(&format!("/schemes/drafts/1{tail}"), cookie).text())
        };
        let central = "/indicators/central-work";
        let address = format!("/schemes/drafts/1{central}");
        // both have the page open; the second saves another part, and then the same part as the first
        let mine = open(&first, central);
        let (grading, theirs) = (open(&second, "/parts/grading"), open(&second, central));
        saved(&send(
            &house,
            &second,
            "/schemes/drafts/1/parts/grading",
            grading,
            &[("grade_0_share", "25%")],
        ));
        saved(&send(&house, &first, &address, mine.clone(), &[("full", "16")]));
        let both = draft(&house, &first);
        assert_eq!(
            both.grades[0].share,
            Some("25%".parse().unwrap()),
            "what the other one did is still there"
        );
        assert_eq!(both.indicators[6].full, "16".parse().unwrap());
        let clash =
            send(&house, &second, &address, theirs, &[("full", "17"), ("aliases", "服务中心工作、中心任务")]);
        assert_eq!(clash.status, 422);
        let text = clash.text();
        for part in [
            "测试 jia",
            "指标“中心工作”满分 15 → 16",
            "指标“中心工作”满分 15 → 17",
            "指标“中心工作”别名 服务中心工作 → 服务中心工作、中心任务",
            "指标“中心工作”满分 16 → 17",
            "value=\"17\"",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(draft(&house, &first), both, "a refused edit changes nothing");

        // mine on top keeps what I did not touch
        saved(&edit(&house, &first, central, &[("name", "服务中心")]));
        let mut form: Vec<(String, String)> = mine.clone();
        form.push(("over".into(), "3".into()));
        let moved_on = send(&house, &second, &address, form.clone(), &[("full", "17")]);
        assert_eq!(moved_on.status, 422, "on top of something that was not shown");
        form.retain(|(name, _)| name != "over");
        let rev = revision(&house, &second);
        saved(&send(&house, &second, &address, form, &[("full", "17"), ("over", &rev)]));
        let own = &draft(&house, &second).indicators[6];
        assert_eq!((own.name.as_str(), own.full.to_string()), ("服务中心", "17".into()));

        // removing what the other one has just changed is refused, moving never is
        let seen = revision(&house, &first);
        saved(&edit(&house, &second, "/indicators/innovation", &[("name", "创新成果")]));
        let place = "/schemes/drafts/1/indicators/innovation/place";
        let gone = house.send(place, &first, &[("revision", &seen), ("do", "drop:indicator:1")]);
        assert_eq!(gone.status, 422);
        assert!(gone.text().contains("指标“特色创新”名称 特色创新 → 创新成果"), "{}", gone.text());
        saved(&house.send(place, &first, &[("revision", &seen), ("do", "up:indicator:1")]));
        let codes: Vec<String> = draft(&house, &first).indicators.into_iter().map(|i| i.code).collect();
        assert_eq!(codes[6..8], ["innovation", "central-work"]);
        let rev = revision(&house, &first);
        saved(&house.send(place, &first, &[("revision", &rev), ("do", "drop:indicator:0")]));
        assert_eq!(draft(&house, &first).indicators.len(), 8);
        let late = send(
            &house,
            &second,
            "/schemes/drafts/1/indicators/innovation",
            open_late(&mine),
            &[("full", "9")],
        );
        assert_eq!(late.status, 422, "a form about what is gone is shown, not lost: {}", late.text());
    });
}

/// A form of another indicator, made from the first revision.
fn open_late(form: &[(String, String)]) -> Vec<(String, String)> {
    let mut own = form.to_vec();
    for (name, value) in &mut own {
        match name.as_str() {
            "name" => *value = "特色创新".into(),
            "code" => *value = "innovation".into(),
            "aliases" => value.clear(),
            _ => {}
        }
    }
    own
}

#[test]
fn edits_that_arrive_together_are_all_kept() {
    each_backend(&migrations(), |fresh| {
        let (house, first, second) = drafting(fresh);
        // forms of one revision, one for each indicator, sent by two people at the same time
        let forms: Vec<_> = scheme()
            .indicators
            .iter()
            .map(|indicator| {
                let address = format!("/schemes/drafts/1/indicators/{}", indicator.code);
                let form = fields(&house.page(&address, &first).text());
                (address, format!("{}（改）", indicator.name), form)
            })
            .collect();
        std::thread::scope(|scope| {
            for (cookie, odd) in [(&first, 0), (&second, 1)] {
                let (house, forms) = (&house, &forms);
                scope.spawn(move || {
                    for (address, name, form) in forms.iter().skip(odd).step_by(2) {
                        saved(&send(house, cookie, address, form.clone(), &[("name", name)]));
                    }
                });
            }
        });
        let now = draft(&house, &first);
        assert!(now.indicators.iter().all(|indicator| indicator.name.ends_with("（改）")), "{now:?}");
        assert_eq!(revision(&house, &first), (forms.len() + 1).to_string());
    });
}

#[test]
fn keeping_waits_for_nobody_and_drops_nothing() {
    each_backend(&migrations(), |fresh| {
        let (house, first, second) = drafting(fresh);
        let form = fields(&house.page("/schemes/drafts/1/parts/general", &second).text());
        let seen = revision(&house, &first);
        saved(&edit(&house, &second, "/parts/general", &[("publish_total", "3")]));
        let stale = house.send("/schemes/drafts/1/keep", &first, &[("revision", &seen)]);
        assert_eq!(stale.status, 409, "what was looked at is not what would be kept");
        let rev = revision(&house, &first);
        saved(&house.send("/schemes/drafts/1/keep", &first, &[("revision", &rev)]));
        let late =
            send(&house, &second, "/schemes/drafts/1/parts/general", form, &[("name", "晋位升级考评方案")]);
        assert_eq!(late.status, 422);
        let text = late.text();
        assert!(text.contains("已经保存为正式版本") && text.contains("→ 晋位升级考评方案"), "{text}");
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
