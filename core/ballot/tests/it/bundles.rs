//! The recount from a bundle: what it finds when nothing is wrong, and when something is.

use std::sync::OnceLock;

use ballot::{Board, Bundle, Checked, Counts, TextsOfQuestion, tally};

use crate::house::{chosen, house, said};

/// Three ballots in one box, packed; made once for all tests.
pub(crate) fn bundle() -> Bundle {
    static BUNDLE: OnceLock<Bundle> = OnceLock::new();
    BUNDLE.get_or_init(made).clone()
}

fn made() -> Bundle {
    let house = house();
    let (manifest, hash) = (house.electoral.manifest(), house.hash());
    let mut checked: Vec<Checked> = (0..3)
        .map(|n| {
            let answers =
                [chosen("mass", if n == 0 { "poor" } else { "good" }), said("words", "多下基层", n)];
            let cast = house.cast(0, &house.credential(0, 50 + u64::from(n)), 1, &answers);
            house.electoral.check(&cast).unwrap()
        })
        .collect();
    checked.sort_by_key(|one| one.leaf);
    let mut boxes = vec![(Counts { issued: 3, paper: 0 }, checked.iter().map(|one| one.leaf).collect())];
    boxes.extend((0..3).map(|_| (Counts::default(), Vec::new())));
    let board = Board::close(manifest, &hash, "2015-12-10", boxes, &house.board).unwrap();
    let lines: Vec<String> =
        checked.iter().map(|one| serde_json::to_string(&one.ballot).unwrap() + "\n").collect();
    let texts = vec![TextsOfQuestion {
        box_code: "001-members".into(),
        question: "words".into(),
        texts: vec!["多下基层".into(); 3],
    }];
    Bundle {
        manifest: house.bytes.clone(),
        manifest_signature: ballot::base64url(&house.board.sign_manifest(&hash)).into_bytes(),
        board: serde_json::to_vec(&board).unwrap(),
        ballots: lines.concat().into_bytes(),
        texts: serde_json::to_vec(&texts).unwrap(),
        tallies: serde_json::to_vec(&tally(manifest, &checked)).unwrap(),
    }
}

/// The first check that did not hold.
fn fails(bundle: &Bundle) -> &'static str {
    bundle.verify().findings.iter().find(|finding| !finding.held).map_or("nothing", |finding| finding.check)
}

fn altered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from} is not there");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_whole_bundle_is_recounted() {
    let report = bundle().verify();
    assert!(report.holds(), "{report:?}");
    assert_eq!(report.findings.len(), 8);
    assert_eq!(report.tallies[0].questions[0].choices[0], ("good".into(), 2));
    assert_eq!(report.manifest, Some(house().hash()));
}

#[test]
fn whatever_is_altered_is_named() {
    let good = bundle();
    let line =
        |n: usize| std::str::from_utf8(&good.ballots).unwrap().lines().nth(n).unwrap().to_owned() + "\n";
    let with = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        fails(&bundle)
    };
    assert_eq!(with(&|b| b.manifest_signature = b"AAAA".to_vec()), "manifest");
    assert_eq!(with(&|b| b.manifest = altered(&b.manifest, "机关党委", "别的机关")), "manifest");
    assert_eq!(with(&|b| b.board = altered(&b.board, "\"issued\":3", "\"issued\":4")), "board");
    // A ballot altered in storage, one left out, one put in twice.
    assert_eq!(with(&|b| b.ballots = altered(&b.ballots, "\"good\"", "\"poor\"")), "ballots");
    assert_eq!(with(&|b| b.ballots = format!("{}{}", line(0), line(1)).into_bytes()), "inclusion");
    assert_eq!(with(&|b| b.ballots.extend(line(0).into_bytes())), "unique");
    assert_eq!(with(&|b| b.tallies = altered(&b.tallies, "[\"good\",2]", "[\"good\",3]")), "tallies");
    assert_eq!(with(&|b| b.texts = altered(&b.texts, "\"多下基层\",", "")), "texts");
    assert_eq!(with(&|b| b.texts = b"nothing".to_vec()), "texts");
}
