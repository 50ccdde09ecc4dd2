//! Several people at one draft.

use super::*;

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
