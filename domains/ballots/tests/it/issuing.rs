//! Issuing credentials: one a person and box, the same again for the same message, and nothing else.

use ballot::voter;
use kernel::Role;
use testkit::db::each_backend;

use crate::booth::{chosen, fill};
use crate::house::{APART, House, TIMES, march, migrations};

#[test]
fn one_credential_a_person_and_the_same_answer_to_the_same_message() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let who = house.voter(200, id);
        let key = house.manifest(id).0.boxes[0].issuer_key.clone();
        let first = voter::ask(&key, &mut fill).unwrap();
        let once = house.ask_for(id, &who, "001002-members", first.blinded());
        assert_eq!(once.status, 200, "{}", once.text());
        // The reply was lost: the same answer again, and nothing is counted twice, also after a restart.
        let house = house.restarted(fresh);
        let again = house.ask_for(id, &who, "001002-members", first.blinded());
        assert_eq!(again.json(), once.json());
        assert_eq!(house.counts("001002-members"), [7, 1, 0, 0]);
        // Another message is another ballot.
        let second = voter::ask(&key, &mut fill).unwrap();
        house.ask_for(id, &who, "001002-members", second.blinded()).says(409, &[]);
        assert_eq!(house.counts("001002-members"), [7, 1, 0, 0]);
        // The person sees that one was taken in their name, the office does not see whose.
        house.page(&format!("/evaluations/{id}/vote"), &who).says(200, &["data-issued=\"yes\""]);
        let list = house.page(&format!("/evaluations/{id}/boxes/1"), &office).text();
        assert!(list.contains("陈200") && !list.contains("已领</span>"));
    });
}

#[test]
fn only_those_on_the_list_get_one_and_only_for_their_box() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let key = house.manifest(id).0.boxes[0].issuer_key.clone();
        let blinded = voter::ask(&key, &mut fill).unwrap();
        let member = house.voter(201, id);
        house.ask_for(id, &member, "001002-staff", blinded.blinded()).says(404, &[]);
        house.ask_for(id, &member, "001003-members", blinded.blinded()).says(404, &[]);
        house.ask_for(id, &member, "no-such-box", blinded.blinded()).says(404, &[]);
        let stranger = house.voter(260, id);
        // Their page has nothing to ask with.
        house.ask_for(id, &stranger, "001002-members", blinded.blinded()).says(401, &[]);
        // The office has no person behind it.
        house.ask_for(id, &office, "001002-members", blinded.blinded()).says(404, &[]);
        // A page made for somebody else, in a browser where another has signed in since.
        let mut other = house.voter(202, id);
        other.cookie.clone_from(&member.cookie);
        house.ask_for(id, &other, "001002-members", blinded.blinded()).says(401, &[]);
        assert_eq!(house.counts("001002-members"), [7, 0, 0, 0]);
    });
}

/// Malformed messages: a clear 4xx and no state.
#[test]
fn what_does_not_fit_the_key_leaves_nothing_behind() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let who = house.voter(203, id);
        for wrong in [vec![], vec![1; 383], vec![1; 385], vec![255; 384]] {
            house.ask_for(id, &who, "001002-members", &wrong).says(422, &[]);
        }
        assert_eq!(house.counts("001002-members"), [7, 0, 0, 0]);
        house.take(id, &who, "001002-members");
        assert_eq!(house.counts("001002-members"), [7, 1, 0, 0]);
    });
}

#[test]
fn who_takes_paper_takes_nothing_online_and_the_other_way_round() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let paper = format!("/evaluations/{id}/boxes/1/paper");
        house.post(&paper, &office, "person=204").done();
        house.post(&paper, &office, "person=204").says(409, &[]);
        house.post(&paper, &office, "person=250").says(409, &[]);
        assert_eq!(house.counts("001002-members"), [7, 0, 1, 0]);
        let who = house.voter(204, id);
        let key = house.manifest(id).0.boxes[0].issuer_key.clone();
        let blinded = voter::ask(&key, &mut fill).unwrap();
        house.ask_for(id, &who, "001002-members", blinded.blinded()).says(409, &[]);
        house.page(&format!("/evaluations/{id}/vote"), &who).says(200, &["您已登记领取纸质票"]);
        let online = house.voter(205, id);
        house.take(id, &online, "001002-members");
        house.post(&paper, &office, "person=205").says(409, &["此人已在网上领票"]);
        assert_eq!(house.counts("001002-members"), [7, 1, 1, 0]);
    });
}

#[test]
fn windows_are_kept_to_the_minute() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, APART);
        let who = house.voter(200, id);
        let credential = house.take(id, &who, "001002-members");
        let cast = house.fill_in(id, "001002-members", &credential, 1, &[chosen("mass", "good")]);
        house.cast(&cast).says(409, &["not_open"]);
        fresh.clock.set(march(4, 18));
        let late = house.voter(201, id);
        let key = house.manifest(id).0.boxes[0].issuer_key.clone();
        let blinded = voter::ask(&key, &mut fill).unwrap();
        house.ask_for(id, &late, "001002-members", blinded.blinded()).says(409, &[]);
        fresh.clock.set(march(5, 8));
        house.cast(&cast).says(200, &[]);
        fresh.clock.set(march(6, 18));
        let again = house.fill_in(id, "001002-members", &credential, 2, &[chosen("mass", "poor")]);
        house.cast(&again).says(409, &["not_open"]);
    });
}
