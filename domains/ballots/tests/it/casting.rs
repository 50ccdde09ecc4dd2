//! Casting: durable before the receipt, once a key, replaced by a higher revision, and refused with a code in every other case.

use ballot::{Cast, Hash, verify_board_signature};
use kernel::Role;
use testkit::db::each_backend;

use crate::booth::{chosen, said};
use crate::house::{House, TIMES, migrations};

const BOX: &str = "001002-members";

#[test]
fn a_ballot_is_taken_once_and_replaced_by_a_later_one() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let credential = house.take(id, &house.voter(200, id), BOX);
        let first =
            house.fill_in(id, BOX, &credential, 1, &[chosen("mass", "good"), said("own-1", "会议要短")]);
        let reply = house.cast(&first);
        reply.says(200, &[]);
        let (manifest, hash) = house.manifest(id);
        let leaf = Hash::parse(reply.json()["leaf"].as_str().unwrap()).unwrap();
        let receipt = ballot::from_base64url(reply.json()["receipt"].as_str().unwrap()).unwrap();
        assert!(verify_board_signature(&manifest.board_key, &hash, BOX, &leaf, &receipt.try_into().unwrap()));
        // The receipt was lost: the same again, also after a restart.
        let house = house.restarted(fresh);
        assert_eq!(house.cast(&first).json(), reply.json());
        assert_eq!(house.counts(BOX), [7, 1, 0, 1]);
        let second = house.fill_in(id, BOX, &credential, 2, &[chosen("mass", "poor")]);
        house.cast(&second).says(200, &[]);
        assert_eq!(house.counts(BOX), [7, 1, 0, 1], "a replaced ballot counts once");
        // Neither the old ballot nor another of the same revision comes back.
        house.cast(&first).says(409, &["older_revision"]);
        let other = house.fill_in(id, BOX, &credential, 2, &[chosen("mass", "good")]);
        house.cast(&other).says(409, &["older_revision"]);
    });
}

#[test]
fn what_is_not_in_order_is_refused_by_its_code_and_leaves_nothing() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let credential = house.take(id, &house.voter(200, id), BOX);
        let good = house.fill_in(id, BOX, &credential, 1, &[chosen("mass", "good")]);
        let with = |change: &dyn Fn(&mut Cast)| {
            let mut cast = good.clone();
            change(&mut cast);
            house.cast(&cast)
        };
        with(&|c| c.manifest = ballot::sha256(b"another")).says(404, &["unknown_manifest"]);
        with(&|c| c.box_code = "001009-members".into()).says(404, &["unknown_box"]);
        with(&|c| c.box_code = "001002-staff".into()).says(422, &["bad_signature"]);
        with(&|c| c.signature[3] ^= 1).says(422, &["bad_signature"]);
        with(&|c| c.issuer_signature[3] ^= 1).says(422, &["bad_credential"]);
        with(&|c| c.issuer_signature = [0; 384]).says(422, &["bad_credential"]);
        with(&|c| c.key = [0; 32]).says(422, &["bad_signature"]);
        with(&|c| c.answers.clear()).says(422, &["wrong_form"]);
        with(&|c| c.revision = 0).says(422, &["wrong_form"]);
        house.cast_bytes(b"{}").says(400, &["malformed"]);
        house.cast_bytes(&[0xff; 100]).says(400, &["malformed"]);
        house.cast_bytes(&vec![b' '; 70 * 1024]).says(413, &["too_large"]);
        // Words that nobody has seen cannot be counted.
        let mut hidden =
            house.fill_in(id, BOX, &credential, 1, &[chosen("mass", "good"), said("own-1", "甲")]);
        hidden.answers[1].commitment = Some(ballot::sha256(b"x"));
        (hidden.answers[1].text, hidden.answers[1].salt) = (None, None);
        house.cast(&hidden).says(422, &["wrong_form"]);
        assert_eq!(house.counts(BOX), [7, 1, 0, 0]);
        house.cast(&good).says(200, &[]);
        assert_eq!(house.counts(BOX), [7, 1, 0, 1]);
    });
}

/// Stuffing: whoever got hold of the issuing key cannot cast more than was issued.
#[test]
fn a_box_takes_no_more_ballots_than_were_issued() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        house.vote(id, 200, BOX, "good", "");
        let path = house.keys.path().join(format!("evaluation-{id}.keys"));
        let keys: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let key = ballot::from_base64url(keys["issuers"][BOX].as_str().unwrap()).unwrap();
        let issuer = ballot::IssuerKey::from_der(&key).unwrap();
        let asked = ballot::voter::ask(&issuer.public_der().unwrap(), &mut crate::booth::fill).unwrap();
        let answer = issuer.blind_sign(asked.blinded()).unwrap();
        let stolen = asked.finish(&answer).unwrap();
        house.cast(&house.fill_in(id, BOX, &stolen, 1, &[chosen("mass", "poor")])).says(409, &["box_full"]);
        assert_eq!(house.counts(BOX), [7, 1, 0, 1]);
    });
}

#[test]
fn the_path_of_a_ballot_bears_no_number_no_cookie_and_no_mark() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        let credential = house.take(id, &house.voter(200, id), BOX);
        let reply = house.cast(&house.fill_in(id, BOX, &credential, 1, &[chosen("mass", "good")]));
        let mut names: Vec<&str> = reply.headers.keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "cache-control",
                "content-length",
                "content-security-policy",
                "content-type",
                "cross-origin-resource-policy",
                "referrer-policy",
                "x-content-type-options"
            ]
        );
    });
}
