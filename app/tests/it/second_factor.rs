//! Signing in with a second factor: codes once, recovery codes once, and the lock that wrong codes lead to.

use axum::http::StatusCode;
use kernel::{Moment, Role};
use testkit::db::{Fresh, START, each_backend};
use web::Settings;

use crate::house::{House, PASSWORD, domains, migrations};

fn houses(test: impl Fn(&House, &Fresh)) {
    each_backend(&migrations(&domains()), |fresh| test(&House::on(fresh, &domains()), fresh));
}

/// What an app computes from the secret that the page shows (RFC 6238).
fn code(secret: &str, at: Moment) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let time = u64::try_from(at.0).unwrap();
    totp_rs::Builder::new().with_secret(secret).build_noncompliant().generate(time).to_string()
}

/// Sets a second factor up; gives its secret and the recovery codes.
fn enrol(house: &House, cookie: &str) -> (String, Vec<String>) {
    assert_eq!(house.post("/me/second-factor", cookie, "").status, StatusCode::SEE_OTHER);
    let page: serde_json::Value =
        serde_json::from_str(&house.json("/me/second-factor", cookie).body).unwrap();
    let secret = page["secret"]["text"].as_str().unwrap().to_owned();
    assert!(house.get("/me/second-factor", cookie).body.contains("<svg class=\"qr\""));
    let code = code(&secret, house.site.clock.now());
    let done = house.post("/me/second-factor/confirmation", cookie, &format!("code={code}"));
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.body);
    let codes: Vec<String> = done
        .body
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// The first step of a sign-in; gives the cookie of the second.
fn password(house: &House, login: &str) -> String {
    let answer = house.post("/sign-in", "", &format!("login={login}&password={PASSWORD}&next=/me"));
    assert_eq!(answer.location.as_deref(), Some("/sign-in/code?next=%2Fme"), "{}", answer.body);
    assert!(!answer.cookies.iter().any(|cookie| cookie.starts_with("jinwei_session=")));
    let cookie = answer.cookies.iter().find(|cookie| cookie.starts_with("jinwei_half=")).unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

fn second(house: &House, half: &str, code: &str) -> StatusCode {
    house.post("/sign-in/code", half, &format!("code={code}&next=/me")).status
}

fn later(fresh: &Fresh, seconds: i64) -> Moment {
    let at = Moment(START.0 + seconds);
    fresh.clock.set(at);
    at
}

#[test]
fn a_code_opens_once_and_never_again() {
    houses(|house, fresh| {
        let cookie = house.someone(Role::Member);
        let (secret, _) = enrol(house, &cookie);
        // The code that confirmed it is used up.
        let half = password(house, "member");
        assert_eq!(house.get("/me", &half).status, StatusCode::SEE_OTHER, "a password alone opens nothing");
        assert_eq!(second(house, &half, &code(&secret, START)), StatusCode::UNPROCESSABLE_ENTITY);
        let at = later(fresh, 60);
        let now = code(&secret, at);
        let signed_in = house.post("/sign-in/code", &half, &format!("code={now}&next=/me"));
        assert_eq!(signed_in.location.as_deref(), Some("/me"), "{}", signed_in.body);
        let session = signed_in.cookies.iter().find(|cookie| cookie.starts_with("jinwei_session=")).unwrap();
        assert_eq!(house.get("/me", session.split(';').next().unwrap()).status, StatusCode::OK);
        // Neither the way to the code nor the code itself opens a second time.
        assert_eq!(second(house, &half, &now), StatusCode::CONFLICT);
        let half = password(house, "member");
        assert_eq!(second(house, &half, &now), StatusCode::UNPROCESSABLE_ENTITY);
        // A code of the step before is refused once a later one was taken.
        assert_eq!(second(house, &half, &code(&secret, Moment(at.0 - 30))), StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn the_code_must_follow_the_password_soon() {
    houses(|house, fresh| {
        let cookie = house.someone(Role::Member);
        let (secret, _) = enrol(house, &cookie);
        later(fresh, 60);
        let half = password(house, "member");
        let at = later(fresh, 60 + 5 * 60 + 1);
        assert_eq!(second(house, &half, &code(&secret, at)), StatusCode::CONFLICT);
        assert!(house.get("/sign-in/code", &half).body.contains("请先输入用户名和密码"));
    });
}

#[test]
fn wrong_codes_lock_the_account_like_wrong_passwords() {
    houses(|house, fresh| {
        let cookie = house.someone(Role::Member);
        let (secret, codes) = enrol(house, &cookie);
        let at = later(fresh, 60);
        let half = password(house, "member");
        for _ in 0..4 {
            assert_eq!(second(house, &half, "000000"), StatusCode::UNPROCESSABLE_ENTITY);
        }
        // A right password in between forgets nothing.
        let half = password(house, "member");
        assert_eq!(second(house, &half, "000000"), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(second(house, &half, &code(&secret, at)), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(second(house, &half, &codes[0]), StatusCode::TOO_MANY_REQUESTS);
        let answer = house.post("/sign-in", "", &format!("login=member&password={PASSWORD}"));
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn a_recovery_code_stands_for_a_code_once() {
    houses(|house, _| {
        let cookie = house.someone(Role::Member);
        let (_, codes) = enrol(house, &cookie);
        let typed = codes[3].to_uppercase().replace('-', " ").replace(' ', "+");
        let half = password(house, "member");
        assert_eq!(second(house, &half, &typed), StatusCode::SEE_OTHER);
        let half = password(house, "member");
        assert_eq!(second(house, &half, &typed), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(second(house, &half, &codes[4]), StatusCode::SEE_OTHER);
        assert!(house.get("/me/second-factor", &cookie).body.contains("还有 8 个没用过的恢复码"));
    });
}

#[test]
fn neither_secret_nor_recovery_codes_stand_in_the_database_as_they_are() {
    houses(|house, fresh| {
        let cookie = house.someone(Role::Member);
        let (secret, codes) = enrol(house, &cookie);
        let bytes = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
        let (sealed, hashes): (Vec<u8>, Vec<String>) = fresh
            .read(|c| {
                let sealed = c.one("SELECT sealed FROM second_factors", &[], |r| r.get(0))?;
                Ok((sealed, c.all("SELECT code_hash FROM recovery_codes", &[], |r| r.get(0))?))
            })
            .unwrap();
        assert!(!sealed.windows(bytes.as_bytes().len()).any(|part| part == bytes.as_bytes()));
        assert!(codes.iter().all(|code| !hashes.contains(code)) && hashes.len() == 10);
    });
}

#[test]
fn the_system_administrator_resets_it_and_the_trail_says_so() {
    houses(|house, _| {
        let cookie = house.someone(Role::Member);
        enrol(house, &cookie);
        let system = house.someone(Role::SystemAdmin);
        assert!(house.get("/admin/accounts/1", &system).body.contains("重置"));
        let reset = house.post("/admin/accounts/1/second-factor", &system, "");
        assert_eq!(reset.status, StatusCode::SEE_OTHER, "{}", reset.body);
        house.sign_in("member", PASSWORD);
        let audit = house.someone(Role::AuditAdmin);
        let trail = house.json("/admin/audit?act=house.manage_accounts", &audit).body;
        assert!(trail.contains("removed") && trail.contains("system_admin"), "{trail}");
        assert_eq!(house.post("/admin/accounts/1/second-factor", &system, "").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn where_a_role_asks_for_it_nothing_else_opens_before() {
    each_backend(&migrations(&domains()), |fresh| {
        let settings = Settings { second_factor_roles: vec![Role::SystemAdmin], ..Settings::default() };
        let house = House::with(fresh, &domains(), settings);
        let member = house.someone(Role::Member);
        assert_eq!(house.get("/", &member).status, StatusCode::OK);
        let system = house.someone(Role::SystemAdmin);
        assert_eq!(house.get("/admin/accounts", &system).location.as_deref(), Some("/me/second-factor"));
        assert_eq!(house.json("/admin/accounts", &system).status, StatusCode::CONFLICT);
        enrol(&house, &system);
        assert_eq!(house.get("/admin/accounts", &system).status, StatusCode::OK);
        let stays = house.post("/me/second-factor/removal", &system, &format!("password={PASSWORD}"));
        assert_eq!(stays.status, StatusCode::CONFLICT);
    });
}

#[test]
fn its_holder_turns_it_off_with_the_password() {
    houses(|house, _| {
        let cookie = house.someone(Role::Member);
        enrol(house, &cookie);
        let off = |password: &str| {
            house.post("/me/second-factor/removal", &cookie, &format!("password={password}")).status
        };
        assert_eq!(off("wrong"), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(off(PASSWORD), StatusCode::SEE_OTHER);
        house.sign_in("member", PASSWORD);
    });
}
