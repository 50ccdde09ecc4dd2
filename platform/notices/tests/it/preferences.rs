//! Choosing how to be told: an address is confirmed by a code, a digest needs an address, and one click ends it.

use testkit::db::{self, Fresh};

use crate::house::{House, migrations, quiet};
use crate::post::{Fate, Office};

fn house(fresh: &Fresh) -> (House, std::sync::Arc<Office>, String) {
    let office = Office::new();
    let house = House::with(fresh, quiet().with_post(office.clone()));
    let (_, cookie) = house.somebody("one", &[]);
    (house, office, cookie)
}

const HERE: &str = "/notices/preferences";
const ADDRESS: &str = "/notices/preferences/address";
const CODE: &str = "/notices/preferences/confirmation";

#[test]
fn an_address_is_used_once_its_code_has_come_back() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, cookie) = house(fresh);
        let chosen = "lang=zh-CN&digest=daily&hour=8";
        house.post(HERE, &cookie, chosen).says(422, &["请先确认邮箱"]);
        house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        let letter = office.letters().pop().unwrap();
        assert_eq!((letter.to.as_str(), letter.subject.as_str()), ("one@organ.example", "示例局 邮箱确认码"));
        house.page(HERE, &cookie).says(200, &["已发到 one@organ.example"]);
        house.post(HERE, &cookie, chosen).says(422, &[]);
        let wrong = if office.last_code() == "000000" { "111111" } else { "000000" };
        house.post(CODE, &cookie, &format!("code={wrong}")).says(422, &["确认码不对", wrong]);
        house.post(CODE, &cookie, &format!("code={}", office.last_code())).done();
        house.post(HERE, &cookie, chosen).done();
        let json = house.json(HERE, &cookie).json();
        assert_eq!(
            (json["address"].as_str(), json["digest"].as_str()),
            (Some("one@organ.example"), Some("daily"))
        );
        // A code is good once.
        house.post(CODE, &cookie, &format!("code={}", office.last_code())).says(422, &["确认码已失效"]);
        house.page(HERE, &cookie).says(200, &["停发邮件", "确认邮箱", "输错确认码"]);
        house.post("/notices/preferences/unsubscription", &cookie, "").done();
        assert_eq!(house.json(HERE, &cookie).json()["digest"], "none");
    });
}

#[test]
fn a_code_ends_after_a_quarter_of_an_hour_or_five_guesses() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, cookie) = house(fresh);
        house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        house.wait(901);
        house.post(CODE, &cookie, &format!("code={}", office.last_code())).says(422, &["确认码已失效"]);
        house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        let code = office.last_code();
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            house.post(CODE, &cookie, &format!("code={wrong}")).says(422, &["确认码不对"]);
        }
        house.post(CODE, &cookie, &format!("code={code}")).says(422, &["确认码已失效"]);
        assert_eq!(house.json(HERE, &cookie).json()["address"], "");
    });
}

#[test]
fn codes_are_mailed_sparingly_and_to_one_plain_address() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, cookie) = house(fresh);
        for bad in
            ["", "one", "a@organ.example%0d%0aBcc:%20b@organ.example", "a@organ.example,b@organ.example"]
        {
            house.post(ADDRESS, &cookie, &format!("address={bad}")).says(422, &["请填写一个邮箱地址"]);
        }
        assert_eq!(office.letters().len(), 0);
        house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        house.post(ADDRESS, &cookie, "address=two@organ.example").says(422, &["60 秒", "two@organ.example"]);
        for _ in 1..10 {
            house.wait(60);
            house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        }
        house.wait(60);
        house.post(ADDRESS, &cookie, "address=one@organ.example").says(422, &["一天最多"]);
        assert_eq!(office.letters().len(), 10);
    });
}

#[test]
fn a_code_that_could_not_be_mailed_is_said_beside_the_address() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, cookie) = house(fresh);
        office.expect(Fate::NobodyThere);
        let answer = house.post(ADDRESS, &cookie, "address=one@organ.example");
        answer.says(422, &["邮件没有发出", "one@organ.example"]);
    });
}

#[test]
fn without_a_mail_server_nothing_but_the_inbox_is_offered() {
    db::each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let (_, cookie) = house.somebody("one", &[]);
        house.page(HERE, &cookie).says(200, &["没有配置邮件", "没有开放推送"]);
        house.english(HERE, &cookie).says(200, &["has no mail server"]);
        house.post(ADDRESS, &cookie, "address=one@organ.example").says(422, &["没有配置邮件"]);
        house.post(HERE, &cookie, "lang=en&digest=daily&hour=8").says(422, &["没有配置邮件"]);
        house.post(HERE, &cookie, "lang=en&digest=none&hour=24").says(422, &[]);
        house.post(HERE, &cookie, "lang=en&digest=none&hour=7").done();
    });
}

#[test]
fn the_trail_says_what_was_chosen_and_no_code() {
    db::each_backend(&migrations(), |fresh| {
        let (house, office, cookie) = house(fresh);
        house.post(ADDRESS, &cookie, "address=one@organ.example").done();
        let code = office.last_code();
        house.post(CODE, &cookie, &format!("code={code}")).done();
        let rows = house
            .site
            .db
            .read(|c| {
                let filter = store::audit::Filter {
                    record_kind: Some("notice-preferences".into()),
                    ..store::audit::Filter::default()
                };
                Ok(store::audit::list(c, &filter, None, 10)?)
            })
            .unwrap();
        let after: Vec<String> = rows.into_iter().filter_map(|row| row.after).collect();
        assert_eq!(after.len(), 2);
        assert!(after[0].contains("address-confirmed"), "{}", after[0]);
        assert!(after.iter().all(|text| !text.contains(&code)));
    });
}

#[test]
fn a_program_reads_the_inbox_and_keeps_off_the_preferences() {
    db::each_backend(&migrations(), |fresh| {
        let (house, _, cookie) = house(fresh);
        let until = house.site.clock.today().plus_days(30);
        let form = format!("name=reader&scope=write&until={until}");
        let page = house.post("/me/tokens", &cookie, &form).text();
        let token = page.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        house.program("/notices", &token).says(200, &["\"unread\":0"]);
        house.program(HERE, &token).says(403, &[]);
    });
}
