//! Examples that the browser's side is tested against as well: `tests/vectors.json`, written anew with `JINWEI_WRITE=1`.

use ballot::{Board, Counts, Electoral, IssuerKey};
use serde_json::{Value, json};

use crate::house::{chosen, house, said};

fn path() -> String {
    format!("{}/tests/vectors.json", env!("CARGO_MANIFEST_DIR"))
}

fn fresh() -> Value {
    let house = house();
    let (manifest, hash) = (house.electoral.manifest(), house.hash());
    let credential = house.credential(0, 71);
    let answers = [chosen("mass", "good"), said("words", "会议要小、要快、要灵", 9)];
    let cast = house.cast(0, &credential, 1, &answers);
    let again = house.cast(0, &credential, 2, &[chosen("mass", "fair"), chosen("team", "unknown")]);
    let leaves: Vec<_> = [&cast, &again].map(|cast| house.electoral.check(cast).unwrap().leaf).to_vec();
    let other = house.electoral.check(&house.cast(0, &house.credential(0, 72), 1, &answers)).unwrap();
    let mut boxes = vec![(Counts { issued: 2, paper: 1 }, vec![leaves[1], other.leaf])];
    boxes.extend((0..3).map(|_| (Counts::default(), Vec::new())));
    let board = Board::close(manifest, &hash, "2015-12-10", boxes, &house.board).unwrap();
    json!({
        "manifest": String::from_utf8(house.bytes.clone()).unwrap(),
        "manifest_hash": hash,
        "manifest_signature": ballot::base64url(&house.board.sign_manifest(&hash)),
        "issuer_key_of_001_members": ballot::base64url(&house.issuers[0].to_der().unwrap()),
        "casts": [
            { "cast": cast, "leaf": leaves[0],
              "receipt": ballot::base64url(&house.board.sign_receipt(&hash, "001-members", &leaves[0])) },
            { "cast": again, "leaf": leaves[1],
              "receipt": ballot::base64url(&house.board.sign_receipt(&hash, "001-members", &leaves[1])) },
        ],
        "board": board,
    })
}

/// The examples hold for the code as it is: they were made by an earlier one, and clients rely on them.
#[test]
fn the_examples_still_hold() {
    if std::env::var_os("JINWEI_WRITE").is_some() {
        std::fs::write(path(), serde_json::to_string_pretty(&fresh()).unwrap() + "\n").unwrap();
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(path()).unwrap()).unwrap();
    let manifest = kept["manifest"].as_str().unwrap();
    let electoral = Electoral::new(manifest.as_bytes()).unwrap();
    assert_eq!(json!(electoral.hash()), kept["manifest_hash"]);
    let key = ballot::from_base64url(kept["issuer_key_of_001_members"].as_str().unwrap()).unwrap();
    let public = IssuerKey::from_der(&key).unwrap().public_der().unwrap();
    assert_eq!(public, electoral.manifest().boxes[0].issuer_key);
    for one in kept["casts"].as_array().unwrap() {
        let cast = serde_json::from_value(one["cast"].clone()).unwrap();
        assert_eq!(json!(electoral.check(&cast).unwrap().leaf), one["leaf"]);
    }
    let board: Board = serde_json::from_value(kept["board"].clone()).unwrap();
    board.check(electoral.manifest(), &electoral.hash()).unwrap();
}
