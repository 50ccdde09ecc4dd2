//! A vote is cast in person: not by a program with a token, not by somebody who acts for the voter.

use axum::http::{Request, StatusCode, header};

use crate::house::{House, domains};
use crate::organ;

const PAGE: &str = "/evaluations/2/vote";
const CREDENTIALS: &str = "/evaluations/2/credentials";
const ASKED: &str = "box=b&blinded=AAAA&holder=0";

fn voter(house: &House) -> String {
    let cookie = house.sign_in("dangyuan", "Jinwei-2015");
    assert_eq!(house.get(PAGE, &cookie).status, StatusCode::OK, "the voter has the page");
    // Past the question of who asks: it is the message that is wrong.
    assert_ne!(house.post(CREDENTIALS, &cookie, ASKED).status, StatusCode::CONFLICT);
    cookie
}

#[test]
fn a_program_does_not_vote() {
    let fresh = organ::sqlite();
    let house = House::on(&fresh, &domains());
    let cookie = voter(&house);
    let made = house.post("/me/tokens", &cookie, "name=vote&scope=write&until=2015-12-31");
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let at = made.body.find("jw_").unwrap();
    let bearer = format!("Bearer {}", &made.body[at..at + 67]);
    let page = house.ask(Request::get(PAGE).header(header::AUTHORIZATION, &bearer), "");
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.body);
    let asked = Request::post(CREDENTIALS)
        .header(header::AUTHORIZATION, &bearer)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = house.ask(asked, ASKED);
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert!(answer.body.contains("本人"), "{}", answer.body);
}

#[test]
fn nobody_votes_for_somebody_else() {
    let fresh = organ::sqlite();
    let house = House::on(&fresh, &domains());
    let cookie = voter(&house);
    let form = "delegate=caiwu&from=2015-03-02&until=2015-03-04&reason=trip";
    assert_eq!(house.post("/me/acting", &cookie, form).status, StatusCode::SEE_OTHER);
    let clerk = house.sign_in("caiwu", "Jinwei-2015");
    assert_eq!(house.post("/acting/1/start", &clerk, "").status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(PAGE, &clerk).status, StatusCode::CONFLICT);
    assert_eq!(house.post(CREDENTIALS, &clerk, ASKED).status, StatusCode::CONFLICT);
    assert_eq!(house.post("/acting/stop", &clerk, "").status, StatusCode::SEE_OTHER);
}
