//! The way of a ballot from the credential to the board.

use ballot::{Board, BoardFault, Cast, Counts, tally, verify_board_signature};

use crate::house::{chosen, house, said};

#[test]
fn a_ballot_is_issued_cast_and_found_on_the_board() {
    let house = house();
    let credential = house.credential(0, 11);
    let cast = house.cast(0, &credential, 1, &[said("words", "会议形式要活", 3), chosen("mass", "good")]);
    let sent = serde_json::to_vec(&cast).unwrap();
    let checked = house.electoral.check(&Cast::parse(&sent).unwrap()).unwrap();
    assert_eq!(checked.texts.len(), 1);
    assert!(!serde_json::to_string(&checked.ballot).unwrap().contains("会议"));
    // What is kept is checked as what was sent, and has the same leaf.
    assert_eq!(house.electoral.check(&checked.ballot).unwrap().leaf, checked.leaf);

    // Kept in few bytes it is the same, and bytes that were cut are none.
    let kept = checked.ballot.to_bytes().unwrap();
    assert!(kept.len() < 900, "{}", kept.len());
    assert_eq!(Cast::from_bytes(house.hash(), "001-members", &kept), Some(checked.ballot.clone()));
    assert_eq!(Cast::from_bytes(house.hash(), "001-members", &kept[..kept.len() - 1]), None);

    let (manifest, hash) = (house.electoral.manifest(), house.hash());
    let receipt = house.board.sign_receipt(&hash, "001-members", &checked.leaf);
    assert!(verify_board_signature(&manifest.board_key, &hash, "001-members", &checked.leaf, &receipt));
    assert!(!verify_board_signature(&manifest.board_key, &hash, "002-members", &checked.leaf, &receipt));

    let other = house.credential(0, 12);
    let second = house.electoral.check(&house.cast(0, &other, 1, &[chosen("mass", "poor")])).unwrap();
    let counts = Counts { issued: 2, paper: 1 };
    let mut boxes = vec![(counts, vec![checked.leaf, second.leaf])];
    boxes.extend((0..3).map(|_| (Counts::default(), Vec::new())));
    let board = Board::close(manifest, &hash, "2015-12-10", boxes, &house.board).unwrap();
    board.check(manifest, &hash).unwrap();
    for leaf in [checked.leaf, second.leaf] {
        let inclusion = board.inclusion(manifest, &leaf).unwrap();
        let roster_hash = &manifest.boxes[inclusion.box_index].roster_hash;
        assert!(inclusion.leads(&leaf, &board.boxes[0], roster_hash, 4, &board.root));
        assert!(!inclusion.leads(&hash, &board.boxes[0], roster_hash, 4, &board.root));
    }
    assert!(board.inclusion(manifest, &hash).is_none());

    let tallies = tally(manifest, [&checked, &second]);
    assert_eq!(tallies[0].ballots, 2);
    let count = |code: &str| tallies[0].questions[0].choices.iter().find(|(c, _)| c == code).unwrap().1;
    assert_eq!((count("good"), count("fair"), count("poor"), count("unknown")), (1, 0, 1, 0));
    assert_eq!((tallies[0].questions[1].answered, tallies[0].questions[2].answered), (0, 1));
}

/// Stuffing shows: a board with more ballots than credentials is not made, and one that was made so is not believed.
#[test]
fn more_ballots_than_credentials_are_no_board() {
    let house = house();
    let (manifest, hash) = (house.electoral.manifest(), house.hash());
    let leaf = |seed| {
        let credential = house.credential(0, seed);
        house.electoral.check(&house.cast(0, &credential, 1, &[chosen("mass", "good")])).unwrap().leaf
    };
    let leaves = vec![leaf(21), leaf(22)];
    let close = |issued, paper, leaves: Vec<_>| {
        let mut boxes = vec![(Counts { issued, paper }, leaves)];
        boxes.extend((0..3).map(|_| (Counts::default(), Vec::new())));
        Board::close(manifest, &hash, "2015-12-10", boxes, &house.board)
    };
    let counts = BoardFault::Counts("001-members".into());
    assert_eq!(close(1, 0, leaves.clone()).unwrap_err(), counts);
    assert_eq!(close(2, 2, leaves.clone()).unwrap_err(), counts, "four of three entitled");
    let twice = BoardFault::Leaves("001-members".into());
    assert_eq!(close(3, 0, vec![leaves[0], leaves[0]]).unwrap_err(), twice);

    let board = close(2, 0, leaves).unwrap();
    let mut altered = board.clone();
    altered.boxes[0].issued = 3;
    assert_eq!(altered.check(manifest, &hash).unwrap_err(), BoardFault::Root);
    let mut altered = board.clone();
    altered.boxes[0].leaves.pop();
    assert_eq!(altered.check(manifest, &hash).unwrap_err(), twice);
    let mut altered = board;
    altered.signature[0] ^= 1;
    assert_eq!(altered.check(manifest, &hash).unwrap_err(), BoardFault::Signature);
}
