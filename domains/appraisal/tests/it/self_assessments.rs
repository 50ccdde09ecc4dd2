//! Organisations assess themselves, on both databases: nobody sees the neighbour's, two people at once lose nothing, and
//! what is handed in stays as it is until it is given back.

use kernel::Role;
use serde_json::Value;
use testkit::db::{Fresh, each_backend};

use crate::house::{Answer, House, Prepare, actor, directory, migrations};
use crate::{files_of, participants, scheme_text};

/// Organisations of the sample that have only begun, and the one to which theirs was given back.
const BEGUN: i64 = 10;
const NEIGHBOUR: i64 = 11;
const RETURNED: i64 = 2;

/// 2013 published, 2014 under way with the sample's self-assessments, and taken back to that state.
fn assessing(fresh: &Fresh) -> House {
    let scheme = scheme_text();
    let files = files_of(2013);
    let what = appraisal::Load {
        year: 2013,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: true,
        dry_run: false,
    };
    appraisal::load(&fresh.db(), &actor(), &directory(), &what).unwrap();
    appraisal::ongoing(&fresh.db(), &actor(), &directory(), 2014).unwrap();
    turn(fresh, "self_assessment");
    House::on(fresh)
}

/// Puts the year under way into another state.
fn turn(fresh: &Fresh, state: &'static str) {
    let permit = testkit::db::permit::<Prepare>();
    let set = move |tx: &mut store::Tx| {
        Ok(tx.run("UPDATE appraisal_cycles SET state = $1 WHERE id = 2", &[&state])?)
    };
    fresh.db().write(&permit, set).unwrap();
}

fn at(org: i64, tail: &str) -> String {
    format!("/cycles/2/self-assessments/{org}{tail}")
}

fn secretary(house: &House, org: i64) -> String {
    house.member(&format!("secretary{org}"), Role::OrganisationSecretary, Some(org))
}

/// What the form says of an indicator.
fn item(house: &House, cookie: &str, org: i64, code: &str) -> Value {
    let form = house.json(&at(org, "/form"), cookie).json();
    let parts = form["parts"].as_array().unwrap();
    let items = parts.iter().flat_map(|part| part["items"].as_array().unwrap());
    items.into_iter().find(|item| item["code"] == code).unwrap().clone()
}

fn base(house: &House, cookie: &str, org: i64, code: &str) -> String {
    item(house, cookie, org, code)["base"].as_str().unwrap().to_owned()
}

/// Saves as the script of the form does.
fn save(house: &House, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
    house.send_as(path, cookie, form, "application/json")
}

fn status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}

#[test]
fn the_neighbour_sees_nothing() {
    each_backend(&migrations(), |fresh| {
        let house = assessing(fresh);
        let (own, neighbour) = (secretary(&house, RETURNED), secretary(&house, NEIGHBOUR));
        assert_eq!(house.page("/cycles/2/self-assessments", &own).location, at(RETURNED, ""));
        assert_eq!(house.page("/self-assessments", &own).location, "/cycles/2/self-assessments");
        assert_eq!(status(&house.page(&at(RETURNED, ""), &own)), 200);
        let file = item(&house, &own, RETURNED, "innovation")["evidence"][0]["id"].as_i64().unwrap();
        let file = format!("/cycles/2/evidence/{file}");
        assert_eq!(status(&house.page(&file, &own)), 200);
        for path in [at(RETURNED, ""), at(RETURNED, "/form"), at(RETURNED, "/submission"), file.clone()] {
            assert_eq!(status(&house.page(&path, &neighbour)), 404, "{path}");
        }
        let words = [("words", "改一改")];
        for path in [
            at(RETURNED, "/items/innovation"),
            at(RETURNED, "/summary"),
            at(RETURNED, "/form"),
            at(RETURNED, "/submission"),
            at(RETURNED, "/withdrawal"),
            format!("{file}/removal"),
        ] {
            assert_eq!(status(&house.send(&path, &neighbour, &words)), 404, "{path}");
        }
        // Evidence belongs to its year.
        assert_eq!(status(&house.page(&file.replace("/2/", "/1/"), &own)), 404);
        let committee = house.someone(Role::CommitteeMember);
        let list = house.page("/cycles/2/self-assessments", &committee).text();
        assert!(list.contains(&participants()[0].0) && list.contains("退回修改"), "{list}");
        assert_eq!(status(&house.page(&file, &committee)), 200);
        assert_eq!(status(&house.page(&at(RETURNED, "/form"), &committee)), 403, "the committee only reads");
        let member = house.someone(Role::Member);
        for path in ["/cycles/2/self-assessments".to_owned(), at(RETURNED, ""), file] {
            assert_eq!(status(&house.page(&path, &member)), 403, "{path}");
        }
    });
}

#[test]
fn two_people_of_one_organisation_lose_nothing() {
    each_backend(&migrations(), |fresh| {
        let house = assessing(fresh);
        let first = secretary(&house, BEGUN);
        let second = house.member("deputy", Role::DeputySecretary, Some(BEGUN));
        let code = "leadership-building";
        let began = base(&house, &first, BEGUN, code);
        let old = item(&house, &first, BEGUN, code)["text"].as_str().unwrap().to_owned();
        let path = at(BEGUN, &format!("/items/{code}"));
        let saved = save(&house, &path, &first, &[("words", "甲写的"), ("base", &began)]).json();
        assert_eq!((saved["state"].as_str(), saved["saved"].as_str()), (Some("kept"), Some("09:00")));

        // The other one changes the claim only: both stand, and they are told.
        let claim =
            save(&house, &path, &second, &[("claim", "8.50"), ("words", &old), ("base", &began)]).json();
        assert_eq!((claim["state"].as_str(), claim["by"].as_str()), (Some("kept"), Some("测试 secretary10")));
        assert_eq!((claim["claim"].as_str(), claim["words"].as_str()), (Some("8.5"), Some("甲写的")));

        // The same words from the old state: nothing is overwritten, theirs is shown.
        let clash = save(&house, &path, &second, &[("words", "乙写的"), ("base", &began)]).json();
        assert_eq!(
            (clash["state"].as_str(), clash["theirs"]["words"].as_str()),
            (Some("clash"), Some("甲写的"))
        );
        assert_eq!(item(&house, &first, BEGUN, code)["words"], "甲写的");
        let nothing = save(&house, &path, &second, &[("words", "没有凭据")]).json();
        assert_eq!(nothing["state"], "clash", "whoever has seen nothing overwrites nothing");

        // The whole form without script: the typed words come back beside the other's, and saving once more decides.
        let words = format!("words.{code}");
        let field = format!("base.{code}");
        let typed = [(words.as_str(), "乙写的"), (field.as_str(), began.as_str()), ("summary", "乙的总述")];
        let back = house.send(&at(BEGUN, "/form"), &second, &typed);
        let page = back.text();
        assert_eq!(status(&back), 422);
        assert!(
            page.contains("甲写的") && page.contains("乙写的") && page.contains("刚刚改了同一项"),
            "{page}"
        );
        assert!(
            house.page(&at(BEGUN, ""), &first).text().contains("乙的总述"),
            "what did not clash is saved"
        );
        let now = base(&house, &second, BEGUN, code);
        assert!(page.contains(&now), "the form goes on from what stands there");
        let decided = [(words.as_str(), "两人合写"), (field.as_str(), now.as_str()), ("do", "save")];
        assert_eq!(status(&house.send(&at(BEGUN, "/form"), &second, &decided)), 303);
        assert_eq!(item(&house, &first, BEGUN, code)["words"], "两人合写");

        // The summary goes the same way.
        let clash = save(&house, &at(BEGUN, "/summary"), &first, &[("words", "甲的总述")]).json();
        assert_eq!(
            (clash["state"].as_str(), clash["theirs"]["words"].as_str()),
            (Some("clash"), Some("乙的总述"))
        );
    });
}

#[test]
fn a_wrong_claim_is_told_and_the_words_are_kept() {
    let fresh = Fresh::sqlite(&migrations());
    let house = assessing(&fresh);
    let own = secretary(&house, BEGUN);
    let code = "innovation";
    let path = at(BEGUN, &format!("/items/{code}"));
    let told = save(&house, &path, &own, &[("claim", "10.5"), ("words", "写好了")]).json();
    assert_eq!(told["errors"][0]["field"], "claim");
    assert!(told["errors"][0]["detail"].as_str().unwrap().contains("0 到 10"));
    let kept = item(&house, &own, BEGUN, code);
    assert_eq!((kept["value"].as_str(), kept["text"].as_str()), (Some(""), Some("写好了")));
    let (claim, words) = (format!("claim.{code}"), format!("words.{code}"));
    let long = "字".repeat(2_001);
    let back = house.send(&at(BEGUN, "/form"), &own, &[(&claim, "十分"), (&words, &long)]);
    let page = back.text();
    assert_eq!(status(&back), 422);
    assert!(page.contains("value=\"十分\"") && page.contains("最多 2000 字，现在有 2001 字"), "{page}");
    assert!(page.contains(&long), "nothing that was typed is lost");
    assert_eq!(status(&save(&house, &at(BEGUN, "/items/mass-evaluation"), &own, &[("words", "票")])), 404);
    assert_eq!(status(&save(&house, &at(BEGUN, "/items/likes"), &own, &[("words", "赞")])), 404);
}

#[test]
fn what_is_handed_in_stays_until_it_is_given_back() {
    each_backend(&migrations(), |fresh| {
        let house = assessing(fresh);
        let (own, admin) = (secretary(&house, BEGUN), house.someone(Role::CommitteeAdmin));
        let item_at = at(BEGUN, "/items/innovation");
        let write = |words: &str| {
            let base = base(&house, &own, BEGUN, "innovation");
            status(&save(&house, &item_at, &own, &[("words", words), ("base", &base)]))
        };
        assert_eq!(status(&house.post(&at(BEGUN, "/submission"), &own)), 422, "some indicators are open");
        let check = house.page(&at(BEGUN, "/submission"), &own).text();
        assert!(check.contains("还有 4 项没有填写"), "{check}");
        assert_eq!(status(&house.send(&at(BEGUN, "/submission"), &own, &[("knowing", "yes")])), 303);
        assert_eq!(write("交了又改"), 409);
        assert_eq!(status(&house.send(&at(BEGUN, "/form"), &own, &[("summary", "再改")])), 409);
        assert!(house.page(&at(BEGUN, "/form"), &own).text().contains("已经提交，不能再填写"));

        assert_eq!(status(&house.post(&at(BEGUN, "/withdrawal"), &own)), 303);
        assert_eq!(write("撤回以后再写"), 200);
        assert_eq!(status(&house.send(&at(BEGUN, "/submission"), &own, &[("knowing", "yes")])), 303);

        let give_back =
            |reason: &str, who: &str| status(&house.send(&at(BEGUN, "/return"), who, &[("reason", reason)]));
        assert_eq!(give_back("请补充", &own), 403);
        assert_eq!(give_back("", &admin), 422, "a reason is needed");
        assert_eq!(give_back("请补充佐证", &admin), 303);
        assert_eq!(give_back("请补充佐证", &admin), 409, "given back once");
        let page = house.page(&at(BEGUN, ""), &own).text();
        for part in ["请补充佐证", "机关党委已将自评退回", "撤回", "开始填写"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(house.page("/", &own).text().contains("修改并再次提交 2014 年度自评"));

        turn(fresh, "review");
        assert_eq!(write("评审期间修改"), 200, "what was given back may be mended");
        let late = secretary(&house, 21);
        let draft = save(&house, &at(21, "/items/innovation"), &late, &[("words", "迟了")]);
        assert_eq!(status(&draft), 409, "what was not handed in is too late");
        assert_eq!(status(&house.send(&at(21, "/return"), &admin, &[("reason", "请补交")])), 303);
        let draft = save(&house, &at(21, "/items/innovation"), &late, &[("words", "补交")]);
        assert_eq!(status(&draft), 200);
        assert_eq!(status(&house.send(&at(BEGUN, "/submission"), &own, &[("knowing", "yes")])), 303);
        assert_eq!(status(&house.post(&at(BEGUN, "/withdrawal"), &own)), 409);

        turn(fresh, "deliberation");
        assert_eq!(give_back("太晚", &admin), 409);
        let late = save(&house, &at(21, "/items/innovation"), &late, &[("words", "太晚")]);
        assert_eq!(status(&late), 409);
        assert_eq!(status(&house.page(&at(BEGUN, "/paper"), &own)), 200);
    });
}

#[test]
fn evidence_is_what_it_holds() {
    each_backend(&migrations(), |fresh| {
        let house = assessing(fresh);
        let own = secretary(&house, BEGUN);
        let path = at(BEGUN, "/items/innovation/evidence");
        let send = |name: &str, bytes: &[u8]| house.upload(&path, &own, &[], &[("evidence", name, bytes)]);
        for (name, bytes, why) in [
            ("记录.pdf", b"MZ\x90\x00".as_slice(), "不是可以添加的文件类型"),
            ("记录.png", b"%PDF-1.4", "内容是 PDF，与文件名不符"),
            ("记录.html", b"<html><script>alert(1)</script>", "不是可以添加的文件类型"),
            ("记录.docx", b"PK\x03\x04", "已损坏"),
        ] {
            let refused = send(name, bytes);
            assert_eq!(status(&refused), 422, "{name}");
            assert!(refused.text().contains(why), "{name}: {}", refused.text());
        }
        assert_eq!(status(&house.upload(&path, &own, &[], &[])), 422);
        let pdf = b"%PDF-1.4 one".as_slice();
        assert_eq!(status(&send("记录.pdf", pdf)), 303);
        assert_eq!(status(&send("又一份.pdf", pdf)), 422, "the same file twice");

        // With the whole form, good files are taken and bad ones named.
        let files = [
            ("evidence.innovation", "图.png", b"\x89PNG\r\n\x1a\n".as_slice()),
            ("evidence.innovation", "坏.zip", b"MZ"),
        ];
        let back = house.upload(&at(BEGUN, "/form"), &own, &[("summary", "随文件写的")], &files);
        assert_eq!(status(&back), 422);
        assert!(back.text().contains("“坏.zip”") && back.text().contains("图.png"), "{}", back.text());
        let evidence = item(&house, &own, BEGUN, "innovation")["evidence"].clone();
        let names: Vec<_> =
            evidence.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["记录.pdf", "图.png"]);

        let of = |index: usize| format!("/cycles/2/evidence/{}", evidence[index]["id"]);
        let shown = house.page(&of(0), &own);
        let header = |name: &str| shown.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(shown.bytes, pdf);
        assert!(header("content-disposition").starts_with("inline; filename*=UTF-8''%E8%AE%B0"));
        assert_eq!(
            (header("content-type").as_str(), header("x-content-type-options").as_str()),
            ("application/pdf", "nosniff")
        );
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        let zip = std::fs::read(crate::office_data().join("2014年度群众评价汇总表.xlsx")).unwrap();
        assert_eq!(status(&send("汇总.xlsx", &zip)), 303);
        let third = item(&house, &own, BEGUN, "innovation")["evidence"][2]["id"].clone();
        let kept = house.page(&format!("/cycles/2/evidence/{third}"), &own);
        assert!(kept.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));

        assert_eq!(status(&house.post(&format!("{}/removal", of(1)), &own)), 303);
        assert_eq!(status(&house.page(&of(1), &own)), 404);
        // Whoever removes it once more loses nothing of what they typed.
        let gone = format!("remove:{}", evidence[1]["id"]);
        let form = [("summary", "移除以后写的"), ("base", "x"), ("do", gone.as_str())];
        assert_eq!(
            status(&house.send(&at(BEGUN, "/form"), &own, &form[..1])),
            422,
            "somebody wrote it before"
        );
        let summary =
            house.json(&at(BEGUN, "/form"), &own).json()["summary_base"].as_str().unwrap().to_owned();
        let form = [form[0], ("base", summary.as_str()), form[2]];
        assert_eq!(status(&house.send(&at(BEGUN, "/form"), &own, &form)), 303);
        assert!(house.page(&at(BEGUN, ""), &own).text().contains("移除以后写的"));
        // A workbook that was brought in is no evidence, and is not removed like one.
        let form = [("do", "remove:1")];
        assert_eq!(status(&house.send(&at(BEGUN, "/form"), &own, &form)), 303);
        assert!(fresh.read(|c| Ok(c.exists("SELECT 1 FROM attachments WHERE id = 1", &[])?)).unwrap());
        assert_eq!(status(&house.page("/cycles/2/evidence/1", &own)), 404);
        assert_eq!(status(&house.post("/cycles/2/evidence/1/removal", &own)), 404);
    });
}

#[test]
fn whoever_has_not_handed_in_is_named_and_holds_nobody_up() {
    each_backend(&migrations(), |fresh| {
        let house = assessing(fresh);
        let admin = house.someone(Role::CommitteeAdmin);
        let page = house.page("/cycles/2/progress", &admin).text();
        for org in [RETURNED, BEGUN, 21, 35] {
            let name = &participants()[usize::try_from(org).unwrap() - 2].0;
            assert!(page.contains(&format!("{name}还没有提交自评")), "{name}: {page}");
        }
        assert!(!page.contains("必须补齐"), "{page}");
        let own = secretary(&house, BEGUN);
        assert!(house.page("/", &own).text().contains("已填 4 / 8 项"));
        let sheet = house.page("/cycles/2/self-assessments?format=xlsx&state=draft", &admin);
        let book = office::read("list.xlsx", &sheet.bytes, &office::Limits::default()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 4, "a head and three that are still writing");
        let go = |knowing: &str| {
            let form = [("to", "review"), ("knowing", knowing)];
            status(&house.send("/cycles/2/progress", &admin, &form))
        };
        assert_eq!(go(""), 422);
        assert_eq!(go("yes"), 303);
    });
}

#[test]
fn years_from_workbooks_and_drafts_have_none() {
    let fresh = Fresh::sqlite(&migrations());
    let house = assessing(&fresh);
    let own = secretary(&house, BEGUN);
    assert!(house.page("/cycles/1/self-assessments", &own).text().contains("这个年度没有自评"));
    assert_eq!(status(&house.page("/cycles/1/self-assessments/10", &own)), 404);
    turn(&fresh, "draft");
    let permit = testkit::db::permit::<Prepare>();
    let close =
        |tx: &mut store::Tx| Ok(tx.run("UPDATE appraisal_cycles SET opened_at = NULL WHERE id = 2", &[])?);
    fresh.db().write(&permit, close).unwrap();
    assert_eq!(status(&house.page("/cycles/2/self-assessments", &own)), 404, "a draft is the committee's");
    assert_eq!(status(&house.page("/self-assessments", &own)), 200);
}
